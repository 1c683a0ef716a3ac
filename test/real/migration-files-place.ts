// A server and a follower that has its files, as two operators make them, and the Jobs of a migration between them.

import * as fs from 'fs';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import type { MigrationPhase, MigrationPlan } from '../../lib/migration/migration-plan';
import { migrationScripts } from '../../lib/migration/scripts';
import { checkOptions, checkScripts } from '../../lib/migration/scripts/check';
import { alikePlan } from '../../lib/migration/scripts/physical';
import { certificateAuthority } from './certificates';
import { type Login, withSession } from './clients';
import { withShortSleep } from './jobs';
import { PASSWORD, addressOf, startSecured } from './migration-place';
import { type PostgresServer, programFolder } from './postgres-server';
import { type Finished, type Process, freePort, launch, makeFolder, run, temporaryFolder, waitUntil, writePrivate } from './processes';

/** What the Secrets of the target have. */
export const ITS_PASSWORD = 'the-other-one';

/** The step whose Job runs a phase. */
const STEPS: { readonly [phase in MigrationPhase | 'check']?: string } = {
  preflight: 'prepare',
  follow: 'follow',
  'cut-over': 'cutOver',
  promote: 'promote',
  check: 'promote',
  open: 'promote',
  retire: 'retire',
  'give-up': 'giveUp',
};

/** The stem of the codes. */
export const STEMS = { own: '["move"]', again: '["move again"]' };

export interface FilesSide {
  login(user: string, database: string): Login;
  /** Runs statements as the superuser. */
  sql(database: string, text: string): Promise<Record<string, unknown>[]>;
}

export interface FilesPlace {
  readonly source: FilesSide & { readonly server: PostgresServer };
  readonly target: FilesSide;
  /** The data directory of the target. */
  readonly targetFolder: string;
  /** Copies the files of the source and lets the target follow as the role. */
  follow(role: string, password: string): Promise<void>;
  /** What the operator of the target does once the program says so. */
  promote(): Promise<void>;
  /** Stops the target, for good or until `startTarget`. */
  stopTarget(): Promise<void>;
  startTarget(): Promise<void>;
  /** Runs a phase to its end, or until it is killed after some seconds; in the folder of a pod that has run it before, if one is given. */
  phase(phase: MigrationPhase | 'check', plan: MigrationPlan, killAfter?: number, samePod?: string): Promise<Finished>;
  stop(): Promise<void>;
}

