import { Size } from 'cdk8s';
import { SLOT_LIMIT } from '../access/change-capture';
import { ClusterModel } from '../model/cluster-model';
import { mebibytes } from '../model/quantity';
import { SslMode } from '../model/ssl-mode';
import { hostProblems } from '../origin/origin-context';
import { Rule } from '../private/rules';
import { referenceProblems } from '../private/secret-names';
import { MigrationContext } from './migration-context';
import { neededParameters } from './migration-model';
import { MigrationPlan } from './migration-plan';
import { MigrationSource, PostgresProvider } from './migration-source';
import { WAL_KEEP } from './physical-model';
import { PROVIDERS } from './provider-facts';

/** A pool has a name that says so, as a rule, and pgBouncer a port of its own. */
const POOL_HOST = /(^|[-.])(pooler|pgbouncer|pool|proxy)([-.]|$)|\.proxy-/;
const POOL_PORT = 6432;

/** What keeps the pods of a Job from a source outside, where the egress of the target is closed. */
export function closedEgressProblem({ server, host }: MigrationSource, target: ClusterModel | undefined): string | undefined {
  const egress = target?.network.egress;
  return server && egress && (egress.databaseCidrs ?? []).length === 0
    ? `'network.egress' of '${target.identity.name}' must have 'databaseCidrs' with the address of '${host}', got none; write databaseCidrs: ['.../32'] there`
    : undefined;
}

/** A certificate that is to be verified by nothing. */
export function unverifiedProblem({ server }: MigrationSource): string | undefined {
  return server?.sslMode !== undefined && server.sslMode !== SslMode.REQUIRE && server.ca === undefined
    ? `'sslMode' of '${server.host}' must be SslMode.REQUIRE without a 'ca', got '${server.sslMode}'; write ca: { name: '...', key: 'ca.crt' } with the CA that has signed its certificate, or leave 'sslMode' out`
    : undefined;
}

/** An address of IPv6, which is none with a port behind it. */
const IPV6 = /^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*$/i;

/** What cannot be the address of a source outside, or the name of a Secret of a source. */
export function sourceProblems({ server, copies }: MigrationSource): string[] {
  const { credentials, ca } = server ?? copies ?? {};
  return [
    ...(server ? hostProblems('from', IPV6.test(server.host) ? 'ipv6' : server.host, server.port) : []),
    ...referenceProblems(
      [
        ['from.credentials.secretName', credentials?.secretName],
        ['from.ca.name', ca?.name],
      ],
      [
        ['from.credentials.usernameKey', credentials?.usernameKey],
        ['from.credentials.passwordKey', credentials?.passwordKey],
        ['from.ca.key', ca?.key],
      ],
    ),
  ];
}

