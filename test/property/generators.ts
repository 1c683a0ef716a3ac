import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import {
  Alert,
  AlertOptions,
  AlertSeverity,
  AlertThreshold,
  LocaleProvider,
  MetricUsage,
  MetricsDiscovery,
  MonitoringOptions,
  AccessLevel,
  AccessMethod,
  AccessRule,
  AccessRuleOptions,
  ArchivePlace,
  AzureCredentials,
  BackupArchive,
  BackupCompression,
  BackupEncryption,
  BackupEncryptionSecretKeys,
  BackupPolicyProps,
  BackupRetention,
  BackupRetentionOptions,
  BackupSchedule,
  BackupTarget,
  BackupTransferOptions,
  BackupType,
  CertManagerOptions,
  ChangeCaptureOptions,
  ClusterDefault,
  ClusterState,
  ClusterTls,
  ClusterVerb,
  ConnectOptions,
  ConnectionPoolProps,
  ConnectionTarget,
  CreationOptions,
  CreationSql,
  DatabaseOptions,
  DrillCheck,
  DrillImages,
  Exposure,
  ExposureOptions,
  GcsCredentials,
  HaClusterProps,
  InPlaceRestoreProps,
  MaintenanceJobProps,
  MaintenanceTask,
  MajorUpgradeProps,
  MigratedDatabase,
  MigrationMethod,
  MigrationProps,
  MigrationStep,
  ImagePullPolicy,
  IpFamily,
  LabelOperator,
  NodeAffinityOptions,
  ObjectMetadata,
  PodAffinityOptions,
  NetworkOptions,
  NonProductionOptions,
  ObjectStoreCredentials,
  OnDemandBackupProps,
  PairStep,
  PgAdminProps,
  PgAdminRole,
  PgAdminServers,
  PodSecurityStandard,
  PlacementOptions,
  PlatformOptions,
  PoolAccess,
  PoolClientTls,
  PoolMode,
  PostgresImage,
  PostgresVersion,
  PrimaryUpdate,
  RecoverySource,
  RecoveryTarget,
  RecoveryTargetOptions,
  ReplicaClusterProps,
  ReplicaSource,
  Replication,
  RestoreDrillProps,
  RoleAttributes,
  RoleOptions,
  RolePassword,
  SecretSource,
  SecretValue,
  ServiceMesh,
  SleepScheduleProps,
  SpreadRule,
  SslMode,
  SuperuserOptions,
  VolumeAccessMode,
  TakeOver,
  TolerationEffect,
  UpgradeStep,
  UpgradeTransfer,
  UpdateOptions,
  VerbJobProps,
  VerbTokens,
  Weekday,
} from '../../lib';
import { OLD_ARCHIVE, SMALLEST_BACKUP, SMALLEST_DRILL } from '../support/programs';

/** Whatever a program may say, right or wrong. */

export const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const text = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('orders', 'orders-app', 'app_user', 'a', '0', 'fast-ssd', '', 'team', 'UPPER', 'on', '200', '4GB'),
  },
  fc.string({ unit: 'grapheme', maxLength: 70 }),
  fc.string({ maxLength: 12 }),
);
const count = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 9 }) },
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, NaN, Infinity, -0),
);
const size = fc
  .oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 4096 }) }, fc.double({ min: 0 }))
  .map((amount) => Size.gibibytes(amount));
const cpu = fc
  .oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 9000 }) }, fc.double({ min: 0 }))
  .map((amount) => Cpu.millis(amount));
