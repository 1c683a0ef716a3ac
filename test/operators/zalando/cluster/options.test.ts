import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { RecoverySource, ServiceKind, TakeOver, ZalandoOptions, ZalandoVersion } from '../../../../lib';
import { ZALANDO_RULES } from '../../../../lib/operators/zalando/rules';
import { Ask, OLD_ARCHIVE } from '../../../support/programs';
import { Manifest, at, only } from '../../../support/render';
import { all, refused } from '../support';

/** What the options of clusters that were written for the operator print, in every version that has them, and what of them is refused. */

type Options = Partial<ZalandoOptions>;
type Row = [says: string, options: Options, pointer: string, value: unknown, ask?: Ask];

const spec = (options: Options, ask: Ask = {}): unknown => only(all(ask, options), 'postgresql').spec;

const CASES: Row[] = [
  [
    'the timing of Patroni',
    {
      patroni: {
        ttl: Duration.minutes(1),
        loopWait: Duration.seconds(15),
        retryTimeout: Duration.seconds(20),
        maximumLagOnFailover: Size.mebibytes(32),
        failsafeMode: true,
      },
    },
    '/patroni',
    {
      ttl: 60,
      loop_wait: 15,
      retry_timeout: 20,
      maximum_lag_on_failover: 33554432,
      failsafe_mode: true,
      initdb: expect.anything() as unknown,
      synchronous_mode: false,
      synchronous_mode_strict: false,
      synchronous_node_count: 1,
    },
  ],
  [
    'variables',
    {
      env: [
        { name: 'TZ', value: 'UTC' },
        { name: 'TOKEN', secret: { name: 'tokens', key: 'token' } },
      ],
    },
    '/env',
    [
      { name: 'TZ', value: 'UTC' },
      { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'tokens', key: 'token' } } },
    ],
  ],
  [
    'what a cluster was made of that ran before',
    {
      origin: {
        cluster: 'orders-old',
        uid: '5a1c0b6e-0000-4000-8000-0123456789ab',
        timestamp: '2026-08-01T10:30:00+00:00',
        walPath: 's3://acme-pg/spilo/orders-old',
        endpoint: 'https://store.acme.example',
        pathStyle: true,
      },
    },
    '/clone',
    {
      cluster: 'orders-old',
      uid: '5a1c0b6e-0000-4000-8000-0123456789ab',
      timestamp: '2026-08-01T10:30:00+00:00',
      s3_wal_path: 's3://acme-pg/spilo/orders-old',
      s3_endpoint: 'https://store.acme.example',
      s3_force_path_style: true,
    },
    { cluster: { takenOver: TakeOver.asItRuns() } },
  ],
  [
    'an empty directory without a limit',
    { volumes: [{ name: 'scratch', mountPath: '/scratch', unlimitedEmptyDir: true }] },
    '/additionalVolumes/0/volumeSource',
    { emptyDir: {} },
  ],
  [
    'containers beside the database',
    {
      sidecars: [
        {
          name: 'shipper',
          image: 'registry.example.com/shipper:1.2',
          command: ['ship', '--all'],
          env: [{ name: 'LEVEL', value: 'info' }],
          ports: [{ port: 9000, name: 'http' }],
          compute: { cpu: Cpu.millis(50), cpuLimit: Cpu.millis(100), memory: Size.mebibytes(64), memoryLimit: Size.mebibytes(64) },
        },
      ],
    },
    '/sidecars',
    [
      {
        name: 'shipper',
        image: 'registry.example.com/shipper:1.2',
        command: ['ship', '--all'],
        env: [{ name: 'LEVEL', value: 'info' }],
        ports: [{ containerPort: 9000, name: 'http', protocol: 'TCP' }],
        resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
      },
    ],
  ],
  [
    'containers before it',
    {
      initContainers: [
        { name: 'wait', image: 'busybox:1.37', command: ['sh'], args: ['-c', 'true'], mounts: [{ name: 'words', mountPath: '/words' }] },
      ],
    },
    '/initContainers',
    [
      {
        name: 'wait',
        image: 'busybox:1.37',
        command: ['sh'],
        args: ['-c', 'true'],
        volumeMounts: [{ name: 'words', mountPath: '/words' }],
      },
    ],
  ],
  [
    'volumes',
    {
      volumes: [
        { name: 'words', mountPath: '/words', configMapName: 'words', containers: ['all'], subPath: 'de' },
        { name: 'ca', mountPath: '/ca', secretName: 'ca' },
        { name: 'scratch', mountPath: '/scratch', emptyDir: Size.gibibytes(1) },
        { name: 'shared', mountPath: '/shared', claimName: 'shared' },
      ],
    },
    '/additionalVolumes',
    [
      { name: 'words', mountPath: '/words', subPath: 'de', targetContainers: ['all'], volumeSource: { configMap: { name: 'words' } } },
      { name: 'ca', mountPath: '/ca', volumeSource: { secret: { secretName: 'ca' } } },
      { name: 'scratch', mountPath: '/scratch', volumeSource: { emptyDir: { sizeLimit: '1Gi' } } },
      { name: 'shared', mountPath: '/shared', volumeSource: { persistentVolumeClaim: { claimName: 'shared' } } },
    ],
  ],
  ['shared memory', { sharedMemoryVolume: true }, '/enableShmVolume', true],
  ['a scheduler', { schedulerName: 'packer' }, '/schedulerName', 'packer'],
  ['a user', { podUser: { user: 999 } }, '/spiloRunAsUser', 999],
  ['a group', { podUser: { group: 999 } }, '/spiloRunAsGroup', 999],
  ['a group of files', { podUser: { fsGroup: 999 } }, '/spiloFSGroup', 999],
  ['what stays of them', { podUser: { user: 999 } }, '/spiloFSGroup', 103],
  ['an image', { defaultImage: 'registry.example.com/spilo-17:4.0-p3' }, '/dockerImage', 'registry.example.com/spilo-17:4.0-p3'],
  [
    'a load balancer',
    { services: { primary: ServiceKind.LOAD_BALANCER, sourceRanges: ['203.0.113.0/24'] } },
    '/enableMasterLoadBalancer',
    true,
  ],
  [
    'who may come',
    { services: { replicas: ServiceKind.LOAD_BALANCER, sourceRanges: ['203.0.113.0/24'] } },
    '/allowedSourceRanges',
    ['203.0.113.0/24'],
  ],
  [
    'what stays inside',
    { services: { replicas: ServiceKind.LOAD_BALANCER, sourceRanges: ['203.0.113.0/24'] } },
    '/enableMasterLoadBalancer',
    false,
  ],
  ['annotations of Services', { services: { annotations: { note: 'all' } } }, '/serviceAnnotations', { note: 'all' }],
  ['annotations of that of the primary', { services: { primaryAnnotations: { note: 'rw' } } }, '/masterServiceAnnotations', { note: 'rw' }],
  [
    'annotations of that of the replicas',
    { services: { replicaAnnotations: { note: 'ro' } } },
    '/replicaServiceAnnotations',
    { note: 'ro' },
  ],
  ['a schema of pools', { poolSchema: 'pgbouncer' }, '/connectionPooler/schema', 'pgbouncer', { pools: [{}] }],
  ['a role of pools', { poolUser: 'pgbouncer' }, '/connectionPooler/user', 'pgbouncer', { pools: [{}] }],
];

