import { PodTable, cellsOf, lacks } from '../../../model/pod-table';

const at = cellsOf('postgresql', '/spec');

const PULLED = lacks(`by the operator's configuration, 'pod_service_account_definition' (rule ZAL-185)`);

/** What reaches which pods of the Zalando operator. */
export const POD_TABLE: PodTable = {
  instances: {
    'node labels': at('/nodeAffinity'),
    'node affinity': at('/nodeAffinity'),
    tolerations: at('/tolerations'),
    priority: at('/podPriorityClassName'),
    spread: at('/topologySpreadConstraints'),
    // As far as the operator's configuration passes them on.
    labels: { at: 'postgresql /metadata/labels' },
    annotations: at('/podAnnotations'),
    'pull secrets': PULLED,
    'CPU and memory': at('/resources'),
    users: at('/spiloRunAsUser'),
  },
  'helpers of instances': { none: 'there are none' },
  pools: {
    'node labels': at('/nodeAffinity'),
    'node affinity': at('/nodeAffinity'),
    tolerations: at('/tolerations'),
    priority: lacks('the operator gives pooler pods none'),
    spread: lacks(`by the operator's configuration, 'enable_pod_antiaffinity'`),
    labels: { at: 'postgresql /metadata/labels' },
    annotations: at('/podAnnotations'),
    'pull secrets': PULLED,
    'CPU and memory': at('/connectionPooler/resources'),
    users: lacks('always 100 and 101 (rule ZAL-188 on OpenShift)'),
  },
  'helpers of pools': { none: 'there are none' },
  'repository host': { none: 'there is none' },
  backups: { none: 'taken in the container of an instance (rule ZAL-187)' },
  restores: { none: 'done in the container of an instance' },
  'restores in place': { none: 'there are none (rule ZAL-138)' },
};
