// Two servers between which a database moves, as two operators make them, and the Jobs that move it, run as their pods run them.

import { once } from 'events';
import * as fs from 'fs';
import { createServer, connect as dial, type AddressInfo, type Socket } from 'net';
import * as path from 'path';
import type { CheckKind, MigrationPhase, MigrationPlan } from '../../lib/migration/migration-plan';
import { migrationScripts } from '../../lib/migration/scripts';
import { checkOptions, checkScripts } from '../../lib/migration/scripts/check';
import { certificateAuthority } from './certificates';
import { type Login, withSession } from './clients';
import { withShortSleep } from './jobs';
import { type PostgresServer, start } from './postgres-server';
import { type Finished, makeFolder, run, temporaryFolder, writePrivate } from './processes';

export const PASSWORD = 'the-right-one';

export interface Side {
  readonly server: PostgresServer;
  login(user: string, database: string): Login;
  /** Runs statements as a role, by default as the superuser. */
  sql(database: string, text: string, user?: string): Promise<Record<string, unknown>[]>;
}

/** As whom the Jobs come to each side. */
export interface Users {
  readonly source: string;
  readonly target: string;
}

const SUPERUSERS: Users = { source: 'postgres', target: 'postgres' };

export interface Place {
  readonly source: Side;
  readonly target: Side;
  /** The CA that both servers have their certificates of, as PEM. */
  readonly authority: string;
  /** Cuts all connections to the source, and refuses new ones until they are let through again. */
  cut(): void;
  mend(): void;
  /** Runs a phase to its end, or until it is killed after some seconds. Each time an earlier step comes again it is in a higher round. */
  phase(phase: Phase, plan: MigrationPlan, killAfter?: number, users?: Users): Promise<Finished>;
  /** Runs phases after each other in one pod, until one does not end well. */
  together(phases: readonly Phase[], plan: MigrationPlan): Promise<Finished>;
  /** Runs a phase as a pod of a Job of this step and this round. */
  asPod(phase: Phase, plan: MigrationPlan, pod: Pod, killAfter?: number): Promise<Finished>;
  /** Runs a check, of whose files `check.sh` is the first to be read. */
  check(files: Readonly<Record<string, string>>): Promise<Finished>;
  stop(): Promise<void>;
}

/** A pod, and the Job that it is of. */
export interface Pod {
  readonly name: string;
  readonly step: string;
  readonly round: number;
}

/** Steps in their order, with the phases that are run for them here. */
const STEPS: readonly (readonly [step: string, phases: readonly Phase[]])[] = [
  ['prepare', ['preflight', 'schema', 'publish']],
  ['copy', ['subscribe', 'dump']],
  ['follow', ['hand-back', 'check-back', 'follow', 'check-follow']],
  ['cutOver', ['cut-over', 'check-final', 'open']],
  ['reverse', ['reverse']],
  ['retire', ['retire']],
  ['giveUp', ['give-up']],
];

/** A phase, or one of the checks. */
export type Phase = MigrationPhase | 'check-follow' | 'check-final' | 'check-back';

export interface PlaceOptions {
  /** Majors of the source and of the target. */
  readonly majors: readonly [source: number, target: number];
  readonly settings?: Readonly<Record<string, string>>;
  /** Folder with `psql`, `pg_dump` and `pg_restore`; by default those that are on the PATH. */
  readonly programs?: string;
}

/** A server that asks for TLS and passwords, with one for `postgres`. */
export async function startSecured(
  major: number,
  { cert, key }: { readonly cert: string; readonly key: string },
  hba: string,
  settings: Readonly<Record<string, string>>,
): Promise<PostgresServer> {
  const server = await start(major, {
    hba,
    files: { 'server.crt': cert, 'server.key': key },
    settings: {
      ssl: 'on',
      ssl_cert_file: 'server.crt',
      ssl_key_file: 'server.key',
      password_encryption: 'scram-sha-256',
      wal_retrieve_retry_interval: '200ms',
      max_prepared_transactions: '5',
      max_slot_wal_keep_size: '10GB',
      ...settings,
    },
  });
  await server.query(`ALTER ROLE postgres PASSWORD '${PASSWORD}'`);
  return server;
}

/** Where a Job finds a side, as variables of its environment. */
export const addressOf = (side: 'source' | 'target', port: number, ca: string): Record<string, string> => ({
  [`${side.toUpperCase()}_HOST`]: '127.0.0.1',
  [`${side.toUpperCase()}_PORT`]: `${port}`,
  [`${side.toUpperCase()}_SSLMODE`]: 'verify-full',
  [`${side.toUpperCase()}_SSLROOTCERT`]: ca,
});

