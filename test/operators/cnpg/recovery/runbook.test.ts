import { Size } from 'cdk8s';
import {
  BackupArchive,
  BackupPolicy,
  BackupSchedule,
  BackupTarget,
  HaCluster,
  PostgresOperator,
  PostgresVersion,
  ReplicaCluster,
  ReplicaSource,
  RoleOptions,
  RolePassword,
  Rules,
} from '../../../../lib';
import { Attachments } from '../../../../lib/private/attachments';
import { S3, SECRET, SMALLEST_BACKUP, smallestCluster } from '../../../support/programs';
import { newChart } from '../../../support/render';

const operator = PostgresOperator.cloudNativePg();

const COPIED = (from: string, to: string) =>
  `kubectl get secret --namespace=orders ${from} --output=json | jq '{apiVersion: "v1", kind: "Secret", type: "kubernetes.io/basic-auth", metadata: {"name":"${to}","namespace":"default","labels":{"cnpg.io/reload":"true"}}, data: {"username": .data["username"], "password": .data["password"]}}' | kubectl apply --filename=-`;

test('access facts', () => {
  expect(operator.accessFacts({ name: 'orders', namespace: 'shop' }, 'app')).toEqual({
    apiGroup: 'postgresql.cnpg.io',
    plural: 'clusters',
    ready: 'condition=Ready',
    secretName: 'orders-app',
    usernameKey: 'username',
    passwordKey: 'password',
    podLabels: { 'cnpg.io/cluster': 'orders' },
    operatorNamespace: 'cnpg-system',
    operatorPorts: [5432, 8000],
  });
});

describe('a runbook', () => {
  const chart = newChart();
  const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), storage: { size: Size.gibibytes(1) } });
  const bare = Attachments.within(chart, cluster)!.model();
  new BackupPolicy(chart, 'backups', {
    ...SMALLEST_BACKUP,
    cluster,
    target: BackupTarget.s3Compatible({
      bucket: 'acme-pg',
      endpoint: 'https://minio.storage.svc:9000',
      ca: { name: 'minio-ca', key: 'ca.crt' },
      credentials: SECRET,
    }),
  });
  const model = Attachments.within(chart, cluster)!.model();
  const commands = (steps: { readonly command?: string }[]): (string | undefined)[] => steps.map(({ command }) => command);

  test('has these commands', () => {
    const { inspect, flush, before, after } = operator.runbookFacts(model, { name: 'orders-2', namespace: 'later' });
    const primary = `"$(kubectl get clusters.postgresql.cnpg.io/orders -n orders -o jsonpath='{.status.currentPrimary}')"`;
    expect([inspect, flush, before, after].map(commands)).toEqual([
      [
        `kubectl get objectstores.barmancloud.cnpg.io/orders-backup -n orders -o jsonpath="{.status.serverRecoveryWindow['orders-v1']}"`,
        'kubectl get backups.postgresql.cnpg.io -n orders -o custom-columns=NAME:.metadata.name,CLUSTER:.spec.cluster.name,LABEL:.status.backupId,ENDED:.status.stoppedAt',
      ],
      [
        `kubectl exec -n orders -c postgres ${primary} -- psql -d postgres -c 'SELECT pg_switch_wal()'`,
        `kubectl exec -n orders -c postgres ${primary} -- psql -d postgres -c 'SELECT last_archived_wal, last_archived_time, last_failed_time FROM pg_stat_archiver'`,
      ],
      ['kubectl get secret pg-s3 -n later', 'kubectl get secret minio-ca -n later', undefined],
      [
        'kubectl logs -n later -l cnpg.io/cluster=orders-2,cnpg.io/jobRole=full-recovery --all-containers -f',
        'kubectl wait --for=condition=Ready clusters.postgresql.cnpg.io/orders-2 -n later --timeout=60m',
        `kubectl get secret orders-2-app -n later -o jsonpath='{.data.password}' | base64 -d`,
        'kubectl wait --for=condition=LastBackupSucceeded clusters.postgresql.cnpg.io/orders-2 -n later --timeout=60m',
      ],
    ]);
  });

  test('names the Secrets with the passwords that the operator does not make', () => {
    const owner = { name: 'orders', owner: 'orders-app' };
    const password = RolePassword.fromSecret();
    const runbook = (roles: RoleOptions[]) => {
      const other = newChart();
      const db = new HaCluster(other, 'db', { ...smallestCluster(operator), databases: [owner], roles });
      return operator.runbookFacts(Attachments.within(other, db)!.model(), { name: 'orders-2' });
    };
    const others = runbook([{ name: 'reports', password }]);
    expect(others.before[0]).toEqual({
      text: `Copy the password of 'reports' from the Secret 'orders-reports' into 'orders-2-reports', where the recovered cluster looks for it.`,
      command: COPIED('orders-reports', 'orders-2-reports'),
    });
    expect(commands(others.after)).toContain(`kubectl get secret orders-2-app -o jsonpath='{.data.password}' | base64 -d`);
    const all = runbook([{ name: 'orders-app', password }]);
    expect(commands(all.before)).toEqual([COPIED('orders-orders-app', 'orders-2-orders-app'), undefined]);
    expect(commands(all.after).filter((command) => command?.includes('base64'))).toEqual([]);
  });

  test('says only what there is, without policy and namespace', () => {
    const { inspect, before, after } = operator.runbookFacts({ ...bare, identity: { name: 'orders' } }, { name: 'orders-2' });
    expect(commands(inspect)).toEqual([expect.stringMatching(/^kubectl get backups\.postgresql\.cnpg\.io -o /)]);
    expect(commands(before)).toEqual([undefined]);
    expect(commands(after)[1]).toBe('kubectl wait --for=condition=Ready clusters.postgresql.cnpg.io/orders-2 --timeout=60m');
  });
});

test('the runbook of a replica that names no database has those of its source', () => {
  const chart = newChart();
  const databases = [{ name: 'orders', owner: 'orders-app' }];
  const source = BackupArchive.of({ clusterName: 'orders-eu', namespace: 'orders', target: S3, version: PostgresVersion.V17, databases });
  const replica = new ReplicaCluster(chart, 'db', { ...smallestCluster(operator), source: ReplicaSource.archive(source), promoted: true });
  new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster: replica });
  expect(replica.recoveryRunbook()).toMatch(
    /    recovery:\n      database: orders\n      owner: orders-app\n(      # .*\n)*      source: orders\n/,
  );
});

test('a rule that is suppressed for the cluster or its policy keeps no runbook from being written', () => {
  const chart = newChart();
  const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), parameters: { no_such_parameter: '1' } });
  const policy = new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster, schedules: [BackupSchedule.full('*/30 2 * * *')] });
  const refused = /\[HA-010\][^]*\[BAK-016\]/;
  expect(() => cluster.recoveryRunbook()).toThrow(refused);
  Rules.of(cluster).suppress('HA-010', 'a parameter of an extension');
  Rules.of(policy).suppress('BAK-016', 'the database is small');
  expect(cluster.recoveryRunbook()).toContain('no_such_parameter: "1"');
});
