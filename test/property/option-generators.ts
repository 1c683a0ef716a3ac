import { Duration, Size } from 'cdk8s';
import * as fc from 'fast-check';
import {
  CloudNativePgClusterOptions,
  CloudNativePgOrigin,
  CloudNativePgProbeType,
  CloudNativePgServiceTarget,
  CrunchyClusterOptions,
  ServiceKind,
  ZalandoClusterOptions,
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
const patroni = some({ ttl: duration, loopWait: duration, retryTimeout: duration, maximumLagOnFailover: size, failsafeMode: fc.boolean() });

export const cnpg = some<CloudNativePgClusterOptions>({
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

export const crunchy = some<CrunchyClusterOptions>({
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

export const zalando = some<ZalandoClusterOptions>({
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
