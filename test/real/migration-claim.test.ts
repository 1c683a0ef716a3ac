import { type Place, type Pod, migrationPlace } from './migration-place';
import { DATABASE, FIRST, makeSource, makeTarget, planOf } from './migration-shop';
import { type Finished, waitUntil } from './processes';
import { requireOnPath } from './requirements';

// Several pods that act for one migration at a time, as they do when nobody has pruned the Job of the step before, or a node is cut off.

const withTools = requireOnPath('psql', 'pg_dump', 'pg_restore', 'openssl');

const pod = (name: string, step: string, round = 1): Pod => ({ name, step, round });

const lines = ({ stdout }: Finished): string[] => stdout.trim().split('\n');

withTools('the Jobs of a migration, several at a time', () => {
  let place: Place;
  const plan = planOf({ withoutRows: ['public.scratch', 'public.cache'], databases: [FIRST] });
  const sessions = async (name: string): Promise<number> =>
    (await place.target.sql('postgres', `SELECT FROM pg_stat_activity WHERE application_name LIKE '${plan.name} ${name}%'`)).length;
  const holders = async (): Promise<unknown[]> =>
    (
      await place.target.sql(
        'postgres',
        `SELECT split_part(application_name, ' ', 5) AS pod FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND l.granted`,
      )
    ).map((row) => row.pod);
  const enable = (): Promise<unknown> => place.target.sql(DATABASE, `ALTER SUBSCRIPTION ${plan.name} ENABLE`);
  /** The target stops to follow, and the source is written to. */
  const disable = async (): Promise<void> => {
    await place.target.sql(DATABASE, `ALTER SUBSCRIPTION ${plan.name} DISABLE`);
    await waitUntil(async () => (await place.source.sql('postgres', 'SELECT FROM pg_replication_slots WHERE active')).length === 0);
    await place.source.sql(DATABASE, `INSERT INTO public.parent SELECT max(id) + 1 FROM public.parent`);
  };

  beforeAll(async () => {
    place = await migrationPlace({ majors: [14, 15] });
    await Promise.all([makeSource(place.source), makeTarget(place.target)]);
    for (const phase of ['schema', 'publish', 'subscribe', 'follow'] as const) {
      expect(await place.phase(phase, plan)).toMatchObject({ code: 0 });
    }
  });
  afterAll(() => place?.stop());

  /** A pod that waits for a target which does not follow, once it has the claim. */
  const waiting = async (one: Pod): Promise<{ ended: Promise<Finished> }> => {
    await disable();
    const ended = place.asPod('follow', plan, one, 25);
    await waitUntil(async () => (await holders()).join() === one.name);
    return { ended };
  };

  test('one of the same step waits until the other one has ended, and says for which', async () => {
    const first = await waiting(pod('first', 'follow'));
    const second = place.asPod('follow', plan, pod('second', 'follow'));
    await waitUntil(async () => (await sessions('claim 1 follow second')) > 0);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await enable();
    expect(await first.ended).toMatchObject({ code: 0 });
    const done = await second;
    expect(done.code).toBe(0);
    expect(lines(done)).toContain(
      'waiting for another pod that acts for this step (step follow, round 1, pod first); delete its Job if it shall not go on',
    );
  });

  test('one that was killed holds nobody up', async () => {
    await disable();
    const killed = await place.asPod('follow', plan, pod('killed', 'follow'), 2);
    expect(killed.code).not.toBe(0);
    await enable();
    expect(await place.asPod('follow', plan, pod('next', 'follow'))).toMatchObject({ code: 0 });
  });

  test('one whose session at the target is gone ends, and begins anew', async () => {
    const { ended } = await waiting(pod('cut', 'follow'));
    await place.target.sql(
      'postgres',
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '${plan.name} claim%'`,
    );
    const { code, stdout } = await ended;
    expect(code).not.toBe(0);
    expect(stdout).toContain('another Job has taken over, or the connection to the target was lost; it begins anew\n');
    await enable();
    expect(await place.asPod('follow', plan, pod('cut', 'follow'))).toMatchObject({ code: 0 });
  });

  test('one of a later step sends away one of an earlier step, which does nothing any more', async () => {
    const { ended } = await waiting(pod('old', 'follow'));
    const later = place.asPod('cut-over', plan, pod('new', 'cutOver'), 25);
    expect((await ended).code).not.toBe(0);
    await enable();
    const done = await later;
    expect([done.code, lines(done)[0]]).toEqual([
      0,
      'the Job of an earlier step was still there and is sent away (step follow, round 1, pod old)',
    ]);
    const again = await place.asPod('follow', plan, pod('old', 'follow'));
    expect([again.code, lines(again)]).toEqual([
      1,
      [
        `nothing is done: a Job of a later step has come (step cutOver, round 1, pod new); the step that comes next has the same 'round', and one that comes again a higher one`,
      ],
    ]);
    expect(await place.asPod('follow', plan, pod('old', 'follow', 2))).toMatchObject({ code: 0 });
    const late = await place.asPod('open', plan, pod('new', 'cutOver'));
    expect([late.code, lines(late)[0]]).toEqual([1, expect.stringMatching(/^nothing is done: .*\(step follow, round 2, pod old\)/)]);
  });
});
