import { sizeQuantity } from '../../../model/quantity';
import { nonEmpty } from '../../../private/kubernetes';
import { CrunchyVolumeClaim } from '../running-options';
import { RepositoryVolumeOptions, VolumeAccessMode } from '../../../model/storage';

/** A volume claim as PGO has it in every place: the API server refuses one without access mode or request. */
export function volumeClaim(
  { size, storageClass, volumeName, accessMode = VolumeAccessMode.READ_WRITE_ONCE }: RepositoryVolumeOptions,
  said: CrunchyVolumeClaim = {},
) {
  const labels = nonEmpty({ ...said.labels });
  return {
    accessModes: [said.accessMode ?? accessMode],
    resources: { requests: { storage: sizeQuantity(size) } },
    storageClassName: storageClass,
    volumeName: said.volumeName ?? volumeName,
    selector: labels && { matchLabels: labels },
  };
}
