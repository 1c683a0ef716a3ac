import type { BackupPolicyProps } from 'cdk8s-postgres';
import {
  AzureCredentials,
  BackupCompression,
  BackupEncryption,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  GcsCredentials,
  ObjectStoreCredentials,
  PostgresOperator,
} from 'cdk8s-postgres';
import { Size } from 'cdk8s';
import * as fs from 'fs';
import * as path from 'path';
import { BUCKET, program, S3, SECRET } from '../support/programs';
import type { CertificateAuthority } from './certificates';
import { certificateAuthority } from './certificates';
import type { ObjectStore } from './object-store';
import { startObjectStore } from './object-store';
import type { Backup, Printed, Secrets } from './pgbackrest';
import {
  MAJOR,
  always,
  archiving,
  backUp,
  backupTypes,
  backups,
  configure,
  pgbackrest,
  printedCluster,
  s3Keys,
  segments,
  succeed,
  suite,
  volumeFiles,
} from './pgbackrest';
import type { PostgresServer } from './postgres-server';
import { start } from './postgres-server';
import { run, temporaryFolder, waitUntil, writePrivate } from './processes';

// The printed backups of a PGO cluster in a real pgBackRest.

const IDENTITY = ObjectStoreCredentials.workloadIdentity();
const ROLE = ObjectStoreCredentials.workloadIdentity({ awsRoleArn: 'arn:aws:iam::123456789012:role/orders-backup' });
const CA = { name: 'minio-ca', key: 'ca.crt' };
const VOLUME = BackupTarget.volume({ size: Size.gibibytes(1) });

const WEEKLY_AND_DAILY = [BackupSchedule.full('0 1 * * 0'), BackupSchedule.differential('0 1 * * 1-6')];
const COUNTED = { schedules: WEEKLY_AND_DAILY, retention: BackupRetention.count(2, { differentialCount: 1, walCount: 1 }) };

const S3_SECRET = { 'pg-s3': { 's3.conf': s3Keys(1) } };
const AZURE_SECRET = { 'pg-azure': { 'azure.conf': '[global]\nrepo1-azure-key=dGhlLWtleQ==' } };
const CIPHER = '[global]\nrepo1-cipher-pass=the-passphrase';

/** Where the second repository is in the store. */
const IN_BUCKET = '/acme-pg/pgbackrest/orders/orders/v1/repo2';

/** What is configured, the policy that asks for it, and what it finds in the Secrets. */
type Row = [string, () => Partial<BackupPolicyProps>, Secrets];

const azure =
  (credentials: AzureCredentials): (() => Partial<BackupPolicyProps>) =>
  () => ({ target: BackupTarget.azure({ storageAccount: 'acmepg', container: 'postgres', credentials }) });
const gcs =
  (credentials: GcsCredentials): (() => Partial<BackupPolicyProps>) =>
  () => ({ target: BackupTarget.gcs({ bucket: 'acme-pg', credentials }) });

const further = (target: BackupTarget, cron = '0 3 * * 0') => ({
  target,
  schedules: [BackupSchedule.full(cron)],
  retention: BackupRetention.days(30),
});