const map = fc.dictionary(text, text, { maxKeys: 3 });
const optional = <P extends object>(record: { [K in keyof P]-?: fc.Arbitrary<P[K]> }) => fc.record(record, { requiredKeys: [] });
const compute = optional({ cpu, cpuLimit: cpu, withoutCpuLimit: fc.boolean(), memory: size, memoryLimit: size });
const storage = fc.record({
  size,
  storageClass: maybe(text),
  autoGrow: maybe(fc.record({ limit: size, trigger: maybe(fc.integer({ min: 40, max: 95 })), maxStep: maybe(size) })),
});
export const cron = fc.oneof(fc.constantFrom('0 2 * * *', '0 2 * * 7', '0 2 1 * 1', '@daily', '*/5 * * * *', '0 0 2 * * *'), text);
const schedules = fc.array(
  fc
    .tuple(fc.constantFrom('full', 'differential', 'incremental', 'snapshot'), cron)
    .map(([type, at]) => BackupSchedule[type as 'full'](at)),
  {
    maxLength: 3,
  },
);
const credentials = fc.oneof(
  text.map((name) => ObjectStoreCredentials.fromSecret(name)),
  maybe(text).map((awsRoleArn) => ObjectStoreCredentials.workloadIdentity({ awsRoleArn })),
);
const target = fc.oneof(
  { weight: 3, arbitrary: fc.constant(SMALLEST_BACKUP.target) },
  fc.record({ bucket: text, region: text, credentials, prefix: maybe(text) }).map((options) => BackupTarget.s3(options)),
  fc.record({ bucket: text, endpoint: fc.oneof(text, fc.webUrl()), credentials }).map((options) => BackupTarget.s3Compatible(options)),
  fc
    .record({
      bucket: text,
      credentials: fc.oneof(
        text.map((name) => GcsCredentials.fromSecret(name)),
        maybe(text).map((account) => GcsCredentials.workloadIdentity(account)),
      ),
      prefix: maybe(text),
    })
    .map((options) => BackupTarget.gcs(options)),
  fc
    .record({
      storageAccount: text,
      container: text,
      credentials: fc.oneof(
        text.map((name) => AzureCredentials.fromSecret(name)),
        text.map((name) => AzureCredentials.sasToken(name)),
        maybe(text).map((client) => AzureCredentials.workloadIdentity(client)),
      ),
    })
    .map((options) => BackupTarget.azure(options)),
  fc
    .record({ size, volumeName: maybe(text), accessMode: maybe(fc.constantFrom(...Object.values(VolumeAccessMode))) })
    .map((options) => BackupTarget.volume(options)),
);
const keeps = optional<BackupRetentionOptions>({ differentialCount: count, walCount: count });
const retention = fc.oneof(
  count.map((days) => BackupRetention.days(days)),
  fc.constant(BackupRetention.unlimited()),
  fc.tuple(count, keeps).map(([number, options]) => BackupRetention.count(number, options)),
  fc.tuple(count, count, keeps).map(([days, number, options]) => BackupRetention.daysAndCount(days, number, options)),
);
const encryption = fc.oneof(
  fc.constant(BackupEncryption.serverSide()),
  text.map((key) => BackupEncryption.kms(key)),
  fc
    .tuple(text, optional<BackupEncryptionSecretKeys>({ encryptionKey: text, configFile: text }))
    .map(([name, keys]) => BackupEncryption.clientSide(name, keys)),
);
const repository = fc.record({ target, schedules, retention, encryption: maybe(encryption) });

