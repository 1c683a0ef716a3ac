import { PodTable, cellsOf, lacks, withPod } from '../../../model/pod-table';

const cluster = cellsOf('Cluster', '/spec');
const pooler = cellsOf('Pooler', '/spec/template');

const OWN_USER = lacks('the operator gives the user of the image, and none on OpenShift');

/** What reaches which pods of CloudNativePG. */
export const POD_TABLE: PodTable = {
  instances: {
    'node labels': cluster('/affinity/nodeSelector'),
    'node affinity': cluster('/affinity/nodeAffinity'),
    tolerations: cluster('/affinity/tolerations'),
    priority: cluster('/priorityClassName'),
    spread: cluster('/topologySpreadConstraints'),
    labels: cluster('/inheritedMetadata/labels'),
    annotations: cluster('/inheritedMetadata/annotations'),
    'pull secrets': cluster('/imagePullSecrets'),
    'CPU and memory': cluster('/resources'),
    users: OWN_USER,
  },
  'helpers of instances': withPod('in the pod of the instance', {
    at: 'ObjectStore /spec/instanceSidecarConfiguration/resources',
  }),
  pools: {
    'node labels': pooler('/spec/nodeSelector'),
    'node affinity': pooler('/spec/affinity/nodeAffinity'),
    tolerations: pooler('/spec/tolerations'),
    priority: pooler('/spec/priorityClassName'),
    spread: pooler('/spec/topologySpreadConstraints'),
    labels: pooler('/metadata/labels'),
    annotations: pooler('/metadata/annotations'),
    'pull secrets': pooler('/spec/imagePullSecrets'),
    'CPU and memory': pooler('/spec/containers/0/resources'),
    users: OWN_USER,
  },
  'helpers of pools': { none: 'there are none' },
  'repository host': { none: 'there is none' },
  backups: { none: 'taken by the helper in the pod of an instance' },
  restores: { none: 'Jobs with nodes, tolerations, priority and compute of the instances, and the helper beside' },
  'restores in place': { none: 'there are none (rule CNPG-062)' },
};
