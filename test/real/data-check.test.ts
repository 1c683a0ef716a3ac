import { CheckSubject, checkCode } from '../../lib/migration/check-code';
import { CheckOptions, CheckedPlan, checkOptions, checkScripts } from '../../lib/migration/scripts/check';
import { FINDINGS } from './check-findings';
import { COLUMNS, COLUMNS_IN_ANOTHER_ORDER, PLANTED, PLANTED_AT_THE_SOURCE, ROLES, rows, schema } from './check-fixture';
import { Sides, killAndRun, psql, runCheck } from './check-run';
import { PostgresServer, programFolder, start } from './postgres-server';
import { requireOnPath } from './requirements';

const NOTHING = { schemas: [], extensions: [], roles: [], objects: [] };
const PLAN: CheckedPlan = {
  source: {
    words: 'the source',
    superuser: true,
    slotsByOperator: false,
    leftBehind: { ...NOTHING, schemas: ['left_here'], roles: ['operator_of_the_source'] },
  },
  target: {
    words: 'the target',
    superuser: true,
    slotsByOperator: false,
    leftBehind: { ...NOTHING, schemas: ['metric_helpers'] },
    managedRoles: ['orders-app'],
    reservedRoles: ['operator_of_the_target'],
  },
  databases: [{ source: 'orders', target: 'orders', owner: 'orders-app', slot: 'cdk8s_slot', reverseSlot: 'cdk8s_back' }],
  roles: [],
  withoutRows: [],
};
const SUBJECT: CheckSubject = { name: 'orders-move', namespace: 'shop', databases: ['orders'], attempt: 1, kind: 'final' };
/** Small chunks, so that tables have many. */
const files = (options: Partial<CheckOptions> = {}, subject = SUBJECT): { [file: string]: string } =>
  checkScripts(PLAN, subject, { ...checkOptions(subject.kind), chunkRows: 500, ...options });

const withPsql = requireOnPath('psql');
const PAIRS: [number, number][] = [
  [14, 18],
  [18, 14],
  [15, 17],
];

for (const [from, to] of PAIRS.filter((pair) => pair.every(programFolder))) {
  withPsql(`a check of PostgreSQL ${from} against ${to}`, () => {
    let sides: Sides;
    const servers: PostgresServer[] = [];

    beforeAll(async () => {
      const [source, target] = await Promise.all([start(from), start(to)]);
      servers.push(source, target);
      sides = { source, target };
      for (const [server, columns, order] of [
        [source, COLUMNS, 'ASC'],
        [target, COLUMNS_IN_ANOTHER_ORDER, 'DESC'],
      ] as const) {
        await psql(server, 'postgres', `${ROLES} CREATE DATABASE orders OWNER "orders-app";`);
        await psql(server, 'orders', schema(columns) + rows(order));
      }
    });
    afterAll(() => Promise.all(servers.map((server) => server.stop())));

    test('passes where both are equal, with the code that synth computes', async () => {
      expect(await runCheck(files(), sides)).toEqual({ code: 0, stdout: `check passed: ${checkCode(SUBJECT, 7)}\n`, stderr: '' });
    });

    test('passes where a role that may read alone logs in, and where rows are counted', async () => {
      const role = 'CREATE ROLE looker LOGIN BYPASSRLS IN ROLE pg_read_all_data; GRANT CONNECT ON DATABASE orders TO looker;';
      await Promise.all([sides.source, sides.target].map((server) => psql(server, 'postgres', role)));
      const counted = await runCheck(files({ level: 'counts' }, { ...SUBJECT, level: 'counts' }), { ...sides, role: 'looker' });
      expect(counted).toEqual({ code: 0, stdout: `check passed: ${checkCode({ ...SUBJECT, level: 'counts' }, 7)}\n`, stderr: '' });
      const read = await runCheck(files(), { ...sides, role: 'looker' });
      expect(read).toEqual({ code: 0, stdout: `check passed: ${checkCode(SUBJECT, 7)}\n`, stderr: '' });
    });

    test('begins anew without harm when it is killed', async () => {
      expect(await killAndRun(files(), sides, [50, 200, 500, 900])).toEqual({
        code: 0,
        stdout: `check passed: ${checkCode(SUBJECT, 7)}\n`,
        stderr: '',
      });
    });

    test('ends with 2 where a side cannot be read, and says which', async () => {
      const { code, stdout } = await runCheck(files(), { ...sides, role: 'nobody-there' });
      expect([code, stdout]).toEqual([2, 'error: the source could not be read; the check begins anew\n']);
    });

    test('finds and names what is planted, of each kind', async () => {
      await psql(sides.source, 'orders', PLANTED_AT_THE_SOURCE);
      await psql(sides.target, 'orders', PLANTED);
      const { code, stdout, stderr } = await runCheck(files(), sides);
      expect([code, stderr]).toEqual([1, '']);
      expect(stdout.trim().split('\n')).toEqual(FINDINGS);
    });
  });
}

