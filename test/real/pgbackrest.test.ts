import type { BackupPolicyProps } from 'cdk8s-postgres';
import { BackupRetention, BackupSchedule, BackupTarget, ObjectStoreCredentials, PostgresOperator } from 'cdk8s-postgres';
import { Size } from 'cdk8s';
import * as fs from 'fs';
import * as path from 'path';
import { BUCKET, program, S3, SECRET } from '../support/programs';
import { at, only, render } from '../support/render';
import type { CertificateAuthority } from './certificates';
import { certificateAuthority } from './certificates';
import type { ObjectStore } from './object-store';
import { startObjectStore } from './object-store';
import type { PostgresServer } from './postgres-server';
import { programFolder, start } from './postgres-server';
import type { Finished } from './processes';
import { makeFolder, run, temporaryFolder, waitUntil, writePrivate } from './processes';
import { requireOnPath, requireProgram } from './requirements';

// The printed backups of a PGO cluster in a real pgBackRest. PGO writes its own options for each repository, then the printed map
// `global`, into one file (populatePGInstanceConfigurationMap in internal/pgbackrest/config.go), and mounts the printed projections of
// Secrets beside it.

/** The newest version that Debian's pgBackRest 2.45 supports. */
const MAJOR = 15;

/** Where the pods of PGO have the projected files. */
const MOUNTED_AT = '/etc/pgbackrest/conf.d';

/** Where the pods have a volume; PGO writes this path, and nothing is printed for it. */
const VOLUME = '/pgbackrest/repo1';

interface Printed {
  readonly global: Readonly<Record<string, string>>;
  readonly configuration?: readonly {
    readonly secret: { readonly name: string; readonly items: readonly { key: string; path: string }[] };
  }[];
  readonly repos: readonly { readonly name: string; readonly s3?: { bucket: string; endpoint: string; region: string } }[];
}

/** A warning that the pods never see: only the test servers have their socket among the data. */
const SOCKET = /^.* WARN: exclude special file '.*\.s\.PGSQL\.\d+' from backup\n/gm;

/** What the Secrets of a namespace hold. */
type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

const keys = (...repositories: number[]): string =>
  ['[global]', ...repositories.flatMap((n) => [`repo${n}-s3-key=the-key`, `repo${n}-s3-key-secret=the-secret`])].join('\n');

const IDENTITY = ObjectStoreCredentials.workloadIdentity();
const ROLE = ObjectStoreCredentials.workloadIdentity({ awsRoleArn: 'arn:aws:iam::123456789012:role/orders-backup' });
const CA = { name: 'minio-ca', key: 'ca.crt' };

const further = (target: BackupTarget, cron = '0 3 * * 0') => ({
  target,
  schedules: [BackupSchedule.full(cron)],
  retention: BackupRetention.days(30),
});

