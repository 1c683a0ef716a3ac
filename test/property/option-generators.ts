import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import {
  CloudNativePgImageType,
  CloudNativePgLdap,
  CloudNativePgLogLevel,
  CloudNativePgNodeMaintenance,
  CloudNativePgOptions,
  CloudNativePgOrigin,
  CloudNativePgProbeType,
  CloudNativePgServiceTarget,
  CloudNativePgUpdateMethod,
  CloudNativePgUpdateStrategy,
  CloudNativePgVersion,
  ComputeOptions,
  CrunchyAmbientIdentity,
  CrunchyOptions,
  CrunchyPatroniLogLevel,
  CrunchyVersion,
  ImagePullPolicy,
  PgBackRestLogLevel,
  PgBackRestManual,
  PgBackRestOptions,
  PgBackRestRepositoryOptions,
  PgBackRestStandby,
  ServiceKind,
  ZalandoOptions,
  ZalandoPreparedDatabase,
  ZalandoPreparedSchema,
  ZalandoVersion,
} from '../../lib';

/** Whatever the options of a factory may be, right or wrong. */

const text = fc.oneof(
  fc.constantFrom('orders', 'a', '', 'UPPER', 'registry.example.com/tool:1', '/path', '10.0.0.0/8'),
  fc.string({ maxLength: 8 }),
);
const number = fc.oneof(fc.integer({ min: -1, max: 9 }), fc.constantFrom(5432, NaN, 0.5));
const duration = fc.integer({ min: 0, max: 90_000 }).map((amount) => Duration.millis(amount));
const size = fc.integer({ min: 1, max: 4096 }).map((amount) => Size.mebibytes(amount));
const map = fc.dictionary(text, text, { maxKeys: 2 });
const list = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 2 });
const some = <P extends object>(record: { readonly [K in keyof P]?: fc.Arbitrary<P[K]> }) =>
  fc.record(record as { [K in keyof P]: fc.Arbitrary<P[K]> }, { requiredKeys: [] }) as fc.Arbitrary<P>;

/** The same of all options of a factory: one that is added and not drawn here does not compile. */
const every = <P extends object>(record: { readonly [K in keyof Required<P>]: fc.Arbitrary<P[K]> }): fc.Arbitrary<P> => some<P>(record);

const oneOf = <T>(values: { readonly [name: string]: T }): fc.Arbitrary<T> => fc.constantFrom(...Object.values(values));

/** All of the options at once are refused nearly always; one of them alone is often right. */
export const oneOrAll = <P extends object>(options: fc.Arbitrary<P>): fc.Arbitrary<P> =>
  fc.oneof(
    options,
    fc.tuple(options, fc.nat()).map(([all, position]) => {
      const entries = Object.entries(all);
      return Object.fromEntries(entries.length === 0 ? [] : [entries[position % entries.length]!]) as P;
    }),
  );

