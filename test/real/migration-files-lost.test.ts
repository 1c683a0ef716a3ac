import * as path from 'path';
import { type FilesPlace } from './migration-files-place';
import { codeOf, followingPlace, lines, planOfFiles, refused, tablesOf, takenOver, through } from './migration-files-run';
import { PASSWORD } from './migration-place';
import { DATABASE } from './migration-shop';
import { type Finished, run, writePrivate } from './processes';
import { requireOnPath } from './requirements';

// A migration by files of which something is lost on the way: a Job between two databases, the source, or the WAL that the target needs.

const withTools = requireOnPath('psql', 'openssl');

// As from a server outside, as whose role nobody streams from the target later.
const files = planOfFiles();
const plan = { ...files, target: { ...files.target, compared: { max_connections: '100' } } };
const SHOP = `database Shop "1" it's 50%`;

const following = (major: number, settings?: Readonly<Record<string, string>>): Promise<FilesPlace> =>
  followingPlace(plan, major, settings);

const cutOver = async (place: FilesPlace): Promise<void> => {
  await through(place, plan, 'follow');
  await through(place, plan, 'cut-over');
  await place.promote();
};

const TCP = ['-h', '127.0.0.1'];

/** Runs what a Job has printed, as a person does. */
const paste = async (
  statements: readonly string[],
  { targetFolder }: FilesPlace,
  server: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> => {
  const file = path.join(targetFolder, '..', 'pasted.sql');
  writePrivate(file, statements.join('\n'));
  const all = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', ...server, '-U', 'postgres', '-d', 'postgres', '-f', file];
  return run('psql', all, { folder: targetFolder, env });
};

withTools('a Job that was killed between two databases', () => {
  let place: FilesPlace;
  const atSource = (text: string) => place.source.sql(DATABASE, `BEGIN READ WRITE; ${text}; COMMIT`);
  const failed = async (phase: 'promote' | 'give-up' | 'follow'): Promise<string[]> => {
    const done = await place.phase(phase, plan, 60);
    expect(done.code).toBe(1);
    return lines(done);
  };

  beforeAll(async () => {
    place = await following(17);
    await cutOver(place);
  });
  afterAll(() => place?.stop());

  test('a step back that has begun goes on to its end', async () => {
    await atSource(`UPDATE cdk8s_postgres.migration SET phase = 'taken away' WHERE phase = 'cut-over'`);
    expect((await failed('promote')).slice(-1)).toEqual([
      `blocker: ${SHOP}: the source is open again, by a step back, by hand or by a failover, and what is written there does not come to the target any more; write MigrationStep.giveUp({ afterPromote: true }), and take a target of another name`,
    ]);
    await atSource(`UPDATE cdk8s_postgres.migration SET phase = 'cut-over' WHERE phase = 'taken away'`);
  });

  test('what one database has decided holds for all', async () => {
    await through(place, plan, 'promote');
    const password = `SELECT rolpassword IS NULL AS none FROM pg_authid WHERE rolname = 'streaming_replica'`;
    expect(await place.target.sql('postgres', password)).toEqual([{ none: true }]);
    expect(await place.source.sql('postgres', password)).toEqual([{ none: false }]);
    const passed = (await through(place, plan, 'check')).slice(-1)[0]!;
    expect(passed).toMatch(/^check passed: 13-[0-9a-f]{8}$/);
    const code = JSON.stringify(passed.slice('check passed: '.length));
    // What the Job does first of all when it opens the target.
    await atSource(`INSERT INTO cdk8s_postgres.migration (name, phase, detail) VALUES ('${plan.name}', 'open', '${code}')`);
    const over = takenOver(await tablesOf(place));
    expect((await failed('give-up')).slice(-1)).toEqual([over]);
    for (const database of [DATABASE, 'second']) {
      expect(await refused(place.source, 'app', database)).toMatch(/permission denied for database/);
      expect(await refused(place.target, 'app', database)).toMatch(/permission denied for database/);
    }
    expect(await through(place, plan, 'promote')).toEqual([
      `the target has taken over before; ${passed}`,
      'the target is a primary of its own',
    ]);
    expect(await through(place, plan, 'open')).toEqual([`${SHOP}: the target takes clients`, 'database second: the target takes clients']);
    for (const database of [DATABASE, 'second']) {
      expect(await refused(place.target, 'app', database)).toBe('let in');
    }
  });

  test('a target that is lost once it has taken over leaves a source that can be opened', async () => {
    await place.stopTarget();
    const said = await failed('give-up');
    const lost = said.findIndex((line) => line.startsWith('blocker: the target does not answer: '));
    expect(said[lost]).toMatch(
      / Were it lost for good, with all of its volumes, and what clients have written there with it, this opens the source, run by psql as postgres in its primary; the Job of the step 'giveUp' ends then:$/,
    );
    const { port } = place.source.server;
    const pasted = await paste(said.slice(lost + 1), place, [...TCP, '-p', `${port}`], { PGPASSWORD: PASSWORD, PGSSLMODE: 'require' });
    expect([pasted.code, pasted.stderr]).toEqual([0, '']);
    for (const database of [DATABASE, 'second']) {
      expect(await refused(place.source, 'app', database)).toBe('let in');
    }
    expect(await through(place, plan, 'give-up')).toEqual([
      `${SHOP}: the source stays in use; what the target has of it stays there`,
      'database second: the source stays in use; what the target has of it stays there',
    ]);
    expect(await place.source.sql(DATABASE, `SELECT FROM pg_namespace WHERE nspname = 'cdk8s_postgres'`)).toEqual([]);
  });
});

withTools('a source that is lost behind the cut over', () => {
  let place: FilesPlace;
  beforeAll(async () => {
    place = await following(16);
    await cutOver(place);
  });
  afterAll(() => place?.stop());

  test('the target is opened by what the Job prints', async () => {
    await place.source.server.pause(async () => {
      const stuck = await place.phase('promote', plan);
      const said = lines(stuck);
      const blocker = said.findIndex((line) => line.startsWith('blocker: '));
      const code = codeOf(await tablesOf(place)).slice('check passed: '.length);
      expect([stuck.code, said[blocker]]).toEqual([
        1,
        `blocker: were the source lost for good, with all of its volumes, this opens the target, run by psql as postgres in its primary; the Job ends then, and the code for the step 'retire' is ${code}, though nothing was compared:`,
      ]);
      expect(said.slice(0, blocker)).toEqual([
        'the role of the Jobs has the password of its Secret at the target',
        'the target is a primary of its own',
        expect.stringMatching(/^the source does not answer, and the Job goes on when it does: .*refused/),
      ]);
      expect(await refused(place.target, 'app')).toMatch(/permission denied for database/);

      const { port } = place.target.login('postgres', 'postgres');
      const pasted = await paste(said.slice(blocker + 1), place, ['-h', place.targetFolder, '-p', `${port}`]);
      expect([pasted.code, pasted.stderr]).toEqual([0, '']);
      for (const user of ['app', 'reporter', 'batch', 'old_name']) {
        expect(await refused(place.target, user)).toBe('let in');
      }
      expect(await refused(place.target, 'app', 'second')).toBe('let in');
      expect(await through(place, plan, 'promote')).toEqual([
        `the target has taken over before; check passed: ${code}`,
        'the target is a primary of its own',
      ]);
      expect(await through(place, plan, 'open')).toEqual([`${SHOP}: was opened before`, 'database second: was opened before']);
    });
  });

  test('a source that comes back is not opened beside the target', async () => {
    const { code, stdout } = await place.phase('give-up', plan, 60);
    expect([code, stdout.trim()]).toEqual([1, takenOver(await tablesOf(place))]);
    expect(await refused(place.source, 'app')).toMatch(/permission denied for database/);
  });

  test('the migration comes to its end', async () => {
    await place.source.server.pause(async () => {
      expect((await through(place, plan, 'retire'))[0]).toMatch(
        /^warning: the source does not answer, and keeps the schema cdk8s_postgres and the role streaming_replica: /,
      );
    });
    // As a Job that nobody has pruned.
    for (const phase of ['promote', 'open'] as const) {
      const { code, stdout } = await place.phase(phase, plan, 60);
      expect([code, stdout.trim()]).toEqual([
        1,
        'nothing is done: the target knows nothing of this migration, as when its last step is done',
      ]);
    }
    expect(await refused(place.target, 'app')).toBe('let in');
    expect(await place.target.sql(DATABASE, `SELECT FROM pg_namespace WHERE nspname = 'cdk8s_postgres'`)).toEqual([]);
  });
});

withTools('WAL that is gone from the source', () => {
  let place: FilesPlace;
  beforeAll(async () => {
    place = await following(18, { wal_keep_size: '0', max_wal_size: '32MB', min_wal_size: '32MB' });
  });
  afterAll(() => place?.stop());

  test('is told, and not waited for', async () => {
    await place.stopTarget();
    for (let i = 0; i < 8; i++) {
      await place.source.sql('second', 'INSERT INTO t SELECT max(id) + 1 FROM t');
      await place.source.sql('postgres', 'SELECT pg_switch_wal()');
      await place.source.sql('postgres', 'CHECKPOINT');
    }
    await place.startTarget();
    const done = await place.phase('follow', plan, 60);
    expect([done.code, lines(done).slice(-1)]).toEqual([
      1,
      [
        expect.stringMatching(
          /^blocker: the source has no WAL any more from [0-9A-F]+\/[0-9A-F]+ on, where the target stopped, which never catches up; write MigrationStep\.giveUp\(\), and take a target of another name and a higher 'walLimit'$/,
        ),
      ],
    ]);
  });
});
