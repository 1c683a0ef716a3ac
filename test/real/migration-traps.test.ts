import type { MigrationPlan } from '../../lib/migration/migration-plan';
import { openSession } from './clients';
import { migrationPlace, PASSWORD, type Place } from './migration-place';
import { planOf } from './migration-shop';
import { waitUntil } from './processes';
import { requireOnPath } from './requirements';

// What goes wrong long after the preflight, each in servers where it does, and what the preflight says of it.

const withTools = requireOnPath('psql', 'pg_dump', 'pg_restore', 'openssl');

const SHOP = { source: 'shop', target: 'shop', owner: 'app', slot: 'cdk8s_0a1b2c3d_1', reverseSlot: 'cdk8s_0a1b2c3d_r1' };
const base = planOf({ databases: [SHOP], roles: [{ source: 'boss', target: 'chief' }], withoutRows: [] });
const plan: MigrationPlan = { ...base, source: { ...base.source, superuser: false } };

const OBJECTS = `
  CREATE TABLE public.nothing (a int PRIMARY KEY);
  ALTER TABLE public.nothing REPLICA IDENTITY NOTHING;
  CREATE TABLE public.unique_only (a int NOT NULL, b int UNIQUE, c int NOT NULL);
  CREATE UNIQUE INDEX "Only c" ON public.unique_only (c);
  CREATE UNIQUE INDEX partial ON public.unique_only (a) WHERE a > 0;
  CREATE TABLE public.json_only (a json);
  CREATE TABLE public.full_json (a int, "J" json[]);
  ALTER TABLE public.full_json REPLICA IDENTITY FULL;
  CREATE TABLE public.full_json_and_key (a int PRIMARY KEY, j json);
  ALTER TABLE public.full_json_and_key REPLICA IDENTITY FULL;
  CREATE TABLE public.full_computed (a int, twice int GENERATED ALWAYS AS (a * 2) STORED);
  ALTER TABLE public.full_computed REPLICA IDENTITY FULL;
  CREATE TABLE public.computed_key (a int, "Twice" int GENERATED ALWAYS AS (a * 2) STORED PRIMARY KEY);
  CREATE EXTENSION postgres_fdw;
  CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw;
  CREATE FUNCTION public.done() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
  CREATE EVENT TRIGGER ours ON ddl_command_end WHEN TAG IN ('CREATE CAST') EXECUTE FUNCTION public.done();
  CREATE EVENT TRIGGER theirs ON ddl_command_end WHEN TAG IN ('CREATE CAST') EXECUTE FUNCTION public.done();
  ALTER EVENT TRIGGER theirs OWNER TO boss;
  CREATE SUBSCRIPTION idle CONNECTION 'host=127.0.0.1' PUBLICATION p WITH (connect = false);
  CREATE SUBSCRIPTION incoming CONNECTION 'host=127.0.0.1' PUBLICATION p WITH (connect = false);
  ALTER SUBSCRIPTION incoming ENABLE;`;

