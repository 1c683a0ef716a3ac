import { CheckSubject, checkCode } from '../../lib/migration/check-code';
import { CheckOptions, CheckedPlan, checkOptions, checkScripts } from '../../lib/migration/scripts/check';
import { FINDINGS } from './check-findings';
import { COLUMNS, COLUMNS_IN_ANOTHER_ORDER, PLANTED, PLANTED_AT_THE_SOURCE, ROLES, rows, schema } from './check-fixture';
import { Sides, killAndRun, psql, runCheck } from './check-run';
import { PostgresServer, programFolder, start } from './postgres-server';
import { requireOnPath } from './requirements';

const NOTHING = { schemas: [], extensions: [], roles: [], objects: [] };
const PLAN: CheckedPlan = {
  source: { words: 'the source', superuser: true, leftBehind: { ...NOTHING, schemas: ['left_here'], roles: ['operator_of_the_source'] } },
  target: {
    words: 'the target',
    superuser: true,
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
