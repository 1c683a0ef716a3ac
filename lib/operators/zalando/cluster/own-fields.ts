import { ClusterModel } from '../../../model/cluster-model';
import { nonEmpty } from '../../../private/kubernetes';
import { EnvFields, backupFields } from '../backup/backup-spec';
import { metricsFields } from '../monitoring/exporter';
import { ZalandoOptions } from '../options';
import { recoveryFields } from '../recovery/recovery-spec';
import { replicaFields } from '../recovery/replica-spec';
import { restartFields } from './state';

/** Variables and volumes of several origins as one list each. */
export function mergedFields(parts: readonly EnvFields[]): EnvFields {
  return {
    env: nonEmpty(parts.flatMap(({ env = [] }) => env)),
    additionalVolumes: nonEmpty(parts.flatMap(({ additionalVolumes = [] }) => additionalVolumes)),
  };
}

/** Variables and volumes that the library gives to a cluster: those of backups, of what the cluster was made of or follows, and of metrics. */
export function ownFields(model: ClusterModel, options: ZalandoOptions): EnvFields {
  return mergedFields([
    backupFields(model.backup),
    recoveryFields(model, options),
    replicaFields(model, options),
    metricsFields(model),
    restartFields(model),
  ]);
}
