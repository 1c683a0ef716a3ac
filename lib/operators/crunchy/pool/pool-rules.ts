import { allInstances } from '../../../model/all-instances';
import { PoolAccess } from '../../../model/pool-mode';
import { closest } from '../../../private/closest';
import { didYouMean } from '../../../private/did-you-mean';
import { Rule } from '../../../private/rules';
import { PGBOUNCER_SETTINGS } from '../../shared/pgbouncer';
import { globalSettings } from './pool-spec';
import { PoolContext } from '../rule-contexts';
import { versionFacts } from '../versions';

const REFUSED = 'the API server refuses the cluster object';

const MAX_POOL_SETTINGS = 50;

/** What PGO writes into pgbouncer's configuration so that clients, pooler and server can talk to each other. */
const KEPT_POOL_SETTINGS =
  /^(conffile|auth_(file|query|user)|listen_(addr|port)|unix_socket_dir|server_tls_sslmode|(client|server)_tls_(ca|cert|key)_file)$/;

/** Both do SCRAM with the hashes that PGO's query finds, and only that lets pgbouncer log in to the server in the name of the client. */
const AUTH_TYPES = ['scram-sha-256', 'md5'];

const POOL_LOG_FOLDER = '/tmp/logs/pgbouncer/';

/** What PGO refuses, ignores or gets wrong in a connection pool. */
export const POOL_RULES: readonly Rule<PoolContext>[] = [
  {
    id: 'PGO-040',
    summary: 'settings of pgbouncer that PGO needs are left alone',
    why: 'PGO takes them without a check, and nobody could log in through the pool any more',
    check: ({ pool }) =>
      Object.keys(pool.parameters)
        .filter((name) => KEPT_POOL_SETTINGS.test(name))
        .map((name) => `'parameters' must not have '${name}', which PGO sets; leave it out`),
  },
  {
    id: 'PGO-211',
    summary: 'settings of pgbouncer are ones that it has',
    why: 'PGO takes them without a check, and pgbouncer does not start with one that it does not know',
    check: ({ pool }) =>
      Object.keys(pool.parameters)
        .filter((name) => /^[a-z][a-z0-9_]*$/.test(name) && !PGBOUNCER_SETTINGS.includes(name))
        .map(
          (name) =>
            `'parameters' has '${name}', which pgbouncer does not know${didYouMean(closest(name, PGBOUNCER_SETTINGS))}; leave it out`,
        ),
  },
  {
    id: 'PGO-140',
    summary: 'whether clients of a pool come with TLS is said by its prop',
    why: 'PGO takes the setting in place of its own, and passwords may be readable on the way without anybody having been asked',
    check: ({ pool: { parameters } }) =>
      parameters.client_tls_sslmode === undefined
        ? undefined
        : `'parameters' must not have 'client_tls_sslmode', got '${parameters.client_tls_sslmode}'; write 'clientTls' with PoolClientTls.PREFER or PoolClientTls.DISABLE, or leave it out for PoolClientTls.REQUIRE`,
  },
  {
    id: 'PGO-041',
    summary: `a pool has at most ${MAX_POOL_SETTINGS} settings, those that have a prop included`,
    why: REFUSED,
    check: ({ pool }) => {
      const count = Object.keys(globalSettings(pool)).length;
      return count > MAX_POOL_SETTINGS
        ? `'parameters' must be at most ${MAX_POOL_SETTINGS} together with those that have a prop, got ${count}; leave out those that have pgbouncer's default`
        : undefined;
    },
  },
  {
    id: 'PGO-042',
    summary: `logfile is a file below ${POOL_LOG_FOLDER} on PGO 6.0`,
    why: REFUSED,
    check: ({ pool: { parameters }, settings }) => {
      const { logfile } = parameters;
      return !versionFacts(settings).checksLogPlaces ||
        logfile === undefined ||
        (logfile.startsWith(POOL_LOG_FOLDER) && logfile.endsWith('.log'))
        ? undefined
        : `'logfile' must be '${POOL_LOG_FOLDER}NAME.log', got '${logfile}'; leave it out to log to the pod's output`;
    },
  },
  {
    id: 'PGO-043',
    summary: 'a read-only pool has replicas to lead to',
    why: 'every connection through the pool would fail',
    check: ({ pool, cluster }) =>
      pool.access === PoolAccess.READ_ONLY && cluster !== undefined && allInstances(cluster) === 1
        ? `'access' must be PoolAccess.READ_WRITE for a cluster of one instance, got PoolAccess.READ_ONLY; write it so or add instances`
        : undefined,
  },
  {
    id: 'PGO-044',
    summary: 'auth_type is one that asks for the password and checks it against PostgreSQL',
    why: `with another one nobody could log in, or anybody as PGO's own role, which can read the password hashes`,
    check: ({ pool: { parameters } }) => {
      const { auth_type: type } = parameters;
      return type === undefined || AUTH_TYPES.includes(type)
        ? undefined
        : `'auth_type' must be ${AUTH_TYPES.map((allowed) => `'${allowed}'`).join(' or ')}, got '${type}'; leave it out`;
    },
  },
];
