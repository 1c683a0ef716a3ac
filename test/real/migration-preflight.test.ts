import type { MigrationPlan } from '../../lib/migration/migration-plan';
import { migrationPlace, PASSWORD, type Phase, type Place } from './migration-place';
import { planOf } from './migration-shop';
import type { Finished } from './processes';
import { requireOnPath } from './requirements';

// What the preflight of a migration finds, each finding in a server that has it; and a migration by a role that is no superuser at the source.

const withTools = requireOnPath('psql', 'pg_dump', 'pg_restore', 'openssl');
const lines = ({ stdout }: Finished): string[] => stdout.trim().split('\n');
const SHOP = { source: 'shop', target: 'shop', owner: 'app', slot: 'cdk8s_0a1b2c3d_1', reverseSlot: 'cdk8s_0a1b2c3d_r1' };

const base = planOf({ databases: [SHOP], roles: [{ source: 'ghost', target: 'spirit' }], withoutRows: [] });
const plan: MigrationPlan = {
  ...base,
  source: { ...base.source, superuser: false, leftBehind: { ...base.source.leftBehind, extensions: ['pg_trgm'], roles: ['robot_zmon'] } },
  target: { ...base.target, managedRoles: ['app'], roleNames: { pattern: '[a-z][a-z0-9-]*', words: `lower-case letters, digits and '-'` } },
};

const ROLES = `
  CREATE ROLE app LOGIN PASSWORD '${PASSWORD}';
  CREATE ROLE mover LOGIN PASSWORD '${PASSWORD}';
  CREATE ROLE boss LOGIN SUPERUSER;
  CREATE ROLE "Bad_Name" LOGIN;
  CREATE ROLE streaming_replica NOLOGIN;
  CREATE ROLE robot_zmon NOLOGIN;
  SET password_encryption = 'md5';
  CREATE ROLE legacy LOGIN PASSWORD '${PASSWORD}';
  CREATE ROLE old_hash LOGIN PASSWORD '${PASSWORD}';
  GRANT pg_checkpoint TO legacy;`;

const OBJECTS = `
  CREATE EXTENSION pg_walinspect;
  CREATE EXTENSION pg_trgm;
  CREATE EXTENSION citext;
  CREATE EXTENSION hstore;
  UPDATE pg_extension SET extversion = '9.9' WHERE extname = 'hstore';
  CREATE TABLE public.of_hstore (a int);
  ALTER EXTENSION hstore ADD TABLE public.of_hstore;
  UPDATE pg_extension SET extconfig = ARRAY['public.of_hstore'::regclass]::oid[], extcondition = '{""}' WHERE extname = 'hstore';
  CREATE EXTENSION postgres_fdw;
  CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw;
  CREATE USER MAPPING FOR app SERVER elsewhere OPTIONS (user 'somebody');
  CREATE TABLE public."No Key" (a int, b text COLLATE ucs_basic);
  CREATE TABLE public.late (a int PRIMARY KEY DEFERRABLE);
  CREATE TABLE public.by_index (a int NOT NULL UNIQUE);
  ALTER TABLE public.by_index REPLICA IDENTITY USING INDEX by_index_a_key;
  CREATE UNLOGGED TABLE public.cache (a int PRIMARY KEY);
  CREATE TABLE public.policed (a int PRIMARY KEY);
  ALTER TABLE public.policed ENABLE ROW LEVEL SECURITY;
  CREATE TABLE public.of_robot (a int PRIMARY KEY);
  ALTER TABLE public.of_robot OWNER TO robot_zmon;
  CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
  CREATE TRIGGER always BEFORE INSERT ON public.policed FOR EACH ROW EXECUTE FUNCTION public.f();
  ALTER TABLE public.policed ENABLE ALWAYS TRIGGER always;
  INSERT INTO pg_seclabel VALUES ('public.policed'::regclass, 'pg_class'::regclass, 0, 'provider', 'label');
  SELECT lo_create(0);
  CREATE PUBLICATION theirs;`;

