import * as fs from 'fs';
import * as path from 'path';
import { adopt } from '../../../cli/adopt/adopt';
import { synthesizer } from '../../../cli/adopt/fit/synthesis';
import { readManifests, ReadManifestsOptions } from '../../../cli/adopt/read/read';
import { classified } from '../../../cli/adopt/report/classes';
import { folder, removeFolders, write } from '../support/guard';

afterAll(removeFolders);

/** What becomes of forms that operators had once. */

const synthesize = synthesizer((name) => jest.requireActual<object>(name === 'cdk8s-postgres' ? '../../../lib' : name));

function adopted(text: string, options: Partial<ReadManifestsOptions> = {}) {
  const cwd = write(folder(), { 'a.yaml': text });
  const manifests = readManifests(['a.yaml'], { cwd, fileBytes: 1e6, ...options });
  const found = adopt(manifests.belongings, synthesize, manifests.samples);
  return { ...manifests, ...found, ...classified(manifests.original, { ...found, deliberate: manifests.deliberate }) };
}

const running = (file: string): string => fs.readFileSync(path.join(__dirname, '..', 'support', 'running', file), 'utf8');

const ZALANDO = `
apiVersion: acid.zalan.do/v1
kind: postgresql
metadata:
  name: acid-ledger
spec:
  teamId: acid
  numberOfInstances: 2
  postgresql:
    version: '16'
  volume:
    size: 10Gi
  useLoadBalancer: true
  replicaLoadBalancer: false
  allowedSourceRanges:
    - 10.0.0.0/8
  pod_priority_class_name: database
  init_containers:
    - name: wait
      image: registry.example.com/wait:1.2
      command: [wait]
`;

test('keys that version 2.0 of Zalando does not read get their names of today, and each is told', () => {
  const { fields, disruptive, source, outcome } = adopted(ZALANDO);
  expect(outcome.problems).toEqual([]);
  expect(disruptive).toEqual([]);
  expect(fields.filter((one) => one.class === 'kept by a typed patch' || one.class === 'lost')).toEqual([]);
  expect(fields.filter((one) => one.class === 'changed on purpose').map(({ field, why }) => `${field}: ${why}`)).toEqual([
    "spec.enableMasterLoadBalancer: stood as 'useLoadBalancer', which version 2.0 of the operator does not read; the same to 1.15, and nothing restarts",
    "spec.enableReplicaLoadBalancer: stood as 'replicaLoadBalancer', which version 2.0 of the operator does not read; the same to 1.15, and nothing restarts",
    "spec.podPriorityClassName: stood as 'pod_priority_class_name', which version 2.0 of the operator does not read; the same to 1.15, and nothing restarts",
    ...['name', 'image', 'command'].map(
      (field) =>
        `spec.initContainers[wait].${field}: stood as 'init_containers', which version 2.0 of the operator does not read; the same to 1.15, and nothing restarts`,
    ),
  ]);
  expect(source).toContain('primary: ServiceKind.LOAD_BALANCER,');
  expect(source).toContain("placement: { priorityClassName: 'database' },");
  expect(source).toContain("initContainers: [{ name: 'wait', image: 'registry.example.com/wait:1.2', command: ['wait'] }],");
});

test('a key that stands under both names is read under that of today', () => {
  const { source } = adopted(ZALANDO.replace('useLoadBalancer: true', 'useLoadBalancer: true\n  enableMasterLoadBalancer: false'));
  expect(source).toContain('primary: ServiceKind.CLUSTER_IP');
});

test('v1beta1 of PGO stays where nothing else is asked for, and is told', () => {
  const { oldForms, source, outcome } = adopted(running('crunchy-typed.yaml').replace('crunchydata.com/v1\n', 'crunchydata.com/v1beta1\n'));
  expect(oldForms).toEqual([
    "PostgresCluster support/tickets: 'v1beta1' is what PGO 5 has; where 6.0 runs, --v1 prints 'v1' with the same fields: nothing restarts",
  ]);
  expect(source).toContain('operatorVersion: CrunchyVersion.V5_8');
  expect(outcome.objects[0]!.json.apiVersion).toBe('postgres-operator.crunchydata.com/v1beta1');
});

