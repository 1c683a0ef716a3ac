// What PGO and the kubelet make of a printed cluster for pgBackRest, and the real pgBackRest that reads it.
//
// PGO writes its own options for each repository, then the printed map `global`, into one file (populatePGInstanceConfigurationMap in
// internal/pgbackrest/config.go), and mounts the printed projections of Secrets beside it.

import type { Chart } from 'cdk8s';
import * as fs from 'fs';
import * as path from 'path';
import { Rules } from '../../lib';
import type { Manifest } from '../support/render';
import { render } from '../support/render';
import type { PostgresServer } from './postgres-server';
import { programFolder } from './postgres-server';
import type { Finished } from './processes';
import { makeFolder, run, waitUntil, writePrivate } from './processes';
import { requireOnPath, requireProgram } from './requirements';

/** The newest version that Debian's pgBackRest 2.45 supports. */
export const MAJOR = 15;

/** Where the pods of PGO have the projected files. */
const MOUNTED_AT = '/etc/pgbackrest/conf.d';

/** What is printed for the pods that run pgBackRest. */
export interface Printed {
  readonly global: Readonly<Record<string, string>>;
  readonly configuration?: readonly {
    readonly secret: { readonly name: string; readonly items?: readonly { key: string; path: string }[] };
  }[];
  readonly repos: readonly Repository[];
}

export interface Repository {
  readonly name: string;
  readonly s3?: { readonly bucket: string; readonly endpoint: string; readonly region: string };
  readonly gcs?: { readonly bucket: string };
  readonly azure?: { readonly container: string };
  readonly volume?: object;
}

/** How PGO is told to restore. */
export interface PrintedRestore {
  readonly options?: readonly string[];
}

/** The parts of a printed cluster that these tests read. */
export interface PrintedCluster {
  readonly standby?: { readonly repoName: string };
  readonly dataSource?: { readonly pgbackrest: Omit<Printed, 'repos'> & PrintedRestore & { readonly repo: Repository } };
  readonly backups: { readonly pgbackrest: Printed & { readonly restore?: PrintedRestore & { readonly repoName: string } } };
}

/** What the Secrets of a namespace hold. */
export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

const installed = requireOnPath('pgbackrest', 'faketime', 'openssl');

/** The `describe` of the suites with pgBackRest. */
export const suite = programFolder(MAJOR) === undefined ? requireProgram(`PostgreSQL ${MAJOR} ('npm ci' in test/real)`, false) : installed;

/** A cluster as it is printed. */
export function printedCluster(build: (chart: Chart) => void, name: string = 'orders'): PrintedCluster {
  const found = render((chart) => {
    build(chart);
    for (const rule of ['BAK-007', 'REC-007']) {
      Rules.of(chart).suppress(rule, 'the store of the test listens beside the server', { mayBeUnused: true });
    }
  }).find(({ kind, metadata }: Manifest) => kind === 'PostgresCluster' && metadata.name === name);
  return found!.spec as unknown as PrintedCluster;
}

/** A file of credentials for S3. */
export const s3Keys = (...repositories: number[]): string =>
  ['[global]', ...repositories.flatMap((n) => [`repo${n}-s3-key=the-key`, `repo${n}-s3-key-secret=the-secret`])].join('\n');

/** Writes what PGO and the kubelet put into the pods, with the folders of the test. */
export function configure(folder: string, { global, configuration = [], repos }: Printed, secrets: Secrets, server?: PostgresServer): void {
  fs.rmSync(path.join(folder, 'conf.d'), { recursive: true, force: true });
  for (const name of ['conf.d', 'lock', 'log', 'spool', 'volume']) {
    if (!fs.existsSync(path.join(folder, name))) {
      makeFolder(path.join(folder, name));
    }
  }
  const folders = Object.fromEntries(['lock', 'log', 'spool'].map((name) => [`${name}-path`, path.join(folder, name)]));
  const options = Object.assign({}, folders, ...repos.map((one) => repositoryOptions(folder, one)), global) as Record<string, string>;
  const own = {
    'pg1-path': server?.dataDirectory ?? '/pgdata/pg15',
    'pg1-port': String(server?.port ?? 5432),
    'pg1-socket-path': server?.dataDirectory ?? '/tmp/postgres',
    'pg1-user': server?.user ?? 'postgres', // In the pods it is the user that pgBackRest runs as.
  };
  const text = `[global]\n${ini(options)}\n[db]\n${ini(own)}`;
  writePrivate(path.join(folder, 'pgbackrest.conf'), text.split(MOUNTED_AT).join(path.join(folder, 'conf.d')));
  for (const { secret } of configuration) {
    const files = secrets[secret.name]!;
    for (const { key, path: name } of secret.items ?? Object.keys(files).map((one) => ({ key: one, path: one }))) {
      writePrivate(path.join(folder, 'conf.d', name), files[key]!);
    }
  }
}

/** The options that PGO adds for a repository (getExternalRepoConfigs in internal/pgbackrest/config.go). */
function repositoryOptions(folder: string, { name, s3, gcs, azure, volume }: Repository): Record<string, string> {
  return {
    // PGO writes the path of a mounted volume, and nothing is printed for it.
    [`${name}-path`]: volume ? path.join(folder, 'volume') : `/pgbackrest/${name}`,
    ...(s3 && {
      [`${name}-type`]: 's3',
      [`${name}-s3-bucket`]: s3.bucket,
      [`${name}-s3-endpoint`]: s3.endpoint,
      [`${name}-s3-region`]: s3.region,
    }),
    ...(gcs && { [`${name}-type`]: 'gcs', [`${name}-gcs-bucket`]: gcs.bucket }),
    ...(azure && { [`${name}-type`]: 'azure', [`${name}-azure-container`]: azure.container }),
  };
}

