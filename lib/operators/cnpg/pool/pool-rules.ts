import { PoolAccess } from '../../../model/pool-mode';
import { serviceProblems } from '../../../private/pod-problems';
import { Rule } from '../../../private/rules';
import { defined, nameProblem } from '../../../private/value-problems';
import { versionFacts } from '../versions';
import { MAX_CLUSTER_NAME, namesOfCluster, poolName } from '../names';
import { PoolContext } from '../rule-contexts';
import { signsClientsElsewhere } from '../network/tls-spec';

/** pgbouncer settings that a Pooler may have. */
export const POOL_PARAMETERS = `
  application_name_add_host auth_type autodb_idle_timeout cancel_wait_timeout client_idle_timeout client_login_timeout client_tls_ciphers
  client_tls_sslmode client_tls13_ciphers default_pool_size disable_pqexec dns_max_ttl dns_nxdomain_ttl idle_transaction_timeout
  ignore_startup_parameters listen_backlog log_connections log_disconnections log_pooler_errors log_stats max_client_conn
  max_db_connections max_packet_size max_prepared_statements max_user_connections min_pool_size pkt_buf query_timeout query_wait_timeout
  reserve_pool_size reserve_pool_timeout sbuf_loopcnt server_check_delay server_check_query server_connect_timeout server_fast_close
  server_idle_timeout server_lifetime server_login_retry server_reset_query server_reset_query_always server_round_robin server_tls_ciphers
  server_tls13_ciphers server_tls_protocols server_tls_sslmode stats_period suspend_timeout tcp_defer_accept tcp_keepalive tcp_keepcnt
  tcp_keepidle tcp_keepintvl tcp_socket_buffer tcp_user_timeout track_extra_parameters verbose
`
  .trim()
  .split(/\s+/);

const TLS_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

/** TLS modes on either side of a pool; towards the server, those that begin with TLS. */
const POOL_TLS_MODES: { readonly [parameter: string]: readonly string[] } = {
  // Passwords would be readable on the way, and all operators require TLS of clients.
  client_tls_sslmode: TLS_MODES.slice(3),
  server_tls_sslmode: TLS_MODES.slice(2),
};

