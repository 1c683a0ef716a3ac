import { Duration, Size } from 'cdk8s';
import {
  CloudNativePgLogLevel,
  CloudNativePgOptions,
  CloudNativePgProbeType,
  CloudNativePgServiceTarget,
  CloudNativePgVersion,
  ImagePullPolicy,
  ObjectStoreCredentials,
  BackupTarget,
  PostgresOperator,
  PostgresVersion,
  Replication,
  SeccompType,
  ServiceKind,
  ServiceTraffic,
} from '../../../../lib';
import { Ask, BUCKET, program } from '../../../support/programs';
import { Manifest, at, only, render } from '../../../support/render';

/** What the options of clusters that were written for the operator print, in every version that has them. */

const printed = (options: CloudNativePgOptions, ask: Ask = {}): Manifest[] => render(program(PostgresOperator.cloudNativePg(options), ask));
const cluster = (options: CloudNativePgOptions, ask: Ask = {}): unknown => only(printed(options, ask), 'Cluster').spec;

type Row = [says: string, options: CloudNativePgOptions, pointer: string, value: unknown, ask?: Ask];

const CASES: Row[] = [
  ['a description', { description: 'Orders of the shop' }, '/description', 'Orders of the shop'],
  ['the level of logs', { logLevel: CloudNativePgLogLevel.DEBUG }, '/logLevel', 'debug'],
  [
    'variables',
    {
      pods: {
        env: [
          { name: 'TZ', value: 'UTC' },
          { name: 'TOKEN', secret: { name: 'tokens', key: 'token' } },
          { name: 'ZONE', configMap: { name: 'zones', key: 'zone' } },
          { name: 'IP', fieldPath: 'status.podIP' },
        ],
      },
    },
    '/env',
    [
      { name: 'TZ', value: 'UTC' },
      { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'tokens', key: 'token' } } },
      { name: 'ZONE', valueFrom: { configMapKeyRef: { name: 'zones', key: 'zone' } } },
      { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    ],
  ],
  [
    'variables of whole objects',
    { pods: { envFrom: [{ secretName: 'proxy', prefix: 'P_' }, { configMapName: 'zones' }] } },
    '/envFrom',
    [{ prefix: 'P_', secretRef: { name: 'proxy' } }, { configMapRef: { name: 'zones' } }],
  ],
  [
    'projected files',
    { pods: { projectedFiles: [{ secretName: 'ca', items: { 'ca.crt': 'ldap/ca.crt' }, isOptional: true }, { configMapName: 'words' }] } },
    '/projectedVolumeTemplate',
    {
      sources: [
        { secret: { name: 'ca', items: [{ key: 'ca.crt', path: 'ldap/ca.crt' }], optional: true } },
        { configMap: { name: 'words' } },
      ],
    },
  ],
  ['when images are pulled', { pods: { imagePullPolicy: ImagePullPolicy.ALWAYS } }, '/imagePullPolicy', 'Always'],
  ['a scheduler', { pods: { schedulerName: 'packer' } }, '/schedulerName', 'packer'],
  [
    'sizes of volumes in memory',
    { pods: { sharedMemory: Size.gibibytes(1), temporaryData: Size.mebibytes(512) } },
    '/ephemeralVolumesSizeLimit',
    { shm: '1Gi', temporaryData: '512Mi' },
  ],
  ['a user id', { pods: { postgresUid: 70 } }, '/postgresUID', 70],
  ['a group id', { pods: { postgresGid: 70 } }, '/postgresGID', 70],
  [
    'a security context of pods',
    { pods: { podSecurity: { fsGroup: 70, supplementalGroups: [7], seccomp: SeccompType.LOCALHOST, seccompProfile: 'pg.json' } } },
    '/podSecurityContext',
    { fsGroup: 70, supplementalGroups: [7], seccompProfile: { type: 'Localhost', localhostProfile: 'pg.json' } },
  ],
  [
    'a security context of containers',
    { pods: { containerSecurity: { readOnlyRootFilesystem: true, dropCapabilities: ['ALL'] } } },
    '/securityContext',
    { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  ],
  ['the start delay', { timing: { startDelay: Duration.minutes(5) } }, '/startDelay', 300],
  ['the stop delay', { timing: { stopDelay: Duration.hours(1) } }, '/stopDelay', 3600],
  ['the smart shutdown', { timing: { smartShutdownTimeout: Duration.minutes(1) } }, '/smartShutdownTimeout', 60],
  ['the switchover delay', { timing: { switchoverDelay: Duration.minutes(1) } }, '/switchoverDelay', 60],
  ['the failover delay', { timing: { failoverDelay: Duration.seconds(0) } }, '/failoverDelay', 0],
  [
    'probes',
    {
      probes: {
        startup: { type: CloudNativePgProbeType.STREAMING, maximumLag: Size.mebibytes(32), failureThreshold: 360 },
        readiness: { initialDelay: Duration.seconds(5), period: Duration.seconds(10), timeout: Duration.seconds(3) },
        liveness: { failureThreshold: 6 },
        isolationCheck: false,
      },
    },
    '/probes',
    {
      startup: { type: 'streaming', maximumLag: '32Mi', failureThreshold: 360 },
      readiness: { initialDelaySeconds: 5, periodSeconds: 10, timeoutSeconds: 3 },
      liveness: { failureThreshold: 6, isolationCheck: { enabled: false } },
    },
  ],
  [
    'maintenance of nodes',
    { nodeMaintenance: { inProgress: true, reusesVolumes: false } },
    '/nodeMaintenanceWindow',
    { inProgress: true, reusePVC: false },
  ],
  [
    'which standbys are waited for',
    { synchronous: { first: true, standbysBefore: ['far'], standbysAfter: ['farther'], maxStandbysFromCluster: 2 } },
    '/postgresql/synchronous',
    {
      method: 'first',
      number: 1,
      dataDurability: 'required',
      standbyNamesPre: ['far'],
      standbyNamesPost: ['farther'],
      maxStandbyNamesFromCluster: 2,
    },
    { cluster: { replication: Replication.synchronous() } },
  ],
  [
    'a quorum for failovers',
    { synchronous: { failoverQuorum: true } },
    '/postgresql/synchronous',
    { method: 'any', number: 1, dataDurability: 'required', failoverQuorum: true },
    { cluster: { replication: Replication.synchronous() } },
  ],
  ['lines of pg_ident.conf', { identLines: ['local /^(.*)@acme$ \\1'] }, '/postgresql/pg_ident', ['local /^(.*)@acme$ \\1']],
  ['ALTER SYSTEM', { alterSystemEnabled: true }, '/postgresql/enableAlterSystem', true],
  [
    'a directory that is bound to',
    { ldap: { server: 'ldap.acme.example', ldaps: true, prefix: 'uid=', suffix: ',dc=acme' } },
    '/postgresql/ldap',
    { server: 'ldap.acme.example', scheme: 'ldaps', bindAsAuth: { prefix: 'uid=', suffix: ',dc=acme' } },
  ],
  [
    'a directory that is searched',
    {
      ldap: {
        server: 'ldap.acme.example',
        port: 389,
        startTls: true,
        baseDn: 'dc=acme',
        bindDn: 'cn=reader',
        bindPassword: { name: 'ldap-reader', key: 'password' },
        searchAttribute: 'mail',
        searchFilter: '(objectClass=person)',
      },
    },
    '/postgresql/ldap',
    {
      server: 'ldap.acme.example',
      port: 389,
      tls: true,
      bindSearchAuth: {
        baseDN: 'dc=acme',
        bindDN: 'cn=reader',
        bindPassword: { name: 'ldap-reader', key: 'password' },
        searchAttribute: 'mail',
        searchFilter: '(objectClass=person)',
      },
    },
  ],
  [
    'extensions in images',
    {
      imageExtensions: [
        {
          name: 'postgis',
          image: 'registry.example.com/postgis:3.6',
          imagePullPolicy: ImagePullPolicy.ALWAYS,
          controlPaths: ['share'],
          libraryPaths: ['lib'],
          systemLibraryPaths: ['system'],
        },
      ],
    },
    '/postgresql/extensions',
    [
      {
        name: 'postgis',
        image: { reference: 'registry.example.com/postgis:3.6', pullPolicy: 'Always' },
        extension_control_path: ['share'],
        dynamic_library_path: ['lib'],
        ld_library_path: ['system'],
      },
    ],
    { cluster: { version: PostgresVersion.V18 } },
  ],
  [
    'Services',
    {
      services: {
        disabled: [CloudNativePgServiceTarget.ANY],
        additional: [
          {
            name: 'orders-lb',
            target: CloudNativePgServiceTarget.PRIMARY,
            kind: ServiceKind.LOAD_BALANCER,
            labels: { app: 'orders' },
            annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'db.acme.example' },
            sourceRanges: ['203.0.113.0/24'],
            loadBalancerClass: 'acme.example/internal',
            externalTraffic: ServiceTraffic.LOCAL,
            nodePort: 30432,
            replacesOnUpdate: true,
          },
          { name: 'orders-all', target: CloudNativePgServiceTarget.ANY },
        ],
      },
    },
    '/managed/services',
    {
      disabledDefaultServices: ['r'],
      additional: [
        {
          selectorType: 'rw',
          updateStrategy: 'replace',
          serviceTemplate: {
            metadata: {
              name: 'orders-lb',
              labels: { app: 'orders' },
              annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'db.acme.example' },
            },
            spec: {
              type: 'LoadBalancer',
              ports: [{ name: 'postgres', port: 5432, protocol: 'TCP', nodePort: 30432 }],
              loadBalancerClass: 'acme.example/internal',
              loadBalancerSourceRanges: ['203.0.113.0/24'],
              externalTrafficPolicy: 'Local',
            },
          },
        },
        { selectorType: 'r', updateStrategy: 'patch', serviceTemplate: { metadata: { name: 'orders-all' } } },
      ],
    },
  ],
];

