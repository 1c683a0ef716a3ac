import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  CrunchyOptions,
  CrunchyPatroniLogLevel,
  CrunchyVersion,
  ImagePullPolicy,
  PostgresOperator,
  Replication,
  ServiceKind,
  ServiceTraffic,
  TakeOver,
  VolumeAccessMode,
} from '../../../../lib';
import { Ask, program } from '../../../support/programs';
import { Manifest, at, only, render } from '../../../support/render';

/** What the options of clusters that were written for PGO print, in every version that has them. */

const printed = (options: CrunchyOptions, ask: Ask = {}): Manifest[] => render(program(PostgresOperator.crunchy(options), ask));
const cluster = (options: CrunchyOptions, ask: Ask = {}): unknown => only(printed(options, ask), 'PostgresCluster').spec;

type Row = [says: string, options: CrunchyOptions, pointer: string, value: unknown, ask?: Ask];

const CASES: Row[] = [
  [
    'the timing of Patroni',
    { patroni: { ttl: Duration.minutes(1), loopWait: Duration.seconds(15) } },
    '/patroni',
    { leaderLeaseDurationSeconds: 60, syncPeriodSeconds: 15, dynamicConfiguration: { synchronous_mode: false } },
  ],
  [
    'what Patroni is told itself, beside replication',
    { patroni: { retryTimeout: Duration.seconds(5), maximumLagOnFailover: Size.mebibytes(32), failsafeMode: true } },
    '/patroni/dynamicConfiguration',
    {
      retry_timeout: 5,
      maximum_lag_on_failover: 33554432,
      failsafe_mode: true,
      synchronous_mode: true,
      synchronous_mode_strict: true,
      synchronous_node_count: 1,
    },
    { cluster: { replication: Replication.synchronous() } },
  ],
  [
    'the log of Patroni',
    { patroniLogging: { storageLimit: Size.mebibytes(64), level: CrunchyPatroniLogLevel.DEBUG } },
    '/patroni/logging',
    { storageLimit: '64Mi', level: 'DEBUG' },
  ],
  [
    'the Service of the primary',
    {
      services: {
        primary: {
          kind: ServiceKind.LOAD_BALANCER,
          labels: { app: 'orders' },
          annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'db.acme.example' },
          nodePort: 30432,
          sourceRanges: ['203.0.113.0/24'],
          externalTraffic: ServiceTraffic.LOCAL,
          internalTraffic: ServiceTraffic.CLUSTER,
        },
      },
    },
    '/service',
    {
      type: 'LoadBalancer',
      metadata: { labels: { app: 'orders' }, annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'db.acme.example' } },
      nodePort: 30432,
      externalTrafficPolicy: 'Local',
      internalTrafficPolicy: 'Cluster',
    },
  ],
  [
    'the Service of the replicas',
    { services: { replicas: { annotations: { note: 'ours' } } } },
    '/replicaService',
    { metadata: { annotations: { note: 'ours' } } },
  ],
  [
    'the Service of the pool',
    { services: { pool: { kind: ServiceKind.CLUSTER_IP } } },
    '/proxy/pgBouncer/service',
    { type: 'ClusterIP' },
    { pools: [{}] },
  ],
  [
    'metadata of instances',
    { instanceMetadata: { labels: { app: 'orders' }, annotations: { note: 'ours' } } },
    '/instances/0/metadata',
    { labels: { app: 'orders' }, annotations: { note: 'ours' } },
  ],
  [
    'metadata of backups',
    { backupMetadata: { labels: { app: 'backups' } } },
    '/backups/pgbackrest/metadata',
    { labels: { app: 'backups' } },
    { backup: {} },
  ],
  ['when images are pulled', { imagePullPolicy: ImagePullPolicy.ALWAYS }, '/imagePullPolicy', 'Always'],
  ['further groups', { supplementalGroups: [65534] }, '/supplementalGroups', [65534]],
  [
    'containers',
    {
      sidecars: [
        {
          name: 'shipper',
          image: 'registry.example.com/shipper:1.2',
          command: ['ship'],
          args: ['--all'],
          env: [{ name: 'TOKEN', secret: { name: 'tokens', key: 'token' } }],
          ports: [{ port: 9000, name: 'http' }],
          compute: { cpu: Cpu.millis(50), memory: Size.mebibytes(64), memoryLimit: Size.mebibytes(64) },
          mounts: [{ name: 'postgres-data', mountPath: '/pgdata', readOnly: true }],
        },
      ],
    },
    '/instances/0/containers',
    [
      {
        name: 'shipper',
        image: 'registry.example.com/shipper:1.2',
        command: ['ship'],
        args: ['--all'],
        env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'tokens', key: 'token' } } }],
        ports: [{ containerPort: 9000, name: 'http', protocol: 'TCP' }],
        resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '64Mi' } },
        volumeMounts: [{ name: 'postgres-data', mountPath: '/pgdata', readOnly: true }],
      },
    ],
  ],
  [
    'a volume for temporary files',
    { temporaryVolume: { size: Size.gibibytes(5), storageClass: 'local' } },
    '/instances/0/volumes/temp',
    { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } }, storageClassName: 'local' },
  ],
  [
    'files, beside parameters',
    { configFiles: [{ secretName: 'ldap-ca', items: { 'ca.crt': 'ldap/ca.crt' } }] },
    '/config',
    { parameters: { work_mem: '8MB' }, files: [{ secret: { name: 'ldap-ca', items: [{ key: 'ca.crt', path: 'ldap/ca.crt' }] } }] },
    { cluster: { parameters: { work_mem: '8MB' } } },
  ],
  [
    'the exporter, where the library has none',
    {
      exporter: {
        image: 'registry.example.com/exporter:1.2',
        compute: { cpu: Cpu.millis(10), memoryLimit: Size.mebibytes(256) },
        queriesConfigMaps: ['queries'],
      },
    },
    '/monitoring/pgmonitor/exporter',
    {
      image: 'registry.example.com/exporter:1.2',
      resources: { requests: { cpu: '10m' }, limits: { memory: '256Mi' } },
      configuration: [{ configMap: { name: 'queries' } }],
    },
    { cluster: { takenOver: TakeOver.asItRuns() } },
  ],
  [
    'an exporter of which nothing is said',
    { exporter: {} },
    '/monitoring/pgmonitor/exporter',
    {},
    { cluster: { takenOver: TakeOver.asItRuns() } },
  ],
  [
    'the exporter that the library has',
    { exporter: { image: 'registry.example.com/exporter:1.2', compute: { cpu: Cpu.millis(10) } } },
    '/monitoring/pgmonitor/exporter',
    {
      image: 'registry.example.com/exporter:1.2',
      resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
    },
    { cluster: { monitoring: {} } },
  ],
  [
    'the size of the container that copies certificates',
    { certificateSidecarCompute: { memoryLimit: Size.mebibytes(32) } },
    '/instances/0/sidecars/replicaCertCopy/resources',
    { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '32Mi' } },
  ],
  [
    'that size alone, where the cluster ran before',
    { certificateSidecarCompute: { memoryLimit: Size.mebibytes(32) } },
    '/instances/0/sidecars/replicaCertCopy/resources',
    { limits: { memory: '32Mi' } },
    { cluster: { takenOver: TakeOver.asItRuns() } },
  ],
  [
    'the claim of a data volume',
    { dataVolume: { accessMode: VolumeAccessMode.READ_WRITE_MANY, volumeName: 'disk-7', labels: { disk: 'fast' } } },
    '/instances/0/dataVolumeClaimSpec',
    {
      accessModes: ['ReadWriteMany'],
      resources: { requests: { storage: '50Gi' } },
      volumeName: 'disk-7',
      selector: { matchLabels: { disk: 'fast' } },
    },
    { cluster: { instances: 1, nonProduction: { reason: 'a test', singleInstance: true, withoutBackups: true } } },
  ],
  [
    'the claim of a WAL volume',
    { walVolume: { labels: { disk: 'fast' } } },
    '/instances/0/walVolumeClaimSpec',
    { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } }, selector: { matchLabels: { disk: 'fast' } } },
    { cluster: { walStorage: { size: Size.gibibytes(10) } } },
  ],
  [
    'a backup that somebody takes by hand',
    { pgBackRest: { manual: { options: ['--type=full'] } } },
    '/backups/pgbackrest/manual',
    { repoName: 'repo1', options: ['--type=full'] },
    { backup: {} },
  ],
];