const moment = fc.oneof(fc.constantFrom('2026-08-01T10:30:00Z', '2026-08-01T12:30:00.5+02:00', '2026-08-01T10:30:00'), text);
const targetOptions = optional<RecoveryTargetOptions>({
  backup: fc.oneof(fc.constantFrom('20260801T020000', '20260801-020000F'), text),
  exclusive: fc.boolean(),
  timeline: fc.oneof(fc.constantFrom('latest', '3'), text),
});
const recoveryTarget = fc.oneof(
  fc.constant(RecoveryTarget.latest()),
  fc.tuple(moment, targetOptions).map(([time, options]) => RecoveryTarget.time(time, options)),
  fc.tuple(fc.oneof(fc.nat().map(String), text), targetOptions).map(([id, options]) => RecoveryTarget.transaction(id, options)),
  fc.tuple(fc.oneof(fc.constant('0/3000060'), text), targetOptions).map(([lsn, options]) => RecoveryTarget.lsn(lsn, options)),
  fc.tuple(text, targetOptions).map(([name, options]) => RecoveryTarget.restorePoint(name, options)),
  fc.oneof(fc.constant('20260801T020000'), text).map((label) => RecoveryTarget.backup(label)),
);
const version = fc.constantFrom('14', '15', '16', '17', '18', '9.6', '').map((major) => PostgresVersion.of(major));
/** Few names, so that what refers to another thing often finds it; and such as SQL, shells and Kubernetes could take for something else. */
const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('orders', 'orders-app', 'reports', 'readers', 'shop') },
  fc.constantFrom('a"b', `a'b`, 'a\\b', '$do$', '$(PGHOST)', '{{ .password }}', 'two\nlines', 'a b', ':name', '\\q', 'SELECT'),
  text,
);
const names = fc.array(name, { maxLength: 3 });
const databases = fc.array(
  fc
    .tuple(
      fc.record({ name, owner: name }),
      optional<Omit<DatabaseOptions, 'name' | 'owner'>>({
        schemas: names,
        extensions: fc.array(
          fc.record({ name: fc.oneof(fc.constantFrom('pg_trgm', 'citext'), text), version: maybe(text), schema: maybe(name) }),
          { maxLength: 2 },
        ),
        encoding: fc.oneof(fc.constantFrom('UTF8', 'LATIN1'), text),
        locale: fc.oneof(fc.constantFrom('C', 'de_DE.UTF-8'), text),
        localeProvider: fc.constantFrom(...Object.values(LocaleProvider)),
        icuLocale: fc.oneof(fc.constant('de-DE'), text),
        icuRules: text,
        builtinLocale: fc.oneof(fc.constant('C.UTF-8'), text),
        connectionLimit: count,
      }),
    )
    .map(([least, more]) => ({ ...least, ...more })),
  { maxLength: 3 },
);
const CIPHERTEXT = `AgB${'x'.repeat(701)}`;
const duration = fc.oneof(
  fc.integer({ min: 1, max: 200 }).map((hours) => Duration.hours(hours)),
  fc.nat().map((amount) => Duration.millis(amount)),
);
const source = fc.oneof(
  fc.constant(SecretSource.sealedSecrets()),
  fc
    .record({ storeName: text, clusterStore: fc.boolean(), refreshInterval: maybe(duration) })
    .map((options) => SecretSource.externalSecrets(options)),
);
const secretValue = fc.oneof(
  fc.tuple(text, maybe(text)).map(([key, property]) => SecretValue.fromVault(key, property)),
  fc.oneof(fc.constant(CIPHERTEXT), text).map((ciphertext) => SecretValue.encrypted(ciphertext)),
);
const password = fc.oneof(
  fc.constant(RolePassword.generated()),
  maybe(text).map((secret) => RolePassword.fromSecret(secret)),
  fc.tuple(source, secretValue).map(([from, value]) => RolePassword.delivered(from, value)),
);
const roles: fc.Arbitrary<RoleOptions[]> = fc.array(
  fc
    .tuple(
      name,
      optional<Omit<RoleOptions, 'name'>>({
        login: fc.boolean(),
        password,
        memberOf: fc.array(fc.oneof(name, fc.constant('pg_monitor')), { maxLength: 2 }),
        access: fc.array(fc.record({ database: name, level: fc.constantFrom(...Object.values(AccessLevel)), schemas: maybe(names) }), {
          maxLength: 2,
        }),
        attributes: optional<RoleAttributes>({
          superuser: fc.boolean(),
          createDatabases: fc.boolean(),
          createRoles: fc.boolean(),
          replication: fc.boolean(),
          bypassRowSecurity: fc.boolean(),
          inherit: fc.boolean(),
        }),
        connectionLimit: count,
        validUntil: fc.oneof(fc.constantFrom('2027-01-01T00:00:00Z', '2027-01-01T00:00:00.5+02:00'), text),
      }),
    )
    .map(([role, options]) => ({ name: role, ...options })),
  { maxLength: 3 },
);
const ranges = fc.array(fc.oneof(fc.constantFrom('10.96.0.1/32', 'fd00::/8', '0.0.0.0/0', '10.96.0.1'), text), { maxLength: 2 });
const accessRules = fc.array(
  fc
    .tuple(
      fc.boolean(),
      optional<AccessRuleOptions>({
        roles: names,
        databases: names,
        addresses: ranges,
        method: fc.constantFrom(...Object.values(AccessMethod)),
      }),
    )
    .map(([allows, options]) => (allows ? AccessRule.allow(options) : AccessRule.reject(options))),
  { maxLength: 3 },
);
const tls = fc.oneof(
  fc.constant(ClusterTls.operatorGenerated()),
  fc
    .tuple(
      fc.oneof(fc.constant('company-ca'), text),
      optional<Omit<CertManagerOptions, 'issuerName'>>({
        clusterIssuer: fc.boolean(),
        duration,
        renewBefore: duration,
        replicationCertificate: fc.boolean(),
        additionalDnsNames: fc.array(fc.oneof(fc.constant('*.acme.example'), text), { maxLength: 2 }),
      }),
    )
    .map(([issuerName, options]) => ClusterTls.certManager({ issuerName, ...options })),
  fc
    .record({ serverSecret: fc.oneof(fc.constant('orders-tls'), text), caSecret: maybe(text), replicationSecret: maybe(text) })
    .map((secrets) => ClusterTls.fromSecrets(secrets)),
);
const exposureOptions = optional<ExposureOptions>({
  sourceRanges: ranges,
  annotations: map,
  hostname: fc.oneof(fc.constant('db.acme.example'), text),
});
const exposure = fc.oneof(
  fc.tuple(exposureOptions, maybe(text)).map(([options, loadBalancerClass]) => Exposure.loadBalancer({ ...options, loadBalancerClass })),
  fc.tuple(exposureOptions, maybe(count)).map(([options, nodePort]) => Exposure.nodePort({ ...options, nodePort })),
);
const threshold = fc.oneof(
  count.map((value) => AlertThreshold.percent(value)),
  count.map((value) => AlertThreshold.count(value)),
  fc.nat(9).map((minutes) => AlertThreshold.duration(Duration.minutes(minutes))),
  fc.nat(9).map((amount) => AlertThreshold.size(Size.mebibytes(amount))),
);

