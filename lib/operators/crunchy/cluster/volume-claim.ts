import { sizeQuantity } from '../../../model/quantity';
import { RepositoryVolumeOptions, VolumeAccessMode } from '../../../model/storage';

/** A volume claim as PGO has it in every place: the API server refuses one without access mode or request. */
export function volumeClaim({ size, storageClass, volumeName, accessMode = VolumeAccessMode.READ_WRITE_ONCE }: RepositoryVolumeOptions) {
  return {
    accessModes: [accessMode],
    resources: { requests: { storage: sizeQuantity(size) } },
    storageClassName: storageClass,
    volumeName,
  };
}
