import type { BackupPolicyProps } from 'cdk8s-postgres';
import {
  BackupArchive,
  BackupCompression,
  BackupEncryption,
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  RecoveryTarget,
  ReplicaCluster,
  ReplicaSource,
} from 'cdk8s-postgres';
import type { Chart } from 'cdk8s';
import { Size } from 'cdk8s';
import * as fs from 'fs';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { program, SECRET, SMALLEST_BACKUP, smallestCluster } from '../support/programs';
import { certificateAuthority } from './certificates';
import type { ObjectStore } from './object-store';
import { startObjectStore } from './object-store';
import type { Backup, Secrets } from './pgbackrest';
import {
  MAJOR,
  archiving,
  backUp,
  backupTypes,
  backups,
  configure,
  printedCluster,
  recovered,
  restore,
  restoreEmpty,
  restoreOptions,
  s3Keys,
  succeed,
  suite,
  volumeFiles,
} from './pgbackrest';
import type { PostgresServer } from './postgres-server';
import { start } from './postgres-server';
import { makeFolder, temporaryFolder, waitUntil } from './processes';

// What is printed of restores and replica clusters, in a real pgBackRest and a real PostgreSQL.

const operator = PostgresOperator.crunchy();

/** A text that stands in a row, and that nobody may read in the bucket. */
const MARKER = 'the-secret-of-row-one';

/** The name of no backup. */
const LABEL = '20260801-020000F';

/** Where the source and its replica write to. */
const IN_BUCKET = '/acme-pg/pgbackrest/orders/orders/v1/repo1/';
const OF_REPLICA = '/acme-dr/pgbackrest/orders/orders-dr/v1/repo1/';

/** When a row was written. */
interface Moment {
  readonly xid: string;
  /** Of the commit, in UTC and without zone. */
  readonly time: string;
  readonly timeElsewhere: string;
  /** Behind the commit. */
  readonly lsn: string;
}

/** What has happened to the source. */
interface History {
  readonly firstBackup: Backup;
  readonly secondBackup: Backup;
  /** The moments of the rows by their number. */
  readonly rows: Readonly<Record<number, Moment>>;
}

