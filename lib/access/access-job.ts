import { Construct } from 'constructs';
import { Endpoint } from '../model/endpoint';
import { ClusterIdentity } from '../model/identity';
import { PodSettings } from '../model/pod-settings';
import { RoleCredentials } from '../model/role-credentials';
import { shortHash } from '../private/hash';
import { Manifest } from '../private/manifest';
import { restrictedJobSpec } from '../private/restricted-job';
import { ACCESS_LABEL } from './access-label';
import { AccessPlan, accessSql } from './access-sql';
import { plainValue } from '../private/plain-value';

const DATABASE_ANNOTATION = 'cdk8s-postgres/database';
const SCRIPT = 'access.sql';
const FILES = '/access';
const CA = '/ca';
const CA_FILE = 'ca.crt';

const CREDENTIALS = '/credentials';

/**
 * Read anew at each try, for the password may change while the program waits. Kubernetes leaves what stands in the brackets alone: no variable
 * has such a name.
 */
const LOGIN = [`PGUSER=$(cat ${CREDENTIALS}/username)`, `PGPASSWORD=$(cat ${CREDENTIALS}/password)`, 'export PGUSER PGPASSWORD'].join('; ');

const COMPUTE = { cpu: '10m', cpuLimit: '500m', memory: '32Mi', memoryLimit: '128Mi' };

/** Long enough for a cluster that has to be restored first; a Job that has not ended by then is one to look at. */
const DEADLINE_SECONDS = 24 * 3600;

/** The name of a Job is a label of its pods, which has 63 characters; what stands behind the cluster has 16. */
const MAX_CLUSTER_PART = 47;

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

function jobSpec(files: string, cluster: string, { primary, plan, credentials, image, settings }: AccessTask): unknown {
  const { ca } = primary.tls;
  return restrictedJobSpec({
    settings,
    labels: { [ACCESS_LABEL]: cluster },
    // The roles come into being when the operator has made them, so the program waits for them by itself.
    backoffLimit: 3,
    deadlineSeconds: DEADLINE_SECONDS,
    containers: [
      {
        name: 'access',
        image,
        command: ['sh', '-c', `until ${LOGIN}; psql -X -f ${FILES}/${SCRIPT}; do sleep 15; done`],
        env: [
          { name: 'PGHOST', value: primary.host },
          { name: 'PGPORT', value: `${primary.port}` },
          { name: 'PGDATABASE', value: plainValue(plan.database.name) },
          { name: 'PGSSLMODE', value: primary.sslMode },
          ...(ca ? [{ name: 'PGSSLROOTCERT', value: `${CA}/${CA_FILE}` }] : []),
          { name: 'PGCONNECT_TIMEOUT', value: '10' },
        ],
        compute: COMPUTE,
        mounts: [
          {
            name: 'credentials',
            mountPath: CREDENTIALS,
            readOnly: true,
            source: {
              secret: {
                secretName: credentials.secretName,
                items: [
                  { key: credentials.usernameKey, path: 'username' },
                  { key: credentials.passwordKey, path: 'password' },
                ],
              },
            },
          },
          { name: 'script', mountPath: FILES, readOnly: true, source: { configMap: { name: files } } },
          ...(ca
            ? [
                {
                  name: 'ca',
                  mountPath: CA,
                  readOnly: true,
                  source: { secret: { secretName: ca.name, items: [{ key: ca.key, path: CA_FILE }] } },
                },
              ]
            : []),
        ],
      },
    ],
  });
}