withPsql('a check of a source that takes writes', () => {
  const servers: PostgresServer[] = [];
  const subject: CheckSubject = { ...SUBJECT, kind: 'follow' };
  const followed = files({ pauseSeconds: 1, tries: 5 }, subject);
  let sides: Sides;

  /** Writes of all kinds, one transaction each, until it is told to stop; row 0 is written all the time. */
  const WRITES = `SET synchronous_commit = off;
    SET search_path = public;
    TRUNCATE left_here.stop;
    DO $$
    BEGIN
      FOR n IN 1 .. 1000000 LOOP
        UPDATE items SET note = 'written ' || n WHERE id = n * 37 % 2000 + 900;
        UPDATE items SET price = price + 1 WHERE id = 0;
        INSERT INTO items VALUES (10000 + n, 1, 'new', 1) ON CONFLICT DO NOTHING;
        DELETE FROM items WHERE id = 10000 + n - 20 AND n % 3 = 0;
        INSERT INTO keyless VALUES (n, 'new');
        COMMIT;
        PERFORM pg_sleep(0.001);
        EXIT WHEN EXISTS (SELECT FROM left_here.stop);
      END LOOP;
    END $$;`;

  const underWrites = async () => {
    const writer = psql(sides.source, 'orders', WRITES);
    try {
      return await runCheck(followed, sides);
    } finally {
      await psql(sides.source, 'orders', 'INSERT INTO left_here.stop VALUES (1)');
      await writer;
    }
  };

  beforeAll(async () => {
    const [source, target] = await Promise.all([start(15, { settings: { wal_level: 'logical' } }), start(18)]);
    servers.push(source, target);
    sides = { source, target };
    for (const server of servers) {
      await psql(server, 'postgres', `${ROLES} CREATE DATABASE orders OWNER "orders-app";`);
      await psql(server, 'orders', schema(COLUMNS) + rows('ASC'));
    }
    await psql(source, 'orders', 'CREATE SCHEMA left_here; CREATE TABLE left_here.stop (a int);');
    await psql(source, 'orders', 'CREATE PUBLICATION cdk8s_move FOR TABLE items, keyless;');
    const connection = `host=${source.host} port=${source.port} user=${source.user} dbname=orders`;
    await psql(
      target,
      'orders',
      `CREATE SUBSCRIPTION cdk8s_move CONNECTION '${connection}' PUBLICATION cdk8s_move WITH (copy_data = false, slot_name = 'cdk8s_slot');`,
    );
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  test('passes, and says what could not be compared', async () => {
    const { code, stdout } = await underWrites();
    expect(stdout).toMatch(
      new RegExp(
        `^(warning: orders: public.items: \\d+ that are written all the time could not be compared; the check after the last write does\n)?` +
          `check passed: ${checkCode(subject, 7)}\n$`,
      ),
    );
    expect(code).toBe(0);
  });

  test('finds a row that differs among those that change', async () => {
    await psql(sides.target, 'orders', `UPDATE public.items SET note = 'planted' WHERE id = 500; DELETE FROM public.items WHERE id = 600;`);
    const { code, stdout } = await underWrites();
    expect(code).toBe(1);
    const todo = "copy the table again, or leave it out by 'excludeTables' if its rows need not be equal";
    expect(stdout.split('\n').filter((line) => !line.startsWith('warning: '))).toEqual([
      `different: orders: public.items: row (500) is another one at the target; ${todo}`,
      `different: orders: public.items: row (600) is not at the target; ${todo}`,
      'check failed, differences: 2',
      '',
    ]);
  });
});
