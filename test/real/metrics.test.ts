import * as fs from 'fs';
import { setTimeout as sleep } from 'timers/promises';
import { Duration, Size } from 'cdk8s';
import type { Client } from 'pg';
import {
  Alert,
  AlertAdjustment,
  AlertThreshold,
  FleetDashboard,
  GrafanaDashboard,
  PostgresOperator,
  PostgresVersion,
  Signal,
} from '../../lib';
import { metricsSql } from '../../lib/operators/zalando/monitoring/role';
import { HaCluster } from '../../lib/cluster/ha-cluster';
import { Attachments } from '../../lib/private/attachments';
import { Level } from '../../lib/monitoring/service-levels';
import { BackupPolicy } from '../../lib/backup/backup-policy';
import { SMALLEST_BACKUP } from '../support/programs';
import { Manifest, newChart, only } from '../support/render';
import { CertificateAuthority, certificateAuthority } from './certificates';
import { openSession, withSession } from './clients';
import { chosen, dashboardsOf, expressionsOf } from './dashboards';
import { Exporter, buildExporter, hasGo, startSidecar } from './exporter';
import { once, runJob } from './jobs';
import { namespaceOf } from './pod';
import { MAJORS, PostgresServer, programFolder, start } from './postgres-server';
import { temporaryFolder, waitUntil } from './processes';
import { PrometheusServer, startPrometheus } from './prometheus';
import { Replica, follow } from './replica';
import { requireOnPath, requireProgram } from './requirements';

/**
 * What is printed for the Zalando operator, run for real: the Job that gives the role its rights, the exporter with its flags and queries
 * beside a primary and a replica, and a Prometheus with the rules. The operator's part is done by the test: it makes the role and its
 * password. Time runs faster: what has to last for minutes lasts for seconds, and thresholds of time are lower.
 */

const PASSWORD = 'the-right-one';
const HOST = 'orders.orders.svc';

/** Thresholds that are passed within seconds. */
const FAST: readonly AlertAdjustment[] = [
  { alert: Alert.LONG_TRANSACTION, threshold: AlertThreshold.duration(Duration.seconds(4)) },
  { alert: Alert.IDLE_IN_TRANSACTION, threshold: AlertThreshold.duration(Duration.seconds(2)) },
  { alert: Alert.LOCK_WAIT, threshold: AlertThreshold.duration(Duration.seconds(2)) },
  { alert: Alert.DEADLOCKS, threshold: AlertThreshold.count(0) },
];

interface Program {
  readonly manifests: Manifest[];
  readonly signals: readonly { readonly signal: Signal; readonly promql: string }[];
  /** Expressions of the dashboards, asked for this cluster. */
  readonly shown: readonly string[];
}

/** A cluster of two instances that is backed up. */
function printed(version: PostgresVersion): Program {
  const chart = newChart();
  const operator = PostgresOperator.zalando({ teamId: 'acme' });
  const cluster = new HaCluster(chart, 'db', {
    clusterName: 'orders',
    operator,
    version,
    instances: 2,
    storage: { size: Size.gibibytes(10) },
    monitoring: {
      alerts: {
        adjustments: [...FAST],
        exclusions: [{ alert: Alert.VOLUME_METRICS_ABSENT, reason: 'there is no kubelet here' }],
      },
    },
  });
  new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
  new GrafanaDashboard(chart, 'dashboard', { operator });
  new FleetDashboard(chart, 'fleet');
  const manifests = chart.toJson() as Manifest[];
  const shown = dashboardsOf(manifests)
    .flatMap(expressionsOf)
    .map((promql) => chosen(promql, 'orders', 'orders', '5m'));
  return { manifests, signals: operator.monitoring!.signals(Attachments.within(chart, cluster)!.model()), shown };
}

/** The rules, in a hurry. */
const hurried = (spec: unknown): unknown =>
  JSON.parse(JSON.stringify(spec), (key, value: unknown) => {
    if (key === 'for') {
      return '1s';
    }
    return typeof value === 'string' && key === 'expr' ? inSeconds(value) : value;
  }) as unknown;

/** Steps of subqueries of a second. */
const inSeconds = (promql: string): string => promql.replace(/\[\d+[mhd]:(1[mhd])?\]/g, '[5m:1s]');

/** What the kubelet, kube-state-metrics and cert-manager tell, who are not there. */
const OF_OTHERS = /kubelet_|kube_|certmanager_/;

const versionOf = (major: number): PostgresVersion => Object.values(PostgresVersion).find((version) => version.majorNumber === major)!;

