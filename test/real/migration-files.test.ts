import * as fs from 'fs';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import type { MigrationPhase, MigrationPlan } from '../../lib/migration/migration-plan';
import { withSession } from './clients';
import { type FilesPlace, type FilesSide, ITS_PASSWORD, filesPlace } from './migration-files-place';
import { codeOf, lines, planOfFiles, refused, tablesOf, takenOver, through, untilWell } from './migration-files-run';
import { PASSWORD } from './migration-place';
import { DATABASE, FIRST, makeSource } from './migration-shop';
import { waitUntil, writePrivate } from './processes';
import { requireOnPath } from './requirements';

// All phases of a migration by files, by psql, between a server and its follower with TLS and passwords, while clients write.

const withTools = requireOnPath('psql', 'openssl');

const SHOP = `database "Shop ""1"" it's 50%"`;

/** A client that writes until it is refused, and knows what was promised to it. */
class Writer {
  public readonly promised: number[] = [];
  private running = true;
  private readonly work: Promise<void>;

  public constructor(side: FilesSide) {
    this.work = this.write(side);
  }

  public async stop(): Promise<void> {
    this.running = false;
    await this.work;
  }

  private async write(side: FilesSide): Promise<void> {
    let id = 5001;
    while (this.running) {
      await withSession(side.login('app', DATABASE), async (client) => {
        while (this.running) {
          const one = id++;
          await client.query(`INSERT INTO public.events VALUES ($1::int, '2025-05-05', '{"w": 1}')`, [one]);
          this.promised.push(one);
          await sleep(5);
        }
      }).catch(() => sleep(50)); // Refused, or its session was ended: what was not committed was not promised.
    }
  }
}