describe.each(Object.values(CloudNativePgVersion))('%s', (operatorVersion) => {
  test.each(CASES)('%s', (...[, options, pointer, value, ask]: Row) => {
    expect(at(cluster({ ...options, operatorVersion }, ask), pointer)).toEqual(value);
  });
});

test('nothing is printed that is not said', () => {
  const everything: CloudNativePgOptions = Object.fromEntries(
    ['pods', 'timing', 'probes', 'synchronous', 'services', 'poolers', 'nodeMaintenance'].map((name) => [name, {}]),
  );
  const ask = { cluster: { replication: Replication.synchronous() }, pools: [{}] };
  const empty = { pods: { env: [], envFrom: [], projectedFiles: [] }, services: { disabled: [], additional: [] } };
  expect(printed(everything, ask)).toEqual(printed({}, ask));
  expect(printed({ ...everything, ...empty, imageExtensions: [], identLines: [] }, ask)).toEqual(printed({}, ask));
});

test('from 1.29 on a cluster may have the service account of somebody else', () => {
  const { pods } = { pods: { serviceAccountName: 'databases' } };
  expect(cluster({ pods, operatorVersion: CloudNativePgVersion.V1_29 })).toMatchObject({ serviceAccountName: 'databases' });
});

test('from 1.29 on extensions may have programs, and come from the catalog', () => {
  const spec = cluster(
    { imageExtensions: [{ name: 'postgis', image: 'registry.example.com/postgis:3.6', binaryPaths: ['bin'] }] },
    {
      cluster: { version: PostgresVersion.V18 },
    },
  );
  expect(at(spec, '/postgresql/extensions/0/bin_path')).toEqual(['bin']);
});