/** Starts the two servers; they ask for TLS and passwords, and have what logical replication needs. */
export async function migrationPlace({ majors, settings, programs }: PlaceOptions): Promise<Place> {
  const authority = await certificateAuthority();
  const { cert, key } = await authority.issue();
  const side = async (major: number): Promise<Side> => {
    const server = await startSecured(major, { cert, key }, 'hostssl all all 127.0.0.1/32 scram-sha-256', {
      wal_level: 'logical',
      max_logical_replication_workers: '8',
      max_worker_processes: '16',
      ...settings,
    });
    const login = (name: string, database: string): Login => ({
      port: server.port,
      user: name,
      database,
      password: PASSWORD,
      tls: { ca: authority.ca },
    });
    return {
      server,
      login,
      sql: (database, text, name = 'postgres') => withSession(login(name, database), async (client) => (await client.query(text)).rows),
    };
  };
  const [source, target] = await Promise.all([side(majors[0]), side(majors[1])]);
  const wire = await cuttableWire(source.server.port);
  const root = temporaryFolder();
  const ca = path.join(root, 'ca.crt');
  writePrivate(ca, authority.ca);
  const tools = withShortSleep(root);
  const script = async (
    names: readonly string[],
    files: Readonly<Record<string, string>>,
    { killAfter, users = SUPERUSERS, more }: { killAfter?: number; users?: Users; more?: Readonly<Record<string, string>> } = {},
  ): Promise<Finished> => {
    const pod = temporaryFolder();
    const work = makeFolder(path.join(pod, 'work'));
    const scripts = makeFolder(path.join(pod, 'scripts'));
    for (const [which, user] of Object.entries(users)) {
      const folder = makeFolder(path.join(pod, which));
      writePrivate(path.join(folder, 'username'), user);
      writePrivate(path.join(folder, 'password'), PASSWORD);
    }
    for (const [file, text] of Object.entries(files)) {
      writePrivate(path.join(scripts, file), text);
    }
    const paths = names.map((name) => path.join(scripts, `${name}.sh`));
    const sh = names.length === 1 ? ['sh', paths[0]!] : ['sh', '-ec', paths.map((one) => `sh ${one}`).join('\n')];
    const [program, ...args] = killAfter === undefined ? sh : ['timeout', '-s', 'KILL', `${killAfter}`, ...sh];
    const finished = await run(program!, args, {
      folder: work,
      env: {
        ROOT: pod,
        HOME: work,
        TMPDIR: work,
        PATH: programs === undefined ? tools : `${programs}:${tools}`,
        ...addressOf('source', wire.port, ca),
        ...addressOf('target', target.server.port, ca),
        ...more,
      },
    });
    fs.rmSync(pod, { recursive: true, force: true });
    return finished;
  };
  const asPod = (phase: Phase, plan: MigrationPlan, { name, step, round }: Pod, killAfter?: number, users?: Users): Promise<Finished> => {
    const more = { MIGRATION: plan.name, MIGRATION_STEP: step, MIGRATION_ROUND: `${round}`, HOSTNAME: name, MIGRATION_PATIENCE: '1' };
    return script([fileOf(phase)], filesOf(phase, plan), { killAfter, users, more });
  };
  const together = (phases: readonly Phase[], plan: MigrationPlan): Promise<Finished> => {
    const { name, step, round: time } = podOf(phases[0]!);
    const more = { MIGRATION: plan.name, MIGRATION_STEP: step, MIGRATION_ROUND: `${time}`, HOSTNAME: name };
    return script(phases.map(fileOf), Object.assign({}, ...phases.map((phase) => filesOf(phase, plan))) as Record<string, string>, {
      more,
    });
  };
  let latest = 0;
  let round = 1;
  const podOf = (phase: Phase): Pod => {
    const index = STEPS.findIndex(([, phases]) => phases.includes(phase));
    round += index < latest ? 1 : 0;
    latest = index;
    return { name: `pod-of-${phase}`, step: STEPS[index]![0], round };
  };
  return {
    source,
    target,
    authority: authority.ca,
    cut: wire.cut,
    mend: wire.mend,
    phase: (phase, plan, killAfter, users) => asPod(phase, plan, podOf(phase), killAfter, users),
    together,
    asPod,
    check: (files) => script(['check'], files),
    stop: async () => {
      await wire.close();
      await Promise.all([source.server.stop(), target.server.stop()]);
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}

const fileOf = (phase: Phase): string => phase.replace(/^check-(follow|final)$/, 'check');

function filesOf(phase: Phase, plan: MigrationPlan): { [file: string]: string } {
  if (phase !== 'check-follow' && phase !== 'check-final' && phase !== 'check-back') {
    return migrationScripts(phase, plan);
  }
  const kind = phase.replace('check-', '') as CheckKind;
  const subject = { name: 'move', databases: plan.databases.map(({ source }) => source), attempt: plan.attempt, kind } as const;
  return checkScripts(plan, subject, { ...checkOptions(kind), method: plan.method, pauseSeconds: 1 });
}

/** A port that leads to another one, until the wire is cut. */
async function cuttableWire(port: number): Promise<{ port: number; cut(): void; mend(): void; close(): Promise<void> }> {
  const open = new Set<Socket>();
  let isCut = false;
  const cut = (): void => {
    isCut = true;
    open.forEach((one) => one.destroy());
  };
  const server = createServer((near) => {
    const far = dial(port, '127.0.0.1');
    for (const [one, otherEnd] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => {}); // The other end learns of it by the end of the connection.
      one.on('close', () => {
        open.delete(one);
        otherEnd.destroy();
      });
      one.pipe(otherEnd);
    }
    if (isCut) {
      near.destroy();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    mend: () => {
      isCut = false;
    },
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