function ini(options: Readonly<Record<string, string>>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Options of every command. */
export function always(folder: string): string[] {
  return [`--config=${folder}/pgbackrest.conf`, `--config-include-path=${folder}/conf.d`, '--stanza=db'];
}

/** What a server needs to archive with the configuration in a folder. */
export function archiving(folder: string): Record<string, string> {
  const command = ['pgbackrest', ...always(folder), 'archive-push', '"%p"'].join(' ');
  return { archive_mode: 'on', archive_command: command, wal_level: 'logical' };
}

/** Warnings go to the standard output, and nothing else does. */
const LOG = ['--log-level-console=warn', '--log-level-stderr=off'];

export function pgbackrest(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  return run('pgbackrest', [...always(folder), ...LOG, ...args], { folder, env });
}

/** A warning that the pods never see: only the test servers have their socket among the data. */
const SOCKET = /^.* WARN: exclude special file '.*\.s\.PGSQL\.\d+' from backup\n/gm;

/** Runs a command that has nothing to warn of. */
export async function succeed(folder: string, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await pgbackrest(folder, args);
  expect({ args, code, stdout: stdout.replace(SOCKET, ''), stderr }).toEqual({ args, code: 0, stdout: '', stderr: '' });
}

/** Takes a backup as the jobs of PGO do, without waiting for the next checkpoint. */
export async function backUp(folder: string, repo: number, type: string): Promise<void> {
  await succeed(folder, `--repo=${repo}`, `--type=${type}`, '--start-fast', 'backup');
}

export interface Backup {
  readonly label: string;
  readonly type: string;
  /** The first and the last of the WAL segments that it cannot do without. */
  readonly archive: { readonly start: string; readonly stop: string };
  readonly lsn: { readonly start: string; readonly stop: string };
  readonly database: { readonly 'repo-key': number };
}

/** The backups of one repository, the oldest first. */
export async function backups(folder: string, repo: number): Promise<Backup[]> {
  const { stdout } = await pgbackrest(folder, ['--output=json', 'info']);
  const [{ backup }] = JSON.parse(stdout) as [{ readonly backup: readonly Backup[] }];
  return backup.filter(({ database }) => database['repo-key'] === repo);
}

/** The types of the backups of some repositories. */
export async function backupTypes(folder: string, ...repositories: number[]): Promise<string[][]> {
  return Promise.all(repositories.map(async (repo) => (await backups(folder, repo)).map(({ type }) => type)));
}

/** A warning that a restore into an empty folder gives, where there is nothing to compare with. */
const EMPTY = /^.* WARN: --delta or --force specified but unable to find .*\n/m;

/** What PGO asks a restored server until it says that it recovers no longer. */
const RECOVERS = `SELECT CASE
  WHEN NOT pg_catalog.pg_is_in_recovery() THEN false
  WHEN NOT pg_catalog.pg_is_wal_replay_paused() THEN true
  ELSE pg_catalog.pg_wal_replay_resume()::text = ''
END recovers`;

/**
 * What PGO calls a restore with: the printed options, and then its own (reconcileRestoreJob in
 * internal/controller/postgrescluster/pgbackrest.go).
 */
export function restoreOptions({ options = [] }: PrintedRestore, repository: string, dataDirectory: string, wal: string): string[] {
  const own = ['--stanza=db', `--pg1-path=${dataDirectory}`, `--repo=${/\d/.exec(repository)![0]}`, '--delta'];
  const action = options.some((option) => option.includes('--target')) ? ['--target-action=promote'] : [];
  return [...options, ...own, ...action, `--link-map=pg_wal=${wal}`];
}

/** PGO leaves it to a shell to take the options apart (RestoreCommand in internal/pgbackrest/config.go). */
export function restore(configuration: string, options: readonly string[]): Promise<Finished> {
  const here = always(configuration).filter((option) => !option.startsWith('--stanza'));
  return run('bash', ['-c', `pgbackrest restore ${[...here, ...LOG, ...options].join(' ')}`], { folder: configuration });
}

/** Restores into an empty folder and starts the server, which then reads WAL with the configuration of a folder. */
export async function restoreEmpty(server: PostgresServer, configuration: string, options: readonly string[]): Promise<void> {
  const settings = fs.readFileSync(path.join(server.dataDirectory, 'postgresql.conf'), 'utf8');
  await server.pause(async () => {
    for (const name of fs.readdirSync(server.dataDirectory)) {
      fs.rmSync(path.join(server.dataDirectory, name), { recursive: true });
    }
    const { code, stdout, stderr } = await restore(configuration, options);
    expect({ code, stdout: stdout.replace(EMPTY, ''), stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    // As PGO does: the server has settings of its own and not those of the source.
    writePrivate(path.join(server.dataDirectory, 'postgresql.conf'), settings);
  });
}

/** Waits as PGO does until a server has recovered. */
export async function recovered(server: PostgresServer): Promise<void> {
  await waitUntil(async () => (await server.query(RECOVERS))[0]!.recovers === false);
}

/** Paths of all files in the volume. */
export function volumeFiles(folder: string): string[] {
  const entries = fs.readdirSync(path.join(folder, 'volume'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
}

/** Names of the archived WAL segments among some paths, each once. */
export function segments(paths: readonly string[]): string[] {
  const names = paths.flatMap((name) => /\/([0-9A-F]{24})-[^/]*$/.exec(name)?.[1] ?? []);
  return [...new Set(names)].sort();
}
