import { Ask, AsksByKind, askedByProp, askedWhen, asksByKind } from '../private/asks';
import type { DatabaseConnectionProps } from '../refs/connect-options';
import { Capability } from '../model/capability';
import { ConnectionTarget } from '../model/connection';
import { SslMode } from '../model/ssl-mode';

/** A connection, and what is done with it. */
export interface ConnectionUse {
  readonly props: DatabaseConnectionProps;
  /** Whether it is mounted as a service binding. */
  readonly binds: boolean;
}

/** Whether a client wants a proof of the operator's own certificates. */
const verifies = ({ props: { sslMode, cluster } }: ConnectionUse): boolean =>
  sslMode !== undefined && sslMode !== SslMode.REQUIRE && cluster.tls._kind === 'operator';

/** What a role has that goes through a pool, and that operators may keep their poolers from. */
function privilegesBehindPool({ via, role, cluster }: DatabaseConnectionProps): readonly string[] {
  const attributes = cluster.roles.find(({ name }) => name === role)?.attributes;
  const privilege = attributes?.superuser ? 'superuser' : 'replication';
  return askedWhen(
    via !== undefined && attributes?.[privilege] === true,
    `a connection through a pool as '${role}', which has '${privilege}'`,
  );
}

/** Where a connection leads that goes through no pool. */
const CONNECTIONS: AsksByKind<ConnectionTarget> = {
  [ConnectionTarget.PRIMARY]: [Capability.CONNECTION_PRIMARY, 'a connection to the primary'],
  [ConnectionTarget.REPLICAS]: [Capability.CONNECTION_REPLICAS, 'a connection to the replicas'],
  [ConnectionTarget.ANY]: [Capability.CONNECTION_ANY, 'a connection to any instance'],
};

/** What an application asks for. */
export const CONNECTION_ASKS: readonly Ask<ConnectionUse>[] = [
  ...asksByKind(CONNECTIONS, ({ props: { via, replicaSet, target = ConnectionTarget.PRIMARY } }: ConnectionUse, wanted, asked) =>
    askedWhen(via === undefined && replicaSet === undefined && target === wanted, asked),
  ),
  [Capability.REPLICA_SETS, ({ props: { replicaSet } }) => askedByProp('replicaSet', replicaSet)],
  [Capability.CONNECTION_POOL, ({ props }) => askedWhen(props.via !== undefined, 'a connection through a pool')],
  [Capability.CONNECTION_POOL_PRIVILEGED, ({ props }) => privilegesBehindPool(props)],
  [Capability.CONNECTION_BINDING, ({ binds }) => askedWhen(binds, 'a service binding')],
  [Capability.TLS_VERIFICATION, (m) => askedWhen(verifies(m) && m.props.via === undefined, `'sslMode: ${m.props.sslMode}'`)],
  [
    Capability.TLS_VERIFICATION_POOL,
    (m) => askedWhen(verifies(m) && m.props.via !== undefined, `'sslMode: ${m.props.sslMode}' through a pool`),
  ],
];
