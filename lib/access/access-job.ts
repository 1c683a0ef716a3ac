import { Construct } from 'constructs';
import { Endpoint } from '../model/endpoint';
import { ClusterIdentity } from '../model/identity';
import { PodSettings } from '../model/pod-settings';
import { RoleCredentials } from '../model/role-credentials';
import { shortHash } from '../private/hash';
import { Manifest } from '../private/manifest';
import { ACCESS_LABEL } from './access-label';
import { AccessPlan, accessSql } from './access-sql';
import { MAX_CLUSTER_PART, sqlJobSpec } from './sql-job';

const DATABASE_ANNOTATION = 'cdk8s-postgres/database';
const SCRIPT = 'access.sql';
/** Long enough for a cluster that has to be restored first; a Job that has not ended by then is one to look at. */
const DEADLINE_SECONDS = 24 * 3600;

/** What is done in one database. */
export interface AccessTask {
  readonly plan: AccessPlan;
  readonly primary: Endpoint;
  readonly credentials: RoleCredentials;
  /** Image with `sh` and `psql`. */
  readonly image: string;
  /** What the pods of the cluster have. */
  readonly settings: PodSettings;
  /** Whether there is anybody who could do it. */
  readonly printedWhile: () => boolean;
}

/**
 * Prints a Job that gives the roles of one database their access, and the script that it runs.
 *
 * A Job cannot be changed, so its name says what is in it: another access is another Job, and what it replaces can go.
 */
export function bindAccess(scope: Construct, id: string, identity: ClusterIdentity, task: AccessTask): void {
  const sql = accessSql(task.plan);
  const digest = shortHash(JSON.stringify([sql, jobSpec('', '', task)]));
  const name = `${identity.name.slice(0, MAX_CLUSTER_PART)}-access-${digest}`;
  const metadata = {
    name,
    namespace: identity.namespace,
    // By which whoever does not prune finds the Jobs that are done: one that is there already is not run a second time.
    labels: { [ACCESS_LABEL]: identity.name },
    annotations: { [DATABASE_ANNOTATION]: task.plan.database.name },
  };
  const { printedWhile } = task;
  const files = { gvk: { apiVersion: 'v1', kind: 'ConfigMap' }, metadata, data: () => ({ [SCRIPT]: sql }) };
  new Manifest(scope, `${id}Script`, { ...files, printedWhile });
  const job = { gvk: { apiVersion: 'batch/v1', kind: 'Job' }, metadata, spec: () => jobSpec(name, identity.name, task) };
  new Manifest(scope, id, { ...job, printedWhile });
}

const jobSpec = (files: string, cluster: string, { plan, ...task }: AccessTask): object =>
  sqlJobSpec(files, {
    ...task,
    database: plan.database.name,
    container: 'access',
    script: SCRIPT,
    labels: { [ACCESS_LABEL]: cluster },
    deadlineSeconds: DEADLINE_SECONDS,
  });
