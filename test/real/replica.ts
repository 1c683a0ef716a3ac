// A replica of a real PostgreSQL: a copy of its data directory that streams from it.

import * as fs from 'fs';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import type { Client } from 'pg';
import type { PostgresServer } from './postgres-server';
import { programFolder } from './postgres-server';
import type { Process } from './processes';
import { freePort, launch, run, temporaryFolder, waitUntil } from './processes';

export interface Replica {
  readonly host: string;
  readonly port: number;
  /** Runs one statement as the superuser and returns its rows. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** Makes it a primary of its own. */
  promote(): Promise<void>;
  /** Stops it and removes its data directory; more than once does no harm. */
  stop(): Promise<void>;
}

/** The rules of pg_hba.conf of a server that has replicas. */
export const WITH_REPLICAS = 'host all all 127.0.0.1/32 trust\nlocal replication postgres trust';

const START_DEADLINE = 30_000;

/** Copies a server, which is stopped meanwhile, and lets the copy follow it; resolves when it streams. */
export async function follow(primary: PostgresServer, name: string): Promise<Replica> {
  const dataDirectory = temporaryFolder();
  await primary.pause(async () => {
    // As the owner of the files, which the server demands to be.
    const { code, stderr } = await run('cp', ['-a', `${primary.dataDirectory}/.`, '.'], { folder: dataDirectory });
    if (code !== 0) {
      throw new Error(`cp ended with ${code}: ${stderr}`);
    }
  });
  const port = await freePort();
  const settings = [
    `port = ${port}`,
    `unix_socket_directories = '${dataDirectory}'`,
    `primary_conninfo = 'host=${primary.dataDirectory} port=${primary.port} user=${primary.user} application_name=${name}'`,
  ];
  fs.appendFileSync(path.join(dataDirectory, 'postgresql.conf'), `${settings.join('\n')}\n`);
  fs.closeSync(fs.openSync(path.join(dataDirectory, 'standby.signal'), 'w'));
  fs.chmodSync(path.join(dataDirectory, 'standby.signal'), 0o666);
  const server = launch(path.join(programFolder(primary.major)!, 'postgres'), ['-D', '.'], { folder: dataDirectory });
  const client = await connect(server, dataDirectory, port);
  await waitUntil(async () => (await client.query(`SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming'`)).rowCount === 1);
  let stopped = false;
  return {
    host: '127.0.0.1',
    port,
    query: async (sql) => (await client.query(sql)).rows,
    promote: async () => {
      await client.query('SELECT pg_promote()');
    },
    stop: async () => {
      if (!stopped) {
        stopped = true;
        await client.end().catch(() => {});
        await server.end();
        fs.rmSync(dataDirectory, { recursive: true, force: true });
      }
    },
  };
}

async function connect(server: Process, host: string, port: number): Promise<Client> {
  // Not at the top of the file: a suite must load, and skip, where nothing is installed here.
  const { Client: Session } = await import('pg');
  const deadline = Date.now() + START_DEADLINE;
  for (;;) {
    const client = new Session({ host, port, user: 'postgres', database: 'postgres' });
    client.on('error', () => {}); // A lost connection shows in the next query.
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (!server.isRunning() || Date.now() > deadline) {
        throw new Error(`the replica did not start: ${server.log()}`, { cause: error });
      }
    }
    await sleep(50);
  }
}