withTools('the preflight of a migration', () => {
  let place: Place;
  beforeAll(async () => {
    place = await migrationPlace({
      majors: [15, 14],
      settings: { wal_level: 'replica', max_replication_slots: '1', max_wal_senders: '1', max_logical_replication_workers: '1' },
    });
    const { source, target } = place;
    await source.sql('postgres', ROLES);
    await source.sql('postgres', 'CREATE DATABASE shop OWNER app');
    await source.sql('postgres', 'CREATE DATABASE analytics');
    await source.sql('shop', OBJECTS);
    await source.server.query('SET allow_in_place_tablespaces = on');
    await source.server.query(`CREATE TABLESPACE fast LOCATION ''`);
    await source.sql('shop', 'CREATE TABLE public.quick (a int PRIMARY KEY) TABLESPACE fast');
    await source.sql('shop', `CREATE SUBSCRIPTION incoming CONNECTION 'host=127.0.0.1' PUBLICATION p WITH (connect = false)`);
    await source.sql('shop', `BEGIN; INSERT INTO public."No Key" VALUES (1); PREPARE TRANSACTION 'it''s late'`);
    await target.sql('postgres', `CREATE ROLE app LOGIN PASSWORD '${PASSWORD}'; CREATE ROLE mover LOGIN PASSWORD '${PASSWORD}'`);
    await target.sql('postgres', `CREATE DATABASE shop OWNER mover ENCODING 'LATIN1' LOCALE 'POSIX' TEMPLATE template0`);
    await target.sql('shop', `CREATE TABLE public.there (); DELETE FROM pg_collation WHERE collname = 'ucs_basic'`);
  });
  afterAll(() => place?.stop());

  test('by replication, as roles that may nothing', async () => {
    const done = await place.phase('preflight', plan, undefined, { source: 'mover', target: 'mover' });
    expect(done.stderr).toBe('');
    expect(done.code).toBe(1);
    expect(lines(done)).toEqual([
      `blocker: the source runs PostgreSQL 15 and the target 14, whose programs read no newer server; give the target version 15 or later`,
      `blocker: 'wal_level' of the source is 'replica' and must be 'logical'; set it there and restart the server, or take 'MigrationMethod.dump()'`,
      `blocker: 'wal_level' of the target is 'replica' and must be 'logical' for the way back; set it there, or write 'wayBack: false'`,
      `blocker: the source has 1 of 'max_replication_slots' left and 2 are needed, two for each database; raise it there and restart the server`,
      `blocker: the source has 1 of 'max_wal_senders' left and 2 are needed, two for each database; raise it there and restart the server`,
      `blocker: 'max_logical_replication_workers' of the target is 1 and 2 are needed, two for each database; raise it there`,
      `blocker: the target has 1 of 'max_replication_slots' left and 2 are needed, two for each database; raise it there`,
      `blocker: the role 'mover' of the target is no superuser there, and only one may make roles, extensions and subscriptions of others`,
      `blocker: the role 'mover' of the source may not replicate: ALTER ROLE mover REPLICATION there, or what the provider has for it`,
      `blocker: the role 'mover' of the source may not subscribe, as the way back asks for: GRANT pg_create_subscription TO mover there (version 16 and later), or write 'wayBack: false'`,
      `blocker: the role 'mover' of the source may not end the sessions of others: GRANT pg_signal_backend TO mover there`,
      `blocker: role streaming_replica has a name that only the operator of the target may use: give it another one by 'renamedRoles'`,
      `blocker: 'renamedRoles' renames ghost, which is no role of the source`,
      `warning: role "Bad_Name" cannot be declared at the target, where names are lower-case letters, digits and '-': it stays a role of SQL alone, or has another name by 'renamedRoles'`,
      `warning: role old_hash cannot be declared at the target, where names are lower-case letters, digits and '-': it stays a role of SQL alone, or has another name by 'renamedRoles'`,
      `warning: role streaming_replica cannot be declared at the target, where names are lower-case letters, digits and '-': it stays a role of SQL alone, or has another name by 'renamedRoles'`,
      `warning: role boss is a superuser and can write at the source after the cut over: stop what uses it`,
      `left behind: database analytics`,
      `left behind: SUPERUSER of role boss`,
      `left behind: password of role app, which has the one of its Secret at the target`,
      `left behind: password of role "Bad_Name", whose hash the role 'mover' may not read: declare the role at the target, or ALTER ROLE "Bad_Name" PASSWORD there`,
      `left behind: password of role boss, whose hash the role 'mover' may not read: declare the role at the target, or ALTER ROLE boss PASSWORD there`,
      `left behind: password of role legacy, whose hash the role 'mover' may not read: declare the role at the target, or ALTER ROLE legacy PASSWORD there`,
      `left behind: password of role old_hash, whose hash the role 'mover' may not read: declare the role at the target, or ALTER ROLE old_hash PASSWORD there`,
      `left behind: role robot_zmon, which belongs to the source`,
      `left behind: membership of legacy in pg_checkpoint, which the target does not have`,
      `blocker: database shop: the role 'mover' of the source may not close the database: make it a member of the owner of the database`,
      `blocker: database shop: the role 'mover' of the source may not read public."No Key", public.by_index, public.cache, public.late, public.of_robot, public.policed, public.quick: GRANT pg_read_all_data TO mover there, or SELECT of each`,
      `blocker: database shop: the role 'mover' of the source may not publish public."No Key", public.by_index, public.cache, public.late, public.of_robot, public.policed, public.quick: make it a member of their owners`,
      `blocker: database shop: row policies hide rows of public.policed from the role 'mover' of the source, and they would not be copied: ALTER ROLE mover BYPASSRLS there`,
      `blocker: database shop: table public."No Key" has no key, and its updates and deletes fail once it is published: ALTER TABLE public."No Key" REPLICA IDENTITY FULL, or add a primary key`,
      `blocker: database shop: table public.late has no key, and its updates and deletes fail once it is published: its primary key is DEFERRABLE, make it anew without that`,
      `blocker: database shop: table public.cache is unlogged, and its rows are not replicated: ALTER TABLE public.cache SET LOGGED, or name it in 'withoutRows', or take 'MigrationMethod.dump()'`,
      `blocker: database shop: there are 1 large objects, which are not replicated: take 'MigrationMethod.dump()', or move them to columns of type bytea and unlink them`,
      `blocker: database shop: the target has no extension pg_walinspect: give it an image that has it, or drop it at the source`,
      `blocker: database shop: the encoding is UTF8 at the source and LATIN1 at the target: make the database of the target with the encoding of the source`,
      `blocker: database shop: the target has no collation ucs_basic, which public."No Key" uses: give it an image that has its locale, or change the column`,
      `blocker: database shop: prepared transaction 'it''s late' may write after the cut over: COMMIT PREPARED 'it''s late' or ROLLBACK PREPARED 'it''s late'`,
      `warning: database shop: extension hstore has version 9.9 at the source and gets 1.8`,
      `warning: database shop: trigger always of public.policed fires at the target too while it follows, for it is enabled always or for replicas`,
      `warning: database shop: public.of_robot belongs to robot_zmon, which stays behind, and will belong to the owner of the database`,
      `warning: database shop: foreign server elsewhere is reached by the target itself from now on: see to it that it may, before views that read there are filled`,
      `left behind: database shop: extension pg_trgm, which belongs to the source`,
      `left behind: database shop: rows that were added to public.of_hstore of the extension hstore`,
      `left behind: database shop: publication theirs`,
      `left behind: database shop: subscription incoming`,
      `left behind: database shop: tablespace fast of public.quick`,
      `left behind: database shop: 1 security labels`,
      `left behind: database shop: password of the user mapping elsewhere of app, which only its owner may read`,
      `blocker: the database shop of the target is not empty: it has public.there; drop what it has, or name another database`,
    ]);
  });

  test('by a dump, as superusers', async () => {
    const done = await place.phase('preflight', { ...plan, method: 'dump', roles: [{ source: 'legacy', target: 'modern' }] });
    expect(done.stderr).toBe('');
    expect(done.code).toBe(1);
    expect(lines(done)).toEqual([
      `blocker: the source runs PostgreSQL 15 and the target 14, whose programs read no newer server; give the target version 15 or later`,
      `blocker: role streaming_replica has a name that only the operator of the target may use: give it another one by 'renamedRoles'`,
      `warning: role "Bad_Name" cannot be declared at the target, where names are lower-case letters, digits and '-': it stays a role of SQL alone, or has another name by 'renamedRoles'`,
      `warning: role old_hash cannot be declared at the target, where names are lower-case letters, digits and '-': it stays a role of SQL alone, or has another name by 'renamedRoles'`,
      `warning: role streaming_replica cannot be declared at the target, where names are lower-case letters, digits and '-': it stays a role of SQL alone, or has another name by 'renamedRoles'`,
      `warning: role boss is a superuser and can write at the source after the cut over: stop what uses it`,
      `warning: the password of role old_hash is an MD5 hash, which a server that asks for SCRAM refuses: set it anew`,
      `left behind: database analytics`,
      `left behind: SUPERUSER of role boss`,
      `left behind: password of role app, which has the one of its Secret at the target`,
      `left behind: password of role modern, an MD5 hash that holds for the name legacy only: ALTER ROLE modern PASSWORD at the target`,
      `left behind: role robot_zmon, which belongs to the source`,
      `left behind: membership of legacy in pg_checkpoint, which the target does not have`,
      `blocker: database shop: the target has no extension pg_walinspect: give it an image that has it, or drop it at the source`,
      `blocker: database shop: the encoding is UTF8 at the source and LATIN1 at the target: make the database of the target with the encoding of the source`,
      `blocker: database shop: the target has no collation ucs_basic, which public."No Key" uses: give it an image that has its locale, or change the column`,
      `blocker: database shop: prepared transaction 'it''s late' may write after the cut over: COMMIT PREPARED 'it''s late' or ROLLBACK PREPARED 'it''s late'`,
      `warning: database shop: extension hstore has version 9.9 at the source and gets 1.8`,
      `warning: database shop: public.of_robot belongs to robot_zmon, which stays behind, and will belong to the owner of the database`,
      `warning: database shop: foreign server elsewhere is reached by the target itself from now on: see to it that it may, before views that read there are filled`,
      `left behind: database shop: extension pg_trgm, which belongs to the source`,
      `left behind: database shop: publication theirs`,
      `left behind: database shop: subscription incoming`,
      `left behind: database shop: tablespace fast of public.quick`,
      `left behind: database shop: 1 security labels`,
      `blocker: the database shop of the target is not empty: it has public.there; drop what it has, or name another database`,
    ]);
  });
});