const alert = fc.constantFrom(...Object.values(Alert));

const monitoring = optional<MonitoringOptions>({
  enabled: fc.boolean(),
  discovery: fc.constantFrom(...Object.values(MetricsDiscovery)),
  labels: map,
  toleratesMissingKinds: fc.boolean(),
  interval: fc.nat(99).map((seconds) => Duration.seconds(seconds)),
  tls: fc.boolean(),
  relabelings: fc.array(fc.record({ action: text, targetLabel: maybe(text), sourceLabels: fc.array(text, { maxLength: 2 }) }), {
    maxLength: 2,
  }),
  metricRelabelings: fc.array(fc.record({ action: fc.constantFrom('drop', 'keep'), regex: text }), { maxLength: 2 }),
  queries: fc.array(
    fc.record({
      name: text,
      sql: fc.oneof(text, fc.constant('SELECT count(*) AS total FROM pg_stat_activity')),
      columns: fc.array(fc.record({ name: text, usage: fc.constantFrom(...Object.values(MetricUsage)), description: text }), {
        maxLength: 2,
      }),
      databases: maybe(fc.array(text, { maxLength: 2 })),
      primaryOnly: maybe(fc.boolean()),
    }),
    { maxLength: 2 },
  ),
  runbooks: fc.boolean(),
  objective: fc.record({ availability: maybe(count), rpo: maybe(fc.nat(9).map((minutes) => Duration.minutes(minutes))) }),
  alerts: optional<AlertOptions>({
    adjustments: fc.array(
      fc.record({ alert, threshold: maybe(threshold), severity: maybe(fc.constantFrom(...Object.values(AlertSeverity))) }),
      { maxLength: 2 },
    ),
    exclusions: fc.array(fc.record({ alert, reason: text }), { maxLength: 2 }),
    silence: maybe(text),
    labels: map,
    runbookUrl: text,
  }),
});

const network = optional<NetworkOptions>({
  operatorNamespace: text,
  monitoringNamespace: text,
  apiServerCidrs: fc.array(text, { maxLength: 2 }),
  egress: fc.record({ apiServerCidrs: ranges, apiServerPort: maybe(count), archiveCidrs: maybe(ranges), databaseCidrs: maybe(ranges) }),
  managedElsewhere: fc.boolean(),
});
/** The pool is the first one of the program. */
const connect: fc.Arbitrary<Partial<ConnectOptions>> = optional<Omit<ConnectOptions, 'via'>>({
  role: name,
  database: name,
  target: fc.constantFrom(...Object.values(ConnectionTarget)),
  replicaSet: name,
  withoutSessionState: fc.constant(true),
  prefix: fc.oneof(fc.constantFrom('', 'ORDERS_'), text),
  sslMode: fc.constantFrom(...Object.values(SslMode)),
  credentialsSecret: text,
  caSecret: text,
});
const place = fc.oneof(
  fc.record({ serverName: text, path: maybe(text), objectStoreName: maybe(text) }).map((options) => ArchivePlace.barman(options)),
  fc
    .record({ scopePrefix: maybe(text), uid: maybe(text), scopeSuffix: maybe(text), path: maybe(text) })
    .map((options) => ArchivePlace.walG(options)),
  fc.record({ path: maybe(text), stanza: maybe(text) }).map((options) => ArchivePlace.pgBackRest(options)),
);
const archive = fc.oneof(
  fc.constant(OLD_ARCHIVE),
  fc
    .record({
      clusterName: text,
      namespace: text,
      target,
      version,
      generation: maybe(count),
      repository: maybe(count),
      databases: maybe(databases),
      encryption: maybe(encryption),
    })
    .map((options) => BackupArchive.of(options)),
  fc
    .record({ clusterName: text, target, place, version: maybe(version), repository: maybe(count) })
    .map((options) => BackupArchive.at(options)),
);
const secretKey = fc.record({ name: text, key: text });
const recovery = fc.oneof(
  fc
    .record({ archive, target: maybe(recoveryTarget), repository: maybe(count) })
    .map(({ archive: from, ...options }) => RecoverySource.fromArchive(from, options)),
  fc
    .record({ dataSnapshot: text, walSnapshot: maybe(text), archive: maybe(archive), target: maybe(recoveryTarget) })
    .map((options) => RecoverySource.fromSnapshots(options)),
  fc
    .record({
      host: text,
      port: maybe(count),
      user: text,
      password: secretKey,
      database: maybe(text),
      databases: maybe(fc.array(fc.oneof(fc.constant('*'), text), { maxLength: 2 })),
      roles: maybe(fc.array(fc.oneof(fc.constant('*'), text), { maxLength: 2 })),
      ca: maybe(secretKey),
      schemaOnly: fc.boolean(),
    })
    .map((options) => RecoverySource.logicalImport(options)),
);

