import { migrationPair, ONE, type Pair, TWO } from './migration-between';
import { type Phase } from './migration-place';
import { type Finished } from './processes';
import { requireOnPath } from './requirements';

// Two databases disagree where a Job ends between them: each step that may come next goes on from there, or names the one that does.

const withTools = requireOnPath('psql', 'pg_dump', 'pg_restore', 'openssl');

const last = ({ stdout }: Finished): string => stdout.trim().split('\n').slice(-1)[0]!;

withTools('a migration of two databases whose Job ends between them', () => {
  let place: Pair;
  const said = async (...phases: Phase[]): Promise<string[]> => {
    const all: string[] = [];
    for (const phase of phases) {
      const done = await place.phase(phase, place.plan);
      all.push(`${phase} ${done.code}: ${last(done)}`);
    }
    return all;
  };
  const back: readonly Phase[] = ['hand-back', 'check-back', 'follow'];
  const atTarget = (): Promise<string[]> => Promise.all([ONE, TWO].map((database) => place.writes(place.target, database)));

  beforeAll(async () => {
    place = await migrationPair();
    await place.well('preflight', 'schema', 'publish');
    await place.well('subscribe');
    await place.well('follow', 'check-follow');
  });
  afterAll(() => place?.stop());

  test('when the target takes over', async () => {
    await place.ended(['source', TWO, 'take-over-kept.sql'], 'cut-over', 'check-final', 'open');
    expect(await said('reverse', 'follow', 'retire', 'give-up')).toEqual([
      `reverse 1: database ${ONE}: the step 'cutOver' comes first, with a higher 'round'`,
      `follow 1: database ${ONE}: the target has taken over, and the source does not follow it; the step 'reverse' comes first, or what was written since is lost`,
      `retire 1: database ${ONE}: the target has taken over and does not take clients yet; the step 'cutOver' comes first, with a higher 'round'`,
      `give-up 1: blocker: database ${ONE}: the target has taken over, and what clients write there is not at the source; write MigrationStep.cutOver(...) again with a higher 'round', then 'retire', or 'reverse' and 'follow', which go back with it`,
    ]);
    await place.well('cut-over', 'check-final', 'open');
    expect(await atTarget()).toEqual(['written', 'written']);
  });

  test('when the target hands back, which is closed for nobody to open', async () => {
    await place.well('reverse');
    await place.ended(['target', ONE, 'sequences.sql'], 'hand-back');
    expect(await atTarget()).toEqual([ONE, TWO].map((name) => `permission denied for database "${name}"`));
    const closed = `1: blocker: database ${ONE}: both sides are closed, for the source was about to take over again; the step 'follow' comes first, or 'reverse', which opens the target`;
    expect(await said('cut-over', 'retire', 'give-up')).toEqual(['cut-over', 'retire', 'give-up'].map((phase) => `${phase} ${closed}`));
    await place.well('reverse');
    expect(await atTarget()).toEqual(['written', 'written']);
  });

  test('when the target is opened again, and its clients go on', async () => {
    await place.well('hand-back');
    await place.ended(['target', ONE, 'forget.sql'], 'reverse');
    await atTarget();
    await place.well('hand-back');
    // Who numbers rows at the source from here on would use numbers again.
    const sequence = `pg_get_serial_sequence('"t %s"', 'id')`;
    const [{ at }] = (await place.source.sql(ONE, `SELECT nextval(${sequence})::int - 1 AS at`)) as [{ at: number }];
    const set = (value: number) => place.source.sql(ONE, `BEGIN READ WRITE; SELECT setval(${sequence}, ${value}); COMMIT`);
    await set(1);
    expect(await said('check-back')).toEqual(['check-back 1: check failed, differences: 1']);
    await set(at);
    await place.ended(['target', TWO, 'forget.sql'], ...back);
    expect(await said('cut-over', 'retire', 'give-up', 'reverse')).toEqual([
      ...['cut-over', 'retire', 'give-up'].map(
        (phase) =>
          `${phase} 1: blocker: database ${TWO}: the source is taking over again; the step 'follow' comes first, with a higher 'round'`,
      ),
      `reverse 1: blocker: database ${TWO}: the source takes over again; the step 'follow' comes first, with a higher 'round'`,
    ]);
    expect(await place.writes(place.source, ONE)).toBe('written');
    await place.well(...back);
    expect(await place.writes(place.source, TWO)).toBe('written');
  });
});
