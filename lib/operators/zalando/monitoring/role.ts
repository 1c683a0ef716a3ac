import { Construct } from 'constructs';
import { ClusterModel } from '../../../model/cluster-model';
import { POSTGRES_PORT, serviceHost } from '../../../model/service-address';
import { writes } from '../../../model/standing';
import { shortHash } from '../../../private/hash';
import { Manifest } from '../../../private/manifest';
import { restrictedJobSpec } from '../../../private/restricted-job';
import { doBlock, identifier } from '../../shared/sql';
import { IClusterView } from '../../cluster-view';
import { credentialsSecret, primaryService } from '../names';

/** The role that the exporter logs in as. The operator makes it, with a password of its own. */
export const METRICS_ROLE = 'metrics_exporter';

/** Schema of what the role may call beside what `pg_monitor` may. */
export const METRICS_SCHEMA = 'ha_metrics';

/** The superuser of every cluster. */
export const SUPERUSER = 'postgres';

/** Label of the pods of the Job, by which the policies let it in to the cluster. */
export const METRICS_JOB_LABEL = 'cdk8s-postgres/metrics-role';

const SCRIPT = 'metrics.sql';
const FILES = '/metrics';

const COMPUTE = { cpu: '10m', cpuLimit: '500m', memory: '32Mi', memoryLimit: '128Mi' };

/** Long enough for a cluster that has to be restored first. */
const DEADLINE_SECONDS = 24 * 3600;

/** The name of a Job is a label of its pods, which has 63 characters; what stands behind the cluster has 17. */
const MAX_CLUSTER_PART = 46;

/**
 * When the last base backup ended, in seconds since 1970; 0 where none is known here.
 *
 * WAL-G shows its backups to nobody, but each leaves its file in pg_wal, on the instance that it was taken of, until there is a newer one.
 * Copies of the cluster leave the same file, so the label in it has to be read, which needs a superuser.
 */
const LAST_BACKUP = `${METRICS_SCHEMA}.last_backup()`;

/** SQL of the time of the last base backup. */
export const LAST_BACKUP_SQL = `SELECT ${LAST_BACKUP} AS last_time`;

/** What the exporter needs in the database `postgres`, as its superuser; can be run again and again. */
export function metricsSql(): string {
  const role = identifier(METRICS_ROLE);
  return [
    `-- What the role ${METRICS_ROLE} may see.`,
    '\\set ON_ERROR_STOP on',
    'BEGIN;',
    // With strict synchronous replication the commit would wait for standbys, and there may be none yet.
    'SET LOCAL synchronous_commit = local;',
    `GRANT pg_monitor TO ${role};`,
    `ALTER ROLE ${role} CONNECTION LIMIT 5;`,
    `ALTER ROLE ${role} SET default_transaction_read_only = on;`,
    `ALTER ROLE ${role} SET statement_timeout = '30s';`,
    `CREATE SCHEMA IF NOT EXISTS ${METRICS_SCHEMA};`,
    `CREATE OR REPLACE FUNCTION ${LAST_BACKUP} RETURNS double precision`,
    'LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp',
    'AS $function$',
    '  SELECT COALESCE(max(EXTRACT(EPOCH FROM modification)), 0)::double precision',
    '    FROM pg_ls_waldir()',
    `    WHERE name ~ '^[0-9A-F]{24}[.][0-9A-F]{8}[.]backup$'`,
    `      AND pg_read_file('pg_wal/' || name) !~ '(?n)^LABEL: pg_basebackup base backup$'`,
    '$function$;',
    `REVOKE ALL ON FUNCTION ${LAST_BACKUP} FROM PUBLIC;`,
    `GRANT USAGE ON SCHEMA ${METRICS_SCHEMA} TO ${role};`,
    `GRANT EXECUTE ON FUNCTION ${LAST_BACKUP} TO ${role};`,
    'COMMIT;',
    // Only then is it certain that nobody can be made to run somebody else's function.
    doBlock(
      'BEGIN',
      `  IF has_schema_privilege(${`'${METRICS_ROLE}'`}, '${METRICS_SCHEMA}', 'CREATE') THEN`,
      `    RAISE EXCEPTION 'the role ${METRICS_ROLE} may create objects in the schema ${METRICS_SCHEMA}';`,
      '  END IF;',
      'END',
    ),
    '',
  ].join('\n');
}

/** Whether the role is made and given what it needs here: a cluster that follows another one has the role of that one. */
export const hasMetricsRole = (model: ClusterModel): boolean => model.monitoring.enabled && writes(model);

/** Prints the Job that gives the role what it needs; its name says what is in it. */
export function bindMetricsRole(scope: Construct, cluster: IClusterView, image: string): void {
  const { identity } = cluster.model;
  const sql = metricsSql();
  const digest = shortHash(JSON.stringify([sql, jobSpec('', cluster.model, image)]));
  const metadata = { name: `${identity.name.slice(0, MAX_CLUSTER_PART)}-metrics-${digest}`, namespace: identity.namespace };
  const printedWhile = (): boolean => hasMetricsRole(cluster.model);
  new Manifest(scope, 'MetricsScript', {
    gvk: { apiVersion: 'v1', kind: 'ConfigMap' },
    metadata,
    data: () => ({ [SCRIPT]: sql }),
    printedWhile,
  });
  new Manifest(scope, 'MetricsRole', {
    gvk: { apiVersion: 'batch/v1', kind: 'Job' },
    metadata,
    spec: () => jobSpec(metadata.name, cluster.model, image),
    printedWhile,
  });
}

function jobSpec(script: string, model: ClusterModel, image: string): unknown {
  const { identity } = model;
  const secret = credentialsSecret(identity.name, SUPERUSER);
  return restrictedJobSpec({
    settings: model,
    labels: { [METRICS_JOB_LABEL]: identity.name },
    backoffLimit: 3,
    deadlineSeconds: DEADLINE_SECONDS,
    containers: [
      {
        name: 'metrics',
        image,
        // The role comes into being when the operator has made it, so the program waits for it by itself.
        command: ['sh', '-c', `until psql -X -f ${FILES}/${SCRIPT}; do sleep 15; done`],
        env: [
          { name: 'PGHOST', value: serviceHost(primaryService(identity.name), identity) },
          { name: 'PGPORT', value: `${POSTGRES_PORT}` },
          { name: 'PGDATABASE', value: 'postgres' },
          { name: 'PGUSER', valueFrom: { secretKeyRef: { name: secret, key: 'username' } } },
          { name: 'PGPASSWORD', valueFrom: { secretKeyRef: { name: secret, key: 'password' } } },
          { name: 'PGSSLMODE', value: 'require' },
          { name: 'PGCONNECT_TIMEOUT', value: '10' },
        ],
        compute: COMPUTE,
        mounts: [{ name: 'script', mountPath: FILES, source: { configMap: { name: script } } }],
      },
    ],
  });
}
