import { BackupModel, ClusterModel, PoolModel } from '../../model/models';
import { PoolAccess } from '../../model/pool-mode';
import { sizeQuantity } from '../../model/quantity';
import { Rule, RuleFacts } from '../../private/rules';
import { databaseObjectName, MAX_CLUSTER_NAME, MAX_SCHEDULE_NAME, namesOfCluster, poolName, scheduleName } from './names';
import { CloudNativePgImageType, CloudNativePgUpdateMethod, CloudNativePgUpdateStrategy } from './options';
import { ClusterContext, PARAMETER_RULES } from './parameter-rules';
import { PRINTED_TYPES } from './backup-spec';
import { RECOVERY_RULES } from './recovery-rules';
import { Settings } from './settings';

/** A pool and the cluster that it leads to, where this app owns it. */
export interface PoolContext {
  readonly pool: PoolModel;
  readonly cluster?: ClusterModel;
}

/** Debian releases that images are built for. */
const DISTRIBUTIONS = ['bookworm', 'trixie'];

/** Libraries that the standard image has and the minimal one has not. */
const STANDARD_ONLY = ['pgaudit', 'pg_failover_slots', 'vector'];

/** Of those, what the operator loads as soon as there is a parameter of theirs. */
const LOADED_BY_PARAMETER = ['pgaudit', 'pg_failover_slots'];

/** Libraries that come with PostgreSQL itself, in whatever version, and so with either image. */
const CONTRIB = `
  _int adminpack amcheck auth_delay auto_explain autoinc basebackup_to_shell basic_archive bloom btree_gin btree_gist citext cube dblink
  dict_int dict_xsyn earthdistance file_fdw fuzzystrmatch hstore insert_username isn lo ltree moddatetime old_snapshot pageinspect
  passwordcheck pg_buffercache pg_freespacemap pg_logicalinspect pg_overexplain pg_prewarm pg_stat_statements pg_surgery pg_trgm
  pg_visibility pg_walinspect pgcrypto pgoutput pgrowlocks pgstattuple pgxml plpgsql postgres_fdw refint seg sslinfo tablefunc tcn
  test_decoding tsm_system_rows tsm_system_time unaccent uuid-ossp
`
  .trim()
  .split(/\s+/);

