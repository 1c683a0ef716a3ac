import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, Chart, Duration, JsonPatch, Size, Testing } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { parse } from 'yaml';
import {
  AzureCredentials,
  BackupTarget,
  DrillCheck,
  GcsCredentials,
  HaCluster,
  MajorUpgrade,
  UpgradeStep,
  IPostgresOperator,
  ObjectStoreCredentials,
  PostgresOperator,
  PostgresVersion,
  RecoveryTarget,
  RestoreDrill,
  Rules,
} from '../../lib';
import { PermissiveOperator } from '../support/permissive-operator';
import { Ask, BUCKET, SECRET, SMALLEST_BACKUP, program } from '../support/programs';
import { Manifest, at, findings, newChart, only, render } from '../support/render';

/** What a drill prints. */

const toy = new PermissiveOperator();
const LABELS = { 'cdk8s-postgres/restore-drill': 'orders-drill' };
const named = (name: string) => ({ name, namespace: 'orders', labels: LABELS });
const script = (name: string) => fs.readFileSync(path.join(__dirname, '../../lib/recovery', name), 'utf8');

const drill = (ask: Ask = {}, operator: IPostgresOperator = toy): Manifest[] => render(program(operator, { drill: {}, ...ask }));
const get = (manifests: readonly Manifest[], kind: string, name: string): Manifest =>
  only(
    manifests.filter(({ metadata }) => metadata.name === name),
    kind,
  );
const clusterOf = (manifests: readonly Manifest[]): Manifest =>
  parse(get(manifests, 'ConfigMap', 'orders-drill-files').data!['cluster.yaml']!) as Manifest;
const podOf = (manifests: readonly Manifest[], name: string) =>
  at(get(manifests, 'CronJob', name), '/spec/jobTemplate/spec/template/spec') as {
    containers: { name: string; image: string; env: { name: string; value: string }[] }[];
  };
const envOf = (manifests: readonly Manifest[], job: string, container: string): { [name: string]: string } =>
  Object.fromEntries(
    podOf(manifests, job)
      .containers.find(({ name }) => name === container)!
      .env.map(({ name, value }) => [name, value]),
  );

test('the objects beside the cluster', () => {
  expect(drill().map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
    'ToyPostgres orders/orders',
    'NetworkPolicy orders/orders-instances',
    'ConfigMap orders/orders-drill-files',
    'ConfigMap orders/orders-drill-result',
    'ServiceAccount orders/orders-drill-runner',
    'Role orders/orders-drill-runner',
    'RoleBinding orders/orders-drill-runner',
    'CronJob orders/orders-drill',
    'CronJob orders/orders-drill-age',
    'NetworkPolicy orders/orders-drill-cluster',
    'NetworkPolicy orders/orders-drill-programs',
    'PrometheusRule orders/orders-drill-alerts',
  ]);
});

test('each object of the drill has the label, and no other metadata', () => {
  // The kind of alerts is not on every cluster, which is said to Argo CD.
  const [, , ...objects] = drill().filter(({ kind }) => kind !== 'PrometheusRule');
  expect(objects.map(({ metadata }) => metadata)).toEqual(objects.map(({ metadata: { name } }) => named(name)));
});

