import { setTimeout as sleep } from 'timers/promises';
import type { MigrationPhase } from '../../lib/migration/migration-plan';
import { withSession } from './clients';
import { type FilesPlace, filesPlace } from './migration-files-place';
import { codeOf, followingPlace, lines, planOfFiles, refused, tablesOf, through } from './migration-files-run';
import { DATABASE, makeSource } from './migration-shop';
import { temporaryFolder, waitUntil } from './processes';
import { requireOnPath } from './requirements';

// What people do, and what servers lose, while a migration by files goes on.

const withTools = requireOnPath('psql', 'openssl');

const plan = planOfFiles();
const SHOP = `database Shop "1" it's 50%`;
const OPEN_AGAIN = 'the source is open again, by a step back, by hand or by a failover';

const failed = async (place: FilesPlace, phase: MigrationPhase, killAfter = 60): Promise<string[]> => {
  const done = await place.phase(phase, plan, killAfter);
  expect(done.code).toBe(1);
  return lines(done);
};

withTools('a source that is not left alone', () => {
  let place: FilesPlace;
  const closing = async (side: 'source' | 'target', database: string): Promise<unknown> =>
    (await place[side].sql(database, `SELECT at::text FROM cdk8s_postgres.migration WHERE phase = 'cut-over'`))[0]?.at;

  beforeAll(async () => {
    place = await followingPlace(plan, 17);
  });
  afterAll(() => place?.stop());

  test('a database that came meanwhile is seen before it could be open at both sides', async () => {
    const blocker =
      "blocker: database later has come since, and nobody would close it: drop it, or name it in 'databases' and take the step 'follow' with that";
    await place.source.sql('postgres', 'CREATE DATABASE later');
    expect(await failed(place, 'follow')).toContain(blocker);
    expect(await failed(place, 'cut-over')).toEqual([blocker]);
    expect(await refused(place.source, 'app')).toBe('let in');
    await place.source.sql('postgres', 'DROP DATABASE later');
    await through(place, plan, 'follow');
  });

  test('a cut over that the source has lost is taken again', async () => {
    await place.target.sql('postgres', `ALTER SYSTEM SET recovery_min_apply_delay = '6s'`);
    await place.target.sql('postgres', `SELECT pg_reload_conf()`);
    const job = place.phase('cut-over', plan, 40);
    await waitUntil(async () => (await closing('source', 'second').catch(() => undefined)) !== undefined);
    await sleep(1000);
    await place.stopTarget();
    // As a replica comes up that had not got it.
    await place.source.sql(DATABASE, `BEGIN READ WRITE; DELETE FROM cdk8s_postgres.migration WHERE phase = 'cut-over'; COMMIT`);
    await place.startTarget();
    await place.target.sql('postgres', `ALTER SYSTEM RESET recovery_min_apply_delay`);
    await place.target.sql('postgres', `SELECT pg_reload_conf()`);
    const done = await job;
    expect([done.code, lines(done).slice(-1)]).toEqual([1, [`${SHOP}: ${OPEN_AGAIN}`]]);
    expect((await through(place, plan, 'cut-over')).slice(-1)).toEqual([codeOf(await tablesOf(place))]);
  });

  test('a source that was opened by hand is closed by the next cut over, which waits for what was written', async () => {
    const before = await closing('source', DATABASE);
    await openByHand();
    await through(place, plan, 'cut-over');
    expect(await refused(place.source, 'app')).toMatch(/permission denied for database/);
    expect(await closing('source', DATABASE)).not.toBe(before);
    expect(await closing('target', DATABASE)).toBe(await closing('source', DATABASE));
  });

  test('a target is not opened beside a source that was opened by hand', async () => {
    await openByHand();
    await place.promote();
    await withSession(place.source.login('app', DATABASE), (client) =>
      client.query(`INSERT INTO public.events VALUES (9001, '2026-02-02', '{}')`),
    );
    const blocker = `blocker: ${SHOP}: ${OPEN_AGAIN}, and what is written there does not come to the target any more; write MigrationStep.giveUp({ afterPromote: true }), and take a target of another name`;
    expect((await failed(place, 'promote')).slice(-1)).toEqual([blocker]);
    expect((await failed(place, 'open')).slice(-1)).toEqual([blocker]);
    expect(await refused(place.target, 'app')).toMatch(/permission denied for database/);
    await through(place, plan, 'give-up');
    expect(await place.source.sql(DATABASE, `SELECT id::int FROM public.events WHERE id = 9001`)).toEqual([{ id: 9001 }]);
  });

  /** By what the log of the cut over has for that. */
  const openByHand = async (): Promise<void> => {
    const name = DATABASE.replace(/"/g, '""');
    await place.source.sql('postgres', `ALTER DATABASE "${name}" RESET default_transaction_read_only`);
    await place.source.sql('postgres', `GRANT CONNECT ON DATABASE "${name}" TO PUBLIC`);
    expect(await refused(place.source, 'app')).toBe('let in');
  };
});

withTools('steps that are taken too early', () => {
  let place: FilesPlace;
  beforeAll(async () => {
    place = await filesPlace(16);
    await makeSource(place.source);
  });
  afterAll(() => place?.stop());

  test('a Job that nobody has pruned prepares nothing behind giveUp', async () => {
    const pod = temporaryFolder();
    const role = () => place.source.sql('postgres', `SELECT FROM pg_roles WHERE rolname = 'streaming_replica'`);
    await place.phase('preflight', plan, 4, pod);
    expect(await role()).toHaveLength(1);
    await through(place, plan, 'give-up');
    expect(await role()).toHaveLength(0);
    const late = await place.phase('preflight', plan, 10, pod);
    expect([late.code, lines(late)]).toEqual([1, ['nothing is done: the migration was given up']]);
    expect(await role()).toHaveLength(0);
    expect(await place.source.sql(DATABASE, `SELECT FROM pg_namespace WHERE nspname = 'cdk8s_postgres'`)).toEqual([]);
  });

  test('who follows before anything is prepared is told the way', async () => {
    expect(await failed(place, 'follow')).toEqual([
      "nothing is done: the source knows nothing of this migration; the step 'prepare' comes first, or again with a higher 'round', unless it was given up",
    ]);
  });
});

withTools('a target that has more WAL than it has replayed', () => {
  let place: FilesPlace;
  beforeAll(async () => {
    place = await followingPlace(plan, 15, { wal_keep_size: '0' });
  });
  afterAll(() => place?.stop());

  test('is waited for, though the source has dropped it', async () => {
    await place.target.sql('postgres', `ALTER SYSTEM SET recovery_min_apply_delay = '1h'`);
    await place.target.sql('postgres', `SELECT pg_reload_conf()`);
    for (let i = 0; i < 8; i++) {
      await place.source.sql('second', 'INSERT INTO t SELECT max(id) + 1 FROM t');
      await place.source.sql('postgres', 'SELECT pg_switch_wal()');
    }
    const [{ at }] = (await place.source.sql('postgres', 'SELECT pg_current_wal_flush_lsn()::text AS at')) as [{ at: string }];
    await waitUntil(
      async () => (await place.target.sql('postgres', `SELECT pg_last_wal_receive_lsn() >= '${at}' AS has_it`))[0]!.has_it === true,
    );
    await place.source.sql('postgres', 'CHECKPOINT');
    await place.stopTarget();
    await place.startTarget();
    const done = await place.phase('follow', plan, 12);
    expect(lines(done)).toEqual([expect.stringMatching(/^the target does not stream from the source/)]);
    await place.target.sql('postgres', `ALTER SYSTEM RESET recovery_min_apply_delay`);
    await place.target.sql('postgres', `SELECT pg_reload_conf()`);
    await through(place, plan, 'follow');
  });
});