/** Keys of labels and annotations that the operator sets itself, and acts upon. */
const OPERATOR_KEYS = { labels: /^(role$|([^/]+\.)?cnpg\.io\/)/, annotations: /^([^/]+\.)?cnpg\.io\// };

/** Roles that the operator creates for itself. */
const OPERATOR_ROLE = /^(streaming_replica$|cnpg_)/;

const REFUSED = 'the admission webhook of CloudNativePG refuses the cluster';

const CLUSTER_ONLY_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'CNPG-010',
    summary: 'the tag of a pinned image begins with the PostgreSQL version',
    why: 'CloudNativePG learns the major version from the tag, and upgrades or refuses by it',
    check: ({ model: { image, version } }) =>
      image?.reference === undefined || beginsWithVersion(image.reference, version.major)
        ? undefined
        : `the image must have a tag that begins with the version, such as '${version.major}-standard-trixie', got '${image.reference}'`,
  },
  {
    id: 'CNPG-011',
    summary: 'updateStrategy SUPERVISED has replicas',
    why: `${REFUSED}: there is no replica to switch over to`,
    check: ({ model, settings }) =>
      model.instances === 1 && settings.updateStrategy === CloudNativePgUpdateStrategy.SUPERVISED
        ? `'operator.updateStrategy' must be UNSUPERVISED with one instance, got SUPERVISED; leave it out or write 3 instances`
        : undefined,
  },
  {
    id: 'CNPG-012',
    summary: 'updateMethod SWITCHOVER has replicas',
    why: 'a single instance can only restart',
    check: ({ model, settings }) =>
      model.instances === 1 && settings.updateMethod === CloudNativePgUpdateMethod.SWITCHOVER
        ? `'operator.updateMethod' must be RESTART with one instance, got SWITCHOVER; leave it out or write 3 instances`
        : undefined,
  },
  {
    id: 'CNPG-013',
    summary: 'imageDistribution is a Debian release that images are built for',
    why: 'the pods would wait for an image that does not exist',
    check: ({ settings: { imageDistribution } }) =>
      DISTRIBUTIONS.includes(imageDistribution)
        ? undefined
        : `'operator.imageDistribution' must be ${DISTRIBUTIONS.map((name) => `'${name}'`).join(' or ')}, got '${imageDistribution}'; write PostgresImage.pinned(...) for another`,
  },
  {
    id: 'CNPG-014',
    summary: 'the recommended image has the libraries that are loaded',
    why: 'the server does not start when it cannot find a library; parameters of pgaudit and pg_failover_slots load these too',
    check: ({ model, settings }) => (model.image === undefined ? libraryProblems(model, settings) : undefined),
  },
  {
    id: 'CNPG-016',
    summary: 'no owner is a role of the operator',
    why: 'CloudNativePG takes streaming_replica and every role that begins with cnpg_ for its own',
    check: ({ model: { databases } }) =>
      databases.flatMap(({ name, owner }, i) =>
        OPERATOR_ROLE.test(owner)
          ? [`'databases[${i}].owner' must not be 'streaming_replica' nor 'cnpg_...', got '${owner}' for '${name}'`]
          : [],
      ),
  },
  {
    id: 'CNPG-017',
    summary: 'every database has the owner of the first one',
    why: 'CloudNativePG creates the role of the first database only, and a database waits for ever for an owner that does not exist',
    check: ({ model: { databases } }) =>
      databases.flatMap(({ name, owner }, i) =>
        owner === databases[0]?.owner
          ? []
          : [
              `'databases[${i}].owner' must be '${databases[0]?.owner}' as for the first database, got '${owner}' for '${name}', an owner without role`,
            ],
      ),
  },
  {
    id: 'CNPG-018',
    summary: 'the objects of further databases have names of their own',
    why: 'names of objects have no capitals and no other signs than -, and the second object of a name replaces the first',
    check: ({ model: { identity, databases } }) => {
      const further = databases.slice(1);
      const names = further.map((database) => databaseObjectName(identity, database));
      return further.flatMap(({ name }, i) => {
        if (names[i] === `${identity.name}-`) {
          return [`'databases[${i + 1}].name' must have a letter a-z or a digit in it, got '${name}'`];
        }
        const first = names.indexOf(names[i]!);
        return first < i && further[first]!.name !== name
          ? [
              `'databases[${i + 1}].name' must differ from '${further[first]!.name}' in a letter or digit, got '${name}'; both would be the object '${names[i]}'`,
            ]
          : [];
      });
    },
  },
  {
    id: 'CNPG-019',
    summary: 'no label or annotation of the pods is one of the operator',
    why: 'CloudNativePG finds its pods and volumes by them, and takes orders from them',
    check: ({ model }) =>
      (['labels', 'annotations'] as const).flatMap((prop) =>
        Object.keys(model[prop])
          .filter((key) => OPERATOR_KEYS[prop].test(key))
          .map((key) => `'${prop}' must not have '${key}', which CloudNativePG sets; use a key of your own`),
      ),
  },
];

/** What CloudNativePG would refuse, ignore or get wrong in a cluster. */
export const CLUSTER_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'CNPG-001',
    summary: `clusterName has at most ${MAX_CLUSTER_NAME} characters`,
    why: `${REFUSED}: instances, jobs and services have this name with endings of their own`,
    check: ({ model: { identity } }) =>
      identity.name.length <= MAX_CLUSTER_NAME
        ? undefined
        : `'clusterName' must be at most ${MAX_CLUSTER_NAME} characters, got ${identity.name.length} in '${identity.name}'`,
  },
  ...PARAMETER_RULES,
  ...CLUSTER_ONLY_RULES,
  ...RECOVERY_RULES,
];