describe('the files', () => {
  test('are the programs, the checks and the cluster', () => {
    const checks = [
      DrillCheck.isTrue('there are orders', ' SELECT count(*) > 0 FROM orders '),
      DrillCheck.isTrue('b', 'SELECT 1;\nSELECT true;\n'),
    ];
    const { 'cluster.yaml': cluster, ...files } = get(drill({ drill: { checks } }), 'ConfigMap', 'orders-drill-files').data!;
    expect(files).toEqual({
      'drill.sh': script('drill.sh'),
      'verify.sh': script('verify.sh'),
      'age.sh': script('age.sh'),
      'check-1.sql': '-- there are orders\nSELECT count(*) > 0 FROM orders;\n',
      'check-2.sql': '-- b\nSELECT 1;\nSELECT true;\n',
    });
    expect(parse(cluster!)).toEqual({
      apiVersion: 'toy.example/v1',
      kind: 'ToyPostgres',
      metadata: named('orders-drill'),
      spec: { version: '17', instances: 1, disk: '50Gi', cpu: '500m', databases: [{ name: 'orders', owner: 'orders-app' }] },
    });
  });

  test('keep the order of the checks where there are many', () => {
    const checks = Array.from({ length: 11 }, (_, i) => DrillCheck.isTrue(`check ${i + 1}`, 'SELECT true'));
    const { data } = get(drill({ drill: { checks } }), 'ConfigMap', 'orders-drill-files');
    const names = Object.keys(data!).filter((name) => name.startsWith('check-'));
    // As the shell sorts them.
    expect(names.sort().map((name) => data![name])).toEqual(checks.map(({ title }) => `-- ${title}\nSELECT true;\n`));
  });

  test('have the cluster with the volume, the CPU and the version that are asked for', () => {
    const manifests = drill({
      cluster: {
        databases: [{ name: 'orders', owner: 'orders-app' }],
        version: PostgresVersion.V16,
        parameters: { max_connections: '200' },
      },
      drill: { storage: { size: Size.gibibytes(80) }, compute: { cpu: Cpu.units(3) } },
    });
    expect(clusterOf(manifests).spec).toEqual({
      version: '16',
      instances: 1,
      disk: '80Gi',
      cpu: '3',
      databases: [{ name: 'orders', owner: 'orders-app' }],
      settings: { max_connections: '200' },
    });
    expect(podOf(manifests, 'orders-drill').containers.map(({ image }) => image)).toEqual(['alpine/kubectl:1.34.2', 'postgres:16']);
  });
});

test('the result begins empty, so that nothing takes it back', () => {
  expect(get(drill(), 'ConfigMap', 'orders-drill-result')).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: named('orders-drill-result'),
    immutable: false,
  });
});

test('the construct names the result', () => {
  const chart = newChart();
  program(toy, { drill: {} })(chart);
  expect((chart.node.findChild('drill') as RestoreDrill).resultName).toBe('orders-drill-result');
});

describe('the rights', () => {
  test('are those of the programs and no more', () => {
    expect(at(get(drill(), 'Role', 'orders-drill-runner'), '/rules')).toEqual([
      { apiGroups: ['toy.example'], resources: ['toypostgres'], verbs: ['create'] },
      {
        apiGroups: ['toy.example'],
        resources: ['toypostgres'],
        resourceNames: ['orders-drill'],
        verbs: ['get', 'list', 'watch', 'delete'],
      },
      { apiGroups: [''], resources: ['secrets'], resourceNames: ['orders-drill-orders-app'], verbs: ['get'] },
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['orders-drill-result'], verbs: ['get', 'patch'] },
    ]);
  });

  test('are given to the account of the drill', () => {
    const manifests = drill();
    const binding = get(manifests, 'RoleBinding', 'orders-drill-runner');
    expect(at(binding, '/roleRef')).toEqual({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'orders-drill-runner' });
    expect(at(binding, '/subjects')).toEqual([{ kind: 'ServiceAccount', name: 'orders-drill-runner', namespace: 'orders' }]);
    expect(get(manifests, 'ServiceAccount', 'orders-drill-runner')).toEqual({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: named('orders-drill-runner'),
      automountServiceAccountToken: false,
    });
  });

  test('are for the Secret of the owner of the database that is looked at', () => {
    const databases = [
      { name: 'orders', owner: 'orders-app' },
      { name: 'audit', owner: 'auditor' },
    ];
    const manifests = drill({ cluster: { databases }, drill: { database: 'audit' } });
    expect(at(get(manifests, 'Role', 'orders-drill-runner'), '/rules/2/resourceNames')).toEqual(['orders-drill-auditor']);
    expect(envOf(manifests, 'orders-drill', 'drill').SECRET).toBe('orders-drill-auditor');
    expect(envOf(manifests, 'orders-drill', 'verify').PGDATABASE).toBe('audit');
  });
});

/** A container as the restricted pod security standard wants it. */
const container = (name: string, image: string, env: { [name: string]: string }, mounts: { [name: string]: string }) => ({
  name,
  image,
  imagePullPolicy: 'Always',
  command: ['/bin/sh', `/drill/${name}.sh`],
  env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
  resources: {
    requests: { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '16Mi' },
    limits: { cpu: '500m', memory: '256Mi', 'ephemeral-storage': '64Mi' },
  },
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsGroup: 65532,
    runAsNonRoot: true,
    runAsUser: 65532,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  volumeMounts: [
    ...Object.entries(mounts).map(([volume, mountPath]) => ({ name: volume, mountPath })),
    // The program that asks the restored cluster is nobody for the API server.
    ...(name === 'verify' ? [] : [{ name: 'token', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true }]),
  ],
});

