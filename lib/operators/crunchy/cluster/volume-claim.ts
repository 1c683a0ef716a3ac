import { sizeQuantity } from '../../../model/quantity';
import { StorageOptions } from '../../../model/storage';

/** A volume claim as PGO has it in every place: the API server refuses one without access mode or request. */
export function volumeClaim({ size, storageClass }: StorageOptions) {
  return { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: sizeQuantity(size) } }, storageClassName: storageClass };
}
