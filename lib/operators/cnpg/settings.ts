import { oneOf, optional, Shape, text } from '../../private/shape';
import {
  CloudNativePgImageType,
  CloudNativePgOptions,
  CloudNativePgUpdateMethod,
  CloudNativePgUpdateStrategy,
  CloudNativePgVersion,
} from './options';
import { CloudNativePgClusterOptions } from './cluster-options';
import { CLUSTER_OPTIONS_SHAPE, clusterOptionsOf } from './cluster-settings';
import { DEFAULT_VERSION } from './versions';

/** What each option may hold. */
export const OPTIONS_SHAPE: Shape<CloudNativePgOptions> = {
  ...CLUSTER_OPTIONS_SHAPE,
  operatorVersion: optional(oneOf(CloudNativePgVersion, 'CloudNativePgVersion')),
  updateStrategy: optional(oneOf(CloudNativePgUpdateStrategy, 'CloudNativePgUpdateStrategy')),
  updateMethod: optional(oneOf(CloudNativePgUpdateMethod, 'CloudNativePgUpdateMethod')),
  imageType: optional(oneOf(CloudNativePgImageType, 'CloudNativePgImageType')),
  imageDistribution: optional(text),
};

/** The options with their defaults; the update method alone depends on the cluster, so it may be absent. */
export type Settings = Required<Omit<CloudNativePgOptions, 'updateMethod' | keyof CloudNativePgClusterOptions>> &
  Pick<CloudNativePgOptions, 'updateMethod'> &
  CloudNativePgClusterOptions;

/** Fills in the defaults. From JavaScript the options may be anything; what is wrong with them is told later, with the rules. */
export function settingsOf(options: CloudNativePgOptions | null): Settings {
  return {
    ...clusterOptionsOf(options),
    operatorVersion: options?.operatorVersion ?? DEFAULT_VERSION,
    updateStrategy: options?.updateStrategy ?? CloudNativePgUpdateStrategy.UNSUPERVISED,
    updateMethod: options?.updateMethod,
    imageType: options?.imageType ?? CloudNativePgImageType.STANDARD,
    imageDistribution: options?.imageDistribution ?? 'trixie',
  };
}