const CODE = { name: 'drill', configMap: { name: 'orders-drill-files' } };
const STATE = { name: 'state', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } };
const DRILL_ENV = {
  DRILL: 'orders-drill',
  RESOURCE: 'toypostgres.toy.example',
  READY: 'condition=Ready',
  DEADLINE_SECONDS: '21600',
  SECRET: 'orders-drill-orders-app',
  USERNAME_KEY: 'username',
  PASSWORD_KEY: 'password',
  RESULT: 'orders-drill-result',
  HOME: '/tmp',
};
const VERIFY_ENV = {
  PGHOST: 'orders-drill.orders.svc',
  PGDATABASE: 'orders',
  PGSSLMODE: 'require',
  READ_ALL_DATA: 'true',
  HOME: '/tmp',
};
const AGE_ENV = { RESULT: 'orders-drill-result', MAX_AGE_DAYS: '35', HOME: '/tmp' };

const TOKEN = {
  name: 'token',
  projected: {
    sources: [
      { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
    ],
  },
};

/** The spec of one of the two CronJobs. */
const cronJob = (schedule: string, seconds: number, containers: object[], volumes: object[]) => ({
  schedule,
  timeZone: 'Etc/UTC',
  concurrencyPolicy: 'Forbid',
  startingDeadlineSeconds: 3600,
  successfulJobsHistoryLimit: 3,
  failedJobsHistoryLimit: 3,
  suspend: false,
  jobTemplate: {
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: seconds,
      template: {
        metadata: {
          labels: { ...LABELS, 'cdk8s.io/metadata.addr': expect.stringMatching(/^test-drill-(Age)?Job-[0-9a-f]{8}$/) as string },
        },
        spec: {
          automountServiceAccountToken: false,
          serviceAccountName: 'orders-drill-runner',
          containers,
          volumes: [...volumes, TOKEN],
          restartPolicy: 'Never',
          terminationGracePeriodSeconds: 600,
          securityContext: {
            fsGroup: 65532,
            runAsGroup: 65532,
            runAsNonRoot: true,
            runAsUser: 65532,
            seccompProfile: { type: 'RuntimeDefault' },
          },
        },
      },
    },
  },
});

describe('the jobs', () => {
  test('are the drill and a look at its age', () => {
    const manifests = drill();
    const mounts = { drill: '/drill', state: '/state' };
    expect(get(manifests, 'CronJob', 'orders-drill').spec).toEqual(
      cronJob(
        '0 4 * * 0',
        45000,
        [container('drill', 'alpine/kubectl:1.34.2', DRILL_ENV, mounts), container('verify', 'postgres:17', VERIFY_ENV, mounts)],
        [CODE, STATE],
      ),
    );
    expect(get(manifests, 'CronJob', 'orders-drill-age').spec).toEqual(
      cronJob('17 6 * * *', 600, [container('age', 'alpine/kubectl:1.34.2', AGE_ENV, { drill: '/drill' })], [CODE]),
    );
  });

  test('do as the props say', () => {
    const manifests = drill({
      drill: {
        schedule: '30 03 1 JAN-MAR *',
        maxAgeDays: 400,
        deadline: Duration.minutes(90),
        readAllData: false,
        images: { kubectl: 'registry.example.com/kubectl:1.33.0', psql: 'registry.example.com/psql:17.6' },
      },
    });
    expect(get(manifests, 'CronJob', 'orders-drill').spec).toEqual(
      cronJob(
        '30 3 1 1-3 *',
        12600,
        [
          container(
            'drill',
            'registry.example.com/kubectl:1.33.0',
            { ...DRILL_ENV, DEADLINE_SECONDS: '5400' },
            { drill: '/drill', state: '/state' },
          ),
          container(
            'verify',
            'registry.example.com/psql:17.6',
            { ...VERIFY_ENV, READ_ALL_DATA: 'false' },
            { drill: '/drill', state: '/state' },
          ),
        ],
        [CODE, STATE],
      ),
    );
    expect(get(manifests, 'CronJob', 'orders-drill-age').spec).toEqual(
      cronJob(
        '17 6 * * *',
        600,
        [container('age', 'registry.example.com/kubectl:1.33.0', { ...AGE_ENV, MAX_AGE_DAYS: '400' }, { drill: '/drill' })],
        [CODE],
      ),
    );
  });
});