withTools('traps of a migration', () => {
  let place: Place;
  const findings = async (more: Partial<MigrationPlan> = {}, word = '(blocker|warning)'): Promise<string[]> => {
    const { stdout, stderr } = await place.phase('preflight', { ...plan, ...more }, undefined, { source: 'mover', target: 'postgres' });
    expect(stderr).toBe('');
    return stdout.split('\n').filter((line) => new RegExp(`^${word}: `).test(line));
  };

  beforeAll(async () => {
    place = await migrationPlace({ majors: [18, 18], settings: { idle_replication_slot_timeout: '1min', max_slot_wal_keep_size: '-1' } });
    const { source, target } = place;
    const roles = `CREATE ROLE app LOGIN PASSWORD '${PASSWORD}'; CREATE ROLE boss LOGIN SUPERUSER PASSWORD '${PASSWORD}';`;
    await source.sql(
      'postgres',
      `${roles} CREATE ROLE mover LOGIN REPLICATION PASSWORD '${PASSWORD}' IN ROLE app, pg_read_all_data, pg_signal_backend, pg_create_subscription`,
    );
    await target.sql('postgres', `CREATE ROLE app LOGIN PASSWORD '${PASSWORD}'; CREATE ROLE boss SUPERUSER; CREATE ROLE chief`);
    await source.sql('postgres', 'CREATE DATABASE shop OWNER app');
    await target.sql('postgres', 'CREATE DATABASE shop OWNER app');
    await source.sql('shop', OBJECTS);
    await source.sql(
      'shop',
      `DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP EXECUTE format('ALTER TABLE public.%I OWNER TO app', t); END LOOP; END $$`,
    );
  });
  afterAll(() => place?.stop());

  test('are said', async () => {
    const sessions = await Promise.all([
      openSession(place.source.login('boss', 'shop')),
      openSession({ ...place.source.login('mover', 'shop') }),
    ]);
    try {
      expect(await findings()).toEqual([
        `warning: role boss is a superuser and can write at the source after the cut over: stop what uses it`,
        `warning: 'idle_replication_slot_timeout' of the source is 1min: a slot that is not read for so long is lost, and with it the copy; set it to 0 until the migration is over`,
        `warning: 'idle_replication_slot_timeout' of the target is 1min: a slot that is not read for so long is lost, and with it the way back; set it to 0 until the migration is over`,
        `warning: 'max_slot_wal_keep_size' of the source is -1: WAL is kept there without a bound for a target that does not read, until its volume is full; set it to what the volume has to spare`,
        `blocker: database shop: table public.json_only has no key, and its updates and deletes fail once it is published: add a primary key`,
        `blocker: database shop: table public.nothing has no key, and its updates and deletes fail once it is published: ALTER TABLE public.nothing REPLICA IDENTITY DEFAULT`,
        `blocker: database shop: table public.unique_only has no key, and its updates and deletes fail once it is published: ALTER TABLE public.unique_only REPLICA IDENTITY USING INDEX "Only c"`,
        `blocker: database shop: the key of table public.computed_key has the generated column "Twice", whose values are not replicated, so that its updates and deletes are lost: give it a key of other columns`,
        `blocker: database shop: table public.full_computed has REPLICA IDENTITY FULL and the generated column twice, and its updates and deletes fail once PostgreSQL 18 publishes it: give it a primary key, and ALTER TABLE public.full_computed REPLICA IDENTITY DEFAULT`,
        `blocker: database shop: table public.full_json has REPLICA IDENTITY FULL and no primary key, and values of its column "J" cannot be compared, so that its updates and deletes stop the target: add a primary key`,
        `blocker: database shop: event trigger theirs belongs to boss, who is no superuser at the target, and nobody else may own it: ALTER EVENT TRIGGER theirs OWNER TO postgres, or drop it`,
        `warning: database shop: subscription incoming writes at the source also when it is closed, and not at the target: ALTER SUBSCRIPTION incoming DISABLE before the cut over`,
        `warning: database shop: sessions of the superuser boss are not ended at the cut over, for the role 'mover' is none, and may go on writing: stop what uses it before`,
        `warning: database shop: somebody else is logged in as 'mover', by an application without a name, and is let in again at the cut over, which waits for it: give the Jobs a role of their own`,
        `warning: database shop: foreign server elsewhere is reached by the target itself from now on: see to it that it may, before views that read there are filled`,
      ]);
    } finally {
      await Promise.all(sessions.map((one) => one.end()));
    }
  });

  test('are not said where they are none', async () => {
    // A superuser there is whoever the role is called at the target.
    expect((await findings({ roles: [] })).join('\n')).not.toContain('event trigger');
    const dumped = (await findings({ method: 'dump', wayBack: false })).join('\n');
    expect(dumped).not.toMatch(/REPLICA IDENTITY|replicated|idle_replication|max_slot_wal/);
    expect(dumped).toContain('event trigger theirs');
    expect((await findings({ wayBack: false })).join('\n')).not.toContain('of the target is 1min');
  });

  test('are such: what is published with them cannot be changed, or is not at the target', async () => {
    const { source, target } = place;
    const { host, port } = source.server;
    const tables = 'public.full_computed, public.full_json';
    await source.sql('shop', `INSERT INTO public.full_computed VALUES (1); INSERT INTO public.full_json VALUES (1, '{}')`);
    await source.sql('shop', `CREATE PUBLICATION p FOR TABLE ${tables}`);
    await expect(source.sql('shop', 'UPDATE public.full_computed SET a = 2')).rejects.toThrow('cannot update table "full_computed"');
    await target.sql('shop', 'CREATE TABLE public.full_computed (a int, twice int); CREATE TABLE public.full_json (a int, "J" json[])');
    await target.sql('shop', 'ALTER TABLE public.full_json REPLICA IDENTITY FULL');
    await target.sql(
      'shop',
      `CREATE SUBSCRIPTION s CONNECTION 'host=${host} port=${port} dbname=shop user=postgres password=${PASSWORD} sslmode=require' PUBLICATION p`,
    );
    const copied = async (): Promise<boolean> =>
      (await target.sql('shop', `SELECT FROM pg_subscription_rel WHERE srsubstate <> 'r'`)).length === 0;
    await waitUntil(copied);
    await source.sql('shop', 'UPDATE public.full_json SET a = 2');
    const errors = async (): Promise<boolean> =>
      (await target.sql('shop', 'SELECT FROM pg_stat_subscription_stats WHERE apply_error_count > 0')).length === 1;
    await waitUntil(errors);
  });
});