suite('recovery with pgBackRest', () => {
  let store: ObjectStore;
  let ca: string;
  let top: string;
  let source: PostgresServer;
  let restored: PostgresServer;
  let history: History;
  let walFolders = 0;

  const folder = (name: string): string => path.join(top, name);
  const encryption = BackupEncryption.clientSide('pg-key');

  const bucket = (name: string): BackupTarget =>
    BackupTarget.s3Compatible({
      bucket: name,
      endpoint: `https://localhost:${store.port}`,
      credentials: SECRET,
      ca: { name: 'minio-ca', key: 'ca.crt' },
    });

  /** Secrets with the credentials of some repositories, and with the passphrase of one. */
  const secrets = (encrypted: number, repositories: readonly number[], passphrase = 'the passphrase'): Secrets => ({
    'pg-s3': { 's3.conf': s3Keys(...repositories) },
    'pg-key': { 'cipher.conf': `[global]\nrepo${encrypted}-cipher-pass=${passphrase}\n` },
    'minio-ca': { 'ca.crt': ca },
  });

  /** The policy of the source: an encrypted bucket, and beside it a volume that everybody can read. */
  const policy = (): Omit<BackupPolicyProps, 'cluster'> => ({
    ...SMALLEST_BACKUP,
    target: bucket('acme-pg'),
    encryption,
    additionalRepositories: [
      {
        target: BackupTarget.volume({ size: Size.gibibytes(1) }),
        schedules: [BackupSchedule.full('0 5 * * 0')],
        retention: BackupRetention.count(1),
      },
    ],
    transfer: { compression: BackupCompression.NONE, parallelism: 2 },
  });

  const archive = (): BackupArchive =>
    BackupArchive.of({
      clusterName: 'orders',
      namespace: 'orders',
      target: bucket('acme-pg'),
      version: PostgresVersion.V17,
      encryption,
    });

  /** Writes the configuration of a restore into a folder, and returns what it is called with. */
  const configureRestore = (target: RecoveryTarget, dataDirectory: string, passphrase?: string): readonly string[] => {
    const recovery = RecoverySource.fromArchive(archive(), { target });
    const ask = { cluster: { clusterName: 'orders-2', recovery }, backup: { transfer: { parallelism: 2 } } };
    const { repo, ...printed } = printedCluster(program(operator, ask), 'orders-2').dataSource!.pgbackrest;
    configure(folder('restored'), { ...printed, repos: [repo] }, secrets(1, [1], passphrase));
    return restoreOptions(printed, repo.name, dataDirectory, newWalFolder());
  };

  /** PGO keeps the WAL beside the data. */
  const newWalFolder = (): string => makeFolder(folder(`wal-${++walFolders}`));

  /** Writes a row and says when that was. */
  const write = async (server: PostgresServer, id: number): Promise<Moment> => {
    const [row] = await server.query(`INSERT INTO items VALUES (${id}, '${MARKER}') RETURNING pg_current_xact_id()::text AS xid`);
    const xid = row!.xid as string;
    const commit = `pg_xact_commit_timestamp('${xid}'::xid)`;
    const text = (zone: string): string => `to_char(${commit} AT TIME ZONE '${zone}', 'YYYY-MM-DD"T"HH24:MI:SS.US')`;
    const [moment] = await server.query(
      `SELECT ${text('UTC')} AS time, ${text('UTC-2')} AS "timeElsewhere", pg_current_wal_lsn()::text AS lsn`,
    );
    return { xid, ...(moment as unknown as Omit<Moment, 'xid'>) };
  };

  beforeAll(async () => {
    const authority = await certificateAuthority();
    ca = authority.ca;
    store = await startObjectStore(await authority.issue());
    top = temporaryFolder();
    ['source', 'restored', 'replica'].forEach((name) => makeFolder(folder(name)));
    source = await start(MAJOR, { settings: { ...archiving(folder('source')), track_commit_timestamp: 'on' } });
    // PGO lets it keep its WAL; here it ends sooner when it has nothing to try again.
    restored = await start(MAJOR, { settings: { archive_mode: 'on', archive_command: 'true' } });

    const ofSource = folder('source');
    configure(ofSource, printedCluster(program(operator, { backup: policy() })).backups.pgbackrest, secrets(1, [1]), source);
    await succeed(ofSource, 'stanza-create');
    await source.query('CREATE TABLE items (id int, note text)');
    const rows: Record<number, Moment> = {};
    const fill = async (id: number): Promise<void> => void (rows[id] = await write(source, id));

    await fill(1);
    await backUp(ofSource, 1, 'full');
    await sleep(1100); // pgBackRest compares whole seconds when it looks for the backup before a moment.
    await fill(2);
    await fill(3);
    await source.query(`SELECT pg_create_restore_point('before row 4')`);
    await fill(4);
    await backUp(ofSource, 1, 'diff');
    await fill(5);
    await fill(6);
    await fill(66);
    await succeed(ofSource, 'check'); // Archives all of this.

    // The end of the first timeline: two rows are undone in place.
    const [firstBackup, secondBackup] = (await backups(ofSource, 1)) as [Backup, Backup];
    const target = RecoveryTarget.transaction(rows[5]!.xid, { backup: secondBackup.label });
    const inPlace = printedCluster(program(operator, { backup: policy(), inPlace: { target } })).backups.pgbackrest.restore!;
    const options = restoreOptions(inPlace, inPlace.repoName, source.dataDirectory, newWalFolder());
    await source.pause(async () => expect(await restore(ofSource, options)).toEqual({ code: 0, stdout: '', stderr: '' }));
    await recovered(source);
    await fill(7);
    await succeed(ofSource, 'check');
    history = { firstBackup, secondBackup, rows };
  });

  afterAll(async () => {
    await restored?.stop();
    await source?.stop();
    await store?.stop();
    fs.rmSync(top, { recursive: true, force: true });
  });

  test.each<[string, (history: History) => RecoveryTarget, number[]]>([
    ['the end', () => RecoveryTarget.latest(), [1, 2, 3, 4, 5, 7]],
    ['a moment', ({ rows }) => RecoveryTarget.time(`${rows[3]!.time}Z`), [1, 2, 3]],
    ['a moment of another zone', ({ rows }) => RecoveryTarget.time(`${rows[3]!.timeElsewhere}+02:00`), [1, 2, 3]],
    ['just before a moment', ({ rows }) => RecoveryTarget.time(`${rows[3]!.time}Z`, { exclusive: true }), [1, 2]],
    ['a transaction', ({ rows, firstBackup: { label: backup } }) => RecoveryTarget.transaction(rows[2]!.xid, { backup }), [1, 2]],
    [
      'just before a transaction',
      ({ rows, firstBackup: { label: backup } }) => RecoveryTarget.transaction(rows[2]!.xid, { backup, exclusive: true }),
      [1],
    ],
    ['a position', ({ rows }) => RecoveryTarget.lsn(rows[3]!.lsn), [1, 2, 3]],
    ['a restore point', ({ firstBackup: { label: backup } }) => RecoveryTarget.restorePoint('before row 4', { backup }), [1, 2, 3]],
    ['the end of a backup', ({ firstBackup }) => RecoveryTarget.backup(firstBackup.label), [1]],
    ['a moment of the newest timeline', ({ rows }) => RecoveryTarget.time(`${rows[6]!.time}Z`), [1, 2, 3, 4, 5]],
    ['a moment of an older timeline', ({ rows }) => RecoveryTarget.time(`${rows[6]!.time}Z`, { timeline: '1' }), [1, 2, 3, 4, 5, 6]],
  ])('restores up to %s', async (_, target, expected) => {
    await restoreEmpty(restored, folder('restored'), configureRestore(target(history), restored.dataDirectory));
    await recovered(restored);
    expect(await ids(restored)).toEqual(expected);
  });

  test.each<[string, (rows: History['rows']) => RecoveryTarget, 'firstBackup' | 'secondBackup']>([
    ['a moment', (rows) => RecoveryTarget.time(`${rows[3]!.time}Z`), 'firstBackup'],
    ['a position', (rows) => RecoveryTarget.lsn(rows[3]!.lsn), 'firstBackup'],
    // Behind the target, where PostgreSQL looks for it in vain: rule PGO-066 asks for a name.
    ['a transaction', (rows) => RecoveryTarget.transaction(rows[3]!.xid, { backup: LABEL }), 'secondBackup'],
    ['a restore point', () => RecoveryTarget.restorePoint('before row 4', { backup: LABEL }), 'secondBackup'],
  ])('begins with a backup of its choice for %s when none is named', async (name, target, backup) => {
    const data = makeFolder(folder(`data for ${name}`.replace(/ /g, '-')));
    const options = configureRestore(target(history.rows), data).filter((option) => option !== `--set=${LABEL}`);
    expect(await restore(folder('restored'), options)).toMatchObject({ code: 0, stderr: '' });
    const label = fs.readFileSync(path.join(data, 'backup_label'), 'utf8');
    expect(/^START WAL LOCATION: (\S+)/m.exec(label)![1]).toBe(history[backup].lsn.start);
  });

  test('a passphrase is needed, and nothing can be read without it', async () => {
    const options = configureRestore(RecoveryTarget.latest(), makeFolder(folder('never-restored')), 'another passphrase');
    const { code, stdout } = await restore(folder('restored'), options);
    expect(code).toBe(75);
    expect(stdout).toContain('no backup set found to restore');
    expect(fs.readdirSync(folder('never-restored'))).toEqual([]);

    expect(store.paths().filter((name) => name.startsWith(IN_BUCKET)).length).toBeGreaterThan(900);
    expect(store.contains(MARKER)).toBe(false);
    // The WAL in the other repository is neither encrypted nor compressed, so there it can be read.
    const files = volumeFiles(folder('source')).filter((name) => /[0-9A-F]{24}-/.test(name));
    expect(files.some((name) => fs.readFileSync(name).includes(MARKER))).toBe(true);
  });

  test('a replica cluster follows its source, and archives to its own repository when it is promoted', async () => {
    const ofReplica = folder('replica');
    const printed = (promoted: boolean) =>
      printedCluster((chart: Chart) => {
        const replica = new ReplicaCluster(chart, 'replica', {
          ...smallestCluster(operator),
          clusterName: 'orders-dr',
          source: ReplicaSource.archive(archive()),
          promoted,
        });
        new BackupPolicy(chart, 'replica-backups', { ...SMALLEST_BACKUP, cluster: replica, target: bucket('acme-dr') });
      }, 'orders-dr');
    const both = secrets(2, [1, 2]);
    const replica = await start(MAJOR, { settings: archiving(ofReplica) });
    try {
      const { standby, backups: followed } = printed(false);
      configure(ofReplica, followed.pgbackrest, both, replica);
      const follow = restoreOptions({ options: ['--type=standby'] }, standby!.repoName, replica.dataDirectory, newWalFolder());
      await restoreEmpty(replica, ofReplica, follow);
      await waitUntil(async () => (await ids(replica)).includes(7));
      await write(source, 8);
      await succeed(folder('source'), 'check');
      await waitUntil(async () => (await ids(replica)).includes(8));
      expect(await ids(replica)).toEqual([1, 2, 3, 4, 5, 7, 8]);

      const before = store.paths();
      expect(before.filter((name) => !name.startsWith(IN_BUCKET))).toEqual([]);
      // The keys of the source's repository stay in the Secret.
      configure(ofReplica, printed(true).backups.pgbackrest, both, replica);
      await replica.query('SELECT pg_promote()');
      await succeed(ofReplica, 'stanza-create');
      await replica.query('INSERT INTO items VALUES (9)');
      await succeed(ofReplica, 'check');
      await backUp(ofReplica, 1, 'full');
      expect(store.paths().filter((name) => !name.startsWith(OF_REPLICA))).toEqual(before);
      expect(store.paths().filter((name) => /\/0000000300000000\/[0-9A-F]{24}-/.test(name))).not.toEqual([]);
      expect(await backupTypes(ofReplica, 1, 2)).toEqual([['full'], []]);
      expect(await ids(replica)).toEqual([1, 2, 3, 4, 5, 7, 8, 9]);
    } finally {
      await replica.stop();
    }
  });
});

async function ids(server: PostgresServer): Promise<unknown[]> {
  return (await server.query('SELECT id FROM items ORDER BY id')).map(({ id }) => id);
}