const topologyKey = fc.oneof(fc.constantFrom('kubernetes.io/hostname', 'topology.kubernetes.io/zone', 'rack'), text);
const requirements = fc.array(
  fc.record({ key: text, operator: fc.constantFrom(...Object.values(LabelOperator)), values: maybe(fc.array(text, { maxLength: 2 })) }),
  { maxLength: 2 },
);
const podTerm = fc.record({
  topologyKey,
  labels: maybe(map),
  requirements: maybe(requirements),
  namespaces: maybe(fc.array(text, { maxLength: 2 })),
});
const podAffinity = optional<PodAffinityOptions>({
  required: fc.array(podTerm, { maxLength: 2 }),
  preferred: fc.array(fc.record({ term: podTerm, weight: maybe(count) }), { maxLength: 2 }),
});

const placement: fc.Arbitrary<PlacementOptions> = optional({
  nodes: fc.constantFrom(...Object.values(SpreadRule)),
  zones: fc.constantFrom(...Object.values(SpreadRule)),
  nodeSelector: map,
  tolerations: fc.array(
    fc.record({
      key: maybe(text),
      value: maybe(text),
      effect: maybe(fc.constantFrom(...Object.values(TolerationEffect))),
      seconds: maybe(count),
    }),
    { maxLength: 2 },
  ),
  priorityClassName: text,
  nodeAffinity: optional<NodeAffinityOptions>({
    required: fc.array(fc.record({ labels: requirements }), { maxLength: 2 }),
    preferred: fc.array(fc.record({ labels: requirements, weight: maybe(count) }), { maxLength: 2 }),
  }),
  podAffinity,
  podAntiAffinity: podAffinity,
  spread: fc.array(
    fc.record({
      topologyKey,
      maxSkew: maybe(count),
      required: maybe(fc.boolean()),
      labels: maybe(map),
      minDomains: maybe(count),
      honorsTaints: maybe(fc.boolean()),
    }),
    { maxLength: 2 },
  ),
});

const creationSql = fc.oneof(
  fc
    .tuple(fc.oneof(fc.constant('CREATE EXTENSION pg_trgm;'), name), name)
    .map(([sql, database]) => CreationSql.fromText(sql, { database })),
  fc.tuple(name, name).map(([configMap, key]) => CreationSql.fromConfigMap(configMap, key)),
);

export const clusterProps: fc.Arbitrary<Partial<HaClusterProps>> = optional<Omit<HaClusterProps, 'operator'>>({
  clusterName: text,
  version,
  storage,
  instances: count,
  walStorage: storage,
  replicaSets: fc.array(
    fc.record({
      name,
      instances: maybe(count),
      storage: maybe(storage),
      compute: maybe(compute),
      placement: maybe(placement),
      mayBecomePrimary: maybe(fc.boolean()),
    }),
    { maxLength: 2 },
  ),
  tablespaces: fc.array(fc.record({ name: text, storage, owner: maybe(text), temporary: maybe(fc.boolean()) }), { maxLength: 2 }),
  compute,
  replication: fc.record({ standbys: count, writesWithoutStandby: fc.boolean() }).map((options) => Replication.synchronous(options)),
  placement,
  monitoring,
  parameters: fc.dictionary(
    fc.oneof(fc.constantFrom('max_connections', 'work_mem', 'wal_level', 'shared_buffers', 'archive_mode', 'ssl'), text),
    text,
    { maxKeys: 3 },
  ),
  preloadLibraries: fc.array(text, { maxLength: 2 }),
  hbaRules: fc.array(fc.oneof(fc.constant('hostssl all all 10.0.0.0/8 scram-sha-256'), text), { maxLength: 2 }),
  accessRules,
  databases,
  roles,
  creation: optional<CreationOptions>({
    sql: fc.array(creationSql, { maxLength: 2 }),
    dataChecksums: fc.boolean(),
    walSegmentSize: size,
  }),
  superuser: optional<SuperuserOptions>({ password }),
  changeCapture: optional<ChangeCaptureOptions>({
    walLimit: size,
    slots: fc.array(fc.record({ name: fc.oneof(fc.constant('cdc'), text), database: name, plugin: maybe(text) }), { maxLength: 2 }),
    publications: fc.array(fc.record({ name, database: name, tables: maybe(names), schemas: maybe(names) }), { maxLength: 2 }),
  }),
  accessImage: fc.oneof(fc.constant('registry.example.com/psql:17'), text),
  tls,
  network,
  exposure: optional({ primary: exposure, replicas: exposure }),
  podSecurity: fc.constantFrom(...Object.values(PodSecurityStandard)),
  labels: map,
  annotations: map,
  objectMetadata: optional<ObjectMetadata>({ labels: map, annotations: map }),
  imagePullSecrets: fc.array(text, { maxLength: 3 }),
  platform: optional<PlatformOptions>({
    openShift: fc.boolean(),
    ipFamily: fc.constantFrom(...Object.values(IpFamily)),
    mesh: fc.constantFrom(...Object.values(ServiceMesh)),
    dnsPorts: fc.array(count, { maxLength: 3 }),
    imageRegistry: text,
    imagePullSecrets: fc.array(text, { maxLength: 3 }),
  }),
  image: fc.oneof(
    text.map((reference) => PostgresImage.pinned(reference)),
    text.map((catalog) => PostgresImage.fromCatalog({ name: catalog })),
  ),
  recovery,
  state: fc.oneof(
    fc.constantFrom(ClusterState.running(), ClusterState.stopped(), ClusterState.paused(), ClusterState.paused({ withoutFailover: true })),
    fc.array(fc.oneof(fc.constant('orders-1'), text), { maxLength: 3 }).map((instances) => ClusterState.fenced(instances)),
  ),
  updates: optional<UpdateOptions>({
    primary: fc.constantFrom(...Object.values(PrimaryUpdate)),
    supervised: fc.boolean(),
    hold: fc.boolean(),
    windows: fc.array(
      fc.record({
        day: maybe(fc.constantFrom(...Object.values(Weekday))),
        from: fc.oneof(fc.constant('01:00'), text),
        to: fc.oneof(fc.constant('05:00'), text),
      }),
      { maxLength: 2 },
    ),
  }),
  verbs: optional<VerbTokens>({ restart: text, reload: text, switchover: text }),
  takenOver: fc.subarray(Object.values(ClusterDefault)).map((but) => TakeOver.asItRuns(but)),
  nonProduction: fc.record<Required<NonProductionOptions>>({
    reason: text,
    withoutBackups: fc.boolean(),
    singleInstance: fc.boolean(),
    withoutDeletionProtection: fc.boolean(),
    openToAnyAddress: fc.boolean(),
  }),
});

