import * as fs from 'fs';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import type { Client } from 'pg';
import { openSession, withSession } from './clients';
import type { PostgresServer } from './postgres-server';
import { programFolder, start } from './postgres-server';
import { requireProgram } from './requirements';

// What the rules of lib/cluster/resource-rules.ts say of PostgreSQL, on PostgreSQL.

const MAJOR = 17;
const MEBIBYTE = 2 ** 20;
const SEGMENT = 16 * MEBIBYTE;

requireProgram(`PostgreSQL ${MAJOR} ('npm ci' in test/real)`, programFolder(MAJOR) !== undefined)('sizes and inherited settings', () => {
  const withServer = async (settings: Readonly<Record<string, string>>, work: (server: PostgresServer) => Promise<void>): Promise<void> => {
    const server = await start(MAJOR, { settings });
    try {
      await work(server);
    } finally {
      await server.stop();
    }
  };
  const login = ({ port, user }: PostgresServer) => ({ port, user, database: 'postgres' });

  /** A backup that takes a while between its two statements, as file copies do. */
  const backup = (server: PostgresServer, before = ''): Promise<unknown> =>
    withSession(login(server), async (client: Client) => {
      await client.query(before);
      await client.query(`SELECT pg_backup_start('nightly', true)`);
      await sleep(700);
      return client.query('SELECT lsn FROM pg_backup_stop(false)');
    });

  test('HA-060: what is kept for replicas comes on top of what is recycled', async () => {
    const [kept, recycled] = [96 * MEBIBYTE, 64 * MEBIBYTE];
    await withServer({ wal_keep_size: '96MB', max_wal_size: '64MB', min_wal_size: '64MB', wal_recycle: 'on' }, async (server) => {
      await server.query('CREATE TABLE t AS SELECT repeat(md5(random()::text), 30) AS text FROM generate_series(1, 1000)');
      let most = 0;
      for (let round = 0; round < 40; round++) {
        await server.query(`INSERT INTO t SELECT repeat(md5(random()::text), 30) FROM generate_series(1, 8000)`);
        if (round % 4 === 3) {
          await server.query('CHECKPOINT');
        }
        const folder = path.join(server.dataDirectory, 'pg_wal');
        most = Math.max(most, fs.readdirSync(folder).filter((name) => /^[0-9A-F]{24}$/.test(name)).length * SEGMENT);
      }
      expect(most).toBeGreaterThan(Math.max(kept, recycled) + SEGMENT);
      // The segment that is written, and that of the end of what is kept.
      expect(most).toBeLessThanOrEqual(kept + recycled + 2 * SEGMENT);
    });
  });

  test('HA-061: a session takes more than is counted for it', async () => {
    await withServer({ max_connections: '40' }, async (server) => {
      const clients = await Promise.all(Array.from({ length: 20 }, () => openSession(login(server))));
      try {
        const own = await Promise.all(
          clients.map(async (client) => {
            const [{ pid }] = (await client.query('SELECT pg_backend_pid() AS pid FROM pg_class LIMIT 1')).rows as [{ pid: number }];
            const rollup = fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
            return [...rollup.matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB$/gm)].reduce(
              (sum, [, kilobytes]) => sum + Number(kilobytes) * 1024,
              0,
            );
          }),
        );
        expect(Math.min(...own)).toBeGreaterThan(MEBIBYTE);
      } finally {
        await Promise.all(clients.map((client) => client.end()));
      }
    });
  });

  test('HA-062: a backup is lost with idle_session_timeout, and with no limit of transactions', async () => {
    await withServer({ wal_level: 'replica', idle_session_timeout: '300ms' }, async (server) => {
      await expect(backup(server)).rejects.toThrow();
      await expect(backup(server, 'SET idle_session_timeout = 0')).resolves.toBeDefined();
    });
    await withServer({ wal_level: 'replica', idle_in_transaction_session_timeout: '300ms', lock_timeout: '300ms' }, async (server) => {
      await expect(backup(server)).resolves.toBeDefined();
    });
  });

  test('HA-062: other limits end what an operator does, and nothing is created in read-only sessions', async () => {
    await withServer({ statement_timeout: '300ms' }, (server) =>
      expect(withSession(login(server), (client) => client.query('SELECT pg_sleep(1)'))).rejects.toThrow('statement timeout'),
    );
    await withServer({ transaction_timeout: '300ms' }, (server) =>
      expect(withSession(login(server), (client) => client.query('SELECT pg_sleep(1)'))).rejects.toThrow('transaction timeout'),
    );
    await withServer({ default_transaction_read_only: 'on' }, async (server) => {
      await expect(withSession(login(server), (client) => client.query('CREATE ROLE app'))).rejects.toThrow('read-only transaction');
    });
  });

  test('HA-062: the owner of a database may set it there, and nobody else inherits it', async () => {
    await withServer({}, async (server) => {
      await server.query('CREATE ROLE "shop-owner" LOGIN');
      await server.query('CREATE DATABASE shop OWNER "shop-owner"');
      const owner = { ...login(server), user: 'shop-owner', database: 'shop' };
      for (const name of ['idle_session_timeout', 'statement_timeout', 'transaction_timeout']) {
        await withSession(owner, (client) => client.query(`ALTER DATABASE "shop" SET ${name} = '5min'`));
        expect(await withSession(owner, async (client) => (await client.query(`SHOW ${name}`)).rows)).toEqual([{ [name]: '5min' }]);
        expect(await withSession(login(server), async (client) => (await client.query(`SHOW ${name}`)).rows)).toEqual([{ [name]: '0' }]);
      }
    });
  });

  test('HA-063: a server does not start without the huge pages that it insists on', async () => {
    const free = Number(/^HugePages_Free: +(\d+)$/m.exec(fs.readFileSync('/proc/meminfo', 'utf8'))?.[1] ?? 0);
    // More than the machine has, wherever it has some.
    const buffers = `${(free + 64) * 2}MB`;
    await expect(withServer({ huge_pages: 'on', shared_buffers: buffers }, () => Promise.resolve())).rejects.toThrow();
    await withServer({ huge_pages: 'try', shared_buffers: '128MB' }, async (server) => {
      expect(await server.query('SHOW huge_pages')).toEqual([{ huge_pages: 'try' }]);
    });
  });
});
