// A check of two databases as its Job runs it: the files that were printed, and the folders that a pod would have.

import { spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import type { PostgresServer } from './postgres-server';
import type { Finished } from './processes';
import { RUN_AS, makeFolder, run, temporaryFolder, writePrivate } from './processes';

/** Runs SQL as the superuser in a database; rejects when a statement fails. */
export async function psql(server: PostgresServer, database: string, sql: string): Promise<string> {
  const env = { PGHOST: server.host, PGPORT: `${server.port}`, PGUSER: server.user, PGDATABASE: database };
  const { code, stdout, stderr } = await run('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-f', '-'], { folder: '/', env }, sql);
  if (code !== 0) {
    throw new Error(`psql ended with ${code}: ${stderr}`);
  }
  return stdout.trim();
}

/** The two sides of a check. */
export interface Sides {
  readonly source: PostgresServer;
  readonly target: PostgresServer;
  /** Who logs in on both sides; the superuser if absent. */
  readonly role?: string;
}

/** Runs the work with the folders of a pod and the variables of its container. */
async function inPod<T>(
  files: { [file: string]: string },
  sides: Sides,
  work: (script: string, env: Record<string, string>) => Promise<T>,
): Promise<T> {
  const root = temporaryFolder();
  try {
    for (const folder of ['scripts', 'work', 'source', 'target']) {
      makeFolder(path.join(root, folder));
    }
    for (const [file, text] of Object.entries(files)) {
      writePrivate(path.join(root, 'scripts', file), text);
    }
    for (const side of ['source', 'target'] as const) {
      writePrivate(path.join(root, side, 'username'), sides.role ?? sides[side].user);
      writePrivate(path.join(root, side, 'password'), 'asked for by nobody');
    }
    const address = (prefix: string, { host, port }: PostgresServer) => ({
      [`${prefix}_HOST`]: host,
      [`${prefix}_PORT`]: `${port}`,
      [`${prefix}_SSLMODE`]: 'prefer',
    });
    return await work(path.join(root, 'scripts', 'check.sh'), {
      ROOT: root,
      ...address('SOURCE', sides.source),
      ...address('TARGET', sides.target),
    });
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

/** Runs a check to its end. */
export const runCheck = (files: { [file: string]: string }, sides: Sides): Promise<Finished> =>
  inPod(files, sides, (script, env) => run('sh', [script], { folder: '/', env }));

/** Kills a check after each of some times, in milliseconds, and then runs it to its end in the same folders. */
export const killAndRun = (files: { [file: string]: string }, sides: Sides, times: readonly number[]): Promise<Finished> =>
  inPod(files, sides, async (script, env) => {
    for (const time of times) {
      // A group of its own, so that nothing of it goes on.
      const child = spawn('sh', [script], { env: { PATH: process.env.PATH, ...env }, stdio: 'ignore', detached: true, ...RUN_AS });
      const ended = new Promise((resolve) => child.on('close', resolve));
      await new Promise((resolve) => setTimeout(resolve, time));
      try {
        process.kill(-child.pid!, 'SIGKILL');
      } catch {
        // It was quicker.
      }
      await ended;
    }
    return run('sh', [script], { folder: '/', env });
  });
