import { withSession } from './clients';
import { migrationPair, ONE, type Pair, TWO } from './migration-between';
import type { Side } from './migration-place';
import { LEFTOVERS } from './migration-shop';
import { type Finished } from './processes';
import { requireOnPath } from './requirements';

// A side that is lost behind the cut over: what a person is told is true, and leads to an end.

const withTools = requireOnPath('psql', 'pg_dump', 'pg_restore', 'openssl');

const lines = ({ stdout }: Finished): string[] => stdout.trim().split('\n');

/** The statements that a log has behind a line. */
const statementsBehind = (done: Finished, line: string): string[] => {
  const all = lines(done);
  const first = all.findIndex((one) => one.startsWith(line)) + 1;
  const rest = all.slice(first);
  const end = rest.findIndex((one) => !one.endsWith(';'));
  return rest.slice(0, end < 0 ? rest.length : end);
};

/** As a person does who has a psql open. */
const say = (side: Side, database: string, statements: readonly string[]): Promise<void> =>
  withSession(side.login('postgres', database), async (client) => {
    for (const statement of statements) {
      await client.query(statement);
    }
  });

const until = async (place: Pair): Promise<void> => {
  await place.well('preflight', 'schema', 'publish');
  await place.well('subscribe');
  await place.well('follow', 'check-follow');
};

withTools('a source that is lost behind the cut over', () => {
  let place: Pair;
  beforeAll(async () => {
    place = await migrationPair();
  });
  afterAll(() => place?.stop());

  test('a target that lets nobody in by itself is told of', async () => {
    await place.target.sql(TWO, 'ALTER DATABASE two CONNECTION LIMIT 0');
    expect(lines(await place.phase('preflight', place.plan))).toContain(
      'blocker: the database two of the target lets nobody in (CONNECTION LIMIT 0), as an attempt or another migration leaves it that was not given up: give that one up by its MigrationStep.giveUp(), or, where it is gone, ALTER DATABASE ... CONNECTION LIMIT -1 there',
    );
    await place.target.sql(TWO, 'ALTER DATABASE two CONNECTION LIMIT -1');
  });

  test('a sequence that was made after the copy is a difference, and nothing that stops the cut over', async () => {
    await until(place);
    await place.source.sql(TWO, 'CREATE SEQUENCE later', 'app');
    await place.well('cut-over');
    expect(lines(await place.phase('check-final', place.plan))).toEqual([
      'different: two: sequence public.later is not at the target; copy the schema again, or write there what is missing',
      'check failed, differences: 1',
    ]);
    await say(place.source, TWO, ['SET default_transaction_read_only = off', 'DROP SEQUENCE later']);
  });

  test('the target is opened by hand, and retires without it', async () => {
    // Nobody can read it any more, so that it says again how.
    await place.target.sql(ONE, `DELETE FROM cdk8s_postgres.migration WHERE phase = 'cut-over'`);
    await place.target.sql(TWO, `DELETE FROM cdk8s_postgres.migration WHERE phase = 'cut-over'`);
    const closed = await place.well('cut-over');
    await place.source.server.pause(async () => {
      for (const database of [ONE, TWO]) {
        await say(place.target, database, statementsBehind(closed, `database ${database}: were the source to be lost`));
        expect(await place.writes(place.target, database)).toBe('written');
      }
      const done = await place.phase('retire', place.plan);
      expect([done.code, done.stderr, lines(done)]).toEqual([
        0,
        '',
        [
          expect.stringMatching(/^the source does not answer: ./),
          'what the migration has made at the target goes without it if it does not within 1 seconds',
          ...[ONE, TWO].map(
            (name) =>
              `left behind: at the source, should it come back, the database ${name}, closed for clients, with the publication and the subscription ${place.plan.name}, if they are there`,
          ),
        ],
      ]);
    });
    expect(await place.target.sql(ONE, LEFTOVERS)).toEqual([]);
    expect(await place.target.sql(TWO, LEFTOVERS)).toEqual([]);
  });
});

withTools('a target that is lost behind the cut over', () => {
  let place: Pair;
  beforeAll(async () => {
    place = await migrationPair();
    await place.source.sql(TWO, 'CREATE MATERIALIZED VIEW many AS SELECT count(*)::int AS n FROM "t %s"', 'app');
    await until(place);
  });
  afterAll(() => place?.stop());

  test('views are filled though the Job ended when the target took clients', async () => {
    await place.source.sql(TWO, 'INSERT INTO "t %s" VALUES (DEFAULT)', 'app');
    await place.source.sql(TWO, 'REFRESH MATERIALIZED VIEW many', 'app');
    await place.ended(['source', TWO, 'filled.sql'], 'cut-over', 'check-final', 'open');
    await place.well('cut-over', 'check-final', 'open');
    expect(await place.target.sql(TWO, 'SELECT n FROM many')).toEqual([{ n: 2 }]);
  });

  test('one that was made anew and knows nothing does not open the source over what clients have written', async () => {
    await place.target.sql(ONE, 'DROP SCHEMA cdk8s_postgres CASCADE');
    await place.target.sql(TWO, 'DROP SCHEMA cdk8s_postgres CASCADE');
    for (const database of [ONE, TWO]) {
      const done = await place.phase('give-up', place.plan);
      const why = `blocker: database ${database}: the target has taken over and knows nothing of it any more, for it was made anew, and what clients have written there is not at the source; wait for it. Were it lost for good, and that with it, this opens the source, and the Job goes on:`;
      expect([done.code, lines(done)]).toEqual([1, expect.arrayContaining([why])]);
      expect(await place.writes(place.source, database)).toMatch(/^permission denied for database/);
      await say(place.source, database, statementsBehind(done, why));
      expect(await place.writes(place.source, database)).toBe('written');
    }
    await place.well('give-up');
    expect(await place.source.sql(ONE, LEFTOVERS)).toEqual([]);
    expect(await place.source.sql(TWO, LEFTOVERS)).toEqual([]);
  });
});