withTools('a migration by files, 16', () => {
  let place: FilesPlace;
  let writer: Writer;
  let plan: MigrationPlan;
  const ids = async (side: FilesSide): Promise<unknown[]> =>
    (await side.sql(DATABASE, 'SELECT id::int FROM public.events WHERE id > 5000 ORDER BY id')).map(({ id }) => id);

  beforeAll(async () => {
    place = await filesPlace(16);
    await makeSource(place.source);
    // As an operator has it that does not tell its servers where their files are.
    const ownFiles = { hbaFile: path.join(place.targetFolder, 'pg_hba.conf'), identFile: path.join(place.targetFolder, 'pg_ident.conf') };
    plan = planOfFiles({ target: { ...planOfFiles().target, ownFiles } });
  });
  afterAll(async () => {
    await writer?.stop();
    await place?.stop();
  });

  test('the preflight looks at the source, lets the target in and waits for it', async () => {
    await place.phase('preflight', plan, 1);
    const preflight = untilWell(place, plan, 'preflight');
    await waitUntil(
      async () =>
        (await place.source.sql('postgres', `SELECT FROM pg_roles WHERE rolname = 'streaming_replica' AND rolreplication`)).length === 1,
    );
    writer = new Writer(place.source);
    await place.follow('streaming_replica', ITS_PASSWORD);
    expect((await preflight).filter((line) => !line.startsWith('the target '))).toEqual([
      `warning: ${SHOP}: the image of the target must have the libraries of its extensions: citext 1.6, hstore 1.8`,
      `left behind: ${SHOP}: rows of the unlogged table public.cache`,
      'nothing stands in the way at the source',
    ]);
  });

  test('the target can run with the files, and is told which indexes it makes anew', async () => {
    await place.source.sql(
      'second',
      `CREATE TABLE sorted (id int PRIMARY KEY, name text COLLATE "und-x-icu" UNIQUE); INSERT INTO sorted VALUES (1, 'a'), (2, 'B');
       UPDATE pg_collation SET collversion = '1.2.3' WHERE collname = 'und-x-icu'`,
    );
    const said = await through(place, plan, 'follow', [0.3, 0.6]);
    expect(said).toEqual([
      'warning: database second: the target sorts otherwise, and makes 1 index anew before it lets clients in, 16 kB',
      'the target follows, and can run with these files',
      codeOf(await tablesOf(place)),
    ]);
  });

  test('the target is told where its own files are, for its next start', async () => {
    const settings = `SELECT name, setting FROM pg_file_settings WHERE sourcefile LIKE '%/postgresql.auto.conf' ORDER BY name`;
    const { hbaFile, identFile } = plan.target.ownFiles!;
    expect(await place.target.sql('postgres', settings)).toEqual([
      { name: 'hba_file', setting: hbaFile },
      { name: 'ident_file', setting: identFile },
    ]);
    expect(await place.source.sql('postgres', settings)).toEqual([]);
  });

  test('a cut over closes the source, and may be taken back', async () => {
    await through(place, plan, 'cut-over');
    expect(await refused(place.source, 'app')).toMatch(/permission denied for database/);
    expect((await through(place, plan, 'follow'))[0]).toBe('the source takes writers');
    expect(await refused(place.source, 'app')).toBe('let in');
    const count = writer.promised.length;
    await waitUntil(() => Promise.resolve(writer.promised.length > count + 20));
  });

  test('the cut over loses nothing, however often its Job is killed', async () => {
    const said = await through(place, plan, 'cut-over', [0.4, 0.9, 1.4]);
    expect(said.slice(-1)).toEqual([codeOf(await tablesOf(place))]);
    expect(await refused(place.source, 'app')).toMatch(/permission denied for database/);
    await writer.stop();
    expect(writer.promised.length).toBeGreaterThan(50);
    expect(await ids(place.source)).toEqual(writer.promised);
    expect(await ids(place.target)).toEqual(writer.promised);
  });

  test('nothing is opened before it is promoted and checked', async () => {
    const early = await place.phase('promote', plan, 2);
    expect(lines(early)).toContain('the target is a follower still; its operator promotes it');
    await place.promote();
    await through(place, plan, 'promote', [0.5, 1]);
    expect(await refused(place.target, 'app')).toMatch(/permission denied for database/);
    expect(
      await place.target.sql(
        'second',
        `SELECT collversion = pg_collation_actual_version(oid) AS f FROM pg_collation WHERE collname = 'und-x-icu'`,
      ),
    ).toEqual([{ f: true }]);
  });

  test('the check finds a row that is missing', async () => {
    await place.target.sql('second', 'BEGIN READ WRITE; DELETE FROM t WHERE id = 7; COMMIT');
    const failed = await place.phase('check', plan);
    expect([failed.code, lines(failed)]).toEqual([
      1,
      [
        `different: second: public.t: row (7) is not at the target; somebody has written at one side since the cut over: undo that by hand, or write MigrationStep.giveUp({ afterPromote: true }) and take a target of another name`,
        'check failed, differences: 1',
      ],
    ]);
    await place.target.sql('second', 'BEGIN READ WRITE; INSERT INTO t VALUES (7); COMMIT');
    expect((await through(place, plan, 'check')).slice(-1)[0]).toMatch(/^check passed: \d+-[0-9a-f]{8}$/);
  });

  test('the target takes clients, and nothing is given up behind that', async () => {
    await through(place, plan, 'open', [0.3, 0.6]);
    for (const user of ['app', 'reporter', 'batch', 'old_name']) {
      expect(await refused(place.target, user)).toBe('let in');
    }
    await withSession(place.target.login('app', DATABASE), (client) =>
      client.query(`INSERT INTO public.events VALUES (1, '2026-02-02', '{}')`),
    );
    const late = await place.phase('give-up', plan);
    expect([late.code, lines(late)[0]]).toEqual([1, takenOver(await tablesOf(place), 2)]);
    expect(await refused(place.source, 'app')).toMatch(/permission denied for database/);
  });

  test('a Job that goes on behind its state does nothing and writes nothing down', async () => {
    const stranger = { ...plan, name: 'cdk8s_ffffffff' };
    for (const phase of ['follow', 'cut-over'] as const) {
      const { code, stdout } = await place.phase(phase, stranger, 20);
      expect([code, stdout.trim()]).toEqual([
        1,
        phase === 'follow'
          ? "nothing is done: the source knows nothing of this migration; the step 'prepare' comes first, or again with a higher 'round', unless it was given up"
          : 'nothing is done: the source knows nothing of this migration, as when it was given up; write MigrationStep.giveUp(), and begin another attempt with a target of another name',
      ]);
    }
    for (const database of [DATABASE, 'second']) {
      expect(await place.source.sql(database, `SELECT FROM cdk8s_postgres.migration WHERE name = 'cdk8s_ffffffff'`)).toEqual([]);
    }
  });

  test('what bears a name of the other operator stays, whoever has made it', async () => {
    await place.target.sql(DATABASE, `CREATE TABLE metric_helpers.readings AS SELECT generate_series(1, 500) AS id`);
    expect(await through(place, plan, 'retire', [0.5, 1])).toEqual([
      `left behind: ${SHOP}: schema metric_helpers, extension pg_stat_statements, role robot_zmon, by their names of the operator of the source: DROP there what nobody uses`,
      `database Shop "1" it's 50%: nothing of the migration is left`,
      `left behind: database second: role robot_zmon, by their names of the operator of the source: DROP there what nobody uses`,
      'database second: nothing of the migration is left',
    ]);
    expect(await place.target.sql(DATABASE, `SELECT count(*)::int AS rows FROM metric_helpers.readings`)).toEqual([{ rows: 500 }]);
    expect(await place.target.sql(DATABASE, `SELECT FROM pg_namespace WHERE nspname = 'cdk8s_postgres'`)).toEqual([]);
    expect(await place.source.sql('postgres', `SELECT FROM pg_roles WHERE rolname = 'streaming_replica'`)).toEqual([]);
    expect(await place.source.sql(DATABASE, `SELECT FROM pg_namespace WHERE nspname = 'cdk8s_postgres'`)).toEqual([]);
    expect(await refused(place.source, 'app')).toMatch(/permission denied for database/);
    expect(await refused(place.target, 'app')).toBe('let in');
  });
});

