import { RolePasswordKind } from '../../../model/kinds';
import { ClusterIdentity } from '../../../model/identity';
import { ClusterModel } from '../../../model/cluster-model';
import { RoleModel } from '../../../model/role-model';
import { RunbookFacts } from '../../recovery-contract';
import { RunbookStep } from '../../runbook-step';
import { flushSteps } from '../../shared/flush-steps';
import { copySecret } from '../../shared/secret-copy';
import { API_GROUP, PLURAL, roleSecret } from '../access/access-facts';
import { STANZA, primaryLabels, restoreJob, roleSecretName } from '../names';
import { policyStores } from './origins';
import { storeFiles } from '../backup/store-files';

const inNamespace = ({ namespace = 'default' }: ClusterIdentity): string => `--namespace=${namespace}`;

const clusterRef = ({ name }: ClusterIdentity): string => `${PLURAL}.${API_GROUP}/${name}`;

/** A command in the pod of the primary. */
export const inPrimary = (cluster: ClusterIdentity, line: string): string => `${execPrimary(cluster)} ${line}`;

/** The beginning of one, which may be given what it reads. */
function execPrimary(cluster: ClusterIdentity, stdin = ''): string {
  const selector = Object.entries(primaryLabels(cluster))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const pod = `kubectl get pod ${inNamespace(cluster)} --selector=${selector} --output=name`;
  return `kubectl exec ${stdin}${inNamespace(cluster)} "$(${pod})" --container=database --`;
}

const psql = (sql: string): string => `psql --dbname=postgres --command='${sql}'`;

/** What only PGO knows of recovering a cluster. */
export function runbookFacts({ identity, backup, roles }: ClusterModel, recovered: ClusterIdentity): RunbookFacts {
  return {
    inspect: [
      {
        text: 'While a pod of the cluster runs, pgBackRest lists the backups, with the labels that RecoveryTarget takes, and the WAL that there is.',
        command: inPrimary(identity, `pgbackrest --stanza=${STANZA} info`),
      },
    ],
    flush: flushSteps((sql) => inPrimary(identity, psql(sql))),
    before: beforeSteps({ identity, backup, roles }, recovered),
    wait: waitSteps(recovered),
    after: [...waitSteps(recovered), ...afterSteps(recovered, roles)],
    inLost: execPrimary(identity, '--stdin '),
    inRecovered: execPrimary(recovered, '--stdin '),
  };
}

function beforeSteps(
  { identity, backup, roles }: Pick<ClusterModel, 'identity' | 'backup' | 'roles'>,
  recovered: ClusterIdentity,
): RunbookStep[] {
  const secrets = backup ? storeFiles(policyStores(backup)).map(({ secret }) => secret) : [];
  return [
    ...[...new Set(secrets)].map((name) => ({
      text: `The Secret '${name}' must be where the recovered cluster is; its files open the archive.`,
      command: `kubectl get secret ${inNamespace(recovered)} ${name}`,
    })),
    ...passwordsOf(roles, 'secret').map((role) => ({
      text:
        `Copy the password of '${role}' into a Secret with the new name and the labels of the recovered cluster; ` +
        'otherwise the operator makes up a password.',
      command: copySecret({ cluster: identity, secretName: roleSecretName(identity, role) }, recovered, roleSecret(recovered, role)),
    })),
    {
      text:
        'There must be no cluster of that name yet: a `dataSource` that is added to a running cluster is restored over its data. ' +
        'The answer has to be `NotFound`.',
      command: `kubectl get ${inNamespace(recovered)} ${clusterRef(recovered)}`,
    },
  ];
}

/** Roles that log in with a password of some origin. */
const passwordsOf = (roles: readonly RoleModel[], kind: RolePasswordKind): string[] =>
  roles.filter(({ login, password }) => login && password._kind === kind).map(({ name }) => name);

function waitSteps(recovered: ClusterIdentity): RunbookStep[] {
  const where = inNamespace(recovered);
  return [
    {
      text: 'The log says which backup is taken and what is replayed.',
      command: `kubectl logs ${where} job/${restoreJob(recovered)} --container=pgbackrest-restore --follow`,
    },
    {
      text: 'Wait until the data is restored.',
      command: `kubectl wait ${where} ${clusterRef(recovered)} --for=condition=PostgresDataInitialized --timeout=6h`,
    },
    {
      text: 'This has to be `f`: the cluster takes writes.',
      command: inPrimary(recovered, psql('SELECT pg_is_in_recovery()')),
    },
  ];
}

function afterSteps(recovered: ClusterIdentity, roles: readonly RoleModel[]): RunbookStep[] {
  const where = inNamespace(recovered);
  return [
    ...passwordsOf(roles, 'generated').map((role) => ({
      text: `The operator has given '${role}' a new password, which applications find in this Secret.`,
      command: `kubectl get secret ${where} ${roleSecretName(recovered, role)} --output=jsonpath='{.data.password}' | base64 --decode`,
    })),
    {
      text: 'Wait for the first backup of the recovered cluster, which the operator takes by itself. Until then it cannot be restored.',
      command: `kubectl wait ${where} ${clusterRef(recovered)} --for=condition=PGBackRestReplicaCreate --timeout=6h`,
    },
  ];
}