const key = fc.record({ name: text, key: text });
const env = list(
  fc.tuple(text, some({ value: text, secret: key, configMap: key, fieldPath: text })).map(([name, from]) => ({ name, ...from })),
);
const sources = list(some({ secretName: text, configMapName: text, prefix: text }));
const files = list(some({ secretName: text, configMapName: text, items: map, isOptional: fc.boolean() }));
const containers = list(
  fc
    .tuple(text, text, some({ command: list(text), args: list(text), env, ports: list(fc.record({ port: number })) }))
    .map(([name, image, rest]) => ({ name, image, ...rest })),
);
const kind = fc.constantFrom(...Object.values(ServiceKind));
const service = some({ kind, labels: map, annotations: map, nodePort: number, sourceRanges: list(text) });
const cpu = fc.integer({ min: 0, max: 4000 }).map((amount) => Cpu.millis(amount));
const compute = every<ComputeOptions>({
  cpu,
  cpuLimit: cpu,
  withoutCpuLimit: fc.boolean(),
  memory: size,
  memoryLimit: size,
  hugePages2Mi: size,
});
const repository = every<PgBackRestRepositoryOptions>({
  bundle: fc.boolean(),
  bundleSize: size,
  bundleLimit: size,
  block: fc.boolean(),
  verifyTls: fc.boolean(),
});
const pgBackRest = every<PgBackRestOptions>({
  repository,
  repositories: fc.dictionary(fc.constantFrom('repo1', 'repo2', 'other'), repository, { maxKeys: 2 }),
  compressionLevel: number,
  archivePushQueueMax: size,
  archiveGetQueueMax: size,
  archiveTimeout: duration,
  delta: fc.boolean(),
  standby: oneOf(PgBackRestStandby),
  bufferSize: size,
  databaseTimeout: duration,
  protocolTimeout: duration,
  consoleLogLevel: oneOf(PgBackRestLogLevel),
  fileLogLevel: oneOf(PgBackRestLogLevel),
  stderrLogLevel: oneOf(PgBackRestLogLevel),
  image: text,
  jobTtl: duration,
  jobCompute: compute,
  repositoryHostCompute: compute,
  sidecarCompute: compute,
  configSidecarCompute: compute,
  manual: every<PgBackRestManual>({ repository: number, options: list(text) }),
});
const patroni = some({ ttl: duration, loopWait: duration, retryTimeout: duration, maximumLagOnFailover: size, failsafeMode: fc.boolean() });

export const cnpg = every<CloudNativePgOptions>({
  operatorVersion: oneOf(CloudNativePgVersion),
  updateStrategy: oneOf(CloudNativePgUpdateStrategy),
  updateMethod: oneOf(CloudNativePgUpdateMethod),
  imageType: oneOf(CloudNativePgImageType),
  imageDistribution: text,
  ldap: every<CloudNativePgLdap>({
    server: text,
    port: number,
    ldaps: fc.boolean(),
    startTls: fc.boolean(),
    prefix: text,
    suffix: text,
    baseDn: text,
    bindDn: text,
    bindPassword: key,
    searchAttribute: text,
    searchFilter: text,
  }).map((ldap) => ({ ...ldap, server: ldap.server ?? 'ldap.example' })),
  alterSystemEnabled: fc.boolean(),
  logLevel: oneOf(CloudNativePgLogLevel),
  nodeMaintenance: every<CloudNativePgNodeMaintenance>({ inProgress: fc.boolean(), reusesVolumes: fc.boolean() }),
  pods: some({ env, envFrom: sources, projectedFiles: files, serviceAccountName: text, sharedMemory: size, postgresUid: number }),
  timing: some({ startDelay: duration, stopDelay: duration, smartShutdownTimeout: duration }),
  probes: some({
    startup: some({ type: fc.constantFrom(...Object.values(CloudNativePgProbeType)), maximumLag: size, period: duration }),
    liveness: some({ failureThreshold: number }),
    isolationCheck: fc.boolean(),
  }),
  synchronous: some({ first: fc.boolean(), standbysBefore: list(text), maxStandbysFromCluster: number, failoverQuorum: fc.boolean() }),
  services: some({
    disabled: list(fc.constantFrom(...Object.values(CloudNativePgServiceTarget))),
    additional: list(service.chain((one) => text.map((name) => ({ ...one, name, target: CloudNativePgServiceTarget.PRIMARY })))),
  }),
  poolers: some({ authQuery: text, authQuerySecret: text, service, terminationGrace: duration }),
  imageExtensions: list(fc.tuple(text, some({ image: text, controlPaths: list(text) })).map(([name, rest]) => ({ name, ...rest }))),
  identLines: list(text),
  description: text,
  scheduledBackups: some({ fullNames: list(text), immediate: fc.boolean() }),
  barman: some({ walParallelism: number, inTree: fc.boolean() }),
  plugins: list(fc.record({ name: text, archivesWal: fc.boolean(), parameters: map })),
  externalClusters: list(
    fc
      .tuple(
        text,
        some({
          connectionParameters: map,
          password: key,
          plugin: fc.record({ name: text }),
          origin: fc.constantFrom(...Object.values(CloudNativePgOrigin)),
        }),
      )
      .map(([name, rest]) => ({ name, ...rest })),
  ),
  monitoring: some({ podMonitor: fc.boolean(), queriesConfigMaps: list(key), relabelings: list(some({ regex: text, action: text })) }),
});