describe.each(Object.values(ZalandoVersion))('%s', (operatorVersion) => {
  test.each(CASES)('%s', (...[, options, pointer, value, ask]: Row) => {
    expect(at(spec({ ...options, operatorVersion }, ask), pointer)).toEqual(value);
  });
});

test('what version 2.0 has', () => {
  const options: Options = {
    envFrom: [{ secretName: 'proxy', prefix: 'P_' }],
    livenessProbe: { httpPath: '/liveness', period: Duration.seconds(10), failureThreshold: 3 },
    services: { primaryPool: ServiceKind.NODE_PORT, sourceRanges: ['203.0.113.0/24'] },
  };
  expect(spec(options, { pools: [{}] })).toMatchObject({
    envFrom: [{ prefix: 'P_', secretRef: { name: 'proxy' } }],
    livenessProbe: { httpGet: { path: '/liveness', port: 8008 }, periodSeconds: 10, failureThreshold: 3 },
    enableMasterPoolerNodePort: true,
    enableMasterPoolerLoadBalancer: false,
    enableMasterNodePort: false,
  });
});

test('nothing is printed that is not said', () => {
  const empty: Options = {
    patroni: {},
    env: [],
    envFrom: [],
    sidecars: [],
    initContainers: [],
    volumes: [],
    services: {},
  };
  expect(all({ backup: {}, pools: [{}] }, { ...empty, podUser: {} })).toEqual(all({ backup: {}, pools: [{}] }));
});