describe.each(MAJORS)('metrics of PostgreSQL %i', (major) => {
  const installed = programFolder(major) !== undefined && hasGo;
  const describeIf = requireProgram(`PostgreSQL ${major} ('npm ci' in test/real), and Go`, installed);
  (installed ? requireOnPath('prometheus', 'psql', 'openssl') : describeIf)('as printed', () => {
    const folder = temporaryFolder();
    const { manifests, signals, shown } = printed(versionOf(major));
    const stops: (() => Promise<void>)[] = [];
    let authority: CertificateAuthority;
    let primary: PostgresServer;
    let replica: Replica;
    let exporters: Exporter[];
    let prometheus: PrometheusServer;

    beforeAll(async () => {
      const program = buildExporter(folder);
      authority = await certificateAuthority();
      const { cert, key } = await authority.issue(HOST, [HOST]);
      primary = await start(major, {
        settings: {
          ssl: 'on',
          ssl_cert_file: 'server.crt',
          ssl_key_file: 'server.key',
          archive_mode: 'on',
          archive_command: 'true',
          wal_level: 'logical',
          max_connections: '20',
          superuser_reserved_connections: '3',
          deadlock_timeout: '100ms',
          shared_preload_libraries: 'pg_stat_statements',
        },
        files: { 'server.crt': cert, 'server.key': key },
        // As Spilo has it, but for the replication of the test.
        hba: 'host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 md5\nlocal replication postgres trust',
      });
      stops.push(() => primary.stop());
      await primary.query(`CREATE ROLE metrics_exporter LOGIN PASSWORD '${PASSWORD}'`);
      await primary.query('CREATE EXTENSION pg_stat_statements');
      const secrets = {
        'postgres.orders.credentials.postgresql.acid.zalan.do': { username: 'postgres', password: PASSWORD },
        'metrics-exporter.orders.credentials.postgresql.acid.zalan.do': { username: 'metrics_exporter', password: PASSWORD },
      };
      const [job] = manifests.filter(({ kind, metadata }) => kind === 'Job' && metadata.name.includes('-metrics-'));
      const { code, stderr } = await runJob(job!, manifests, { server: primary, secrets, change: once });
      expect([code, stderr]).toEqual([0, '']);
      replica = await follow(primary, 'orders-1');
      stops.push(() => replica.stop());
      const cluster = only(manifests, 'postgresql');
      exporters = [
        await startSidecar(cluster, namespaceOf(manifests, secrets), program, primary),
        await startSidecar(cluster, namespaceOf(manifests, secrets), program, replica),
      ];
      exporters.forEach((exporter) => stops.push(() => exporter.stop()));
      const rule = manifests.find(({ kind }) => kind === 'PrometheusRule')!;
      prometheus = await startPrometheus(
        exporters.map(({ port }, i) => ({ port, labels: { namespace: 'orders', pg_cluster: 'orders', pod: `orders-${i}` } })),
        hurried(rule.spec),
      );
      stops.push(() => prometheus.stop());
      await waitUntil(async () => (await prometheus.query('count(pg_up == 1)'))[0]?.value[1] === '2');
    }, 300_000);

    afterAll(async () => {
      for (const stop of stops.reverse()) {
        await stop();
      }
      fs.rmSync(folder, { recursive: true, force: true });
    });

    /** Resolves when exactly these alerts fire. */
    const fires = async (...alerts: readonly Alert[]): Promise<void> => {
      const wanted = [...alerts].sort();
      await waitUntil(async () => JSON.stringify(await prometheus.firing()) === JSON.stringify(wanted)).catch(async () => {
        expect(await prometheus.firing()).toEqual(wanted);
      });
    };

    const asApp = { user: 'app', database: 'postgres', password: PASSWORD };

    test('every signal is told, but for what has not happened yet', async () => {
      await primary.query(`SELECT pg_create_physical_replication_slot('gone', true)`);
      await primary.query('SELECT pg_switch_wal()');
      for (const { promql } of signals.filter(({ signal }) => signal !== Signal.BACKUP_AGE)) {
        await waitUntil(async () => (await prometheus.query(inSeconds(promql))).length > 0);
      }
      await primary.query(`SELECT pg_drop_replication_slot('gone')`);
    });

    test('a base backup is known, and a copy of the cluster is none', async () => {
      const [begin, end] = major >= 15 ? ['pg_backup_start', 'pg_backup_stop()'] : ['pg_start_backup', 'pg_stop_backup(false)'];
      const arguments_ = (label: string): string => (major >= 15 ? `'${label}', true` : `'${label}', true, false`);
      const age = async (): Promise<string | undefined> =>
        (await prometheus.query(inSeconds(signals.find(({ signal }) => signal === Signal.BACKUP_AGE)!.promql)))[0]?.value[1];
      await primary.query(`SELECT ${begin}(${arguments_('pg_basebackup base backup')})`);
      await primary.query(`SELECT ${end}`);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      expect(await age()).toBeUndefined();
      await primary.query(`SELECT ${begin}(${arguments_('wal-g')})`);
      await primary.query(`SELECT ${end}`);
      await waitUntil(async () => Number((await prometheus.query('max(ha_backup_last_time)'))[0]?.value[1]) > 0);
      await waitUntil(async () => Number(await age()) < 60);
    });

    test('the collection of metrics has no errors, and nothing is to be told', async () => {
      expect((await prometheus.query('pg_exporter_last_scrape_error')).map(({ value }) => value[1])).toEqual(['0', '0']);
      expect((await prometheus.query('pg_exporter_user_queries_load_error')).map(({ value }) => value[1])).toEqual(['0', '0']);
      await fires();
    });

    test('every expression of the dashboards has an answer', async () => {
      await primary.query(`SELECT pg_create_physical_replication_slot('gone', true)`);
      // Nothing fires yet, and what nobody would be shown is not asked for.
      const asked = shown.filter((promql) => !OF_OTHERS.test(promql) && !promql.includes('ALERTS'));
      expect(asked.length).toBeGreaterThan(60);
      for (const promql of asked) {
        await waitUntil(async () => (await prometheus.query(inSeconds(promql))).length > 0).catch(() => {
          throw new Error(`no answer: ${promql}`);
        });
      }
      await primary.query(`SELECT pg_drop_replication_slot('gone')`);
      await fires();
    });

    test('expressions about others are understood', async () => {
      const asked = shown.filter((promql) => OF_OTHERS.test(promql) || promql.includes('ALERTS'));
      expect(asked.length).toBeGreaterThan(5);
      expect(await Promise.all(asked.map(async (promql) => Array.isArray(await prometheus.query(promql))))).toEqual(asked.map(() => true));
    });

    test('service levels are recorded', async () => {
      const recorded = async (level: Level): Promise<string | undefined> => (await prometheus.query(level))[0]?.value[1];
      for (const level of Object.values(Level)) {
        await waitUntil(async () => (await recorded(level)) !== undefined);
      }
      const values = [Level.WRITABLE, Level.READABLE, Level.INSTANCES, Level.UNARCHIVED].map(recorded);
      expect(await Promise.all(values)).toEqual(['1', '1', '2', '0']);
      expect((await prometheus.query(Level.WRITABLE))[0]!.metric).toEqual({
        __name__: Level.WRITABLE,
        namespace: 'orders',
        pg_cluster: 'orders',
      });
    });

    test('the role may see and do nothing else', async () => {
      const login = { port: primary.port, user: 'metrics_exporter', database: 'postgres', password: PASSWORD };
      const refused = (...statements: readonly string[]): Promise<string> =>
        withSession(login, async (client) => {
          for (const sql of statements) {
            await client.query(sql);
          }
        }).then(
          () => 'allowed',
          (error: Error) => error.message,
        );
      expect(await refused('CREATE TABLE public.x ()')).toMatch(/read-only transaction|permission denied/);
      expect(await refused('SET default_transaction_read_only = off', 'CREATE TABLE ha_metrics.x ()')).toMatch(/permission denied/);
      expect(await refused(`SELECT pg_read_file('postgresql.conf')`)).toMatch(/permission denied/);
      expect(await refused('SELECT rolpassword FROM pg_authid')).toMatch(/permission denied/);
    });

    test('nobody else may ask for the last backup', async () => {
      await primary.query(`CREATE ROLE app LOGIN PASSWORD '${PASSWORD}'`);
      const [schema] = metricsSql().match(/ha_metrics/)!;
      await expect(
        withSession({ port: primary.port, ...asApp }, (client) => client.query(`SELECT ${schema}.last_backup()`)),
      ).rejects.toThrow(/permission denied/);
    });

    test('connections that run out', async () => {
      const sessions: Client[] = [];
      for (let i = 0; i < 13; i += 1) {
        sessions.push(await openSession({ port: primary.port, ...asApp }));
      }
      await fires(Alert.CONNECTIONS);
      await Promise.all(sessions.map((session) => session.end()));
      await fires();
    });

    test('a long transaction', async () => {
      await withSession({ port: primary.port, ...asApp }, async (client) => {
        const long = client.query('SELECT pg_sleep(9)');
        await fires(Alert.LONG_TRANSACTION);
        await long;
      });
      await fires();
    });

    test('a transaction in which nobody does anything, and one that waits for it', async () => {
      await primary.query('CREATE TABLE busy (id int); GRANT ALL ON busy TO app');
      const first = await openSession({ port: primary.port, ...asApp });
      const second = await openSession({ port: primary.port, ...asApp });
      await first.query('BEGIN; LOCK TABLE busy');
      await fires(Alert.IDLE_IN_TRANSACTION);
      const waits = second.query('SELECT * FROM busy');
      await fires(Alert.IDLE_IN_TRANSACTION, Alert.LOCK_WAIT, Alert.LONG_TRANSACTION);
      await first.query('COMMIT');
      await waits;
      await Promise.all([first.end(), second.end()]);
      await fires();
    });

    test('an archive that takes nothing', async () => {
      await primary.query(`ALTER SYSTEM SET archive_command = 'false'`);
      await primary.query('SELECT pg_reload_conf()');
      await primary.query('CREATE TABLE written (id int)');
      // The archiver reads its configuration when it comes to it, and may have archived a file before.
      await waitUntil(async () => {
        await primary.query('INSERT INTO written VALUES (1)');
        await primary.query('SELECT pg_switch_wal()');
        await sleep(500);
        const [{ failing } = {}] = await primary.query(
          'SELECT last_failed_time > coalesce(last_archived_time, stats_reset) AS failing FROM pg_stat_archiver',
        );
        return failing === true;
      });
      await fires(Alert.ARCHIVING_FAILING);
      await primary.query('ALTER SYSTEM RESET archive_command');
      await primary.query('SELECT pg_reload_conf()');
      await fires();
    });

    test('a slot that nobody reads from', async () => {
      await primary.query(`SELECT pg_create_physical_replication_slot('gone', true)`);
      await fires(Alert.SLOT_INACTIVE);
      await primary.query(`SELECT pg_drop_replication_slot('gone')`);
      await fires();
    });

    test('a parameter that waits for a restart', async () => {
      await primary.query('ALTER SYSTEM SET max_connections = 30');
      await primary.query('SELECT pg_reload_conf()');
      await fires(Alert.PENDING_RESTART);
      await primary.query('ALTER SYSTEM RESET max_connections');
      await primary.query('SELECT pg_reload_conf()');
      await fires();
    });

    test('deadlocks', async () => {
      await primary.query('CREATE TABLE rows (id int, n int); INSERT INTO rows VALUES (1, 0), (2, 0); GRANT ALL ON rows TO app');
      const one = await openSession({ port: primary.port, ...asApp });
      const two = await openSession({ port: primary.port, ...asApp });
      await one.query('BEGIN; UPDATE rows SET n = 1 WHERE id = 1');
      await two.query('BEGIN; UPDATE rows SET n = 1 WHERE id = 2');
      const both = await Promise.allSettled([
        one.query('UPDATE rows SET n = 1 WHERE id = 2'),
        two.query('UPDATE rows SET n = 1 WHERE id = 1'),
      ]);
      expect(both.filter(({ status }) => status === 'rejected')).toHaveLength(1);
      await Promise.all([one.end(), two.end()]);
      await waitUntil(async () => (await prometheus.firing()).includes(Alert.DEADLOCKS));
    });

    test('queries that are changed are run without a restart of the pod', async () => {
      const file = exporters[0]!.file('/etc/metric-queries/queries.yaml');
      fs.appendFileSync(
        file,
        'app_answer:\n  query: SELECT 42 AS value\n  metrics:\n    - value: { usage: GAUGE, description: The answer }\n',
      );
      await waitUntil(async () => (await prometheus.query('app_answer_value'))[0]?.value[1] === '42');
    });

    test('a replica that stops to stream', async () => {
      await replica.query(`ALTER SYSTEM SET primary_conninfo = 'host=/nowhere'`);
      await replica.query('SELECT pg_reload_conf()');
      await waitUntil(async () => (await prometheus.firing()).includes(Alert.REPLICA_NOT_STREAMING));
      await replica.query('ALTER SYSTEM RESET primary_conninfo');
      await replica.query('SELECT pg_reload_conf()');
      await waitUntil(async () => !(await prometheus.firing()).includes(Alert.REPLICA_NOT_STREAMING));
    });

    test('a replica that takes writes, and an instance that is gone', async () => {
      await replica.promote();
      await waitUntil(async () => (await prometheus.firing()).includes(Alert.SEVERAL_PRIMARIES));
      expect(await prometheus.firing()).toContain(Alert.FAILOVER);
      await replica.stop();
      await waitUntil(async () => (await prometheus.firing()).includes(Alert.INSTANCE_DOWN));
      expect(await prometheus.firing()).not.toContain(Alert.NO_PRIMARY);
    });
  });
});