const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'TCP' }));
const pods = (matchLabels: object) => [{ podSelector: { matchLabels } }];
const block = (cidr: string, except?: readonly string[]) => [{ ipBlock: { cidr, ...(except && { except }) } }];
const ALL = [{ port: 1, endPort: 65535, protocol: 'TCP' }];
const DNS = [
  { port: 53, protocol: 'TCP' },
  { port: 53, protocol: 'UDP' },
];
/** Servers of names in pods, and those that are none. */
const NAMES = [
  { to: [{ namespaceSelector: {}, podSelector: {} }], ports: DNS },
  { to: block('0.0.0.0/0'), ports: DNS },
];
/** Names of a cluster that has addresses of both kinds. */
const NAMES_OF_BOTH = [...NAMES, { to: block('::/0'), ports: DNS }];
const API_SERVER = { to: block('10.96.0.1/32'), ports: tcp(6443, 443) };
const PUBLIC = block('0.0.0.0/0', ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16']);
const TOY_PODS = { 'toy.example/cluster': 'orders-drill' };

/** The policy of the restored cluster, with the archive behind the API server and the operator behind the programs. */
const clusterPolicy = (labels: object, archive: object[], operator: object[] = [], apiServer: object[] = [API_SERVER], names = NAMES) => ({
  podSelector: { matchLabels: labels },
  policyTypes: ['Egress', 'Ingress'],
  ingress: [{ from: pods(labels), ports: ALL }, { from: pods(LABELS), ports: tcp(5432) }, ...operator],
  egress: [...names, ...apiServer, { to: pods(labels), ports: ALL }, ...archive],
});
/** The policy of the programs: nobody comes in, and they reach the restored cluster. */
const programPolicy = (labels: object, apiServer: object[] = [API_SERVER], names = NAMES) => ({
  podSelector: { matchLabels: LABELS },
  policyTypes: ['Egress', 'Ingress'],
  egress: [...names, ...apiServer, { to: pods(labels), ports: tcp(5432) }],
});

describe('the network', () => {
  const ofCluster = (manifests: readonly Manifest[]) => get(manifests, 'NetworkPolicy', 'orders-drill-cluster').spec;
  const ofPrograms = (manifests: readonly Manifest[]) => get(manifests, 'NetworkPolicy', 'orders-drill-programs').spec;

  test('leads to the archive, the API server and names only', () => {
    const manifests = drill();
    expect(ofCluster(manifests)).toEqual(clusterPolicy(TOY_PODS, [{ to: PUBLIC, ports: tcp(443) }]));
    expect(ofPrograms(manifests)).toEqual(programPolicy(TOY_PODS));
  });

  test('is what the props say', () => {
    const network = {
      apiServerCidrs: ['192.168.1.10/32', 'fd00:10:96::1/128'],
      apiServerPort: 443,
      archiveCidrs: ['10.1.0.0/16', 'fd00::/8'],
    };
    const manifests = drill({ drill: { network } });
    const apiServer = ['192.168.1.10/32', 'fd00:10:96::1/128'].map((cidr) => ({ to: block(cidr), ports: tcp(443) }));
    const archive = ['10.1.0.0/16', 'fd00::/8'].map((cidr) => ({ to: block(cidr), ports: tcp(443) }));
    expect(ofCluster(manifests)).toEqual(clusterPolicy(TOY_PODS, archive, [], apiServer, NAMES_OF_BOTH));
    expect(ofPrograms(manifests)).toEqual(programPolicy(TOY_PODS, apiServer, NAMES_OF_BOTH));
  });

  const s3 = (endpoint: string) => BackupTarget.s3Compatible({ bucket: 'acme-pg', endpoint, credentials: SECRET });
  const METADATA = { to: block('169.254.0.0/16'), ports: ALL };
  const HTTPS = { to: PUBLIC, ports: tcp(443) };

  test.each<[string, BackupTarget, object[]]>([
    ['a store at a port of its own', s3('https://minio.acme.example:9000'), [{ to: PUBLIC, ports: tcp(9000) }]],
    ['a store without TLS', s3('http://minio.acme.example'), [{ to: PUBLIC, ports: tcp(80) }]],
    ['a store at the usual port', s3('https://minio.acme.example'), [HTTPS]],
    ['S3 with an identity', BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity() }), [HTTPS, METADATA]],
    ['Google with a key', BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.fromSecret('pg-gcs') }), [HTTPS]],
    ['Google with an identity', BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.workloadIdentity() }), [HTTPS, METADATA]],
    [
      'Azure with an identity',
      BackupTarget.azure({ storageAccount: 'acmepg', container: 'postgres', credentials: AzureCredentials.workloadIdentity() }),
      [HTTPS, METADATA],
    ],
  ])('leads to %s', (_, target, archive) => {
    expect(ofCluster(drill({ backup: { target } }))).toEqual(clusterPolicy(TOY_PODS, archive));
  });

  test('leads to the repository that is restored', () => {
    const backup = { additionalRepositories: [{ ...SMALLEST_BACKUP, target: s3('https://minio.acme.example:9000') }] };
    expect(ofCluster(drill({ backup, drill: { repository: 2 } }))).toEqual(clusterPolicy(TOY_PODS, [{ to: PUBLIC, ports: tcp(9000) }]));
    expect(ofCluster(drill({ backup, drill: { repository: 1 } }))).toEqual(clusterPolicy(TOY_PODS, [HTTPS]));
  });
});