withTools('a migration by a role that is no superuser at the source', () => {
  let place: Place;
  const users = { source: 'mover', target: 'postgres' };
  const external: MigrationPlan = {
    ...plan,
    source: { ...plan.source, words: 'db.example.com', leftBehind: { schemas: [], extensions: [], roles: [], objects: [] } },
    roles: [],
    wayBack: false,
  };
  const run = async (phase: Phase): Promise<string[]> => {
    const done = await place.phase(phase, external, undefined, users);
    if (done.code !== 0) {
      throw new Error(`${phase} ended with ${done.code}: ${done.stdout}${done.stderr}`);
    }
    return lines(done);
  };

  beforeAll(async () => {
    place = await migrationPlace({ majors: [14, 15] });
    const { source, target } = place;
    await source.sql(
      'postgres',
      `CREATE ROLE app LOGIN PASSWORD '${PASSWORD}'; CREATE ROLE other LOGIN PASSWORD '${PASSWORD}';
       CREATE ROLE mover LOGIN REPLICATION PASSWORD '${PASSWORD}' IN ROLE app, pg_read_all_data, pg_signal_backend`,
    );
    await source.sql('postgres', 'CREATE DATABASE shop OWNER app');
    await source.sql(
      'shop',
      `CREATE TABLE t (id serial PRIMARY KEY, v text); GRANT SELECT ON t TO other; INSERT INTO t (v) SELECT 'x' FROM generate_series(1, 500)`,
      'app',
    );
    await source.sql('shop', 'CREATE TABLE of_the_mover (id int PRIMARY KEY)', 'mover');
    await target.sql('postgres', `CREATE ROLE app LOGIN PASSWORD '${PASSWORD}'`);
    await target.sql('postgres', 'CREATE DATABASE shop OWNER app');
  });
  afterAll(() => place?.stop());

  test('needs no more than the preflight asks for', async () => {
    expect(await run('preflight')).toEqual([
      'left behind: password of role app, which has the one of its Secret at the target',
      'left behind: database shop: the right of everybody to create objects in the schema public, which version 15 took away',
      'nothing stands in the way',
    ]);
    for (const phase of ['schema', 'publish', 'subscribe', 'follow', 'cut-over'] as const) {
      await run(phase);
    }
    await expect(place.source.sql('shop', 'SELECT 1', 'app')).rejects.toThrow('permission denied for database "shop"');
    await run('open');
    await run('retire');
  });

  test('what belonged to it belongs to the owner, and nobody has lost a right', async () => {
    const owners = `SELECT relname, pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`;
    expect(await place.target.sql('shop', owners)).toEqual([
      { relname: 'of_the_mover', owner: 'app' },
      { relname: 't', owner: 'app' },
    ]);
    expect(await place.target.sql('shop', `INSERT INTO t (v) VALUES ('y') RETURNING id`, 'app')).toEqual([{ id: 501 }]);
    // Who may read all data may read the hashes of passwords too.
    expect(await place.target.sql('shop', 'SELECT count(*)::int FROM t', 'other')).toEqual([{ count: 501 }]);
  });
});
