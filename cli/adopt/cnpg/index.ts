import { KubeObject } from '../../manifests/object';
import { Draft, Surroundings } from '../draft';
import { policyParts } from './backups';
import { catalogParts } from './catalogs';
import { clusterPart } from './cluster';
import { poolParts } from './pools';

export const cnpgDraft = (cluster: KubeObject, around: Surroundings): Draft => ({
  operator: 'cnpg',
  factory: 'PostgresOperator.cloudNativePg',
  cluster,
  parts: [clusterPart(cluster, around), ...policyParts(cluster, around), ...poolParts(cluster, around), ...catalogParts(around)],
});
