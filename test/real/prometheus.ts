// A real Prometheus, which scrapes what a test runs and evaluates the rules that a program prints.

import * as fs from 'fs';
import * as path from 'path';
import type { Process } from './processes';
import { freePort, launch, temporaryFolder, waitUntil, writePrivate } from './processes';

/** What is scraped, and the labels that the relabeling of the PodMonitor would give it. */
export interface Target {
  readonly port: number;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

export interface PrometheusServer {
  /** What an expression answers now. */
  query(promql: string): Promise<Sample[]>;
  /** Names of the alerts that fire. */
  firing(): Promise<string[]>;
  /** Stops it and removes its data. */
  stop(): Promise<void>;
}

/** How often it scrapes and evaluates. */
const INTERVAL = '500ms';

/** Starts a Prometheus with these targets and this group of rules. */
export async function startPrometheus(targets: readonly Target[], rules: unknown): Promise<PrometheusServer> {
  const folder = temporaryFolder();
  const port = await freePort();
  const config = {
    global: { scrape_interval: INTERVAL, evaluation_interval: INTERVAL },
    rule_files: ['rules.json'],
    scrape_configs: [
      {
        job_name: 'test',
        static_configs: targets.map((target) => ({ targets: [`127.0.0.1:${target.port}`], labels: target.labels })),
      },
    ],
  };
  // JSON is YAML.
  writePrivate(path.join(folder, 'prometheus.yml'), JSON.stringify(config));
  writePrivate(path.join(folder, 'rules.json'), JSON.stringify(rules));
  const args = ['--config.file=prometheus.yml', '--storage.tsdb.path=data', `--web.listen-address=127.0.0.1:${port}`];
  const server: Process = launch('prometheus', args, { folder });
  const ask = async <T>(what: string): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/${what}`);
    const { status, data, error } = (await answer.json()) as { status: string; data: T; error?: string };
    if (status !== 'success') {
      throw new Error(`${what}: ${error}`);
    }
    return data;
  };
  const stop = async (): Promise<void> => {
    await server.end();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitUntil(async () => {
      if (!server.isRunning()) {
        throw new Error(`Prometheus did not start: ${server.log()}`);
      }
      return fetch(`http://127.0.0.1:${port}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    query: async (promql) => (await ask<{ result: Sample[] }>(`query?query=${encodeURIComponent(promql)}`)).result,
    firing: async () => {
      const { alerts } = await ask<{ alerts: { state: string; labels: { alertname: string } }[] }>('alerts');
      return [...new Set(alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname))].sort();
    },
    stop,
  };
}
