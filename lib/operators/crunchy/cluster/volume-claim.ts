import { sizeQuantity } from '../../../model/quantity';
import { fields } from '../../../private/pod-fields';
import { nonEmpty } from '../../../private/kubernetes';
import { CrunchyVolumeClaim } from '../running-options';
import { RepositoryVolumeOptions, VolumeAccessMode } from '../../../model/storage';

/** A volume claim as PGO has it in every place: the API server refuses one without access mode or request. */
export function volumeClaim(options: RepositoryVolumeOptions, said: CrunchyVolumeClaim = {}) {
  const { size, storageClass, volumeName, accessMode = VolumeAccessMode.READ_WRITE_ONCE, autoGrow } = options;
  const labels = nonEmpty({ ...said.labels });
  return {
    accessModes: [said.accessMode ?? accessMode],
    resources: {
      // PGO takes the limit out of the claim and grows the request up to it.
      ...(autoGrow && { limits: { storage: sizeQuantity(autoGrow.limit) } }),
      requests: { storage: sizeQuantity(size) },
    },
    autoGrow: fields({ trigger: autoGrow?.trigger, maxGrow: autoGrow?.maxStep && sizeQuantity(autoGrow.maxStep) }),
    storageClassName: storageClass,
    volumeName: said.volumeName ?? volumeName,
    selector: labels && { matchLabels: labels },
  };
}