const installed = requireOnPath('pgbackrest', 'faketime', 'openssl');
const suite = programFolder(MAJOR) === undefined ? requireProgram(`PostgreSQL ${MAJOR} ('npm ci' in test/real)`, false) : installed;

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

  const compatible = (ca?: typeof CA): BackupTarget =>
    BackupTarget.s3Compatible({ bucket: 'acme-pg', endpoint: `https://localhost:${store.port}`, credentials: SECRET, ca });

  test.each<[string, () => Partial<BackupPolicyProps>, Secrets]>([
    ['Amazon S3', () => ({}), { 'pg-s3': { 's3.conf': keys(1) } }],
    ['another store with a CA', () => ({ target: compatible(CA) }), { 'pg-s3': { 's3.conf': keys(1) }, 'minio-ca': { 'ca.crt': 'PEM' } }],
    ['a role', () => ({ target: BackupTarget.s3({ ...BUCKET, credentials: ROLE }) }), {}],
    // Debian's pgBackRest does not know EKS Pod Identity, the key type `pod-id`.
    ['the identity of the node', () => ({ target: BackupTarget.s3({ ...BUCKET, credentials: IDENTITY }) }), {}],
    [
      'four repositories that share a Secret',
      () => ({
        target: BackupTarget.volume({ size: Size.gibibytes(100) }),
        additionalRepositories: [
          further(S3, '0 3 * * 0'),
          further(BackupTarget.s3({ ...BUCKET, bucket: 'acme-pg-2' }), '0 3 * * 1'),
          further(compatible(CA), '0 3 * * 2'),
        ],
      }),
      { 'pg-s3': { 's3.conf': keys(2, 3, 4) }, 'minio-ca': { 'ca.crt': 'PEM' } },
    ],
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
    const secrets = { 'pg-s3': { 's3.conf': keys(1) } };
    configure(folder, { ...rest, global: { ...global, 'repo1-retention-ful': '1' } }, secrets);
    writePrivate(path.join(folder, 'lock/db.stop'), '');
    expect((await pgbackrest(folder, ['expire'])).stderr).toBe(`WARN: configuration file contains invalid option 'repo1-retention-ful'\n`);

    configure(folder, { ...rest, global: { ...global, 'repo1-retention-full-type': 'days' } }, secrets);
    expect(await pgbackrest(folder, ['expire'])).toMatchObject({ code: 32 });
  });

  test('asks Amazon for the bucket by its host name, signed for its region', async () => {
    configure(folder, printed({}), { 'pg-s3': { 's3.conf': keys(1) } });
    writePrivate(path.join(folder, 'ca.crt'), authority.ca);
    // Only the connection goes elsewhere than in production.
    const here = ['host=localhost', `port=${store.port}`, `ca-file=${folder}/ca.crt`].map((option) => `--repo1-storage-${option}`);

    expect(await pgbackrest(folder, [...here, 'info'])).toMatchObject({ code: 0, stderr: '' });

    expect(store.hosts()).toEqual(['acme-pg.s3.eu-west-1.amazonaws.com']);
    expect(store.signatures()).toEqual(['the-key/eu-west-1']);
  });

  test('does not talk to another store without its CA', async () => {
    configure(folder, printed({ target: compatible() }), { 'pg-s3': { 's3.conf': keys(1) } });
    const { stdout } = await pgbackrest(folder, ['--io-timeout=1', 'info']);
    expect(stdout).toContain('unable to verify certificate presented by');
    expect(store.hosts()).toEqual([]);
  });

  test('backs up, expires and restores with a volume and a bucket', async () => {
    const backups = printed({
      target: BackupTarget.volume({ size: Size.gibibytes(1) }),
      schedules: [BackupSchedule.full('0 1 * * 0'), BackupSchedule.differential('0 1 * * 1-6')],
      retention: BackupRetention.days(1),
      additionalRepositories: [further(compatible(CA))],
    });
    const archive = [...always(folder), 'archive-push', '"%p"'].join(' ');
    const server = await start(MAJOR, { settings: { archive_mode: 'on', archive_command: `pgbackrest ${archive}`, wal_level: 'logical' } });
    try {
      configure(folder, backups, { 'pg-s3': { 's3.conf': keys(2) }, 'minio-ca': { 'ca.crt': authority.ca } }, server);
      const succeed = async (...args: string[]): Promise<void> => {
        const { code, stdout, stderr } = await pgbackrest(folder, args);
        expect({ args, code, stdout: stdout.replace(SOCKET, ''), stderr }).toEqual({ args, code: 0, stdout: '', stderr: '' });
      };
      const back = async (repo: number, type: string): Promise<void> =>
        succeed(`--repo=${repo}`, `--type=${type}`, '--start-fast', 'backup');

      await server.query('CREATE TABLE items AS SELECT 1 AS id');
      await succeed('stanza-create');
      await succeed('check');
      await back(1, 'full');
      await back(2, 'full');
      await server.query('INSERT INTO items VALUES (2)');
      await back(1, 'diff');
      await server.query('INSERT INTO items VALUES (3)');
      await back(1, 'full');

      // Everything lies where only this cluster writes, and the bucket is named in the path.
      expect(store.paths().filter((name) => !name.startsWith('/acme-pg/pgbackrest/orders/orders/v1/repo2/'))).toEqual([]);
      expect(store.paths()).toContain('/acme-pg/pgbackrest/orders/orders/v1/repo2/backup/db/backup.info');
      expect(store.signatures()).toEqual(['the-key/us-east-1']);

      // One day means that every moment of the last 24 hours can be restored: the first backup is needed until the third is a day old.
      expect(await backupTypes(folder)).toEqual({ 1: ['full', 'diff', 'full'], 2: ['full'] });
      await expire(folder, '+23h');
      expect(await backupTypes(folder)).toEqual({ 1: ['full', 'diff', 'full'], 2: ['full'] });
      await expire(folder, '+25h');
      expect(await backupTypes(folder)).toEqual({ 1: ['full'], 2: ['full'] });

      for (const [repo, expected] of [
        [1, [1, 2, 3]],
        [2, [1]],
      ] as const) {
        await server.query('DROP TABLE items');
        await server.pause(() => succeed(`--repo=${repo}`, '--delta', '--type=immediate', '--target-action=promote', 'restore'));
        expect(await server.query('SELECT id FROM items ORDER BY id')).toEqual(expected.map((id) => ({ id })));
        await waitUntil(async () => !(await server.query('SELECT pg_is_in_recovery() AS recovers'))[0]!.recovers);
      }
    } finally {
      await server.stop();
    }
  });
});

