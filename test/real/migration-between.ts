// Two small databases that move together, and Jobs that end between two of their statements.

import * as fs from 'fs';
import * as path from 'path';
import type { MigrationPlan } from '../../lib/migration/migration-plan';
import { withSession } from './clients';
import { type Phase, type Place, type Side, migrationPlace, PASSWORD } from './migration-place';
import { planOf } from './migration-shop';
import { type Finished, makeFolder, temporaryFolder } from './processes';

export const ONE = `o=ne %s "1" \\it's`;
export const TWO = 'two';
const NAME = 'cdk8s_0a1b2c3d';

/** Where a Job ends: before it runs a file in a database of a side. */
export type End = readonly [side: 'source' | 'target', database: string, file: string];

/** A `psql` that fails at a place, as one does whose pod is killed there. */
const STOPPING = `#!/bin/sh
here=$(dirname "$0")
if [ -s "$here/end" ]; then
  { IFS= read -r side; IFS= read -r database; IFS= read -r file; } < "$here/end"
  case " $* " in
    *" side=$side"*" -f $file "* | *" side=$side"*" -f "*"/$file "*) if [ "$PGDATABASE" = "$database" ]; then echo ended >&2; exit 1; fi ;;
  esac
fi
PATH=\${PATH#"$here:"} exec psql "$@"
`;

export interface Pair extends Place {
  readonly plan: MigrationPlan;
  /** Runs phases after each other, all of which end well. */
  well(...phases: Phase[]): Promise<Finished>;
  /** Runs a phase that ends before a place. */
  ended(end: End, ...phases: Phase[]): Promise<Finished>;
  /** What a client is told that wants to write. */
  writes(side: Side, database: string): Promise<string>;
}

const quoted = (name: string): string => `"${name.replace(/"/g, '""')}"`;

/** Two servers with two databases of one table. */
export async function migrationPair(over: Partial<MigrationPlan> = {}): Promise<Pair> {
  const programs = makeFolder(path.join(temporaryFolder(), 'programs'));
  fs.writeFileSync(path.join(programs, 'psql'), STOPPING, { mode: 0o755 });
  const place = await migrationPlace({ majors: [15, 16], programs });
  const plan = planOf({
    name: NAME,
    databases: [ONE, TWO].map((database, i) => ({
      source: database,
      target: database,
      owner: 'app',
      slot: `${NAME}_${i + 1}`,
      reverseSlot: `${NAME}_r${i + 1}`,
    })),
    roles: [],
    withoutRows: [],
    ...over,
  });
  for (const side of [place.source, place.target]) {
    await side.sql('postgres', `CREATE ROLE app LOGIN PASSWORD '${PASSWORD}'`);
    for (const database of [ONE, TWO]) {
      await side.sql('postgres', `CREATE DATABASE ${quoted(database)} OWNER app`);
    }
  }
  for (const database of [ONE, TWO]) {
    await place.source.sql(database, `CREATE TABLE "t %s" (id serial PRIMARY KEY); INSERT INTO "t %s" VALUES (DEFAULT)`, 'app');
  }
  const together = (phases: readonly Phase[]): Promise<Finished> => place.together(phases, plan);
  return {
    ...place,
    plan,
    well: async (...phases) => {
      const done = await together(phases);
      expect(done.code === 0 ? '' : done.stdout + done.stderr).toBe('');
      return done;
    },
    ended: async (end, ...phases) => {
      fs.writeFileSync(path.join(programs, 'end'), `${end.join('\n')}\n`);
      const done = await together(phases);
      fs.rmSync(path.join(programs, 'end'));
      expect(`${done.code} ${done.stdout}${done.stderr}`).toMatch(/^1 [^]*\bended\n$/);
      return done;
    },
    writes: (side, database) =>
      withSession(side.login('app', database), async (client) => {
        await client.query(`INSERT INTO "t %s" VALUES (DEFAULT)`);
        return 'written';
      }).catch((error: Error) => error.message),
  };
}