export const backupProps: fc.Arbitrary<Partial<BackupPolicyProps>> = optional<Omit<BackupPolicyProps, 'cluster'>>({
  target,
  schedules,
  retention,
  encryption,
  place,
  additionalRepositories: fc.array(repository, { maxLength: 4 }),
  archiveGeneration: count,
  transfer: optional<BackupTransferOptions>({
    compression: fc.constantFrom(...Object.values(BackupCompression)),
    parallelism: count,
    bandwidthPerSecond: size,
    immediateCheckpoint: fc.boolean(),
  }),
  compute,
  snapshots: fc.record({ className: text, walClassName: maybe(text) }),
  suspended: fc.boolean(),
});

export const poolProps: fc.Arbitrary<Partial<ConnectionPoolProps>> = optional<Omit<ConnectionPoolProps, 'cluster'>>({
  mode: fc.constantFrom(...Object.values(PoolMode)),
  access: fc.constantFrom(...Object.values(PoolAccess)),
  instances: count,
  placement,
  poolSize: count,
  maxClientConnections: count,
  maxDatabaseConnections: count,
  parameters: map,
  compute,
  poolName: text,
  image: text,
  clientTls: fc.constantFrom(...Object.values(PoolClientTls)),
  port: count,
  labels: map,
  annotations: map,
  exposure,
});

export const onDemandProps: fc.Arbitrary<Partial<OnDemandBackupProps>> = optional<Omit<OnDemandBackupProps, 'policy'>>({
  backupId: text,
  type: fc.constantFrom(...Object.values(BackupType)),
  repository: count,
});

const inPlaceProps: fc.Arbitrary<Partial<InPlaceRestoreProps>> = optional<Omit<InPlaceRestoreProps, 'policy'>>({
  restoreId: text,
  overwrites: text,
  target: recoveryTarget,
  repository: count,
});

const streaming = fc.record({
  clusterName: fc.oneof(fc.constant('orders'), text),
  host: text,
  port: maybe(count),
  certificateSecret: maybe(text),
  ca: maybe(secretKey),
});
const replicaProps: fc.Arbitrary<Partial<ReplicaClusterProps>> = fc
  .tuple(
    clusterProps,
    optional<Pick<ReplicaClusterProps, 'source' | 'promoted'>>({
      source: fc.oneof(
        archive.map((from) => ReplicaSource.archive(from)),
        streaming.map((from) => ReplicaSource.streaming(from)),
        fc.tuple(archive, streaming).map(([stored, live]) => ReplicaSource.archiveAndStreaming(stored, live)),
      ),
      promoted: fc.boolean(),
    }),
  )
  .map(([props, own]) => ({ ...props, ...own }));
const step = fc.oneof(
  fc.constantFrom(PairStep.steady(), PairStep.demote(), PairStep.promote()),
  text.map((token) => PairStep.promote(token)),
);

