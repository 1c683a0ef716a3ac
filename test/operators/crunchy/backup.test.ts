import { Size } from 'cdk8s';
import {
  BackupPolicyProps,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  CrunchyAmbientIdentity,
  ObjectStoreCredentials,
  PostgresOperator,
} from 'cdk8s-postgres';
import { BUCKET, SMALLEST_BACKUP, program } from '../../support/programs';
import { findings, only, render } from '../../support/render';

const ROLE = 'arn:aws:iam::123456789012:role/orders-backup';
const REPOSITORY = { schedules: [BackupSchedule.full('0 3 * * *')], retention: BackupRetention.days(7) };

const s3 = (credentials: ObjectStoreCredentials, bucket = 'acme-pg'): BackupTarget => BackupTarget.s3({ ...BUCKET, bucket, credentials });

interface Printed {
  readonly metadata?: unknown;
  readonly backups: { readonly pgbackrest: { configuration?: unknown; global: Record<string, string>; repos: Record<string, unknown>[] } };
}

function printed(backup: Partial<BackupPolicyProps>, options = {}): Printed {
  return only(render(program(PostgresOperator.crunchy(options), { backup })), 'PostgresCluster').spec as unknown as Printed;
}

test('keys come from the file in the Secret, under a name that pgBackRest reads', () => {
  const { pgbackrest } = printed({ target: s3(ObjectStoreCredentials.fromSecret('pg-s3', { configFile: 'pgbackrest.ini' })) }).backups;
  expect(pgbackrest.configuration).toEqual([{ secret: { name: 'pg-s3', items: [{ key: 'pgbackrest.ini', path: 'repo1-s3.conf' }] } }]);
  expect(pgbackrest.global).toEqual({
    'repo1-path': '/pgbackrest/orders/orders/v1/repo1',
    'repo1-retention-full': '30',
    'repo1-retention-full-type': 'time',
  });
});

test('a file that two repositories share is projected once', () => {
  const { pgbackrest } = printed({ additionalRepositories: [{ ...REPOSITORY, target: s3(BUCKET.credentials, 'acme-pg-far') }] }).backups;
  expect(pgbackrest.configuration).toEqual([{ secret: { name: 'pg-s3', items: [{ key: 's3.conf', path: 'repo1-s3.conf' }] } }]);
});

test('two files of one Secret are projected side by side', () => {
  const other = ObjectStoreCredentials.fromSecret('pg-s3', { configFile: 'far.conf' });
  const { pgbackrest } = printed({ additionalRepositories: [{ ...REPOSITORY, target: s3(other, 'acme-pg-far') }] }).backups;
  expect(pgbackrest.configuration).toEqual([
    { secret: { name: 'pg-s3', items: [{ key: 's3.conf', path: 'repo1-s3.conf' }] } },
    { secret: { name: 'pg-s3', items: [{ key: 'far.conf', path: 'repo2-s3.conf' }] } },
  ]);
});

test.each([
  ['the instance profile', {}, undefined, 'auto'],
  ['EKS Pod Identity', { ambientIdentity: CrunchyAmbientIdentity.POD_IDENTITY }, undefined, 'pod-id'],
  ['a role', {}, ROLE, 'web-id'],
])('workload identity: %s', (_, options, awsRoleArn, keyType) => {
  const { metadata, backups } = printed({ target: s3(ObjectStoreCredentials.workloadIdentity({ awsRoleArn })) }, options);
  expect(backups.pgbackrest.global['repo1-s3-key-type']).toBe(keyType);
  expect(backups.pgbackrest.configuration).toBeUndefined();
  expect(metadata).toEqual(awsRoleArn && { annotations: { 'eks.amazonaws.com/role-arn': ROLE } });
});

test('a role stands beside the annotations of the user', () => {
  const ask = {
    cluster: { annotations: { 'acme.example/owner': 'team-orders' } },
    backup: { target: s3(ObjectStoreCredentials.workloadIdentity({ awsRoleArn: ROLE })) },
  };
  const cluster = only(render(program(PostgresOperator.crunchy(), ask)), 'PostgresCluster');
  expect(cluster.spec!.metadata).toEqual({ annotations: { 'acme.example/owner': 'team-orders', 'eks.amazonaws.com/role-arn': ROLE } });
});

test('a volume keeps the path that PGO mounts it at', () => {
  const { pgbackrest } = printed({
    additionalRepositories: [{ ...REPOSITORY, target: BackupTarget.volume({ size: Size.gibibytes(100) }) }],
  }).backups;
  expect(Object.keys(pgbackrest.global).filter((option) => option.startsWith('repo2'))).toEqual([
    'repo2-retention-full',
    'repo2-retention-full-type',
  ]);
  expect(pgbackrest.repos[1]).toEqual({
    name: 'repo2',
    volume: { volumeClaimSpec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '100Gi' } } } },
    schedules: { full: '0 3 * * *' },
  });
});

test('the generation and the prefix are parts of the path', () => {
  const { pgbackrest } = printed({ archiveGeneration: 3, target: BackupTarget.s3({ ...BUCKET, prefix: 'team/a' }) }).backups;
  expect(pgbackrest.global['repo1-path']).toBe('/pgbackrest/team/a/orders/orders/v3/repo1');
});

test('an archive is known by its URL', () => {
  const operator = PostgresOperator.crunchy();
  const identity = { name: 'orders', namespace: 'orders' };
  const repository = { index: 1, schedules: [...SMALLEST_BACKUP.schedules], retention: SMALLEST_BACKUP.retention };
  const targets = [
    BackupTarget.s3(BUCKET),
    BackupTarget.s3Compatible({ bucket: 'acme-pg', endpoint: 'https://minio.storage.svc:9000', credentials: BUCKET.credentials }),
    BackupTarget.volume({ size: Size.gibibytes(100) }),
  ];
  const repositories = targets.map((target, i) => ({ ...repository, index: i + 1, target }));
  expect(operator.bindBackupPolicy(undefined as never, { cluster: identity, repositories, generation: 1 }).archives).toEqual([
    's3://s3.eu-west-1.amazonaws.com/acme-pg/pgbackrest/orders/orders/v1/repo1',
    's3://minio.storage.svc:9000/acme-pg/pgbackrest/orders/orders/v1/repo2',
  ]);
});

test('two full schedules are refused', () => {
  const schedules = [BackupSchedule.full('0 2 * * *'), BackupSchedule.full('0 14 * * *')];
  expect(findings(program(PostgresOperator.crunchy(), { backup: { schedules } }))).toEqual([
    "[test/backups] [PGO-002] asked for more than one schedule of full backups; write one cron value that fires at all these times, such as '0 2,14 * * *', or another repository in 'additionalRepositories'; available on CloudNativePG (Crunchy PGO 6.0 does not have it)",
  ]);
});