test('the account of the operator has the metadata of the program and of the identities', () => {
  const awsRoleArn = 'arn:aws:iam::123456789012:role/databases';
  const target = BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity({ awsRoleArn }) });
  const pods = { serviceAccountAnnotations: { team: 'orders' }, serviceAccountLabels: { app: 'orders' } };
  expect(at(cluster({ pods }, { backup: { target } }), '/serviceAccountTemplate')).toEqual({
    metadata: { labels: { app: 'orders' }, annotations: { team: 'orders', 'eks.amazonaws.com/role-arn': awsRoleArn } },
  });
});

test('whoever comes by a Service of the program is let in', () => {
  const manifests = printed(
    {
      services: {
        additional: [
          { name: 'lb', target: CloudNativePgServiceTarget.PRIMARY, kind: ServiceKind.LOAD_BALANCER, sourceRanges: ['203.0.113.0/24'] },
        ],
      },
      poolers: { service: { kind: ServiceKind.NODE_PORT, sourceRanges: ['198.51.100.0/24'] } },
    },
    { pools: [{}] },
  );
  const rules = (name: string): string =>
    JSON.stringify(manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name)!.spec);
  expect(rules('orders-instances')).toContain('203.0.113.0/24');
  expect(rules('orders-pool-rw')).toContain('198.51.100.0/24');
});

test('poolers', () => {
  const options: CloudNativePgOptions = {
    poolers: {
      authQuery: 'SELECT usename, passwd FROM lookup($1)',
      authQuerySecret: 'pooler-login',
      recreates: true,
      serviceAccountName: 'pooler',
      terminationGrace: Duration.minutes(2),
      service: { labels: { app: 'orders' }, internalTraffic: ServiceTraffic.CLUSTER },
    },
  };
  expect(only(printed(options, { pools: [{}] }), 'Pooler').spec).toMatchObject({
    deploymentStrategy: { type: 'Recreate' },
    serviceAccountName: 'pooler',
    serviceTemplate: { metadata: { labels: { app: 'orders' } }, spec: { internalTrafficPolicy: 'Cluster' } },
    pgbouncer: { authQuery: 'SELECT usename, passwd FROM lookup($1)', authQuerySecret: { name: 'pooler-login' } },
    template: { spec: { terminationGracePeriodSeconds: 120 } },
  });
});
