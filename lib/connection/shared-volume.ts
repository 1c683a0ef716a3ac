import type { Volume } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';

const VOLUMES = new WeakMap<IConstruct, Map<string, Volume>>();

/**
 * A volume that several containers and workloads of an app mount: made by the first one that asks for it.
 *
 * @param construct who asks
 * @param contents what is in the volume, as a text that is equal for equal contents
 * @param make makes the volume
 */
export function sharedVolume(construct: IConstruct, contents: string, make: () => Volume): Volume {
  const { root } = construct.node;
  const volumes = VOLUMES.get(root) ?? new Map<string, Volume>();
  VOLUMES.set(root, volumes);
  const volume = volumes.get(contents) ?? make();
  volumes.set(contents, volume);
  return volume;
}