withTools('what stands in the way of a migration by files, 15', () => {
  let place: FilesPlace;
  const plan = planOfFiles({ databases: [{ ...FIRST, source: 'second', target: 'second' }] });
  const failed = async (phase: MigrationPhase | 'check'): Promise<string[]> => {
    const done = await place.phase(phase, plan, 20);
    expect(done.code).toBe(1);
    return lines(done);
  };

  beforeAll(async () => {
    place = await filesPlace(15, { max_wal_senders: '2', wal_level: 'logical' });
    await place.source.sql('postgres', `CREATE ROLE app LOGIN PASSWORD '${PASSWORD}'`);
    await place.source.sql('postgres', `CREATE DATABASE second OWNER app`);
    await place.source.sql(
      'second',
      `CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 100); GRANT ALL ON t TO app`,
    );
  });
  afterAll(() => place?.stop());

  test('at the source, all of it at once', async () => {
    const { server, sql } = place.source;
    await server.query('SET allow_in_place_tablespaces = on');
    await server.query(`CREATE TABLESPACE fast LOCATION ''`);
    await sql('postgres', 'CREATE DATABASE "Stranger"');
    await server.query(`SET password_encryption = 'md5'`);
    await server.query(`ALTER ROLE postgres PASSWORD '${PASSWORD}'`);
    await server.query(`CREATE ROLE old LOGIN PASSWORD 'x'`);
    await sql('second', `CREATE SUBSCRIPTION twice CONNECTION 'host=127.0.0.1 port=1' PUBLICATION p WITH (connect = false)`);
    await sql('second', `SELECT pg_create_logical_replication_slot('read', 'pgoutput')`);
    await sql('second', `ALTER SUBSCRIPTION twice ENABLE`);
    await sql('second', `CREATE UNLOGGED TABLE cache (id int PRIMARY KEY); CREATE EXTENSION citext`);
    await sql('second', `BEGIN; INSERT INTO t VALUES (0); PREPARE TRANSACTION 'later'`);
    await sql('postgres', 'ALTER SYSTEM SET max_wal_senders = 1');
    await sql('postgres', 'CREATE ROLE streaming_replica LOGIN');
    await sql('postgres', 'CREATE TABLE notes (id int)');
    await sql(
      'second',
      `CREATE SCHEMA cdk8s_postgres; CREATE TABLE cdk8s_postgres.migration (name text, phase text, at timestamptz NOT NULL DEFAULT now(), detail jsonb, PRIMARY KEY (name, phase));
       INSERT INTO cdk8s_postgres.migration VALUES ('cdk8s_eeeeeeee', 'closed source'); ALTER DATABASE second SET default_transaction_read_only = on`,
    );
    await server.pause(() => Promise.resolve());
    expect(await failed('preflight')).toEqual([
      `blocker: the source has 1 of 'max_wal_senders' left and 2 are needed, for files and WAL; raise it there and restart the server`,
      'blocker: tablespace fast has a path of its own, which the target does not have: move what it holds to pg_default (ALTER TABLE ALL IN TABLESPACE, ALTER DATABASE), and DROP TABLESPACE fast',
      `blocker: database "Stranger" comes too, for files are those of all databases: name it in 'databases', or drop it`,
      'blocker: subscription twice of the database second would be there twice once the target is promoted, and apply the same changes at both sides: ALTER SUBSCRIPTION twice DISABLE, or drop it',
      `blocker: prepared transaction 'later' of the database second may write after the cut over, and holds its locks at the target: COMMIT PREPARED 'later' or ROLLBACK PREPARED 'later'`,
      `blocker: 'max_wal_senders' was set by ALTER SYSTEM, comes with the files and counts more at the target than what its operator says: ALTER SYSTEM RESET max_wal_senders, and write it into the program`,
      `blocker: the password of postgres is an MD5 hash, with which no Job gets into a server that asks for SCRAM: set 'password_encryption' to 'scram-sha-256' at the source, and the same password anew`,
      'blocker: role streaming_replica was there before, and the target would stream as it with a password of its own: ALTER ROLE streaming_replica RENAME, or DROP ROLE streaming_replica where nobody uses it',
      'warning: the password of role old is an MD5 hash, which a server that asks for SCRAM refuses: set it anew',
      'left behind: slot read of the database second; who reads it begins anew at the target',
      'blocker: database second: another migration, cdk8s_eeeeeeee, has closed it for writers; take the step giveUp there, which opens it, or the steps to its end',
      'warning: database postgres: it is closed and compared by nobody, and what is written to its tables, 1, after the cut over stays at the source: move them to a database of their own',
      'warning: database second: the image of the target must have the libraries of its extensions: citext 1.6',
      'left behind: database second: rows of the unlogged table public.cache',
    ]);
  });

  test('at a source outside, which nobody here configures', async () => {
    const { server, sql } = place.source;
    const [conf, hba] = ['postgresql.conf', 'pg_hba.conf'].map((file) => path.join(server.dataDirectory, file)) as [string, string];
    const [settings, rules] = [conf, hba].map((file) => fs.readFileSync(file, 'utf8')) as [string, string];
    const elsewhere = path.join(place.targetFolder, '..', 'more.conf');
    writePrivate(elsewhere, `application_name = 'somebody'\n`);
    fs.appendFileSync(
      conf,
      `include '${elsewhere}'\nssl_crl_file = 'root.crl'\nwal_keep_size = 0\nsynchronous_standby_names = ''\nprimary_slot_name = 'of_before'\nhuge_pages = 'off'\n`,
    );
    // As initdb writes it: the server itself may replicate.
    fs.writeFileSync(hba, `${rules.replace('all,replication', 'all')}\nhost replication all 127.0.0.1/32 scram-sha-256\n`);
    await sql('postgres', 'SELECT pg_reload_conf()');
    const compared = { max_connections: '90', max_worker_processes: '32' };
    const outside = await place.phase(
      'preflight',
      {
        ...plan,
        databases: [{ ...plan.databases[0]!, owner: 'nobody' }],
        target: { ...plan.target, compared, ownFiles: { hbaFile: '/h', identFile: '/i' } },
      },
      20,
    );
    expect(lines(outside)).toEqual(
      expect.arrayContaining([
        `blocker: 'max_connections' of the source is 100 and of the target 90, which may not start: write parameters: { max_connections: '100' } there, or lower it at the source`,
        `blocker: pg_hba.conf of the source lets the role streaming_replica replicate from no other host: add 'hostssl replication streaming_replica <network of the pods> scram-sha-256', and reload it`,
        `blocker: the configuration in the data directory of the source includes ${elsewhere}, which does not come with it: no server starts without, or it goes without its settings; move them into postgresql.conf`,
        `blocker: the configuration in the data directory of the source sets 'ssl_crl_file', with which the target does not start, or lets nobody in: take the line out, and give it to the server by its command line meanwhile`,
        `blocker: database second belongs to app, and in the program to 'nobody', as whom applications of the target log in: write that owner there, or make it so by CREATE ROLE ... LOGIN and ALTER DATABASE second OWNER TO`,
        `blocker: the configuration of the source sets 'primary_slot_name' to 'of_before', which would hold at the target for ever, where commits or replay wait for what is not there: take it out, which a Patroni that is reloaded does by itself with what it has left there, and let the target be copied anew if it is there already`,
        `warning: 'huge_pages' is 'off' in the configuration that comes along, and holds at the target too: write what it shall be into its 'parameters'`,
        `warning: 'wal_keep_size' of the source is 0, and a target that is away for a moment may never come back: set it in its configuration to more than it writes in an hour, and reload it`,
      ]),
    );
    fs.writeFileSync(conf, settings);
    fs.writeFileSync(hba, rules);
    await sql('postgres', 'SELECT pg_reload_conf()');
  });

  test('what is repaired does not come again', async () => {
    const { server, sql } = place.source;
    await sql('postgres', 'ALTER DATABASE second RESET default_transaction_read_only');
    await sql('second', `DELETE FROM cdk8s_postgres.migration WHERE name = 'cdk8s_eeeeeeee'`);
    await sql('second', `ROLLBACK PREPARED 'later'`);
    await sql('second', 'ALTER SUBSCRIPTION twice DISABLE');
    await sql('postgres', 'DROP DATABASE "Stranger"');
    await sql('postgres', 'DROP TABLESPACE fast');
    await sql('postgres', `ALTER ROLE postgres PASSWORD '${PASSWORD}'; DROP ROLE streaming_replica`);
    await sql('postgres', 'ALTER SYSTEM RESET ALL');
    await server.pause(() => Promise.resolve());
    expect(lines(await place.phase('preflight', plan, 3))).toEqual(expect.arrayContaining(['nothing stands in the way at the source']));
    await place.follow('streaming_replica', ITS_PASSWORD);
    await untilWell(place, plan, 'preflight');
  });

  test('at the target, a library that it does not have', async () => {
    await place.source.sql('second', `CREATE FUNCTION gone() RETURNS int LANGUAGE sql AS 'SELECT 1'`);
    await place.source.sql(
      'second',
      `BEGIN; UPDATE pg_proc SET probin = '$libdir/not_there', prolang = (SELECT oid FROM pg_language WHERE lanname = 'c') WHERE proname = 'gone'; COMMIT`,
    );
    expect(await failed('follow')).toEqual([
      expect.stringMatching(
        /^blocker: database second: the target has no library \$libdir\/not_there: .*; give it an image that has the extension, or drop it at the source$/,
      ),
    ]);
    await place.source.sql('second', 'DROP FUNCTION gone()');
  });

  test('a target that does not replay what it gets', async () => {
    await place.target.sql('postgres', 'SELECT pg_wal_replay_pause()');
    expect((await failed('cut-over'))[0]).toMatch(
      /^blocker: the target does not replay what it gets \((paused|pause requested)\), .*: all of them are as high as at the source; /,
    );
    expect(await refused(place.source, 'app', 'second')).toBe('let in');
    await place.target.sql('postgres', 'SELECT pg_wal_replay_resume()');
  });

  test('a target that was promoted before it had everything is not opened, and the source is given back without it', async () => {
    await through(place, plan, 'cut-over');
    // The record of this cut over is there; the source is opened and closed once more behind the promotion.
    await place.promote();
    await place.source.sql(
      'second',
      `BEGIN READ WRITE; UPDATE cdk8s_postgres.migration SET at = at + interval '1 s' WHERE phase = 'cut-over'; COMMIT`,
    );
    expect((await failed('promote')).slice(-1)).toEqual([
      'blocker: database second: the target was promoted before it had all that was written at the source; write MigrationStep.giveUp({ afterPromote: true }), which opens the source, and take a target of another name',
    ]);
    expect(await failed('follow')).toEqual([
      'blocker: the target was promoted, and never follows again; write MigrationStep.giveUp(), which opens the source',
    ]);
    await place.stopTarget();
    expect(await through(place, plan, 'give-up', [0.2, 0.4])).toEqual([
      'database second: the source stays in use; what the target has of it stays there',
    ]);
    expect(await refused(place.source, 'app', 'second')).toBe('let in');
    expect(await place.source.sql('second', `SELECT FROM pg_namespace WHERE nspname = 'cdk8s_postgres'`)).toEqual([]);
    expect(await place.source.sql('postgres', `SELECT FROM pg_roles WHERE rolname = 'streaming_replica'`)).toHaveLength(0);
  });
});