interface Real {
  readonly create: () => IPostgresOperator;
  readonly kind: string;
  /** Objects that the operator's part prints beside the cluster object. */
  readonly beside: readonly string[];
  readonly clusters: { readonly apiGroups: string[]; readonly resources: string[] };
  readonly drillEnv: { [name: string]: string };
  readonly host: string;
  readonly pods: { [label: string]: string };
  readonly operator: object[];
}

const fromOperator = (namespace: string, ...ports: number[]) => ({
  from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector: {} }],
  ports: tcp(...ports),
});

const REAL: readonly Real[] = [
  {
    create: () => PostgresOperator.cloudNativePg(),
    kind: 'Cluster',
    beside: ['ObjectStore orders-drill-recovery'],
    clusters: { apiGroups: ['postgresql.cnpg.io'], resources: ['clusters'] },
    drillEnv: {
      RESOURCE: 'clusters.postgresql.cnpg.io',
      READY: 'condition=Ready',
      SECRET: 'orders-drill-app',
      USERNAME_KEY: 'username',
    },
    host: 'orders-drill-rw.orders.svc',
    pods: { 'cnpg.io/cluster': 'orders-drill' },
    operator: [fromOperator('cnpg-system', 5432, 8000)],
  },
  {
    create: () => PostgresOperator.zalando({ teamId: 'acme' }),
    kind: 'postgresql',
    beside: [],
    clusters: { apiGroups: ['acid.zalan.do'], resources: ['postgresqls'] },
    drillEnv: {
      RESOURCE: 'postgresqls.acid.zalan.do',
      READY: 'jsonpath={.status.PostgresClusterStatus}=Running',
      SECRET: 'orders-app.orders-drill.credentials.postgresql.acid.zalan.do',
      USERNAME_KEY: 'username',
      CLAIMS: 'pgdata-orders-drill-0',
    },
    host: 'orders-drill.orders.svc',
    pods: { application: 'spilo', 'cluster-name': 'orders-drill' },
    operator: [fromOperator('postgres-operator', 5432, 8008)],
  },
  {
    create: () => PostgresOperator.crunchy(),
    kind: 'PostgresCluster',
    beside: ['ConfigMap orders-drill-init-sql'],
    clusters: { apiGroups: ['postgres-operator.crunchydata.com'], resources: ['postgresclusters'] },
    drillEnv: {
      RESOURCE: 'postgresclusters.postgres-operator.crunchydata.com',
      READY: 'jsonpath={.status.instances[0].readyReplicas}=1',
      SECRET: 'orders-drill-pguser-orders-app',
      USERNAME_KEY: 'user',
    },
    host: 'orders-drill-primary.orders.svc',
    pods: { 'postgres-operator.crunchydata.com/cluster': 'orders-drill' },
    // It reaches its pods through the API server.
    operator: [],
  },
];

