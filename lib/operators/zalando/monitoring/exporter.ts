import type { PostgresqlSpecAdditionalVolumes, PostgresqlSpecSidecars } from '../../../../imports/zalando/postgresql';
import { MetricQuery, MetricUsage } from '../../../model/metric-query';
import { ClusterModel } from '../../../model/cluster-model';
import { ClusterIdentity } from '../../../model/identity';
import { POSTGRES_PORT } from '../../../model/service-address';
import { resourceRequirements } from '../../../private/compute-defaults';
import { OWN_PREFIX, OWN_QUERIES } from '../../shared/metric-queries';
import { queryFile } from '../../shared/query-file';
import { credentialsSecret } from '../names';
import type { EnvFields } from '../backup/backup-spec';
import { LAST_BACKUP_SQL, METRICS_ROLE } from './role';

/**
 * The exporter beside each instance.
 *
 * @see https://github.com/prometheus-community/postgres_exporter
 */

/** The version that these queries and flags were tried with. */
export const EXPORTER_IMAGE = 'quay.io/prometheuscommunity/postgres-exporter:v0.19.1';

export const EXPORTER_PORT = 9187;
export const EXPORTER_PORT_NAME = 'exporter';

const CONTAINER = 'exporter';
const FOLDER = '/etc/metric-queries';
export const QUERIES_KEY = 'queries.yaml';

const COMPUTE = { cpu: '25m', cpuLimit: '200m', memory: '64Mi', memoryLimit: '128Mi' };

/** The exporter logs in to the database `postgres`; of the tables of others it would tell nothing, and of these nobody wants to know. */
export const EXPORTER_FLAGS: readonly string[] = ['--no-collector.stat_user_tables', '--no-collector.statio_user_tables'];

/**
 * The exporter reads its queries at its start, and a restart of the pod would be one of PostgreSQL. So the program is started again when
 * the file has changed.
 */
export const exporterScript = (program: string, file: string): string =>
  [
    `trap 'kill "$pid"; exit 0' TERM INT`,
    'while :; do',
    `  seen=$(md5sum < ${file})`,
    `  ${[program, ...EXPORTER_FLAGS].join(' ')} &`,
    '  pid=$!',
    `  while kill -0 "$pid" && [ "$seen" = "$(md5sum < ${file})" ]; do sleep 10 & wait $!; done`,
    '  kill "$pid"; wait "$pid"',
    'done',
  ].join('\n');

/** When the last base backup ended. */
const BACKUP_QUERY: MetricQuery = {
  name: `${OWN_PREFIX}backup`,
  sql: LAST_BACKUP_SQL,
  columns: [
    {
      name: 'last_time',
      usage: MetricUsage.GAUGE,
      description: 'When the last base backup of this instance ended, in seconds since 1970; 0 where none is known',
    },
  ],
};

/** Name of the metric of the last base backup. */
export const LAST_BACKUP_METRIC = `${BACKUP_QUERY.name}_last_time`;

/** Name of the ConfigMap with the queries of a cluster. */
export const queriesName = ({ name }: ClusterIdentity): string => `${name}-metric-queries`;

/** The queries of a cluster as the exporter reads them. What only the superuser can make is not in a cluster that follows another one. */
export const queriesText = ({ monitoring, backup }: ClusterModel, writes: boolean): string =>
  queryFile([...OWN_QUERIES, ...(writes && backup ? [BACKUP_QUERY] : []), ...monitoring.queries]);

/** The container. The operator puts name and password of the superuser into its environment, which it does not use. */
export function exporterSidecar({ identity }: ClusterModel, image: string): PostgresqlSpecSidecars {
  // A cluster that follows another one has the roles of that one, and no Secret before somebody copies it: its pods start all the same.
  const fromSecret = (key: string) => ({ secretKeyRef: { name: credentialsSecret(identity.name, METRICS_ROLE), key, optional: true } });
  return {
    name: CONTAINER,
    image,
    command: ['/bin/sh', '-c', exporterScript('/bin/postgres_exporter', `${FOLDER}/${QUERIES_KEY}`)],
    ports: [{ name: EXPORTER_PORT_NAME, containerPort: EXPORTER_PORT, protocol: 'TCP' }],
    env: [
      { name: 'DATA_SOURCE_URI', value: `127.0.0.1:${POSTGRES_PORT}/postgres?sslmode=disable` },
      { name: 'DATA_SOURCE_USER', value: METRICS_ROLE },
      { name: 'DATA_SOURCE_PASS', valueFrom: fromSecret('password') },
      { name: 'PG_EXPORTER_EXTEND_QUERY_PATH', value: `${FOLDER}/${QUERIES_KEY}` },
    ],
    resources: resourceRequirements(COMPUTE),
  };
}

/** The queries, for the container of the exporter alone. */
const queriesVolume = ({ identity }: ClusterModel): PostgresqlSpecAdditionalVolumes => ({
  name: 'metric-queries',
  mountPath: FOLDER,
  targetContainers: [CONTAINER],
  volumeSource: { configMap: { name: queriesName(identity) } },
});

/** What the exporter needs of the pod. */
export const metricsFields = (model: ClusterModel): EnvFields =>
  model.monitoring.enabled ? { additionalVolumes: [queriesVolume(model)] } : {};
