import { withSession } from './clients';
import { type Phase, type Place, type Side, migrationPlace } from './migration-place';
import { DATABASE, FIRST, LEFTOVERS, makeSource, makeTarget, planOf } from './migration-shop';
import { type Finished } from './processes';
import { requireOnPath } from './requirements';

// Giving up where the target is lost: what the source let in is known at the source, too.

const withTools = requireOnPath('psql', 'pg_dump', 'pg_restore', 'openssl');

const lines = ({ stdout }: Finished): string[] => stdout.trim().split('\n');

const FIRST_PHASES: readonly Phase[] = ['schema', 'publish', 'subscribe', 'follow', 'cut-over'];

withTools('giving up without the target', () => {
  let place: Place;
  const plan = planOf({ withoutRows: ['public.scratch', 'public.cache'], databases: [FIRST] });
  const other = planOf({
    name: 'cdk8s_1b2c3d4e',
    databases: [{ source: 'second', target: 'zweite', owner: 'app', slot: 'cdk8s_1b2c3d4e_1', reverseSlot: 'cdk8s_1b2c3d4e_r1' }],
    wayBack: false,
  });
  const lost = async (of: typeof plan): Promise<Finished> => {
    let done: Finished | undefined;
    await place.target.server.pause(async () => {
      done = await place.phase('give-up', of);
    });
    return done!;
  };
  const refused = (side: Side, database: string): Promise<string> =>
    withSession(side.login('app', database), () => Promise.resolve('let in')).catch((error: Error) => error.message);

  beforeAll(async () => {
    place = await migrationPlace({ majors: [15, 16] });
    await Promise.all([makeSource(place.source), makeTarget(place.target)]);
    for (const phase of FIRST_PHASES) {
      expect(await place.phase(phase, plan)).toMatchObject({ code: 0 });
    }
  });
  afterAll(() => place?.stop());

  test('the source is opened, and nothing is left there but what is somebody else’s', async () => {
    expect(await refused(place.source, DATABASE)).toMatch(/permission denied for database/);
    const [mine] = await place.target.sql(
      DATABASE,
      `SELECT oid, (SELECT system_identifier FROM pg_control_system()) AS system FROM pg_subscription`,
    );
    const slots = [
      `pg_${mine!.oid}_sync_16400_${mine!.system}`,
      `pg_${mine!.oid}_sync_16401_${mine!.system}`,
      `pg_1_sync_16400_${mine!.system}`,
    ];
    for (const slot of slots) {
      await place.source.sql(DATABASE, `SELECT pg_create_logical_replication_slot('${slot}', 'pgoutput')`);
    }
    const done = await lost(plan);
    expect([done.code, done.stderr, lines(done)]).toEqual([
      0,
      '',
      [
        expect.stringMatching(/^the target does not answer: .*Connection refused$/),
        'the source is opened without it if it does not within 1 seconds',
        `database ${DATABASE}: the source stays in use`,
        `database ${DATABASE}: slots of copies of tables that were left at the source and are dropped: 2`,
        `left behind: at the target, should it come back, the database ${DATABASE} with all that it has of the source, closed for clients; drop it before somebody takes it for the right one`,
      ],
    ]);
    expect(await refused(place.source, DATABASE)).toBe('let in');
    expect(await place.source.sql(DATABASE, LEFTOVERS)).toEqual([{ what: `slot ${slots[2]}` }]);
  });

  test('where the target comes back it does not take over any more, and giving up goes on there', async () => {
    const late = await place.asPod('open', plan, { name: 'late', step: 'cutOver', round: 1 });
    expect([late.code, lines(late).slice(-1)]).toEqual([1, [expect.stringMatching(/: the source is open, for a step back was taken$/)]]);
    expect(await refused(place.target, DATABASE)).toMatch(/^too many connections for database/);
    const done = await place.phase('give-up', plan);
    expect([done.code, lines(done).slice(-1)]).toEqual([0, [`database ${DATABASE}: nothing of the migration is left`]]);
    expect(await place.target.sql(DATABASE, LEFTOVERS)).toEqual([]);
    expect(await refused(place.source, DATABASE)).toBe('let in');
  });

  test('the source stays closed where clients have written to the target, and what opens it is said', async () => {
    for (const phase of [...FIRST_PHASES, 'open'] as const) {
      expect(await place.phase(phase, other)).toMatchObject({ code: 0 });
    }
    const done = await lost(other);
    expect([done.code, lines(done).slice(2)]).toEqual([
      1,
      [
        'blocker: database zweite: the target has taken over and does not answer, and what clients have written there is not at the source; wait for it. Were it lost for good, and that with it, this opens the source, and the Job goes on:',
        'SET default_transaction_read_only = off;',
        'ALTER DATABASE second RESET default_transaction_read_only;',
        'GRANT CONNECT ON DATABASE second TO PUBLIC;',
        'GRANT CONNECT ON DATABASE second TO app;',
        `DELETE FROM cdk8s_postgres.migration WHERE name = 'cdk8s_1b2c3d4e' AND phase IN ('closed source', 'open');`,
      ],
    ]);
    expect(await refused(place.source, 'second')).toMatch(/permission denied for database/);
    const retired = await place.phase('retire', other);
    expect(retired.code).toBe(0);
    expect(await place.source.sql('second', LEFTOVERS)).toEqual([{ what: expect.stringMatching(/^slot pg_1_sync_/) as string }]);
  });
});
