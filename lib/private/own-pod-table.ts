import { OwnPodTable, PodRow, cellsOf, lacks } from '../model/pod-table';

/** The cells of a pod that the library prints. */
function podAt(kind: string, template: string): PodRow {
  const at = cellsOf(kind, template);
  return {
    'node labels': at('/spec/nodeSelector'),
    'node affinity': at('/spec/affinity/nodeAffinity'),
    tolerations: at('/spec/tolerations'),
    priority: at('/spec/priorityClassName'),
    spread: lacks('one pod'),
    labels: at('/metadata/labels'),
    annotations: at('/metadata/annotations'),
    'pull secrets': at('/spec/imagePullSecrets'),
    'CPU and memory': at('/spec/containers/0/resources'),
    users: at('/spec/securityContext'),
  };
}

/** What reaches the pods of the library's own Jobs. */
export const OWN_PODS: OwnPodTable = {
  'Jobs that give access': podAt('Job', '/spec/template'),
  'programs of drills': podAt('CronJob', '/spec/jobTemplate/spec/template'),
  'instances of drills': { none: 'as the instances of the cluster, with the placement and the compute of the drill where it has its own' },
};
