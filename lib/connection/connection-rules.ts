import type { DatabaseConnectionProps } from '../refs/connect-options';
import { namesInRules } from '../access/role-models';
import { AccessRule } from '../model/access-rule';
import { ConnectionTarget } from '../model/connection';
import { Endpoint } from '../model/endpoint';
import { RoleModel } from '../model/role-model';
import { SUPERUSER } from '../model/superuser';
import { SslMode } from '../model/ssl-mode';
import { Rule } from '../private/rules';
import { mayLogIn } from '../access/hba-rules';
import { hiddenSecretNameProblem } from '../private/secret-names';
import { KNOWN_ROLE, NOT_SUPERUSER, unknownRole } from './connection-refusals';

/** A connection and what the rules need to know around it. */
export interface ConnectionContext {
  readonly props: DatabaseConnectionProps;
  /** The role, where the cluster has it. */
  readonly role?: RoleModel;
  /** Databases that the role owns or has access to. */
  readonly databases: readonly string[];
  /** Whether the operator lacks something that is asked for; it says so itself. */
  readonly refused: boolean;
  readonly endpoint: Endpoint;
  /** Variables that a container had before. */
  readonly collisions: readonly string[];
  /** Workloads in another namespace than the ConfigMap of their service binding. */
  readonly strayBindings: readonly string[];
  /** Containers that no workload runs. */
  readonly unattached: number;
  /** Who took the variables with the file of the CA, and does not mount it. */
  readonly withoutCa: readonly string[];
  /** Workloads that the connection was added to. */
  readonly places: readonly { readonly path: string; readonly namespace?: string }[];
  /** Whether the cluster is an object of this app. */
  readonly owned: boolean;
  /** How many instances the cluster has, where that is known. */
  readonly instances?: number;
  /** Names of its replica sets, where they are known. */
  readonly replicaSets?: readonly string[];
  /** Access rules of the cluster, where they are known. */
  readonly accessRules: readonly AccessRule[];
}

const PREFIX = /^([A-Za-z_][A-Za-z0-9_]*)?$/;
const STRENGTH: readonly SslMode[] = [SslMode.REQUIRE, SslMode.VERIFY_CA, SslMode.VERIFY_FULL];

/** How a place is told; a chart without a namespace is the commonest slip. */
const namespaceName = (namespace: string | undefined): string =>
  namespace === undefined ? 'no namespace (write new Chart(app, id, { namespace }))' : `namespace '${namespace}'`;

/** Workloads that stand in another namespace than the cluster. */
const elsewhere = ({ places, props }: ConnectionContext) =>
  places.filter(({ namespace }) => namespace !== props.cluster.identity.namespace);

