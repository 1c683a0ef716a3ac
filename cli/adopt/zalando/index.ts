import { KubeObject } from '../../manifests/object';
import { Draft } from '../draft';
import { dumpParts } from './backups';
import { clusterRows } from './cluster';
import { followed } from './creation';
import { poolParts } from './pools';

export const zalandoDraft = (cluster: KubeObject): Draft => ({
  operator: 'zalando',
  factory: 'PostgresOperator.zalando',
  cluster,
  parts: [
    {
      variable: 'cluster',
      construct: followed(cluster.raw.spec) === undefined ? 'HaCluster' : 'ReplicaCluster',
      id: 'Cluster',
      rows: clusterRows(cluster),
    },
    ...poolParts(cluster),
    ...dumpParts(cluster),
  ],
});
