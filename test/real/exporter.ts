// A real postgres_exporter, as the sidecar that a program prints.

import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { at, type Manifest } from '../support/render';
import type { Namespace } from './pod';
import { containerOf } from './pod';
import type { Process } from './processes';
import { freePort, launch, temporaryFolder } from './processes';

export const hasGo = spawnSync('go', ['version']).status === 0;

/** Builds the program of the version that `exporters/go.mod` says, and returns its path. */
export function buildExporter(folder: string): string {
  const binary = path.join(folder, 'postgres_exporter');
  const module = 'github.com/prometheus-community/postgres_exporter/cmd/postgres_exporter';
  execFileSync('go', ['build', '-o', binary, module], { cwd: path.join(__dirname, 'exporters'), stdio: 'inherit' });
  fs.chmodSync(folder, 0o755);
  return binary;
}

export interface Exporter {
  readonly port: number;
  /** The file of a path in the container. */
  file(inContainer: string): string;
  log(): string;
  stop(): Promise<void>;
}

interface AdditionalVolume {
  readonly name: string;
  readonly mountPath: string;
  readonly targetContainers: readonly string[];
  readonly volumeSource: object;
}

/** Starts the sidecar of a cluster beside a server: its command, its variables and its files, and no more. */
export async function startSidecar(
  cluster: Manifest,
  namespace: Namespace,
  program: string,
  server: { readonly port: number },
): Promise<Exporter> {
  const sidecar = at(cluster, '/spec/sidecars/0') as { name: string; command: string[]; env: [] };
  const volumes = at(cluster, '/spec/additionalVolumes') as AdditionalVolume[];
  const mounted = volumes.filter(({ targetContainers }) => targetContainers.includes(sidecar.name));
  const root = temporaryFolder();
  const { command, env } = containerOf(
    {
      containers: [{ ...sidecar, volumeMounts: mounted.map(({ name, mountPath }) => ({ name, mountPath })) }],
      volumes: mounted.map(({ name, volumeSource }) => ({ name, ...volumeSource })),
    },
    namespace,
    root,
  );
  const port = await freePort();
  const here = (text: string): string =>
    text.replace('/bin/postgres_exporter', `${program} --web.listen-address=127.0.0.1:${port}`).replace('sleep 10', 'sleep 0.2');
  const [shell, ...args] = command.map(here);
  const process: Process = launch(shell!, args, {
    folder: root,
    env: { ...env, DATA_SOURCE_URI: env.DATA_SOURCE_URI!.replace(':5432/', `:${server.port}/`) },
  });
  return {
    port,
    file: (inContainer) => path.join(root, inContainer),
    log: () => process.log(),
    stop: async () => {
      await process.end();
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}