const upgradeProps: fc.Arbitrary<Partial<MajorUpgradeProps>> = optional<Omit<MajorUpgradeProps, 'cluster'>>({
  to: version,
  step: fc.constantFrom(UpgradeStep.prepare(), UpgradeStep.run(), UpgradeStep.finish(), UpgradeStep.tidy()),
  archiveGeneration: count,
  image: fc.constantFrom('registry.example.com/pg:17.6', 'pg', '').map((reference) => PostgresImage.pinned(reference)),
  transfer: fc.constantFrom(...Object.values(UpgradeTransfer)),
  attempt: count,
  jobImage: text,
});

const migrationProps: fc.Arbitrary<Partial<MigrationProps>> = optional<Omit<MigrationProps, 'from' | 'to'>>({
  step: fc.oneof(
    fc.constantFrom(MigrationStep.prepare(), MigrationStep.copy(), MigrationStep.follow(), MigrationStep.giveUp()),
    fc.boolean().map((afterPromote) => MigrationStep.giveUp({ afterPromote })),
    text.map((check) => MigrationStep.promote(check)),
    text.map((check) => MigrationStep.cutOver(check)),
    text.map((check) => MigrationStep.reverse(check)),
    text.map((check) => MigrationStep.retire(check)),
  ),
  method: fc.oneof(
    fc.constantFrom(
      MigrationMethod.logical(),
      MigrationMethod.logical({ subscriptionObjects: true }),
      MigrationMethod.physical({ reason: 'large objects' }),
    ),
    storage.map((volume) => MigrationMethod.dump({ storage: volume })),
  ),
  databases: fc.array(fc.record<MigratedDatabase>({ name: fc.oneof(fc.constant('orders'), text), renamedTo: maybe(text) }), {
    maxLength: 2,
  }),
  renamedRoles: fc.dictionary(text, text, { maxKeys: 2 }),
  withoutRows: fc.array(fc.oneof(fc.constant('public.audit'), text), { maxLength: 2 }),
  walLimit: size,
  wayBack: fc.boolean(),
  attempt: count,
  round: count,
  workers: count,
  image: text,
  compute,
});

const maintenanceProps: fc.Arbitrary<Partial<MaintenanceJobProps>> = optional<Omit<MaintenanceJobProps, 'cluster'>>({
  database: fc.oneof(fc.constant('orders'), text),
  task: fc.oneof(
    fc.constantFrom(MaintenanceTask.analyze(), MaintenanceTask.vacuum(), MaintenanceTask.reindex(), MaintenanceTask.endSessions()),
    fc.array(fc.oneof(fc.constant('orders-app'), text), { maxLength: 2 }).map((whose) => MaintenanceTask.endSessions(whose)),
  ),
  token: fc.oneof(fc.constant('ticket-1234'), text),
  image: text,
});

const weekly = fc.oneof(fc.constantFrom('0 20 * * 1-5', '0 6 * * *', '30 5 * * SUN'), cron);
const kubectlProps = {
  apiServerCidrs: fc.array(fc.oneof(fc.constantFrom('10.96.0.1/32', 'fd00::/8'), text), { maxLength: 2 }),
  apiServerPort: count,
  image: fc.oneof(fc.constant('registry.example.com/kubectl:1.34.2'), text),
};
const sleepProps: fc.Arbitrary<Partial<SleepScheduleProps>> = optional<Omit<SleepScheduleProps, 'cluster'>>({
  sleepsAt: weekly,
  wakesAt: weekly,
  timeZone: fc.oneof(fc.constantFrom('Europe/Berlin', 'Asia/Kolkata', 'Etc/UTC', 'CET', '+02:00'), text),
  ...kubectlProps,
});
const verbProps: fc.Arbitrary<Partial<VerbJobProps>> = optional<Omit<VerbJobProps, 'cluster'>>({
  verb: fc.oneof(
    fc.constant(ClusterVerb.newCertificate()),
    fc.oneof(fc.constant('orders-app'), text).map((role) => ClusterVerb.newPassword(role)),
    fc.oneof(fc.constant('orders-2'), text).map((one) => ClusterVerb.newInstance(one)),
  ),
  token: fc.oneof(fc.constant('ticket-1234'), text),
  ...kubectlProps,
});