/** What holds for the servers of a migration: what one outside allows, and what both have room for. */
export const SERVER_RULES: readonly Rule<MigrationContext>[] = [
  {
    id: 'MIG-003',
    summary: 'an address outside is no cluster of this app',
    why: 'of a cluster the migration makes ready what it needs, which nobody would do for an address',
    check: ({ taken }) =>
      taken?.kind === 'cluster'
        ? `the host of 'from' is the cluster '${taken.name}' of this app; write MigrationSource.cluster(...) with it`
        : undefined,
  },
  {
    id: 'MIG-011',
    summary: 'the source is a server and no pool',
    why: 'a pool gives a session to somebody else after each transaction, and lets no replication through',
    check: ({ taken, props: { from } }) => {
      const { server } = from;
      if (server === undefined) {
        return undefined;
      }
      if (taken?.kind === 'pool') {
        return `the host of 'from' is the pool '${taken.name}' of this app; write MigrationSource.cluster(...) with its cluster`;
      }
      return POOL_HOST.test(server.host) || server.port === POOL_PORT
        ? `the host of 'from' must be the server itself, got '${server.host}:${from.port}', which looks like a pool; write its own address, or, where that is one, Rules.of(migration).suppress('MIG-011', '<the reason>')`
        : undefined;
    },
  },
  {
    id: 'MIG-012',
    summary: 'what is said of a server outside is what its provider allows',
    why: 'the first Job would fail after the target was made',
    check: ({ props: { from } }) => {
      const { provider = PostgresProvider.SERVER, superuser } = from.server ?? {};
      return superuser === true && !PROVIDERS[provider].superuser
        ? `'superuser' must not be true on '${provider}', where nobody is; leave it out, and give the role what the list of the migration says`
        : undefined;
    },
  },
  {
    id: 'MIG-014',
    summary: 'slots keep WAL up to a bound, or there is a reason',
    why: 'when the other side stops reading, WAL fills the volume, and then the cluster stops for applications, too',
    check: ({ migration: { plan, walLimit }, source, target, props: { from } }) => {
      if (plan.method === 'physical') {
        return keptProblem(walLimit, source, from);
      }
      if (plan.method === 'dump') {
        return walLimit ? `'walLimit' does not go with MigrationMethod.dump(...), which has no slots; leave it out` : undefined;
      }
      if (walLimit) {
        return sizeProblem(walLimit);
      }
      const unbounded = [source, ...(plan.wayBack ? [target] : [])].filter(
        (model) => model !== undefined && (model.parameters[SLOT_LIMIT] ?? '-1') === '-1',
      );
      return unbounded.length === 0
        ? undefined
        : `'walLimit' must say how much WAL ${unbounded.map((model) => `'${model!.identity.name}'`).join(' and ')} may keep for the other side, got none; write walLimit: Size.gibibytes(...) with what the volume has to spare, or Rules.of(migration).suppress('MIG-014', '<the reason>')`;
    },
  },
  {
    id: 'MIG-018',
    summary: 'parameters that the program sets leave room for a migration',
    why: 'a slot, a sender or a worker that there is no room for is waited for in vain',
    check: ({ migration: { plan }, said }) =>
      plan.method !== 'logical' ? undefined : [...roomProblems(plan, said.source, true), ...roomProblems(plan, said.target, plan.wayBack)],
  },
  {
    id: 'MIG-019',
    summary: 'a target whose egress is closed may reach a source outside',
    why: 'the policy drops the packets of the target and of the Jobs, which wait for ever',
    check: ({ props: { from }, target }) => closedEgressProblem(from, target),
  },
  {
    id: 'MIG-049',
    summary: 'a server outside whose certificate a migration verifies has a CA',
    why: 'the Job finds no root certificate, and connects to nobody',
    check: ({ props: { from } }) => unverifiedProblem(from),
  },
  {
    id: 'MIG-020',
    summary: 'the operator of the target subscribes to clusters only',
    why: 'its object wants the name of the role in clear, which stands in a Secret elsewhere',
    check: ({ migration: { method }, props: { from } }) =>
      from.server && method.logicalOptions?.subscriptionObjects
        ? `'subscriptionObjects' does not go with MigrationSource.external(...); leave it out`
        : undefined,
  },
];

/** A follower without a slot finds only WAL that the source keeps anyway. */
function keptProblem(walLimit: Size | undefined, source: ClusterModel | undefined, { server }: MigrationSource): string | undefined {
  if (walLimit && server) {
    return `'walLimit' does not go with MigrationMethod.physical(...) from '${server.host}', which the program does not configure; leave it out, and set ${WAL_KEEP} there to more than it writes in an hour`;
  }
  if (walLimit) {
    return sizeProblem(walLimit);
  }
  return source === undefined || source.parameters[WAL_KEEP] !== undefined
    ? undefined
    : `'walLimit' must say how much WAL '${source.identity.name}' keeps for a target that is away, got none; write walLimit: Size.gibibytes(...) with more than it writes in an hour, or Rules.of(migration).suppress('MIG-014', '<the reason>')`;
}

const sizeProblem = (walLimit: Size): string | undefined =>
  Number.isInteger(mebibytes(walLimit)) && mebibytes(walLimit) >= 1
    ? undefined
    : `'walLimit' must be whole MiB from 1, got ${mebibytes(walLimit)}`;

/** What the program says itself, where that is less than the migration needs. */
function roomProblems(plan: MigrationPlan, said: ClusterModel | undefined, decodes: boolean): string[] {
  if (said === undefined) {
    return [];
  }
  const { identity, parameters } = said;
  const { wal_level: level } = parameters;
  return [
    ...(decodes && level !== undefined && level !== 'logical'
      ? [`'${identity.name}' must not have the parameter 'wal_level' during a migration, got '${level}'; leave it out, or write 'logical'`]
      : []),
    ...Object.entries(neededParameters(plan, said))
      .filter(([name, needed]) => Number(parameters[name] ?? needed) < needed)
      .map(
        ([name, needed]) =>
          `'${identity.name}' must have the parameter '${name}' of at least ${needed} during a migration, got '${parameters[name]}'; leave it out, or write '${needed}'`,
      ),
  ];
}