test('v1beta1 of PGO is carried over to v1 on demand, and nothing restarts', () => {
  const text = running('crunchy-typed.yaml').replace('crunchydata.com/v1\n', 'crunchydata.com/v1beta1\n');
  const { oldForms, source, outcome, disruptive, fields } = adopted(text, { v1: true });
  expect(oldForms).toEqual([]);
  expect(source).not.toContain('operatorVersion');
  expect(outcome.objects[0]!.json.apiVersion).toBe('postgres-operator.crunchydata.com/v1');
  expect(disruptive).toEqual([]);
  expect(fields.filter((one) => one.class === 'lost')).toEqual([]);
});

test('what v1 does not have keeps a cluster of PGO from it', () => {
  const text = running('crunchy-typed.yaml')
    .replace('crunchydata.com/v1\n', 'crunchydata.com/v1beta1\n')
    .replace('\nspec:\n', '\nspec:\n  userInterface:\n    pgAdmin: {}\n');
  const { oldForms, outcome } = adopted(text, { v1: true });
  expect(oldForms).toEqual([
    "PostgresCluster support/tickets: it stays with 'v1beta1': v1 takes neither 'userInterface' nor more than 16 instance sets",
  ]);
  expect(outcome.objects[0]!.json.apiVersion).toBe('postgres-operator.crunchydata.com/v1beta1');
});

const CNPG = `
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: parcels
  namespace: depot
spec:
  instances: 3
  imageName: ghcr.io/cloudnative-pg/postgresql:16.4
  storage:
    size: 10Gi
  superuserSecret:
    name: parcels-admin
  externalClusters: []
  monitoring:
    enablePodMonitor: true
  backup:
    retentionPolicy: 14d
    barmanObjectStore:
      destinationPath: s3://depot-backups/parcels
      s3Credentials:
        inheritFromIAMRole: true
      wal:
        compression: zstd
        maxParallel: 4
      data:
        compression: bzip2
`;

test('an archive without the plugin is a policy, in the form that the manifest has, and what it may become is told', () => {
  const { oldForms, source, fields, patches } = adopted(CNPG);
  expect(oldForms).toEqual([
    "Cluster depot/parcels: 'barmanObjectStore' leaves the operator with version 1.31; --plugin carries it over to the Barman Cloud plugin at the same place, which makes the instances anew one after the other",
    "Cluster depot/parcels: 'enablePodMonitor' is deprecated; take 'podMonitor' out and 'MONITORING' into TakeOver.asItRuns([...]), and the library prints one: nothing restarts",
    "Cluster depot/parcels: no region of its bucket is said, so 'us-east-1' stands in the program until somebody writes the right one; without the plugin it is printed nowhere",
  ]);
  expect(patches).toEqual([]);
  expect(source).toContain('barman: { inTree: true, walCompression: CloudNativePgWalCompression.ZSTD, walParallelism: 4 },');
  expect(source).toContain('transfer: { compression: BackupCompression.BZIP2 },');
  expect(fields.filter((one) => one.class !== 'same').map(({ field, class: name, why }) => `${name}: ${field}: ${why}`)).toEqual([
    'changed on purpose: spec.superuserSecret.name: left out: the operator looks at it with enableSuperuserAccess: true alone; to have it, write superuser',
    'changed on purpose: spec.externalClusters: left out: an empty list says nothing',
  ]);
});

test('a schedule of five fields is told', () => {
  const schedule = `
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: parcels-nightly
  namespace: depot
spec:
  schedule: 0 2 * * *
  cluster:
    name: parcels
`;
  expect(adopted(`${CNPG}---${schedule}`).oldForms).toContain(
    'ScheduledBackup depot/parcels-nightly: five fields of a schedule are seconds first to the operator: it runs each hour or each minute where a day was meant; write six',
  );
});

test('what Patroni and PGO do not read is left out, and told', () => {
  const text = running('crunchy-typed.yaml').replace(/( +)postgresql:\n/, '$1postgresql:\n$1  synchronous_commit: "on"\n');
  const { fields, disruptive, source } = adopted(text);
  expect(disruptive).toEqual([]);
  expect(fields.filter(({ field }) => field.endsWith('synchronous_commit'))).toEqual([
    {
      object: 'PostgresCluster support/tickets',
      field: 'spec.patroni.dynamicConfiguration.postgresql.synchronous_commit',
      class: 'changed on purpose',
      why: 'left out: Patroni does not read it there, and it never had an effect; to have it, write it into parameters',
    },
  ]);
  expect(source).not.toContain('synchronous_commit');
});
