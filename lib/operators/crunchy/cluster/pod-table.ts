import { PodRow, PodTable, cellsOf, lacks, withPod } from '../../../model/pod-table';

const spec = cellsOf('PostgresCluster', '/spec');

const OWN_USER = lacks('PGO gives the user of the image, and none on OpenShift');

/** What PGO has for all pods at once. */
const COMMON = {
  labels: spec('/metadata/labels'),
  annotations: spec('/metadata/annotations'),
  'pull secrets': spec('/imagePullSecrets'),
  users: OWN_USER,
};

/** The cells of pods that have placement and sizes of their own. */
function podAt(pointer: string, several: boolean): PodRow {
  const at = cellsOf('PostgresCluster', `/spec${pointer}`);
  return {
    ...COMMON,
    'node labels': at('/affinity/nodeAffinity'),
    'node affinity': at('/affinity/nodeAffinity'),
    tolerations: at('/tolerations'),
    priority: at('/priorityClassName'),
    spread: several ? at('/topologySpreadConstraints') : lacks('one pod'),
    'CPU and memory': at('/resources'),
  };
}

/** What reaches which pods of PGO. */
export const POD_TABLE: PodTable = {
  instances: podAt('/instances/0', true),
  'helpers of instances': withPod('in the pod of the instance', spec('/backups/pgbackrest/sidecars/pgbackrest/resources')),
  pools: podAt('/proxy/pgBouncer', true),
  'helpers of pools': withPod('in the pod of the pool', spec('/proxy/pgBouncer/sidecars/pgbouncerConfig/resources')),
  'repository host': podAt('/backups/pgbackrest/repoHost', false),
  backups: podAt('/backups/pgbackrest/jobs', false),
  restores: podAt('/dataSource/pgbackrest', false),
  'restores in place': podAt('/backups/pgbackrest/restore', false),
};
