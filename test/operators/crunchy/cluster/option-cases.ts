import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { CrunchyOptions, CrunchyVersion, PostgresVersion, ServiceKind, ServiceTraffic, VolumeAccessMode } from 'cdk8s-postgres';
import { Ask } from '../../../support/programs';

interface OptionCase {
  readonly rule: string;
  readonly bad: Ask;
  readonly good: Ask;
  readonly says: readonly string[];
  readonly options: CrunchyOptions;
  readonly goodOptions: CrunchyOptions;
}

/** What is refused of the options of clusters that were written for PGO. */
export const OPTION_CASES: readonly OptionCase[] = [
  {
    rule: 'PGO-141',
    bad: {},
    good: {},
    options: {
      patroni: { ttl: Duration.seconds(19), loopWait: Duration.millis(500), retryTimeout: Duration.seconds(2) },
      patroniLogging: { storageLimit: Size.mebibytes(10) },
    },
    goodOptions: {
      patroni: { ttl: Duration.seconds(60), loopWait: Duration.seconds(20), retryTimeout: Duration.seconds(20) },
      patroniLogging: { storageLimit: Size.mebibytes(25) },
    },
    says: [
      `'operator.patroni.ttl' must be whole seconds, at least 20, got 19`,
      `'operator.patroni.loopWait' must be whole seconds, at least 1, got 0.5`,
      `'operator.patroni.retryTimeout' must be whole seconds, at least 3, got 2`,
      `'operator.patroniLogging.storageLimit' must be at least 25Mi; write Size.mebibytes(25)`,
    ],
  },
  {
    rule: 'PGO-141',
    bad: {},
    good: {},
    options: { patroni: { retryTimeout: Duration.seconds(20) } },
    goodOptions: { patroni: { failsafeMode: true, maximumLagOnFailover: Size.mebibytes(32) } },
    says: [
      `'operator.patroni.ttl' must be at least 'loopWait' and twice 'retryTimeout', which are 10 and 20 seconds, got 30; write 50 seconds or more`,
    ],
  },
  {
    rule: 'PGO-142',
    bad: {},
    good: {},
    options: {
      services: {
        primary: { kind: ServiceKind.LOAD_BALANCER },
        replicas: { nodePort: 30000 },
        pool: { kind: ServiceKind.CLUSTER_IP, externalTraffic: ServiceTraffic.LOCAL },
      },
      instanceMetadata: { labels: { 'postgres-operator.crunchydata.com/role': 'x', a: 'b c' } },
      backupMetadata: { annotations: { 'a b': 'c' } },
    },
    goodOptions: { services: { primary: { kind: ServiceKind.NODE_PORT, nodePort: 30000, sourceRanges: ['203.0.113.0/24'] } } },
    says: [
      `'operator.services.primary' is reached from outside, and nobody is let in; write 'sourceRanges'`,
      `'operator.services.replicas.nodePort' must be a port, with ServiceKind.NODE_PORT or ServiceKind.LOAD_BALANCER only, got 30000`,
      `'operator.services.pool.externalTraffic' goes with ServiceKind.NODE_PORT or ServiceKind.LOAD_BALANCER only, got 'Local'; leave it out`,
      `'operator.instanceMetadata.labels': the value 'b c' of 'a' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end`,
      `'operator.instanceMetadata' must not have 'postgres-operator.crunchydata.com/role', which is PGO's; leave it out`,
      `'operator.backupMetadata.annotations': the key 'a b' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end`,
    ],
  },
  {
    rule: 'PGO-143',
    bad: {},
    good: {},
    options: {
      operatorVersion: CrunchyVersion.V5_8,
      sidecars: [
        { name: 'database', image: 'shipper', ports: [{ port: 0 }], mounts: [{ name: 'x', mountPath: 'x' }] },
        { name: 'Two', image: 'shipper:1' },
        { name: 'Two', image: 'shipper:1', env: [{ name: 'A' }] },
      ],
      volumes: [{ name: 'Files' }, { name: 'a', image: 'files', readOnly: false }, { name: 'a', claimName: 'Mine' }],
      temporaryVolume: { size: Size.mebibytes(100), storageClass: 'Fast' },
      configFiles: [{}],
      supplementalGroups: [0],
    },
    goodOptions: {
      sidecars: [{ name: 'shipper', image: 'shipper:1' }],
      volumes: [{ name: 'files', claimName: 'files' }],
      temporaryVolume: { size: Size.gibibytes(1) },
      supplementalGroups: [65534],
    },
    says: [
      `'operator.sidecars[0].name' must not be 'database', which the operator has; write another one`,
      `'operator.sidecars[0].image': the image must have a tag that is not 'latest', with or without a digest behind it, got 'shipper'`,
      `'operator.sidecars[0].ports' must be whole numbers from 1 to 65535, got 0`,
      `'operator.sidecars[0].mounts' must be absolute paths, got 'x'`,
      `'operator.sidecars[1].name' must be at most 63 lower-case letters, digits and '-', got 'Two'`,
      `'operator.sidecars[2].name' must be at most 63 lower-case letters, digits and '-', got 'Two'`,
      `'operator.sidecars[2]' repeats the container 'Two'; write another name`,
      `'operator.sidecars[2].env[0]' must have exactly one of value, secret, configMap and fieldPath, got 0`,
      `'operator.volumes' need PGO 6.0, got 5.8; leave them out`,
      `'operator.volumes[0].name' must be at most 55 lower-case letters, digits and '-', got 'Files'`,
      `'operator.volumes[0]' must have either 'claimName' or 'image'`,
      `'operator.volumes[1].image': the image must have a tag that is not 'latest', with or without a digest behind it, got 'files'`,
      `'operator.volumes[1].readOnly' must not be false for an image; leave it out`,
      `'operator.volumes[2]' repeats the volume 'a'; write another name`,
      `'operator.volumes[2].claimName' must be lower-case letters, digits, '-' and '.', got 'Mine'`,
      `'operator.temporaryVolume.size' must be at least 1Gi and a whole number of Mi, got 100Mi`,
      `'operator.temporaryVolume.storageClass' must be lower-case letters, digits, '-' and '.', got 'Fast'`,
      `'operator.configFiles[0]' must have either secretName or configMapName, got 0 of them`,
      `'operator.supplementalGroups' must be whole numbers from 1, got 0`,
    ],
  },
  {
    rule: 'PGO-195',
    bad: { cluster: { version: PostgresVersion.V18, monitoring: { enabled: false } } },
    good: {},
    options: {
      exporter: {
        image: 'exporter',
        compute: { cpu: Cpu.units(2), cpuLimit: Cpu.units(1) },
        queriesConfigMaps: ['Mine'],
      },
      certificateSidecarCompute: { hugePages2Mi: Size.mebibytes(2) },
      openTelemetryMetricsEnabled: true,
    },
    goodOptions: {
      exporter: { image: 'exporter:1', compute: { cpu: Cpu.millis(10) }, queriesConfigMaps: ['queries'] },
      certificateSidecarCompute: { memory: Size.mebibytes(16) },
    },
    says: [
      `'operator.exporter' knows PostgreSQL up to 17, got 18; leave it out`,
      `'operator.exporter' does not go with 'openTelemetryMetricsEnabled', which has a container of its own; leave one of the two out`,
      `'operator.exporter.image': the image must have a tag that is not 'latest', with or without a digest behind it, got 'exporter'`,
      `'operator.exporter.queriesConfigMaps[0]' must be lower-case letters, digits, '-' and '.', got 'Mine'`,
      `'operator.exporter.compute.cpuLimit' must not be below the request 2, got 1`,
      `'operator.certificateSidecarCompute.hugePages2Mi' is for instances only, got 2Mi; leave it out`,
    ],
  },
  {
    rule: 'PGO-196',
    bad: { cluster: { instances: 3 } },
    good: { cluster: { walStorage: { size: Size.gibibytes(10) } } },
    options: { dataVolume: { volumeName: 'The disk', labels: { 'a b': 'c' } }, walVolume: {} },
    goodOptions: {
      dataVolume: { accessMode: VolumeAccessMode.READ_WRITE_MANY, labels: { disk: 'fast' } },
      walVolume: { labels: { disk: 'fast' } },
    },
    says: [
      `'operator.dataVolume.volumeName' must be lower-case letters, digits, '-' and '.', got 'The disk'`,
      `'operator.dataVolume.volumeName' goes with one instance, got 3; write 'labels' for several volumes`,
      `'operator.dataVolume.labels': the key 'a b' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end`,
      `'operator.walVolume' goes with 'walStorage'; write that, or leave it out`,
    ],
  },
];
