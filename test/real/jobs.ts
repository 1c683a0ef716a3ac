// The Jobs that give roles their access, run as their pods run them.

import * as fs from 'fs';
import * as path from 'path';
import { at, Manifest } from '../support/render';
import type { Namespace, PodSpec } from './pod';
import { containerOf, namespaceOf, onLoopback } from './pod';
import type { PostgresServer } from './postgres-server';
import type { Finished } from './processes';
import { makeFolder, run, temporaryFolder } from './processes';

/** The Jobs among what a program prints. */
export const accessJobs = (manifests: readonly Manifest[]): Manifest[] =>
  manifests.filter(({ kind, metadata }) => kind === 'Job' && metadata.name.includes('-access-'));

/** The command without its loop. */
export const once = (text: string): string => /^until (.*); do (?:\[ \$\? = 3 \] && exit 3; )?sleep 15; done$/.exec(text)?.[1] ?? text;

export interface Place {
  readonly server: PostgresServer;
  readonly secrets: Namespace['secrets'];
  /** What becomes of each word of the command. */
  readonly change: (text: string) => string;
}

/** Runs a Job to its end: its command with its variables and its files. `sleep` is quicker than in a pod. */
export async function runJob(job: Manifest, manifests: readonly Manifest[], { server, secrets, change }: Place): Promise<Finished> {
  const root = temporaryFolder();
  try {
    const { command, env } = containerOf(at(job, '/spec/template/spec') as PodSpec, namespaceOf(manifests, secrets), root);
    const [shell, ...args] = command.map(change);
    return await run(shell!, args, { folder: root, env: { ...onLoopback(env, server.port), PATH: withShortSleep(root) } });
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

/** A PATH on which `sleep` sleeps for a moment only. */
export function withShortSleep(root: string): string {
  const folder = makeFolder(path.join(root, 'bin'));
  fs.writeFileSync(path.join(folder, 'sleep'), '#!/bin/sh\nPATH=/usr/bin:/bin exec sleep 0.1\n', { mode: 0o755 });
  return `${folder}:${process.env.PATH}`;
}
