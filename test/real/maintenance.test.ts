import type { Client } from 'pg';
import { AccessLevel, MaintenanceTask, PostgresOperator, RolePassword } from 'cdk8s-postgres';
import { program } from '../support/programs';
import { Manifest, render } from '../support/render';
import type { Login } from './clients';
import { withSession } from './clients';
import { runJob } from './jobs';
import type { Namespace } from './pod';
import type { PostgresServer } from './postgres-server';
import { MAJORS, programFolder, start } from './postgres-server';
import type { Finished } from './processes';
import { requireOnPath, requireProgram } from './requirements';

// The Jobs of MaintenanceJob, run as their pods run them: the printed command with the printed variables and files, by a real psql, as the owner
// of the database, who is no superuser.

const withPsql = requireOnPath('psql');
const OWNER = 'orders-app';
const READER = 'a "quoted" reader';
const PASSWORDS: { readonly [role: string]: string } = { [OWNER]: `it's $HOME \\ "one"`, [READER]: ':two :"owner" `id`' };

const SECRETS: Namespace['secrets'] = {
  ...Object.fromEntries(Object.entries(PASSWORDS).map(([username, password], i) => [`secret-${i}`, { username, password }] as const)),
  'orders-ca': { 'ca.crt': '' },
};

/** What is printed for a task, under a token. */
const printed = (task: MaintenanceTask, token: string): Manifest[] =>
  render(
    program(PostgresOperator.cloudNativePg(), {
      cluster: {
        databases: [{ name: 'orders', owner: OWNER }],
        roles: [
          { name: OWNER, password: RolePassword.fromSecret('secret-0') },
          { name: 'reader', password: RolePassword.fromSecret('secret-1'), access: [{ database: 'orders', level: AccessLevel.READ_ONLY }] },
        ],
      },
      maintenance: { task, token },
    }),
  );

for (const major of MAJORS) {
  const suite = programFolder(major) === undefined ? requireProgram(`PostgreSQL ${major} ('npm ci' in test/real)`, false) : withPsql;

  suite(`what is done once in a database of PostgreSQL ${major}`, () => {
    let server: PostgresServer;

    beforeAll(async () => {
      server = await start(major, {
        hba: 'host all all 127.0.0.1/32 scram-sha-256',
        settings: { password_encryption: 'scram-sha-256' },
      });
      for (const [name, password] of Object.entries(PASSWORDS)) {
        await server.query(`CREATE ROLE "${name.replace(/"/g, '""')}" LOGIN PASSWORD '${password.replace(/'/g, "''")}'`);
      }
      await server.query(`CREATE DATABASE orders OWNER "${OWNER}"`);
      await withSession(login(OWNER), async (client) => {
        await client.query('CREATE TABLE bought (id int PRIMARY KEY, item text)');
        await client.query(`INSERT INTO bought SELECT n, 'item ' || n % 7 FROM generate_series(1, 5000) n`);
      });
    });

    afterAll(() => server?.stop());

    const login = (user: string): Login => ({ port: server.port, user, database: 'orders', password: PASSWORDS[user]! });

    /** The Job in a pod of its own; that it asks for TLS is tested elsewhere. */
    function done(task: MaintenanceTask, token = 'ticket-1234'): Promise<Finished> {
      const manifests = printed(task, token);
      const job = manifests.find(({ kind, metadata }) => kind === 'Job' && metadata.name.includes('-verbs-'))!;
      const change = (text: string): string => text.replace(/^until /, 'export PGSSLMODE=disable; until ');
      return runJob(job, manifests, { server, secrets: SECRETS, change });
    }

    const rows = (sql: string): Promise<unknown[]> =>
      withSession(login(OWNER), async (client) => (await client.query({ text: sql, rowMode: 'array' })).rows.flat());

    const isOpen = async (client: Client): Promise<boolean> =>
      client.query('SELECT 1').then(
        () => true,
        () => false,
      );

    test.each([
      ['analyze', MaintenanceTask.analyze()],
      ['vacuum', MaintenanceTask.vacuum()],
      ['reindex', MaintenanceTask.reindex()],
      ['end-sessions', MaintenanceTask.endSessions()],
    ])('%s is done once for its token, also when the Job is made anew', async (name, task) => {
      const [first, again] = [await done(task), await done(task)];
      expect(first).toMatchObject({ code: 0 });
      expect(first.stdout).not.toContain('done before');
      expect(again).toMatchObject({ code: 0 });
      expect(again.stdout).toContain('done before, under the same token');
      const known = `SELECT ended > begun FROM cdk8s_postgres.maintenance WHERE token = '${name}/ticket-1234'`;
      expect(await rows(known)).toEqual([true]);
    });

    test('statistics are made', async () => {
      const seen = `SELECT reltuples, (SELECT count(*)::int FROM pg_stats WHERE tablename = 'bought') FROM pg_class WHERE relname = 'bought'`;
      expect(await rows(seen)).toEqual([5000, 2]);
    });

    test('indexes are other files afterwards', async () => {
      const file = `SELECT pg_relation_filepath('bought_pkey')`;
      const before = await rows(file);
      expect(await done(MaintenanceTask.reindex(), 'files')).toMatchObject({ code: 0 });
      expect(await rows(file)).not.toEqual(before);
    });

    test.each([
      ['of the owner', MaintenanceTask.endSessions(), false, true],
      ['of another role, which is no member of the owner', MaintenanceTask.endSessions(['reader']), true, false],
      ['of both', MaintenanceTask.endSessions(['reader', OWNER]), false, false],
    ])('sessions %s end, and no others', async (_, task, owner, reader) => {
      const token = `ends-${Number(owner)}${Number(reader)}`;
      await withSession(login(READER), (ofReader) =>
        withSession(login(OWNER), async (ofOwner) => {
          expect(await done(task, token)).toMatchObject({ code: 0 });
          expect(await isOpen(ofOwner)).toBe(owner);
          expect(await isOpen(ofReader)).toBe(reader);
        }),
      );
      expect(await rows(`SELECT ended IS NOT NULL FROM cdk8s_postgres.maintenance WHERE token = 'end-sessions/${token}'`)).toEqual([true]);
    });

    test('a role that cannot log in any more lets the Job fail, and the token is not done', async () => {
      await server.query(`ALTER ROLE "${READER.replace(/"/g, '""')}" NOLOGIN`);
      expect(await done(MaintenanceTask.endSessions(['reader']), 'kept-out')).toMatchObject({ code: 3 });
      expect(await rows(`SELECT ended FROM cdk8s_postgres.maintenance WHERE token = 'end-sessions/kept-out'`)).toEqual([null]);
    });

    test('what was broken off fails, and is not taken for done', async () => {
      await withSession(login(OWNER), (client) =>
        client.query(`INSERT INTO cdk8s_postgres.maintenance (token) VALUES ('vacuum/broken-off')`),
      );
      const again = await done(MaintenanceTask.vacuum(), 'broken-off');
      expect(again).toMatchObject({ code: 3 });
      expect(again.stderr).toContain('begun before under the same token, and not ended; write another token to do it again');
    });
  });
}