const cidrs = fc.array(fc.oneof(fc.constantFrom('10.96.0.1/32', 'fd00::/8', '10.96.0.1'), text), { maxLength: 2 });
const drillProps: fc.Arbitrary<Partial<RestoreDrillProps>> = optional<Omit<RestoreDrillProps, 'policy'>>({
  drillName: fc.oneof(fc.constant(SMALLEST_DRILL.drillName), text),
  schedule: cron,
  checks: fc.array(
    fc.tuple(text, text).map(([title, sql]) => DrillCheck.isTrue(title, sql)),
    { maxLength: 2 },
  ),
  network: fc.record({ apiServerCidrs: cidrs, apiServerPort: maybe(count), archiveCidrs: maybe(cidrs), operatorNamespace: maybe(text) }),
  database: text,
  readAllData: fc.boolean(),
  target: recoveryTarget,
  repository: count,
  maxAgeDays: count,
  deadline: fc.oneof(
    fc.constant(Duration.hours(2)),
    fc.nat().map((amount) => Duration.millis(amount)),
  ),
  storage,
  compute,
  placement,
  images: optional<DrillImages>({ kubectl: text, psql: text }),
});

const settings = fc.dictionary(
  fc.oneof(fc.constantFrom('MAX_LOGIN_ATTEMPTS', 'SERVER_MODE', 'MAIL_PASSWORD', 'threads', 'workers'), text),
  fc.oneof(fc.constantFrom('5', 'true', '"text"', '["ldap"]', '{"a": {"b": 1}}'), text),
  { maxKeys: 2 },
);
const email = fc.oneof(fc.constantFrom('dba@acme.example', 'admin@console.orders.svc'), text);
const pgAdminServers = fc.oneof(
  text.map((group) => PgAdminServers.ofAll(group)),
  fc.tuple(text, map, maybe(requirements)).map(([group, labels, more]) => PgAdminServers.ofLabels(group, labels, more)),
);
export const pgAdminProps: fc.Arbitrary<Partial<PgAdminProps>> = optional<Omit<PgAdminProps, 'operator'>>({
  pgAdminName: text,
  storage,
  servers: fc.array(pgAdminServers, { maxLength: 2 }),
  users: fc.array(fc.record({ email, password: secretKey, role: maybe(fc.constantFrom(...Object.values(PgAdminRole))) }), { maxLength: 2 }),
  serviceName: text,
  compute,
  image: fc.oneof(fc.constant('registry.example.com/pgadmin4:9.8'), text),
  imagePullPolicy: fc.constantFrom(...Object.values(ImagePullPolicy)),
  imagePullSecrets: fc.array(text, { maxLength: 2 }),
  placement: placement.map(({ nodes: _nodes, zones: _zones, spread: _spread, ...rest }) => rest),
  settings,
  webServer: settings,
  ldapBindPassword: secretKey,
  configDatabase: secretKey,
  oauth: fc.array(fc.record({ name: fc.oneof(fc.constant('company'), text), secret: secretKey }), { maxLength: 2 }),
  configFiles: fc.array(optional({ secretName: text, configMapName: text, items: map, isOptional: fc.boolean() }), { maxLength: 2 }),
  labels: map,
  annotations: map,
  objectMetadata: optional<ObjectMetadata>({ labels: map, annotations: map }),
  policyManagedElsewhere: fc.boolean(),
  takenOver: fc.boolean(),
});

export const ask = fc.record({ cluster: clusterProps, backup: maybe(backupProps), pools: fc.array(poolProps, { maxLength: 2 }) });

/** A program in which an application connects to a cluster that is not odd in all of its props at once. */
export const clientAsk = fc.record({
  cluster: fc.record(
    { databases, roles, accessRules, tls, network, exposure: optional({ primary: exposure, replicas: exposure }) },
    { requiredKeys: [] },
  ),
  imported: fc.boolean(),
  pools: fc.array(poolProps, { maxLength: 1 }),
  connect,
  binding: fc.boolean(),
});

/** A program with one of what hangs on a policy. The rest of it may be as odd as above. */
export const recoveryAsk = fc
  .record({
    cluster: maybe(clusterProps),
    backup: maybe(backupProps),
    more: fc.oneof(
      fc.array(onDemandProps, { minLength: 1, maxLength: 2 }).map((onDemand) => ({ onDemand })),
      fc.record({ schedule: cron, retentionDays: maybe(count) }).map((logical) => ({ logical })),
      inPlaceProps.map((inPlace) => ({ inPlace })),
      replicaProps.map((replica) => ({ replica })),
      fc.tuple(replicaProps, step, fc.boolean()).map(([replica, pair, swapped]) => ({ replica, pair, swapped })),
      drillProps.map((drill) => ({ drill })),
      upgradeProps.map((upgrade) => ({ upgrade })),
      pgAdminProps.map((pgAdmin) => ({ pgAdmin })),
      migrationProps.map((migration) => ({ migration })),
      maintenanceProps.map((maintenance) => ({ maintenance })),
      sleepProps.map((sleep) => ({ sleep })),
      verbProps.map((verb) => ({ verb })),
    ),
  })
  .map(({ more, ...rest }) => ({ ...rest, ...more }));
