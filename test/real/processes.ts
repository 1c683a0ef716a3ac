// Real programs as the tests run them: unprivileged, with an environment of their own, and ended by whoever started them.

import { spawn, type SpawnOptions } from 'child_process';
import { once } from 'events';
import * as fs from 'fs';
import { createServer, type AddressInfo } from 'net';
import * as os from 'os';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';

/** PostgreSQL and pgbouncer refuse to run as root, so root starts them as `nobody`: the unprivileged account that every Linux image has. */
export const RUN_AS = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;

/** How long a program that should end may take, in milliseconds. */
const DEADLINE = 60_000;

/** How long something may take to become true, in milliseconds. */
const WAIT_DEADLINE = 30_000;

/** Where a program runs, and the variables that it sees besides those that all see. */
export interface Surroundings {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How long a program that should end may take, in milliseconds; by default a minute. */
  readonly deadline?: number;
}

export interface Process {
  isRunning(): boolean;
  /** All that it has written to its log, which is its standard error. */
  log(): string;
  /** Ends it; resolves when it has ended and its log is complete. */
  end(): Promise<void>;
}

export interface Finished {
  /** The exit code; null if it had to be killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a program that runs until it is ended. */
export function launch(program: string, args: readonly string[], surroundings: Surroundings): Process {
  let log = '';
  let isRunning = true;
  const child = spawn(program, args, { ...spawnOptions(surroundings), stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr?.on('data', (data) => (log += data));
  const closed = once(child, 'close')
    .catch((error) => (log += error)) // It could not even be started.
    .finally(() => (isRunning = false));
  return {
    isRunning: () => isRunning,
    log: () => log,
    end: async () => {
      child.kill('SIGINT'); // What PostgreSQL calls a "fast shutdown", which ends open sessions.
      await closed;
    },
  };
}

/** Runs a program to its end. */
export async function run(program: string, args: readonly string[], surroundings: Surroundings, input = ''): Promise<Finished> {
  const child = spawn(program, args, {
    ...spawnOptions(surroundings),
    stdio: 'pipe',
    timeout: surroundings.deadline ?? DEADLINE,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => (stdout += data));
  child.stderr.on('data', (data) => (stderr += data));
  child.stdin.on('error', () => {}); // It may end before it has read everything.
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** Variables such as PGPORT, or the locale of the user, must not reach the programs. */
function spawnOptions({ folder, env }: Surroundings): SpawnOptions {
  return { cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', ...env }, ...RUN_AS };
}

/** A new folder among the temporary files of the system, in which the programs may write. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-postgres-'));
  own(folder);
  return folder;
}

/** Writes a file that only the programs may read, as they demand of keys. */
export function writePrivate(file: string, text: string): void {
  fs.writeFileSync(file, text, { mode: 0o600 });
  own(file);
}

/** Creates a folder in which the programs may write. */
export function makeFolder(folder: string): string {
  fs.mkdirSync(folder, { mode: 0o700 });
  own(folder);
  return folder;
}

function own(file: string): void {
  if (RUN_AS) {
    fs.chownSync(file, RUN_AS.uid, RUN_AS.gid);
  }
}

/** Resolves when something holds; rejects when that takes too long. */
export async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WAIT_DEADLINE;
  while (!(await holds())) {
    if (Date.now() > deadline) {
      throw new Error(`waited in vain for ${holds}`);
    }
    await sleep(50);
  }
}

/** A TCP port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