test('variables and containers stand behind those of the library', () => {
  const options: Options = { env: [{ name: 'TZ', value: 'UTC' }], sidecars: [{ name: 'shipper', image: 'shipper:1' }] };
  const manifest = only(all({ backup: {}, cluster: { monitoring: {} } }, options), 'postgresql');
  expect((at(manifest, '/spec/env') as { name: string }[]).map(({ name }) => name).slice(-1)).toEqual(['TZ']);
  expect((at(manifest, '/spec/sidecars') as { name: string }[]).map(({ name }) => name)).toEqual(['exporter', 'shipper']);
});

test('whoever comes by a Service of the operator is let in', () => {
  const sourceRanges = ['203.0.113.0/24'];
  const rules = (options: Options, name: string): string => {
    const manifests: Manifest[] = all({ pools: [{}] }, options);
    return JSON.stringify(manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name)!.spec);
  };
  const primary = { services: { primary: ServiceKind.LOAD_BALANCER, sourceRanges } };
  const pool = { services: { primaryPool: ServiceKind.LOAD_BALANCER, sourceRanges } };
  expect(rules(primary, 'orders-instances')).toContain('203.0.113.0/24');
  expect(rules(primary, 'orders-pool-rw')).not.toContain('203.0.113.0/24');
  expect(rules(pool, 'orders-pool-rw')).toContain('203.0.113.0/24');
});

const whyOf = (rule: string): string => ZALANDO_RULES.find(({ id }) => id === rule)!.why;

const OLD = { operatorVersion: ZalandoVersion.V1_15 };