export async function filesPlace(major: number, settings: Readonly<Record<string, string>> = {}): Promise<FilesPlace> {
  const authority = await certificateAuthority();
  const { cert, key } = await authority.issue();
  const server = await startSecured(major, { cert, key }, 'hostssl all,replication all 127.0.0.0/8 md5', {
    wal_keep_size: '64MB',
    ...settings,
  });
  const root = temporaryFolder();
  const ca = path.join(root, 'ca.crt');
  writePrivate(ca, authority.ca);
  const tools = withShortSleep(root);
  const targetFolder = makeFolder(path.join(root, 'target'));
  const port = await freePort();
  let follower: Process | undefined;
  let promoted = false;
  let closed = false;
  let round = 1;

  const login = (of: number, user: string, database: string, password: string): Login => ({
    port: of,
    user,
    database,
    password,
    tls: { ca: authority.ca },
  });
  const ask = (whose: Login, text: string): Promise<Record<string, unknown>[]> =>
    withSession(whose, async (client) => (await client.query(text)).rows);
  const source = {
    server,
    login: (user: string, database: string) => login(server.port, user, database, PASSWORD),
    sql: (database: string, text: string) => ask(login(server.port, 'postgres', database, PASSWORD), text),
  };
  const inside = { folder: targetFolder };
  const target = {
    login: (user: string, database: string) => login(port, user, database, PASSWORD),
    // As one is let in who is in its pod.
    sql: async (database: string, text: string) => {
      // Not at the top of the file: a suite must load, and skip, where nothing is installed here.
      const { Client } = await import('pg');
      const client = new Client({ host: targetFolder, port, user: 'postgres', database });
      client.on('error', () => {}); // A lost connection shows in the next query.
      try {
        await client.connect();
        return (await client.query(text)).rows as Record<string, unknown>[];
      } finally {
        await client.end().catch(() => {}); // It may be lost already.
      }
    },
  };
  const startTarget = async (): Promise<void> => {
    follower = launch(path.join(programFolder(major)!, 'postgres'), ['-D', '.'], inside);
    for (let tries = 0; ; tries++) {
      try {
        await target.sql('postgres', 'SELECT 1');
        return;
      } catch (error) {
        if (tries > 200 || !follower.isRunning()) {
          throw new Error(`the target did not start: ${follower.log()}`, { cause: error });
        }
      }
      await sleep(50);
    }
  };
  const stopTarget = async (): Promise<void> => {
    await follower?.end();
    follower = undefined;
  };
  return {
    source,
    target,
    targetFolder,
    startTarget,
    stopTarget,
    follow: async (role, password) => {
      await server.pause(async () => {
        const { code, stderr } = await run('cp', ['-a', `${server.dataDirectory}/.`, '.'], inside);
        if (code !== 0) {
          throw new Error(`cp ended with ${code}: ${stderr}`);
        }
      });
      const all = {
        port: `${port}`,
        unix_socket_directories: targetFolder,
        primary_conninfo: `host=127.0.0.1 port=${server.port} user=${role} password=${password} sslmode=verify-full sslrootcert=${ca} application_name=orders-next-1`,
      };
      const lines = Object.entries(all).map(([name, value]) => `${name} = '${value}'\n`);
      fs.appendFileSync(path.join(targetFolder, 'postgresql.conf'), lines.join(''));
      writePrivate(path.join(targetFolder, 'standby.signal'), '');
      await startTarget();
    },
    promote: async () => {
      promoted = true;
      await target.sql('postgres', 'SELECT pg_promote()');
      await waitUntil(async () => (await target.sql('postgres', 'SELECT pg_is_in_recovery() AS f'))[0]!.f === false);
    },
    phase: async (phase, plan, killAfter, samePod) => {
      // A person who goes back writes a higher round, and keeps it from there on.
      round += closed && phase === 'follow' ? 1 : 0;
      closed = phase === 'cut-over' || (closed && phase !== 'follow');
      const pod = samePod ?? temporaryFolder();
      const folderOf = (name: string): string => {
        const folder = path.join(pod, name);
        return fs.existsSync(folder) ? folder : makeFolder(folder);
      };
      const [work, scripts] = [folderOf('work'), folderOf('scripts')];
      const atTarget = promoted || ['promote', 'check', 'open', 'retire'].includes(phase);
      for (const [which, password] of [
        ['source', PASSWORD],
        ['target', atTarget ? ITS_PASSWORD : PASSWORD],
        ['streaming', ITS_PASSWORD],
      ] as const) {
        const folder = folderOf(which);
        writePrivate(path.join(folder, 'username'), 'postgres');
        writePrivate(path.join(folder, 'password'), password);
      }
      for (const [file, text] of Object.entries(filesOf(phase, plan))) {
        writePrivate(path.join(scripts, file), text);
      }
      const sh = ['sh', path.join(scripts, `${phase}.sh`)];
      const [program, ...args] = killAfter === undefined ? sh : ['timeout', '-s', 'KILL', `${killAfter}`, ...sh];
      const finished = await run(program!, args, {
        folder: work,
        env: {
          ROOT: pod,
          HOME: work,
          TMPDIR: work,
          PATH: tools,
          MIGRATION: plan.name,
          MIGRATION_STEP: STEPS[phase] ?? '',
          MIGRATION_ROUND: `${round}`,
          HOSTNAME: 'pod',
          ...addressOf('source', server.port, ca),
          ...addressOf('target', port, ca),
        },
      });
      if (samePod === undefined) {
        fs.rmSync(pod, { recursive: true, force: true });
      }
      return finished;
    },
    stop: async () => {
      await stopTarget();
      await server.stop();
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}

function filesOf(phase: MigrationPhase | 'check', plan: MigrationPlan): { [file: string]: string } {
  if (phase !== 'check') {
    return migrationScripts(phase, plan, STEMS);
  }
  // Files of all phases of a step stand in one folder.
  const others = migrationScripts('promote', plan, STEMS);
  const subject = { name: 'move', databases: plan.databases.map(({ source }) => source), attempt: plan.attempt, kind: 'final' } as const;
  return { ...others, ...checkScripts(alikePlan(plan), subject, { ...checkOptions('final'), byFiles: true }) };
}
