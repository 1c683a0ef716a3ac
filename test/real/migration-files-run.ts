// Phases of a migration by files, as the tests run them.

import { setTimeout as sleep } from 'timers/promises';
import type { MigrationPhase, MigrationPlan } from '../../lib/migration/migration-plan';
import { shortHash } from '../../lib/private/hash';
import { withSession } from './clients';
import { type FilesPlace, type FilesSide, ITS_PASSWORD, STEMS, filesPlace } from './migration-files-place';
import { DATABASE, FIRST, makeSource, planOf } from './migration-shop';
import { type Finished, waitUntil } from './processes';

/** The plan of a move of two databases by files. */
export const planOfFiles = (over: Partial<MigrationPlan> = {}): MigrationPlan => {
  const plan = planOf();
  return {
    ...plan,
    method: 'physical',
    wayBack: false,
    databases: [FIRST, { source: 'second', target: 'second', owner: 'app', slot: 'cdk8s_0a1b2c3d_2', reverseSlot: 'cdk8s_0a1b2c3d_r2' }],
    roles: [],
    withoutRows: [],
    streamingRole: { name: 'streaming_replica', byCertificate: false },
    target: { ...plan.target, managedRoles: ['app'] },
    ...over,
  };
};

export const lines = ({ stdout }: Finished): string[] => stdout.trim().split('\n');

/** Runs a phase, killed after each of some seconds, and then to its end, which must be a good one. */
export const through = async (
  place: FilesPlace,
  plan: MigrationPlan,
  phase: MigrationPhase | 'check',
  kills: readonly number[] = [],
): Promise<string[]> => {
  for (const after of kills) {
    await place.phase(phase, plan, after);
  }
  const done = await place.phase(phase, plan);
  if (done.code !== 0) {
    throw new Error(`${phase} ended with ${done.code}: ${done.stdout}${done.stderr}`);
  }
  return lines(done);
};

/** As a Job does it, whose server may be away for a moment. */
export const untilWell = async (place: FilesPlace, plan: MigrationPlan, phase: MigrationPhase): Promise<string[]> => {
  for (let tries = 0; tries < 20; tries++) {
    const done = await place.phase(phase, plan);
    if (done.code === 0) {
      return lines(done);
    }
    await sleep(500);
  }
  throw new Error(`${phase} does not end well`);
};

const TABLES = `SELECT count(*)::int AS n FROM pg_class c WHERE relkind = 'r' AND relpersistence <> 't'
  AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'cdk8s_postgres', 'metric_helpers') AND relname !~ '^(postgres_log|of_operator)'`;

/** Tables that are counted in codes. */
export const tablesOf = async ({ target }: FilesPlace): Promise<number> =>
  Number((await target.sql(DATABASE, TABLES))[0]!.n) + Number((await target.sql('second', TABLES))[0]!.n);

/** The line with the code of a step. */
export const codeOf = (tables: number): string => `check passed: ${tables}-${shortHash(`${STEMS.own}#${tables}`)}`;

/** What keeps a step of a round from being taken back. */
export const takenOver = (tables: number, round = 1): string =>
  `blocker: the target has taken over, and what clients write there is not at the source; write MigrationStep.promote('${tables}-${shortHash(`${STEMS.again}#${tables}`)}') again with 'round' ${round + 1}, then 'retire'`;

/** Why a role is not let in. */
export const refused = (side: FilesSide, user: string, database = DATABASE): Promise<string> =>
  withSession(side.login(user, database), () => Promise.resolve('let in')).catch((error: Error) => error.message);

/** A target that follows. */
export async function followingPlace(plan: MigrationPlan, major: number, settings?: Readonly<Record<string, string>>): Promise<FilesPlace> {
  const place = await filesPlace(major, settings);
  await makeSource(place.source);
  const preflight = untilWell(place, plan, 'preflight');
  await waitUntil(
    async () =>
      (await place.source.sql('postgres', `SELECT FROM pg_roles WHERE rolname = 'streaming_replica' AND rolreplication`)).length === 1,
  );
  await place.follow('streaming_replica', ITS_PASSWORD);
  await preflight;
  return place;
}