function printed(backup: Partial<BackupPolicyProps>): Printed {
  const manifests = render(program(PostgresOperator.crunchy(), { backup }));
  return at(only(manifests, 'PostgresCluster'), '/spec/backups/pgbackrest') as Printed;
}

/** Writes what PGO and the kubelet put into the pods, with the folders of the test. */
function configure(folder: string, { global, configuration = [], repos }: Printed, secrets: Secrets, server?: PostgresServer): void {
  for (const name of ['conf.d', 'lock', 'log', 'spool', 'volume']) {
    if (!fs.existsSync(path.join(folder, name))) {
      makeFolder(path.join(folder, name));
    }
  }
  const folders = Object.fromEntries(['lock', 'log', 'spool'].map((name) => [`${name}-path`, path.join(folder, name)]));
  const options = Object.assign({}, folders, ...repos.map(repositoryOptions), global) as Record<string, string>;
  const own = {
    'pg1-path': server?.dataDirectory ?? '/pgdata/pg15',
    'pg1-port': String(server?.port ?? 5432),
    'pg1-socket-path': server?.dataDirectory ?? '/tmp/postgres',
    'pg1-user': server?.user ?? 'postgres', // In the pods it is the user that pgBackRest runs as.
  };
  const text = `[global]\n${ini(options)}\n[db]\n${ini(own)}`;
  const placed = text.split(MOUNTED_AT).join(path.join(folder, 'conf.d')).split(VOLUME).join(path.join(folder, 'volume'));
  writePrivate(path.join(folder, 'pgbackrest.conf'), placed);
  for (const { secret } of configuration) {
    for (const { key, path: name } of secret.items) {
      writePrivate(path.join(folder, 'conf.d', name), secrets[secret.name]![key]!);
    }
  }
}

/** The options that PGO adds for a repository (getExternalRepoConfigs in internal/pgbackrest/config.go). */
function repositoryOptions({ name, s3 }: Printed['repos'][number]): Record<string, string> {
  return {
    [`${name}-path`]: `/pgbackrest/${name}`,
    ...(s3 && {
      [`${name}-type`]: 's3',
      [`${name}-s3-bucket`]: s3.bucket,
      [`${name}-s3-endpoint`]: s3.endpoint,
      [`${name}-s3-region`]: s3.region,
    }),
  };
}

/** Options of every command. */
function always(folder: string): string[] {
  return [`--config=${folder}/pgbackrest.conf`, `--config-include-path=${folder}/conf.d`, '--stanza=db'];
}

/** A backup goes to one repository; the other commands are for all. */
function repository(command: string): string[] {
  return command === 'backup' ? ['--repo=1'] : [];
}

function pgbackrest(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  return run('pgbackrest', [...always(folder), '--log-level-console=warn', '--log-level-stderr=off', ...args], { folder, env });
}

/** Expires backups as if it were so much later. */
async function expire(folder: string, later: string): Promise<void> {
  const { code, stderr } = await run('faketime', ['-f', later, 'pgbackrest', ...always(folder), 'expire'], { folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}

/** The types of the backups of each repository, the oldest first. */
async function backupTypes(folder: string): Promise<Record<number, string[]>> {
  interface Stanza {
    readonly backup: readonly { readonly type: string; readonly database: { readonly 'repo-key': number } }[];
  }
  const { stdout } = await pgbackrest(folder, ['--output=json', 'info']);
  const [{ backup }] = JSON.parse(stdout) as [Stanza];
  const types: Record<number, string[]> = {};
  backup.forEach(({ type, database }) => (types[database['repo-key']] ??= []).push(type));
  return types;
}

function ini(options: Readonly<Record<string, string>>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
