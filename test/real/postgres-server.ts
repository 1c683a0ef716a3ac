// Real PostgreSQL servers for the tests in this folder and for scripts/import-parameters.ts.
//
// The programs come from the packages in this folder's package.json. Each server has its own data directory among the temporary files of
// the system, listens on a free loopback port and on a socket in that directory, and leaves nothing behind after `stop()`.

import * as fs from 'fs';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import type { Client } from 'pg';
import type { Process } from './processes';
import { freePort, launch, run, temporaryFolder, writePrivate } from './processes';

/** The major versions that the library knows. */
export const MAJORS = [14, 15, 16, 17, 18];

/** The superuser of every server started here; it needs no password on the socket. */
const SUPERUSER = 'postgres';

/** How long a server may take until it answers, in milliseconds. */
const START_DEADLINE = 30_000;

export interface ServerOptions {
  /** Parameters for postgresql.conf; each value is written in quotes. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The rules of pg_hba.conf for clients that come over TCP; by default all of them are trusted. */
  readonly hba?: string;
  /** Further files for the data directory, readable by the server alone. */
  readonly files?: Readonly<Record<string, string>>;
  /** The folder with `initdb` and `postgres`; by default that of the packages in this folder. */
  readonly programs?: string;
  /** Further arguments of `initdb`. */
  readonly initdb?: readonly string[];
  /** What is done with the data directory before the server starts. */
  readonly before?: (dataDirectory: string) => Promise<void>;
}

export interface PostgresServer {
  readonly major: number;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Holds postgresql.conf, pg_hba.conf and the socket. */
  readonly dataDirectory: string;
  /** Runs one statement as the superuser and returns its rows. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** Stops the server, lets the work have the data directory, and starts it again. */
  pause(work: () => Promise<void>): Promise<void>;
  /** Stops the server and leaves its data directory. */
  halt(): Promise<void>;
  /** Stops the server and removes its data directory. */
  stop(): Promise<void>;
}

/** The folder with `initdb` and `postgres` of one major version; undefined if it is not installed. */
export function programFolder(major: number): string | undefined {
  const folder = path.join(__dirname, 'node_modules', `postgres-${major}-${process.platform}-${process.arch}`, 'native', 'bin');
  return fs.existsSync(folder) ? folder : undefined;
}

/** Creates and starts a server of the given major version; resolves when it answers queries. */
export async function start(major: number, options: ServerOptions = {}): Promise<PostgresServer> {
  const programs = options.programs ?? programFolder(major);
  if (!programs) {
    throw new Error(`PostgreSQL ${major} is not installed, run 'npm ci' in test/real`);
  }
  const dataDirectory = temporaryFolder();
  let server: Process | undefined;
  let client: Client | undefined;
  const halt = async (): Promise<void> => {
    await client?.end().catch(() => {}); // The session may be lost already.
    await server?.end();
  };
  const stop = async (): Promise<void> => {
    await halt();
    fs.rmSync(dataDirectory, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    await initialise(programs, dataDirectory, port, options);
    await options.before?.(dataDirectory);
    const go = async (): Promise<void> => {
      server = launch(path.join(programs, 'postgres'), ['-D', '.'], { folder: dataDirectory });
      client = await connect(server, dataDirectory, port);
    };
    await go();
    return {
      major,
      host: '127.0.0.1',
      port,
      user: SUPERUSER,
      dataDirectory,
      query: async (sql) => (await client!.query(sql)).rows,
      pause: async (work) => {
        await halt();
        await work();
        await go();
      },
      halt,
      stop,
    };
  } catch (error) {
    await stop();
    throw new Error(`PostgreSQL ${major} did not start: ${server?.log() || String(error)}`, { cause: error });
  }
}

async function initialise(programs: string, dataDirectory: string, port: number, options: ServerOptions): Promise<void> {
  const { settings, hba, files = {}, initdb = [] } = options;
  const args = ['--pgdata=.', `--username=${SUPERUSER}`, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync', ...initdb];
  const { code, stderr } = await run(path.join(programs, 'initdb'), args, { folder: dataDirectory });
  if (code !== 0) {
    throw new Error(`initdb ended with ${code}: ${stderr}`);
  }

  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: dataDirectory,
    fsync: 'off', // The data is thrown away.
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${quote(value)}\n`);
  fs.appendFileSync(path.join(dataDirectory, 'postgresql.conf'), lines.join(''));
  // The helper's own session comes over the socket, out of the way of the rules for TCP.
  const rules = `local all ${SUPERUSER} trust\n${hba ?? 'host all all 127.0.0.1/32 trust'}\n`;
  fs.writeFileSync(path.join(dataDirectory, 'pg_hba.conf'), rules);
  for (const [name, text] of Object.entries(files)) {
    writePrivate(path.join(dataDirectory, name), text);
  }
}

/** Connects over the socket as soon as the server is ready; gives up when the server ends. */
async function connect(server: Process, host: string, port: number): Promise<Client> {
  // Not at the top of the file: a suite must load, and skip, where nothing is installed here.
  const { Client } = await import('pg');
  const deadline = Date.now() + START_DEADLINE;
  for (;;) {
    const client = new Client({ host, port, user: SUPERUSER, database: 'postgres' });
    client.on('error', () => {}); // A lost connection shows in the next query.
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (!server.isRunning() || Date.now() > deadline) {
        throw error;
      }
    }
    await sleep(50);
  }
}

function quote(value: string): string {
  return `'${value.replace(/\\/g, '\\\\').replace(/'/g, "''")}'`;
}