test.each<[rule: string, options: Options, says: string[], ask?: Ask]>([
  [
    'ZAL-226',
    {
      sidecars: [{ name: 'postgres', image: 'shipper', args: ['--all'], mounts: [{ name: 'a', mountPath: '/a' }] }],
      initContainers: [{ name: 'A', image: 'wait:1' }],
    },
    [
      `'operator.sidecars[0].name' must not be 'postgres', which the operator has; write another one`,
      `'operator.sidecars[0].image': the image must have a tag that is not 'latest', with or without a digest behind it, got 'shipper'`,
      `'operator.sidecars[0].args' has no field; write them into 'command'`,
      `'operator.sidecars[0].mounts' has no field; write a volume in 'operator.volumes' with the name of the container`,
      `'operator.initContainers[0].name' must be at most 63 lower-case letters, digits and '-', got 'A'`,
    ],
  ],
  [
    'ZAL-227',
    {
      ...OLD,
      patroni: { ttl: Duration.seconds(20) },
      livenessProbe: { httpPort: 0, failureThreshold: 0, period: Duration.millis(10) },
      podUser: { user: -1 },
      schedulerName: 'Mine',
    },
    [
      `'operator.patroni.ttl' must be at least 'loopWait' and twice 'retryTimeout', which are 10 and 10 seconds, got 20; write 30 seconds or more`,
      `'operator.livenessProbe' needs version 2.0 of the operator; leave it out`,
      `'operator.livenessProbe' must have either 'command' or 'httpPath'`,
      `'operator.livenessProbe.httpPort' must be a port, got 0`,
      `'operator.livenessProbe.failureThreshold' must be a whole number from 1, got 0`,
      `'operator.livenessProbe.period' must be whole seconds, got 10 milliseconds`,
      `'operator.podUser.user' must be a whole number from 0, got -1`,
      `'operator.schedulerName' must be lower-case letters, digits, '-' and '.', got 'Mine'`,
    ],
  ],
  [
    'ZAL-228',
    {
      ...OLD,
      env: [
        { name: 'A' },
        { name: 'spilo_configuration', value: '{}' },
        { name: 'USE_WALG_BACKUP', value: 'false' },
        { name: 'WALG_GS_PREFIX', value: 'gs://elsewhere' },
      ],
      envFrom: [{ secretName: 'a' }, {}],
    },
    [
      `'operator.env[0]' must have exactly one of value, secret, configMap and fieldPath, got 0`,
      `'operator.env' must not have 'spilo_configuration', which the operator sets; leave it out`,
      `'operator.env' must not have 'USE_WALG_BACKUP', which this cluster has already; leave it out`,
      `'operator.env' must not have 'WALG_GS_PREFIX', which leads an archive somewhere; write a BackupPolicy, or a recovery`,
      `'operator.envFrom[1]' must have either secretName or configMapName, got 0 of them`,
      `'operator.envFrom' needs version 2.0 of the operator; write 'env'`,
    ],
    { backup: {} },
  ],
  [
    'ZAL-229',
    {
      volumes: [
        { name: 'A', mountPath: '/home/postgres/pgdata', secretName: 'a', claimName: 'B' },
        { name: 'b', mountPath: '/b', emptyDir: Size.gibibytes(1), containers: ['all', 'postgres'] },
        { name: 'b', mountPath: '/b' },
      ],
    },
    [
      `'operator.volumes[0].name' must be at most 63 lower-case letters, digits and '-', got 'A'`,
      `'operator.volumes[0].mountPath' must be an absolute path of its own, and not '/home/postgres/pgdata', got '/home/postgres/pgdata'`,
      `'operator.volumes[0]' must have exactly one of secretName, configMapName, claimName and emptyDir, got 2`,
      `'operator.volumes[0].claimName' must be lower-case letters, digits, '-' and '.', got 'B'`,
      `'operator.volumes[1].containers' must be 'all' alone, or names, got all, postgres`,
      `'operator.volumes[2]' repeats the volume 'b'; write another name`,
      `'operator.volumes[2].mountPath' must be an absolute path of its own, and not '/home/postgres/pgdata', got '/b'`,
      `'operator.volumes[2]' must have exactly one of secretName, configMapName, claimName and emptyDir, got 0`,
    ],
  ],
  [
    'ZAL-230',
    { ...OLD, services: { primary: ServiceKind.NODE_PORT, replicaPool: ServiceKind.LOAD_BALANCER, annotations: { 'a b': 'c' } } },
    [
      `'operator.services' has primary, replicaPool reached from outside, and nobody is let in; write 'sourceRanges'`,
      `'operator.services.primary' must be a load balancer in version 1.15, got a port of nodes; write ServiceKind.LOAD_BALANCER`,
      `'operator.services.annotations': the key 'a b' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end`,
    ],
  ],
  [
    'ZAL-230',
    { services: { primary: ServiceKind.CLUSTER_IP, sourceRanges: ['here'] } },
    [
      `'operator.services.sourceRanges' goes with a Service that is reached from outside only; leave it out`,
      `'operator.services.sourceRanges' must be CIDRs such as '203.0.113.0/24', got 'here'`,
    ],
  ],
  [
    'ZAL-231',
    { poolSchema: 'Pool', poolUser: 'orders' },
    [
      `'operator.poolSchema' must be lower-case letters, digits and '_', got 'Pool'`,
      `'operator.poolUser' must be no other role, got 'orders'; write another name`,
    ],
    { cluster: { databases: [{ name: 'orders', owner: 'orders' }] } },
  ],
  [
    'ZAL-270',
    { origin: { cluster: 'orders' } },
    [
      `'operator.origin' must not be given for a cluster that is made anew, got that of 'orders'; write 'recovery'`,
      `'operator.origin' does not go with 'recovery' or what is followed; leave it out`,
      `'operator.origin.cluster' must be the name of another cluster, got 'orders'`,
    ],
    { cluster: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE) } },
  ],
  [
    'ZAL-013',
    { defaultImage: 'registry.example.com/spilo-16:3.2' },
    [`the image must have PostgreSQL 17, got 'registry.example.com/spilo-16:3.2', which ends with 16; write spilo-17 or newer`],
  ],
])('%s refuses what breaks it, and says all of it', (rule, options, says, ...[ask = {}]) => {
  expect(refused(ask, options)).toEqual(says.map((text) => `[test/db] [${rule}] ${text} (${whyOf(rule)})`));
});