/** What CloudNativePG or its plugin would refuse, ignore or get wrong in a backup policy. */
export const BACKUP_RULES: readonly Rule<BackupModel>[] = [
  {
    id: 'CNPG-030',
    summary: `names of ScheduledBackup objects have at most ${MAX_SCHEDULE_NAME} characters`,
    why: 'each backup has the name of its schedule with the time behind it, which must fit into 63 characters',
    check: ({ cluster, repositories }) =>
      PRINTED_TYPES.flatMap((printed) =>
        (repositories[0]?.schedules ?? [])
          .filter(({ type }) => type === printed)
          .map((_, position) => scheduleName(cluster, printed, position)),
      )
        .filter((name) => name.length > MAX_SCHEDULE_NAME)
        .map(
          (name) =>
            `the schedule '${name}' must have at most ${MAX_SCHEDULE_NAME} characters, got ${name.length}; write a 'clusterName' of at most ${MAX_SCHEDULE_NAME - (name.length - cluster.name.length)}`,
        ),
  },
  {
    id: 'CNPG-031',
    summary: 'the bandwidth of backups to Google Cloud Storage is not limited',
    why: 'barman-cloud limits what it sends to S3 and to Azure only, and would send as fast as it can',
    check: ({ repositories, transfer }) =>
      transfer.bandwidthPerSecond !== undefined && repositories[0]?.target.gcsBucket
        ? `'transfer.bandwidthPerSecond' must not be given for the target 'gcs', got ${sizeQuantity(transfer.bandwidthPerSecond)}; leave it out`
        : undefined,
  },
];

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
        .map(([name, modes]) => `'${name}' must be one of ${modes.join(', ')}, got '${parameters[name]}'; leave it out`),
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
];

/** All rules, for the catalogue. */
export const CNPG_RULES: readonly RuleFacts[] = [...CLUSTER_RULES, ...BACKUP_RULES, ...POOL_RULES];

function libraryProblems({ preloadLibraries, parameters }: ClusterModel, { imageType }: Settings): string[] {
  const byParameter = LOADED_BY_PARAMETER.filter((library) => Object.keys(parameters).some((name) => name.startsWith(`${library}.`)));
  const loaded = preloadLibraries.map(libraryName);
  const standard = STANDARD_ONLY.filter((library) => loaded.includes(library) || byParameter.includes(library));
  return [
    ...(imageType === CloudNativePgImageType.MINIMAL
      ? standard.map((library) => `'operator.imageType' must be STANDARD for '${library}', got MINIMAL`)
      : []),
    ...preloadLibraries.flatMap((library, i) =>
      // Where a path leads to is not known here.
      loaded[i]!.includes('/') || CONTRIB.includes(loaded[i]!) || STANDARD_ONLY.includes(loaded[i]!)
        ? []
        : [
            `'preloadLibraries[${i}]' must be a library that comes with PostgreSQL or one of ${STANDARD_ONLY.join(', ')}, got '${library}'; write PostgresImage.pinned(...) of an image that has it`,
          ],
    ),
  ];
}

/** A library without what PostgreSQL adds itself. */
function libraryName(library: string): string {
  return library.replace(/^\$libdir\//, '').replace(/\.so$/, '');
}

/** Whether the tag begins with the major version in a form that the operator can read. */
function beginsWithVersion(reference: string, major: string): boolean {
  const [name = ''] = reference.split('@');
  const tag = /:([^:/]+)$/.exec(name)?.[1];
  // HA-021 tells of these two, on every operator.
  return tag === undefined || tag === 'latest' || /^(\d+)(?:\.\d+)*(?:[^\d.].*)?$/.exec(tag)?.[1] === major;
}
