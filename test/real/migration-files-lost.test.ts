import * as path from 'path';
import { type FilesPlace, ITS_PASSWORD, filesPlace } from './migration-files-place';
import { codeOf, lines, planOfFiles, refused, tablesOf, through, untilWell } from './migration-files-run';
import { DATABASE, makeSource } from './migration-shop';
import { type Finished, run, waitUntil, writePrivate } from './processes';
import { requireOnPath } from './requirements';

// A migration by files of which something is lost on the way: a Job between two databases, the source, or the WAL that the target needs.

const withTools = requireOnPath('psql', 'openssl');

const plan = planOfFiles();
const SHOP = `database Shop "1" it's 50%`;

/** A target that follows. */
async function following(major: number, settings?: Readonly<Record<string, string>>): Promise<FilesPlace> {
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

const cutOver = async (place: FilesPlace): Promise<void> => {
  await through(place, plan, 'follow');
  await through(place, plan, 'cut-over');
  await place.promote();
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
      `blocker: ${SHOP}: a step back was taken, and what is written at the source does not come to the target any more; write MigrationStep.giveUp({ afterPromote: true }), and take a target of another name`,
    ]);
    await atSource(`UPDATE cdk8s_postgres.migration SET phase = 'cut-over' WHERE phase = 'taken away'`);
  });

  test('what one database has decided holds for all', async () => {
    await through(place, plan, 'promote');
    const passed = (await through(place, plan, 'check')).slice(-1)[0]!;
    expect(passed).toMatch(/^check passed: 13-[0-9a-f]{8}$/);
    const code = JSON.stringify(passed.slice('check passed: '.length));
    // What the Job does first of all when it opens the target.
    await atSource(`INSERT INTO cdk8s_postgres.migration (name, phase, detail) VALUES ('${plan.name}', 'open', '${code}')`);
    const over =
      "blocker: the target has taken over, and what clients write there is not at the source; write MigrationStep.promote(...) again with a higher 'round', then 'retire'";
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
});

withTools('a source that is lost behind the cut over', () => {
  let place: FilesPlace;
  beforeAll(async () => {
    place = await following(16);
    await cutOver(place);
  });
  afterAll(() => place?.stop());

  const byHand = async (statements: readonly string[]): Promise<Finished> => {
    const file = path.join(place.targetFolder, '..', 'pasted.sql');
    writePrivate(file, statements.join('\n'));
    const { port } = place.target.login('postgres', 'postgres');
    const all = [
      '-X',
      '-q',
      '-v',
      'ON_ERROR_STOP=1',
      '-h',
      place.targetFolder,
      '-p',
      `${port}`,
      '-U',
      'postgres',
      '-d',
      'postgres',
      '-f',
      file,
    ];
    return run('psql', all, { folder: place.targetFolder });
  };

  test('the target is opened by what the Job prints, and the migration comes to its end', async () => {
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

      const pasted = await byHand(said.slice(blocker + 1));
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
      expect((await through(place, plan, 'retire'))[0]).toMatch(
        /^warning: the source does not answer, and keeps the schema cdk8s_postgres and the role streaming_replica: /,
      );
    });
  });
});

withTools('WAL that is gone from the source', () => {
  let place: FilesPlace;
  beforeAll(async () => {
    place = await following(15, { wal_keep_size: '0', max_wal_size: '32MB', min_wal_size: '32MB' });
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
