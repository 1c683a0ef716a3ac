import { onlyMembers } from './members';

/**
 * When a node pulls an image.
 *
 * @see https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy
 */
export enum ImagePullPolicy {
  /** Each time a container starts. */
  ALWAYS = 'Always',
  /** Where the node does not have it. */
  IF_NOT_PRESENT = 'IfNotPresent',
  /** Never. */
  NEVER = 'Never',
}
onlyMembers(ImagePullPolicy, 'ImagePullPolicy');
