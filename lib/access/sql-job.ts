import { Endpoint } from '../model/endpoint';
import { PodSettings } from '../model/pod-settings';
import { RoleCredentials } from '../model/role-credentials';
import { plainValue } from '../private/plain-value';
import { restrictedJobSpec } from '../private/restricted-job';

const FILES = '/access';
const CA = '/ca';
const CA_FILE = 'ca.crt';

const CREDENTIALS = '/credentials';

/**
 * Read anew at each try, for the password may change while the program waits. Kubernetes leaves what stands in the brackets alone: no variable
 * has such a name.
 */
const LOGIN = [`PGUSER=$(cat ${CREDENTIALS}/username)`, `PGPASSWORD=$(cat ${CREDENTIALS}/password)`, 'export PGUSER PGPASSWORD'].join('; ');

const OTHERS = '/roles';

/** What psql ends with when a statement of its script has failed. */
const SCRIPT_ERROR = 3;

const COMPUTE = { cpu: '10m', cpuLimit: '500m', memory: '32Mi', memoryLimit: '128Mi' };

/** The name of a Job is a label of its pods, which has 63 characters; what stands behind the cluster has 16. */
export const MAX_CLUSTER_PART = 47;

/** What is run in one database, as a role that may do it. */
export interface SqlJob {
  readonly primary: Endpoint;
  readonly database: string;
  readonly credentials: RoleCredentials;
  /** Image with `sh` and `psql`. */
  readonly image: string;
  /** What the pods of the cluster have. */
  readonly settings: PodSettings;
  /** Name of the container. */
  readonly container: string;
  /** Key of the script in its ConfigMap. */
  readonly script: string;
  /** Labels by which the pods are found. */
  readonly labels: { readonly [key: string]: string };
  /** After which time the Job has failed, whatever it does. */
  readonly deadlineSeconds: number;
  /** Whether an error of the script is the end; only a server that does not answer is waited for. */
  readonly stopsAtError?: boolean;
  /** Roles that the script becomes one after the other, in the files `$ROLES<i>/username` and `$ROLES<i>/password`, from 1. */
  readonly others?: readonly RoleCredentials[];
}

/**
 * The spec of a Job that runs a script in a database, and tries again until it ends well: roles and databases come into being when the
 * operator has made them, so the program waits for them by itself.
 *
 * @param files name of the ConfigMap with the script
 */
export function sqlJobSpec(files: string, job: SqlJob): object {
  const { primary, database, credentials, image, settings, container, script, labels, deadlineSeconds } = job;
  const { others = [], stopsAtError = false } = job;
  const { ca } = primary.tls;
  const retry = `${stopsAtError ? `[ $? = ${SCRIPT_ERROR} ] && exit ${SCRIPT_ERROR}; ` : ''}sleep 15`;
  return restrictedJobSpec({
    settings,
    labels,
    backoffLimit: 3,
    deadlineSeconds,
    containers: [
      {
        name: container,
        image,
        command: ['sh', '-c', `until ${LOGIN}; psql -X -f ${FILES}/${script}; do ${retry}; done`],
        env: [
          { name: 'PGHOST', value: primary.host },
          { name: 'PGPORT', value: `${primary.port}` },
          { name: 'PGDATABASE', value: plainValue(database) },
          { name: 'PGSSLMODE', value: primary.sslMode },
          ...(ca ? [{ name: 'PGSSLROOTCERT', value: `${CA}/${CA_FILE}` }] : []),
          { name: 'PGCONNECT_TIMEOUT', value: '10' },
          ...(others.length > 0 ? [{ name: 'ROLES', value: `${OTHERS}/` }] : []),
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
          ...(others.length > 0
            ? [{ name: 'roles', mountPath: OTHERS, readOnly: true, source: { projected: { sources: others.map(projected) } } }]
            : []),
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

/** The Secret of a role, in a folder that is its number. */
const projected = ({ secretName, usernameKey, passwordKey }: RoleCredentials, i: number): object => ({
  secret: {
    name: secretName,
    items: [
      { key: usernameKey, path: `${i + 1}/username` },
      { key: passwordKey, path: `${i + 1}/password` },
    ],
  },
});
