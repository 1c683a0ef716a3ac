import { AlertCommands } from '../../lib';
import { ALERT_PAGES } from '../../lib/monitoring/pages/alert-pages';
import { OWN_QUERIES } from '../../lib/operators/shared/metric-queries';
import { withSession } from './clients';
import { MAJORS, PostgresServer, programFolder, start } from './postgres-server';
import { Replica, WITH_REPLICAS, follow } from './replica';
import { requireProgram } from './requirements';

/** Our own queries, run by a role that has nothing but `pg_monitor`, on a primary and on a replica of every major version. */

const ROLE = 'metrics';

describe.each(MAJORS)('the own queries on PostgreSQL %i', (major) => {
  requireProgram(`PostgreSQL ${major} ('npm ci' in test/real)`, programFolder(major) !== undefined)('primary and replica', () => {
    let primary: PostgresServer;
    let replica: Replica;

    beforeAll(async () => {
      primary = await start(major, {
        settings: { archive_mode: 'on', archive_command: 'false', wal_level: 'logical' },
        hba: WITH_REPLICAS,
      });
      await primary.query(`CREATE ROLE ${ROLE} LOGIN; GRANT pg_monitor TO ${ROLE}`);
      await primary.query(`SELECT pg_create_physical_replication_slot('gone', true)`);
      replica = await follow(primary, 'replica-1');
      await primary.query('CHECKPOINT');
    });

    afterAll(async () => {
      await replica?.stop();
      await primary?.stop();
    });

    test.each(OWN_QUERIES)('$name', async ({ sql, columns }) => {
      for (const { port } of [primary, replica]) {
        const rows = await withSession({ port, user: ROLE, database: 'postgres' }, async (client) => {
          // As exporters do it: nothing is written, and nothing is found that is not named in full.
          await client.query('SET search_path = pg_temp');
          await client.query('BEGIN READ ONLY');
          return (await client.query(sql)) as { rows: Record<string, unknown>[]; fields: { name: string }[] };
        });
        expect(rows.fields.map(({ name }) => name)).toEqual(columns.map(({ name }) => name));
        expect(rows.rows.flatMap((row) => Object.values(row)).filter((value) => value === null)).toEqual([]);
      }
    });

    test('the statements of the pages of alerts are ones, on a primary', async () => {
      const told = ALERT_PAGES.flatMap(({ look, act }) => [...look, ...act])
        .map(({ command }) => command?.({ sql: 'psql' } as AlertCommands))
        .flatMap((line) => (line?.startsWith('psql "') ? [line.slice('psql "'.length, -1)] : []));
      const statements = [...new Set(told)].filter((sql) => !sql.includes('<'));
      expect(statements.length).toBeGreaterThan(15);
      for (const sql of statements) {
        // In double quotes, a shell would read these.
        expect(sql).not.toMatch(/["$`\\\\]/);
        await primary.query(sql);
      }
    });

    test('tell a primary from a replica', async () => {
      const [instance] = OWN_QUERIES.filter(({ name }) => name === 'ha_instance');
      const [ofPrimary] = await primary.query(instance!.sql);
      const [ofReplica] = await replica.query(instance!.sql);
      expect(ofPrimary).toMatchObject({ in_recovery: 0, timeline: 1, receiving: 0, streaming_standbys: '1', synchronous_standbys: '0' });
      expect(ofReplica).toMatchObject({ in_recovery: 1, timeline: 1, receiving: 1, streaming_standbys: '0' });
      expect(Number(ofPrimary!.wal_bytes)).toBeGreaterThan(0);
    });

    test('tell a slot that nobody reads from, and who streams', async () => {
      const sqlOf = (query: string) => OWN_QUERIES.find(({ name }) => name === query)!.sql;
      expect(await primary.query(sqlOf('ha_slot'))).toEqual([
        { slot_name: 'gone', slot_type: 'physical', active: 0, retained_bytes: expect.anything() },
      ]);
      expect(await primary.query(sqlOf('ha_standby'))).toEqual([{ application_name: 'replica-1', lag_bytes: expect.anything() }]);
    });

    test('tell statements, where the extension is there, may be read and is loaded', async () => {
      const { sql } = OWN_QUERIES.find(({ name }) => name === 'ha_statement')!;
      const asked = () =>
        withSession({ port: primary.port, user: ROLE, database: 'postgres' }, async (client) => (await client.query(sql)).rows);
      await primary.query(`CREATE SCHEMA "Of Others"; CREATE EXTENSION pg_stat_statements SCHEMA "Of Others"`);
      expect(await asked()).toEqual([]);
      await primary.query(`GRANT USAGE ON SCHEMA "Of Others" TO ${ROLE}`);
      expect(await asked()).toEqual([]);
      await primary.query(`ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'`);
      await primary.pause(() => Promise.resolve());
      await primary.query('SELECT 42');
      const rows = await asked();
      expect(rows.length).toBeGreaterThan(0);
      expect(rows).toEqual(
        rows.map(() => ({
          datname: 'postgres',
          queryid: expect.stringMatching(/^-?\d+$/),
          calls: expect.any(Number),
          seconds: expect.any(Number),
        })),
      );
    });
  });
});