/** What CloudNativePG would refuse, ignore or get wrong in a pool. */
export const POOL_RULES: readonly Rule<PoolContext>[] = [
  {
    id: 'CNPG-040',
    summary: 'a read-only pool has replicas',
    why: 'its service would have no endpoints, for the only instance is the primary',
    check: ({ pool, cluster }) =>
      pool.access === PoolAccess.READ_ONLY && cluster?.instances === 1
        ? `'access' must be PoolAccess.READ_WRITE for the one instance of '${cluster.identity.name}', got PoolAccess.READ_ONLY; write that or 3 instances`
        : undefined,
  },
  {
    id: 'CNPG-041',
    summary: 'a pool has no name of the objects of its cluster',
    why: 'the operator would make one object of both, and the services of pool and cluster would take turns',
    check: ({ pool }) =>
      namesOfCluster(pool.cluster).includes(poolName(pool))
        ? `'poolName' must not be a name that the cluster '${pool.cluster.name}' uses, got '${poolName(pool)}'; leave it out`
        : undefined,
  },
  {
    id: 'CNPG-042',
    summary: 'pgbouncer parameters are those that a Pooler may have',
    why: 'the admission webhook of CloudNativePG refuses the pool',
    check: ({ pool }) =>
      Object.keys(pool.parameters)
        .filter((name) => !POOL_PARAMETERS.includes(name) && name !== 'pool_mode')
        .map((name) => `'parameters' must not have '${name}'; CloudNativePG allows ${POOL_PARAMETERS.join(', ')}`),
  },
  {
    id: 'CNPG-043',
    summary: `the name of a cluster that another app owns has at most ${MAX_CLUSTER_NAME} characters`,
    why: 'the pool would wait for ever for a cluster that cannot exist',
    check: ({ pool: { cluster: identity }, cluster }) =>
      cluster !== undefined || identity.name.length <= MAX_CLUSTER_NAME
        ? undefined
        : `'clusterName' of the imported cluster must be at most ${MAX_CLUSTER_NAME} characters, got ${identity.name.length} in '${identity.name}'`,
  },
  {
    id: 'CNPG-044',
    summary: 'the TLS modes of a pool are those of pgbouncer, require TLS of clients, and begin with it towards the server',
    why: 'pgbouncer does not start with another word, passwords would be readable, and the server lets the pooler in with TLS only',
    check: ({ pool: { parameters } }) =>
      Object.entries(POOL_TLS_MODES)
        .filter(([name, modes]) => parameters[name] !== undefined && !modes.includes(parameters[name]!))
        .map(
          ([name, modes]) =>
            `'${name}' must be one of ${modes.join(', ')}, got '${parameters[name]}'; leave it out${name === 'client_tls_sslmode' ? `, or write 'clientTls' with PoolClientTls.PREFER or PoolClientTls.DISABLE` : ''}`,
        ),
  },
  {
    id: 'CNPG-045',
    summary: 'a pool asks every client who it is',
    why: 'anybody could use the connections that the pool holds for others',
    check: ({ pool: { parameters } }) =>
      ['trust', 'any'].includes(parameters.auth_type ?? '')
        ? `'auth_type' must not be trust or any, got '${parameters.auth_type}'; leave it out`
        : undefined,
  },
  {
    id: 'CNPG-046',
    summary: 'where metrics are encrypted, those of pools are too, which needs CloudNativePG 1.30',
    why: 'the metrics of the pool would be readable on their way, although the program says that none are',
    check: ({ pool: { metricsTls }, settings }) =>
      metricsTls && !versionFacts(settings).encryptsPoolMetrics
        ? `'monitoring.tls' of the cluster encrypts the metrics of pools with CloudNativePG 1.30 and later, got ${settings.operatorVersion}; leave it out, update the operator, or suppress this rule to encrypt those of the instances alone`
        : undefined,
  },
  {
    id: 'CNPG-146',
    summary: 'what poolers have besides is such as the operator takes',
    why: 'the API server refuses the pool, or its pods cannot start',
    check: ({ settings }) => {
      const { authQuery, authQuerySecret, service, serviceAccountName, terminationGrace } = settings.poolers ?? {};
      const grace = terminationGrace?.toMilliseconds() ?? 0;
      return [
        ...((authQuery === undefined) === (authQuerySecret === undefined)
          ? []
          : [`'operator.poolers' must have 'authQuery' and 'authQuerySecret' together; write both, or neither`]),
        ...defined([
          nameProblem('operator.poolers.authQuerySecret', authQuerySecret),
          nameProblem('operator.poolers.serviceAccountName', serviceAccountName),
        ]),
        ...(serviceAccountName !== undefined && !versionFacts(settings).serviceAccounts
          ? [`'operator.poolers.serviceAccountName' needs CloudNativePG 1.29, got ${settings.operatorVersion}; leave it out`]
          : []),
        ...serviceProblems('operator.poolers.service', service),
        ...(grace % 1000 === 0 ? [] : [`'operator.poolers.terminationGrace' must be whole seconds, got ${grace} milliseconds`]),
      ];
    },
  },
  {
    id: 'CNPG-080',
    summary: 'a pool leads to a cluster whose client certificates the operator signs',
    why: 'a pool logs in with such a certificate, which the operator could not sign, and it would stop looking after the cluster, too',
    check: ({ pool: { cluster, tls } }) =>
      signsClientsElsewhere(cluster, tls)
        ? `the cluster '${cluster.name}' must have the replication certificate of the operator, got one of ${tls.issuance ? 'cert-manager' : 'somebody else'}; leave out '${tls.issuance ? 'replicationCertificate' : 'replicationSecret'}' of its 'tls'`
        : undefined,
  },
];