describe.each(REAL.map((row) => [row.create().facts.displayName, row] as const))('%s', (_, row) => {
  const manifests = () => drill({}, row.create());

  test('the cluster object is a file and no object', () => {
    const objects = manifests();
    expect(objects.filter(({ kind }) => kind === row.kind).map(({ metadata }) => metadata.name)).toEqual(['orders']);
    const { kind, metadata } = clusterOf(objects);
    expect(kind).toBe(row.kind);
    // Without the annotations by which Argo CD keeps a cluster of production.
    expect(metadata).toEqual({
      ...named('orders-drill'),
      annotations: { 'cdk8s-postgres/non-production': 'restore drill of orders' },
    });
  });

  test('what the operator needs beside the cluster object is printed', () => {
    const OWN = /^(ConfigMap orders-drill-(files|result)|(ServiceAccount|Role|RoleBinding|CronJob|NetworkPolicy) .*)$/;
    const names = manifests().map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names.filter((name) => name.includes(' orders-drill') && !OWN.test(name))).toEqual([
      ...row.beside,
      'PrometheusRule orders-drill-alerts',
    ]);
  });

  test('the rights are those of the programs and no more', () => {
    expect(at(get(manifests(), 'Role', 'orders-drill-runner'), '/rules')).toEqual([
      { ...row.clusters, verbs: ['create'] },
      { ...row.clusters, resourceNames: ['orders-drill'], verbs: ['get', 'list', 'watch', 'delete'] },
      { apiGroups: [''], resources: ['secrets'], resourceNames: [row.drillEnv.SECRET], verbs: ['get'] },
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['orders-drill-result'], verbs: ['get', 'patch'] },
      ...(row.drillEnv.CLAIMS ?? '')
        .split(' ')
        .filter((name) => name !== '')
        .map((name) => ({
          apiGroups: [''],
          resources: ['persistentvolumeclaims'],
          resourceNames: [name],
          verbs: ['get', 'list', 'watch', 'patch', 'delete'],
        })),
    ]);
  });

  test('the programs know the operator by its facts', () => {
    const objects = manifests();
    expect(envOf(objects, 'orders-drill', 'drill')).toEqual({ ...DRILL_ENV, ...row.drillEnv });
    expect(envOf(objects, 'orders-drill', 'verify')).toEqual({ ...VERIFY_ENV, PGHOST: row.host });
    expect(envOf(objects, 'orders-drill-age', 'age')).toEqual(AGE_ENV);
  });

  test('the network lets nobody but the operator and the programs in', () => {
    const objects = manifests();
    expect(get(objects, 'NetworkPolicy', 'orders-drill-cluster').spec).toEqual(
      clusterPolicy(row.pods, [{ to: PUBLIC, ports: tcp(443) }], row.operator),
    );
    expect(get(objects, 'NetworkPolicy', 'orders-drill-programs').spec).toEqual(programPolicy(row.pods));
  });

  test('the operator may run in another namespace', () => {
    const network = { apiServerCidrs: ['10.96.0.1/32'], operatorNamespace: 'databases' };
    const { ingress } = get(drill({ drill: { network } }, row.create()), 'NetworkPolicy', 'orders-drill-cluster').spec as {
      ingress: object[];
    };
    const moved = row.operator.map((rule) => ({ ...rule, from: fromOperator('databases').from }));
    expect(ingress.slice(2)).toEqual(moved);
  });

  test('two syntheses are equal, today and in another year', () => {
    const first = manifests();
    const chart = newChart();
    program(row.create(), { drill: {} })(chart);
    expect(Testing.synth(chart)).toEqual(first);
    expect(Testing.synth(chart)).toEqual(first);
    jest.useFakeTimers().setSystemTime(new Date('2031-02-28T23:59:59Z'));
    try {
      expect(manifests()).toEqual(first);
    } finally {
      jest.useRealTimers();
    }
  });

  test('what its rules say of the cluster is reported, and nothing is printed', () => {
    const target = RecoveryTarget.time('2026-08-01T10:30:00');
    expect(findings(program(row.create(), { drill: { target } }))).toContain(
      `[test/drill/Cluster] [REC-001] 'recovery.target': '2026-08-01T10:30:00' has no zone, which each operator would guess differently; write '2026-08-01T10:30:00Z' or an offset such as '+02:00' (a time without zone is UTC for one operator and the time of the container for another, and a malformed one is retried for ever)`,
    );
  });
});