/** What holds for a connection on every operator. */
export const CONNECTION_RULES: readonly Rule<ConnectionContext>[] = [
  {
    ...KNOWN_ROLE,
    check: ({ props: { cluster, role: name }, role }) =>
      role === undefined && name !== SUPERUSER ? unknownRole(cluster.roles, cluster.clusterName, name) : undefined,
  },
  {
    ...NOT_SUPERUSER,
    check: ({ props: { role } }) =>
      role === SUPERUSER ? `'role' must not be '${SUPERUSER}'; write the owner of a database or one of 'roles'` : undefined,
  },
  {
    id: 'CONN-003',
    summary: 'the role can log in',
    why: 'the server refuses every connection of a group',
    check: ({ role }) => (role && !role.login ? `'${role.name}' cannot log in; connect as a role that is a member of it` : undefined),
  },
  {
    id: 'CONN-004',
    summary: 'the database is one that the role owns or has access to',
    why: 'the application would connect and be refused at its first statement',
    check: ({ props: { database, cluster }, role, databases }) => {
      if (role === undefined) {
        return undefined;
      }
      if (database !== undefined) {
        const known = cluster.databases.map(({ name }) => name);
        return known.includes(database) && (databases.includes(database) || role.memberOf.length > 0)
          ? undefined
          : `'database' must be one that '${role.name}' has access to, got '${database}'; ${databases.length > 0 ? `it has ${databases.map((name) => `'${name}'`).join(', ')}` : `give it access in 'roles'`}`;
      }
      return databases.length === 1
        ? undefined
        : `'${role.name}' has access to ${databases.length === 0 ? 'no database' : databases.map((name) => `'${name}'`).join(' and ')}; write 'database'`;
    },
  },
  {
    id: 'CONN-005',
    summary: 'a pool is one of the cluster, and says by itself to which instances it leads',
    why: 'the application would end up elsewhere',
    check: ({ props: { cluster, via, target } }) => {
      if (via === undefined) {
        return undefined;
      }
      if (via.cluster !== cluster) {
        return `'via' is a pool of '${via.cluster.clusterName}'; write a pool of '${cluster.clusterName}'`;
      }
      return target === undefined ? undefined : `'target' does not go with 'via'; leave it out, and choose the pool by its 'access'`;
    },
  },
  {
    id: 'CONN-006',
    summary: 'prefix begins the name of a variable',
    why: 'the API server refuses other names, and shells do not see them',
    check: ({ props: { prefix = '' } }) =>
      PREFIX.test(prefix) ? undefined : `'prefix' must be letters, digits and '_', with no digit first, got '${prefix}'; write 'ORDERS_'`,
  },
  {
    id: 'CONN-007',
    summary: 'a client asks no more of TLS than the endpoint can prove',
    why: 'the client would refuse every connection',
    check: ({ props: { sslMode, cluster }, endpoint, refused }) =>
      sslMode === undefined || refused || STRENGTH.indexOf(sslMode) <= STRENGTH.indexOf(endpoint.sslMode)
        ? undefined
        : `'sslMode' is '${sslMode}', and ${endpoint.host} proves '${endpoint.sslMode}' at most; write tls: ClusterTls.certManager(...) on the cluster '${cluster.clusterName}' or a lower mode`,
  },
  {
    id: 'CONN-008',
    summary: 'an application in another namespace has copies of the Secrets, and is let in',
    why: 'pods read the Secrets of their own namespace only, and the policies of a namespace are its own',
    check: (context) => {
      const { props, endpoint, owned } = context;
      return elsewhere(context).flatMap(({ path, namespace }) => {
        const where = `${path} is in ${namespaceName(namespace)} and the cluster in ${namespaceName(props.cluster.identity.namespace)}`;
        const needsCa = (props.sslMode ?? endpoint.sslMode) !== SslMode.REQUIRE && props.caSecret === undefined;
        return [
          ...(props.credentialsSecret === undefined ? [`${where}; copy the Secret of the role and write 'credentialsSecret'`] : []),
          ...(needsCa ? [`${where}; copy the Secret with the CA and write 'caSecret'`] : []),
          ...(owned || props.via !== undefined || props.cluster.network.managedElsewhere
            ? []
            : [`${where}, which another app owns; let it in there by allowFrom(...), and write here network: { managedElsewhere: true }`]),
        ];
      });
    },
  },
  {
    id: 'CONN-009',
    summary: 'a variable is set once, and one volume is mounted at a place',
    why: 'the second would take the place of the first without a word',
    check: ({ collisions }) =>
      collisions.length > 0
        ? `the container has ${[...new Set(collisions)].join(', ')} of somebody else; write another 'prefix', another 'name' of the binding with the same 'root', or take the other one out`
        : undefined,
  },
  {
    id: 'CONN-012',
    summary: 'a connected container runs in a workload of the app',
    why: 'nobody would know which pods to let in',
    check: ({ unattached }) =>
      unattached > 0
        ? `${unattached} connected ${unattached === 1 ? 'container is' : 'containers are'} in no workload; add them to one`
        : undefined,
  },
  {
    id: 'CONN-013',
    summary: 'names of Secrets are names of objects',
    why: 'no object can have another name, so the pods would wait for ever',
    check: ({ props: { credentialsSecret, caSecret } }) =>
      [hiddenSecretNameProblem('credentialsSecret', credentialsSecret), hiddenSecretNameProblem('caSecret', caSecret)].filter(
        (problem) => problem !== undefined,
      ),
  },
  {
    id: 'CONN-014',
    summary: 'the access rules of the cluster let the role in',
    why: 'the server would refuse every connection',
    check: ({ props: { cluster }, role, databases, accessRules, props }) => {
      const database = props.database ?? databases[0];
      const names = namesInRules(cluster.roles, props.role);
      return role === undefined || database === undefined || accessRules.length === 0 || mayLogIn(accessRules, names, database)
        ? undefined
        : `'accessRules' of '${cluster.clusterName}' let '${role.name}' in to '${database}' from no address by its password; add AccessRule.allow({ roles: ['${role.name}'], databases: ['${database}'] }) before what keeps it out`;
    },
  },
  {
    id: 'CONN-015',
    summary: 'a service binding is mounted when its container is in a workload',
    why: 'its ConfigMap stands in the namespace of the workload, which nobody knows before',
    check: ({ strayBindings }) =>
      strayBindings.map(
        (path) => `the service binding of ${path} stands in another namespace; add the container to its workload before bindService(...)`,
      ),
  },
  {
    id: 'CONN-022',
    summary: 'who connects to the replicas has some',
    why: 'the service of the replicas has nobody behind it, so that every connection is refused',
    check: ({ props: { target, cluster, via }, instances }) =>
      target === ConnectionTarget.REPLICAS && via === undefined && instances === 1
        ? `'target' is ConnectionTarget.REPLICAS, and '${cluster.clusterName}' has one instance, the primary; write instances: 2 or more on the cluster, or leave 'target' out`
        : undefined,
  },
  {
    id: 'CONN-130',
    summary: 'a replica set that is connected to is one of the cluster, and says by itself to which instances it leads',
    why: 'the Service of another one is not there, and every connection fails',
    check: ({ props: { replicaSet, target, via, cluster }, replicaSets }) => {
      if (replicaSet === undefined) {
        return undefined;
      }
      const other = via !== undefined ? 'via' : target !== undefined ? 'target' : undefined;
      if (other !== undefined) {
        return `'${other}' does not go with 'replicaSet'; leave one of them out`;
      }
      const names = (replicaSets ?? []).map((name) => `'${name}'`).join(' or ') || 'one to the cluster first';
      return replicaSets === undefined || replicaSets.includes(replicaSet)
        ? undefined
        : `'replicaSet' must be a replica set of '${cluster.clusterName}', got '${replicaSet}'; write ${names}, or leave 'replicaSet' out`;
    },
  },
  {
    id: 'CONN-020',
    summary: 'who takes the variables of a connection mounts the CA that they name',
    why: 'the client would not find the file, and refuse every connection',
    check: ({ withoutCa }) =>
      withoutCa.map(
        (who) =>
          `'environment' names the file of the CA in PGSSLROOTCERT and DATABASE_URL, and ${who} does not mount it; call mountCa(container), or take env, volumes and volumeMounts of plain({ podLabels }) for what is not of cdk8s-plus`,
      ),
  },
];