describe.each(Object.values(CrunchyVersion))('%s', (operatorVersion) => {
  test.each(CASES)('%s', (...[, options, pointer, value, ask]: Row) => {
    const withoutMonitoring = { ...ask, cluster: { monitoring: { enabled: false }, ...ask?.cluster } };
    expect(at(cluster({ ...options, operatorVersion }, withoutMonitoring), pointer)).toEqual(value);
  });
});

test('volumes, which 6.0 has', () => {
  const volumes = [
    { name: 'words', claimName: 'words', containers: ['database'], readOnly: true },
    { name: 'files', image: 'registry.example.com/files:1' },
  ];
  expect(at(cluster({ volumes }), '/instances/0/volumes/additional')).toEqual([
    { name: 'words', claimName: 'words', containers: ['database'], readOnly: true },
    { name: 'files', image: { reference: 'registry.example.com/files:1' } },
  ]);
});

test('nothing is printed that is not said', () => {
  const empty: CrunchyOptions = { patroni: {}, services: {}, instanceMetadata: {}, backupMetadata: {} };
  const ask = { backup: {}, pools: [{}] };
  expect(printed(empty, ask)).toEqual(printed({}, ask));
  expect(printed({ sidecars: [], volumes: [], configFiles: [], supplementalGroups: [] }, ask)).toEqual(printed({}, ask));
});

test('whoever comes by a Service of PGO is let in', () => {
  const manifests = printed(
    {
      services: {
        primary: { kind: ServiceKind.LOAD_BALANCER, sourceRanges: ['203.0.113.0/24'] },
        pool: { kind: ServiceKind.NODE_PORT, sourceRanges: ['198.51.100.0/24'] },
      },
    },
    { pools: [{ port: 6432 }] },
  );
  const rules = (name: string): string =>
    JSON.stringify(manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name)!.spec);
  expect(rules('orders-instances')).toContain('203.0.113.0/24');
  expect(rules('orders-pgbouncer')).toContain('{"from":[{"ipBlock":{"cidr":"198.51.100.0/24"}}],"ports":[{"port":6432,"protocol":"TCP"}]}');
});