suite('pgBackRest', () => {
  let authority: CertificateAuthority;
  let store: ObjectStore;
  let folder: string;

  beforeAll(async () => {
    authority = await certificateAuthority();
  });

  beforeEach(async () => {
    folder = temporaryFolder();
    store = await startObjectStore(await authority.issue());
  });

  afterEach(async () => {
    await store.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  // A stanza that is stopped ends each command as soon as its configuration is read, before anything goes over the network.
  const STOPPED = 62;

  const compatible = (ca?: typeof CA, virtualHostStyle?: boolean): BackupTarget =>
    BackupTarget.s3Compatible({
      bucket: 'acme-pg',
      endpoint: `https://localhost:${store.port}`,
      credentials: SECRET,
      ca,
      virtualHostStyle,
    });

  /** Archives a server in a volume and in the bucket, with the configuration for a policy. */
  const archived = async (policy: Partial<BackupPolicyProps>, work: (server: PostgresServer) => Promise<void>): Promise<void> => {
    const server = await start(MAJOR, { settings: archiving(folder) });
    try {
      const secrets = { 'pg-s3': { 's3.conf': s3Keys(2) }, 'minio-ca': { 'ca.crt': authority.ca } };
      configure(folder, printed({ target: VOLUME, ...policy }), secrets, server);
      await server.query('CREATE TABLE items AS SELECT 1 AS id');
      await succeed(folder, 'stanza-create');
      await succeed(folder, 'check');
      await work(server);
    } finally {
      await server.stop();
    }
  };

  test.each<Row>([
    ['Amazon S3', () => ({}), S3_SECRET],
    ['another store with a CA', () => ({ target: compatible(CA) }), { ...S3_SECRET, 'minio-ca': { 'ca.crt': 'PEM' } }],
    ['a role', () => ({ target: BackupTarget.s3({ ...BUCKET, credentials: ROLE }) }), {}],
    // Debian's pgBackRest does not know EKS Pod Identity, the key type `pod-id`.
    ['the identity of the node', () => ({ target: BackupTarget.s3({ ...BUCKET, credentials: IDENTITY }) }), {}],
    [
      'four repositories that share a Secret',
      () => ({
        target: VOLUME,
        additionalRepositories: [
          further(S3, '0 3 * * 0'),
          further(BackupTarget.s3({ ...BUCKET, bucket: 'acme-pg-2' }), '0 3 * * 1'),
          further(compatible(CA), '0 3 * * 2'),
        ],
      }),
      { 'pg-s3': { 's3.conf': s3Keys(2, 3, 4) }, 'minio-ca': { 'ca.crt': 'PEM' } },
    ],
    ['buckets that are named in the host', () => ({ target: compatible(CA, true) }), { ...S3_SECRET, 'minio-ca': { 'ca.crt': 'PEM' } }],
    ['Google with a key', gcs(GcsCredentials.fromSecret('pg-gcs')), { 'pg-gcs': { 'gcs-key.json': '{}' } }],
    ['Google with an identity', gcs(GcsCredentials.workloadIdentity('backup@acme.iam.gserviceaccount.com')), {}],
    // Debian's pgBackRest does not know the identity of an Azure node, the key type `auto`.
    ['Azure with a key', azure(AzureCredentials.fromSecret('pg-azure')), AZURE_SECRET],
    ['Azure with a SAS token', azure(AzureCredentials.sasToken('pg-azure')), AZURE_SECRET],
    ['a key of AWS KMS', () => ({ encryption: BackupEncryption.kms('arn:aws:kms:eu-west-1:123456789012:key/orders') }), S3_SECRET],
    ['a passphrase', () => ({ encryption: BackupEncryption.clientSide('pg-key') }), { ...S3_SECRET, 'pg-key': { 'cipher.conf': CIPHER } }],
    ['a number of backups', () => COUNTED, S3_SECRET],
    ['many files at once', () => ({ transfer: { parallelism: 64 } }), S3_SECRET],
    ...Object.values(BackupCompression).map((compression): Row => [
      `the compression '${compression}'`,
      () => ({ transfer: { compression } }),
      S3_SECRET,
    ]),
  ])('reads the configuration for %s', async (_, backup, secrets) => {
    configure(folder, printed(backup()), secrets);
    writePrivate(path.join(folder, 'lock/db.stop'), '');
    const role = { AWS_ROLE_ARN: 'arn', AWS_WEB_IDENTITY_TOKEN_FILE: '/token' }; // EKS puts these into the pods.

    for (const command of ['stanza-create', 'backup', 'expire']) {
      const { code, stdout, stderr } = await pgbackrest(folder, [...repository(command), command], role);
      expect({ command, code, warnings: /WARN.*/.exec(stdout)?.[0] ?? '', stderr }).toEqual({
        command,
        code: STOPPED,
        warnings: '',
        stderr: '',
      });
    }
  });

  test('warns of an option that does not exist, and stops at a value that does not', async () => {
    const { global, ...rest } = printed({});
    configure(folder, { ...rest, global: { ...global, 'repo1-retention-ful': '1' } }, S3_SECRET);
    writePrivate(path.join(folder, 'lock/db.stop'), '');
    expect((await pgbackrest(folder, ['expire'])).stderr).toBe(`WARN: configuration file contains invalid option 'repo1-retention-ful'\n`);

    configure(folder, { ...rest, global: { ...global, 'repo1-retention-full-type': 'days' } }, S3_SECRET);
    expect(await pgbackrest(folder, ['expire'])).toMatchObject({ code: 32 });
  });

  test('asks Amazon for the bucket by its host name, signed for its region', async () => {
    configure(folder, printed({}), S3_SECRET);
    writePrivate(path.join(folder, 'ca.crt'), authority.ca);
    // Only the connection goes elsewhere than in production.
    const here = ['host=localhost', `port=${store.port}`, `ca-file=${folder}/ca.crt`].map((option) => `--repo1-storage-${option}`);

    expect(await pgbackrest(folder, [...here, 'info'])).toMatchObject({ code: 0, stderr: '' });

    expect(store.hosts()).toEqual(['acme-pg.s3.eu-west-1.amazonaws.com']);
    expect(store.signatures()).toEqual(['the-key/eu-west-1']);
  });

  test('does not talk to another store without its CA', async () => {
    configure(folder, printed({ target: compatible() }), S3_SECRET);
    const { stdout } = await pgbackrest(folder, ['--io-timeout=1', 'info']);
    expect(stdout).toContain('unable to verify certificate presented by');
    expect(store.hosts()).toEqual([]);
  });

  test('backs up, expires and restores with a volume and a bucket', async () => {
    const policy = {
      schedules: WEEKLY_AND_DAILY,
      retention: BackupRetention.days(1),
      additionalRepositories: [further(compatible(CA))],
    };
    await archived(policy, async (server) => {
      await backUp(folder, 1, 'full');
      await backUp(folder, 2, 'full');
      await server.query('INSERT INTO items VALUES (2)');
      await backUp(folder, 1, 'diff');
      await server.query('INSERT INTO items VALUES (3)');
      await backUp(folder, 1, 'full');

      // Everything lies where only this cluster writes, and the bucket is named in the path.
      expect(store.paths().filter((name) => !name.startsWith(`${IN_BUCKET}/`))).toEqual([]);
      expect(store.paths()).toContain(`${IN_BUCKET}/backup/db/backup.info`);
      expect(store.signatures()).toEqual(['the-key/us-east-1']);

      // One day means that every moment of the last 24 hours can be restored: the first backup is needed until the third is a day old.
      expect(await backupTypes(folder, 1, 2)).toEqual([['full', 'diff', 'full'], ['full']]);
      await expire(folder, '+23h');
      expect(await backupTypes(folder, 1, 2)).toEqual([['full', 'diff', 'full'], ['full']]);
      await expire(folder, '+25h');
      expect(await backupTypes(folder, 1, 2)).toEqual([['full'], ['full']]);

      for (const [repo, expected] of [
        [1, [1, 2, 3]],
        [2, [1]],
      ] as const) {
        await server.query('DROP TABLE items');
        await server.pause(() => succeed(folder, `--repo=${repo}`, '--delta', '--type=immediate', '--target-action=promote', 'restore'));
        expect(await server.query('SELECT id FROM items ORDER BY id')).toEqual(expected.map((id) => ({ id })));
        await waitUntil(async () => !(await server.query('SELECT pg_is_in_recovery() AS recovers'))[0]!.recovers);
      }
    });
  });

  test('keeps the counted backups and their WAL, compressed as asked for', async () => {
    const policy = {
      ...COUNTED,
      additionalRepositories: [{ ...further(compatible(CA)), retention: BackupRetention.count(1) }],
      transfer: { compression: BackupCompression.ZSTD, parallelism: 2 },
    };
    await archived(policy, async () => {
      const wal = (): string[] => segments(volumeFiles(folder));
      for (const type of ['full', 'diff', 'full', 'diff', 'diff']) {
        await backUp(folder, 1, type);
        await succeed(folder, 'check'); // Fills a segment that no backup needs.
      }
      await backUp(folder, 2, 'full');
      // pgBackRest counts a full backup as a differential one too: those before the last diff went, that of the first full included.
      const before = await backups(folder, 1);
      expect(before.map(({ type }) => type)).toEqual(['full', 'full', 'diff']);
      const [first, second] = before as [Backup, Backup, Backup];
      // The first can be restored as it was taken, and to no later moment.
      expect(wal().filter((name) => name < second.archive.start)).toEqual(between(wal(), first.archive));
      expect(between(wal(), first.archive)).toContain(first.archive.stop);
      const since = wal().filter((name) => name > second.archive.stop);
      expect(since.length).toBeGreaterThan(2);

      await backUp(folder, 1, 'full');
      await backUp(folder, 2, 'full');
      const [older, newer, ...others] = await backups(folder, 1);
      expect(others).toEqual([]);
      expect([older!.label, newer!.type]).toEqual([second.label, 'full']);
      expect(wal().filter((name) => name < newer!.archive.start)).toEqual(between(wal(), older!.archive));
      expect(wal().filter((name) => since.includes(name) && name < newer!.archive.start)).toEqual([]);

      // The bucket counts for itself.
      const [kept, ...rest] = await backups(folder, 2);
      expect(rest).toEqual([]);
      expect(segments(store.paths()).filter((name) => name < kept!.archive.start)).toEqual([]);

      for (const files of [volumeFiles(folder), store.paths()]) {
        const contents = files.filter((name) => /\/pg_data\/|[0-9A-F]{24}-/.test(name));
        expect(contents.length).toBeGreaterThan(900);
        expect(contents.filter((name) => !name.endsWith('.zst'))).toEqual([]);
      }
    });
  });
});

function printed(backup: Partial<BackupPolicyProps>): Printed {
  return printedCluster(program(PostgresOperator.crunchy(), { backup })).backups.pgbackrest;
}

/** The segments that a backup cannot do without. */
function between(names: readonly string[], archive: Backup['archive']): string[] {
  return names.filter((name) => name >= archive.start && name <= archive.stop);
}

/** A backup goes to one repository; the other commands are for all. */
function repository(command: string): string[] {
  return command === 'backup' ? ['--repo=1'] : [];
}

/** Expires backups as if it were so much later. */
async function expire(folder: string, later: string): Promise<void> {
  const { code, stderr } = await run('faketime', ['-f', later, 'pgbackrest', ...always(folder), 'expire'], { folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}
