import { roleModels } from '../access/role-models';
import { SecretKeyRef } from '../model/backup-target';
import { ConnectionTarget } from '../model/connection';
import { Endpoint } from '../model/endpoint';
import { AccessLevel } from '../model/role';
import { RoleCredentials } from '../model/role-credentials';
import { RoleModel } from '../model/role-model';
import { SslMode } from '../model/ssl-mode';
import type { DatabaseConnectionProps } from '../refs/connect-options';
import type { IHaCluster } from '../refs/ha-cluster-ref';
import { caFileOf } from './ca-volume';
import { ConnectionFacts } from './environment';

/** What a connection comes to when it is made; who takes writes is seen later. */
export interface ConnectionModel {
  /** The role, where the cluster has it. */
  readonly role?: RoleModel;
  /** Databases that the role owns or has access to. */
  readonly databases: readonly string[];
  readonly credentials: RoleCredentials;
  /** The Secret with the CA. */
  readonly ca: SecretKeyRef;
  /** The owner of the database, where the role has that one's level. */
  readonly owner?: string;
  /** What the variables say. */
  readonly facts: Omit<ConnectionFacts, 'writes'>;
}

/** The connection of its props. */
export function connectionModel(props: DatabaseConnectionProps): ConnectionModel {
  const { cluster, via, prefix = '' } = props;
  const role = cluster.roles.find(({ name }) => name === props.role);
  const databases = databasesOf(role);
  const database = props.database ?? databases[0] ?? '';
  const endpoint = via?.endpoint ?? endpointOf(cluster, props);
  const sslMode = props.sslMode ?? endpoint.sslMode;
  const { secretName, usernameKey, passwordKey } = cluster.operator.roleSecret(cluster.identity, role ?? unknownRole(props.role));
  const { name, key } = endpoint.tls.ca ?? { name: '', key: '' };
  const ca = { name: props.caSecret ?? name, key };
  const owner = role && ownerThatIsBecome(cluster, role, database);
  return {
    role,
    databases,
    credentials: { role: props.role, secretName: props.credentialsSecret ?? secretName, usernameKey, passwordKey },
    ca,
    owner,
    facts: {
      endpoint,
      role: props.role,
      database,
      sslMode,
      caFile: sslMode === SslMode.REQUIRE ? undefined : caFileOf(ca),
      // A pooler does not hand it on.
      becomes: via === undefined ? owner : undefined,
      prefix,
    },
  };
}

/** Databases that a role owns or has access to. */
const databasesOf = (role: RoleModel | undefined): string[] => [
  ...new Set([
    ...(role?.owns ?? []),
    ...(role?.access ?? []).filter(({ level }) => level !== AccessLevel.NONE).map(({ database }) => database),
  ]),
];

/** Where the instances answer; a service that the operator does not have is refused when the program is complete. */
function endpointOf(
  { operator, identity, tls, primary, replicas }: IHaCluster,
  { replicaSet, target = ConnectionTarget.PRIMARY }: Pick<DatabaseConnectionProps, 'replicaSet' | 'target'>,
): Endpoint {
  if (replicaSet !== undefined) {
    return operator.replicaSets?.replicaSetEndpoint(identity, tls, replicaSet) ?? replicas;
  }
  const endpoints = { [ConnectionTarget.PRIMARY]: primary, [ConnectionTarget.REPLICAS]: replicas };
  return target === ConnectionTarget.ANY ? (operator.importCluster(identity, tls).anyInstance ?? replicas) : endpoints[target];
}

/** A role that the cluster does not have, so that there are names to go on with until that is said. */
const unknownRole = (name: string): RoleModel => roleModels([], [{ name }])[0]!;

/** The owner of the database, where the role has the owner's level: what it creates would otherwise belong to itself alone. */
function ownerThatIsBecome({ databases }: IHaCluster, { access }: RoleModel, database: string): string | undefined {
  return access.some((one) => one.database === database && one.level === AccessLevel.OWNER)
    ? databases.find(({ name }) => name === database)?.owner
    : undefined;
}