export const crunchy = every<CrunchyOptions>({
  operatorVersion: oneOf(CrunchyVersion),
  instanceSetName: text,
  postGisVersion: fc.constantFrom('3.4', '3.5', '', 'x'),
  ambientIdentity: oneOf(CrunchyAmbientIdentity),
  userDatabases: fc.dictionary(text, list(text), { maxKeys: 2 }),
  volumeSnapshotsEnabled: fc.boolean(),
  tablespaceVolumesEnabled: fc.boolean(),
  autoGrowVolumesEnabled: fc.boolean(),
  openTelemetryMetricsEnabled: fc.boolean(),
  appendCustomQueriesEnabled: fc.boolean(),
  tlsSecretName: text,
  replicationTlsSecretName: text,
  pgBackRest,
  patroniLogging: fc.record({ storageLimit: size, level: oneOf(CrunchyPatroniLogLevel) }),
  imagePullPolicy: oneOf(ImagePullPolicy),
  temporaryVolume: fc.record({ size }),
  certificateSidecarCompute: compute,
  patroni,
  services: some({ primary: service, replicas: service, pool: service }),
  instanceMetadata: some({ labels: map, annotations: map }),
  backupMetadata: some({ labels: map, annotations: map }),
  supplementalGroups: list(number),
  sidecars: containers,
  volumes: list(fc.tuple(text, some({ claimName: text, image: text, readOnly: fc.boolean() })).map(([name, rest]) => ({ name, ...rest }))),
  configFiles: files,
  exporter: some({ image: text, queriesConfigMaps: list(text) }),
  dataVolume: some({ volumeName: text, labels: map }),
  walVolume: some({ volumeName: text, labels: map }),
});

export const zalando = every<Omit<ZalandoOptions, 'teamId'>>({
  operatorVersion: oneOf(ZalandoVersion),
  teamPrefixEnforced: fc.boolean(),
  exporterImage: text,
  podAntiAffinityConfigured: fc.boolean(),
  cpuLimitDefaultsRemoved: fc.boolean(),
  inheritedLabels: list(text),
  podRoleArn: text,
  preparedDatabases: fc.dictionary(
    text,
    every<ZalandoPreparedDatabase>({
      defaultUsers: fc.boolean(),
      schemas: fc.dictionary(text, every<ZalandoPreparedSchema>({ defaultRoles: fc.boolean(), defaultUsers: fc.boolean() }), {
        maxKeys: 2,
      }),
      extensions: map,
      secretNamespace: text,
    }),
    { maxKeys: 2 },
  ),
  rotatedRoles: list(text),
  rotatedInPlaceRoles: list(text),
  sharedMemoryVolume: fc.boolean(),
  schedulerName: text,
  defaultImage: text,
  patroni,
  env,
  envFrom: sources,
  sidecars: containers,
  initContainers: containers,
  volumes: list(
    fc
      .tuple(text, text, some({ secretName: text, claimName: text, emptyDir: size }))
      .map(([name, mountPath, rest]) => ({ name, mountPath, ...rest })),
  ),
  livenessProbe: some({ command: list(text), httpPath: text, period: duration }),
  podUser: some({ user: number, group: number, fsGroup: number }),
  services: some({ primary: kind, replicaPool: kind, sourceRanges: list(text), annotations: map }),
  origin: fc.record({ cluster: text, timestamp: text }),
  poolSchema: text,
  poolUser: text,
});