describe('a patch of the cluster of a drill', () => {
  const patched = (pointer: string, value: unknown) => (chart: Chart) => {
    program(PostgresOperator.cloudNativePg(), { drill: {} })(chart);
    ApiObject.of(chart.node.findChild('drill').node.findChild('Cluster')).addJsonPatch(JsonPatch.add(pointer, value));
  };

  test('is in the file', () => {
    expect(at(clusterOf(render(patched('/spec/logLevel', 'debug'))), '/spec/logLevel')).toBe('debug');
  });

  test('is held against the schema, although the object is none of the chart', () => {
    expect(findings(patched('/spec/logLevle', 'debug'))).toEqual([
      `[test/drill/Cluster] [CRD-001] /spec/logLevle is no field of this kind; remove the patch or, for a newer operator, allow it with Rules.of(...).allowField('/spec/logLevle', reason) (the API server drops unknown fields without an error)`,
    ]);
  });
});

test('a rule of the cluster of a drill can be suppressed there, and the reason is in the file', () => {
  const build = (chart: Chart) => {
    program(PostgresOperator.cloudNativePg(), { drill: { target: RecoveryTarget.time('2026-08-01T10:30:00Z', { timeline: 'newest' }) } })(
      chart,
    );
    Rules.of(chart.node.findChild('drill').node.findChild('Cluster')).suppress('REC-002', 'a test');
  };
  const { metadata } = clusterOf(render(build));
  expect(metadata.annotations).toEqual({
    'cdk8s-postgres/non-production': 'restore drill of orders',
    'suppressed.cdk8s-postgres/REC-002': 'a test',
  });
});

describe.each([
  ['CloudNativePG', PostgresOperator.cloudNativePg()],
  ['Zalando', PostgresOperator.zalando({ teamId: 'orders' })],
  ['PGO', PostgresOperator.crunchy()],
])('beside a major upgrade on %s', (_, operator) => {
  const isCnpg = operator.facts.displayName === 'CloudNativePG';
  const suspended = (step?: UpgradeStep): unknown => {
    const isTidy = step?.kind === 'tidy';
    const cluster = { version: isTidy ? PostgresVersion.V17 : PostgresVersion.V16, databases: [{ name: 'orders', owner: 'orders-app' }] };
    const backup = isTidy && isCnpg ? { archiveGeneration: 2 } : {};
    const upgrade = step && { step, ...(isCnpg && { archiveGeneration: 2 }) };
    const manifests = render(program(operator, { cluster, drill: {}, backup, upgrade }));
    return ['orders-drill', 'orders-drill-age'].map((name) => at(get(manifests, 'CronJob', name), '/spec/suspend'));
  };

  test('a drill waits while the archive is that of another version', () => {
    expect(suspended()).toEqual([false, false]);
    expect(suspended(UpgradeStep.prepare())).toEqual([false, false]);
    expect(suspended(UpgradeStep.run())).toEqual([true, false]);
    expect(suspended(UpgradeStep.finish())).toEqual([true, false]);
    expect(suspended(UpgradeStep.tidy())).toEqual([false, false]);
  });

  test('also where the upgrade comes behind the drill', () => {
    const chart = newChart();
    program(operator, { cluster: { version: PostgresVersion.V16 }, drill: {} })(chart);
    const cluster = chart.node.findChild('db') as HaCluster;
    Testing.synth(chart);
    new MajorUpgrade(chart, 'upgrade', {
      cluster,
      to: PostgresVersion.V17,
      step: UpgradeStep.run(),
      ...(isCnpg && { archiveGeneration: 2 }),
    });
    expect(at(get(Testing.synth(chart) as Manifest[], 'CronJob', 'orders-drill'), '/spec/suspend')).toBe(true);
  });
});
