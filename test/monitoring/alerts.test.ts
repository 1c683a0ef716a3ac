import { Duration, Size } from 'cdk8s';
import {
  Alert,
  AlertSeverity,
  AlertThreshold,
  ClusterState,
  ClusterTls,
  HaClusterProps,
  IPostgresOperator,
  MonitoringOptions,
  PostgresOperator,
  Replication,
} from '../../lib';
import { ALERT_CAPABILITIES } from '../../lib/model/alert-capabilities';
import { THRESHOLD } from '../../lib/monitoring/threshold-levels';
import { OPERATORS } from '../../scripts/operators';
import { Ask, program } from '../support/programs';
import { render } from '../support/render';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const EVERYTHING: Partial<HaClusterProps> = {
  replication: Replication.synchronous(),
  tls: ClusterTls.certManager({ issuerName: 'company-ca' }),
  monitoring: { objective: { availability: 99.95, rpo: Duration.minutes(5) } },
};

/** The alerts of the clusters and drills of a program. */
const rulesOf = (operator: IPostgresOperator, ask: Ask): Rule[] =>
  render(program(operator, ask))
    .filter(({ kind }) => kind === 'PrometheusRule')
    .flatMap(({ spec }) => (spec as unknown as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules))
    .filter(({ alert }) => alert !== undefined);

const cnpg = PostgresOperator.cloudNativePg();

const alertOf = (alert: Alert, cluster: Partial<HaClusterProps>, operator = cnpg): Rule | undefined =>
  rulesOf(operator, { cluster, backup: {} }).find((rule) => rule.alert === alert);

const watched = (monitoring: MonitoringOptions, more: Partial<HaClusterProps> = {}): Partial<HaClusterProps> => ({ ...more, monitoring });

describe.each(OPERATORS)('$displayName', ({ create }) => {
  const operator = create();
  const told = operator.capabilities.filter(({ path }) => path !== undefined).map(({ capability }) => capability);
  const [declared, untold] = [true, false].map((isTold) =>
    Object.values(Alert).filter((alert) => told.includes(ALERT_CAPABILITIES[alert]) === isTold),
  );

  test('prints every alert that it declares, where a cluster has everything, and no other', () => {
    const printed = rulesOf(operator, { cluster: EVERYTHING, backup: {}, pools: [{}], drill: {} }).map(({ alert }) => alert);
    expect([...new Set(printed)].sort()).toEqual([...declared!].sort());
    expect(untold!.length).toBeLessThan(10);
  });

  test('prints each alert once', () => {
    const printed = rulesOf(operator, { cluster: EVERYTHING, backup: {} }).map(({ alert }) => alert);
    expect(new Set(printed).size).toBe(printed.length);
  });
});

describe('thresholds', () => {
  test.each<[string, Alert, Partial<HaClusterProps>, RegExp]>([
    ['the number of instances', Alert.INSTANCE_DOWN, { instances: 5 }, /< 5 and/],
    [
      'the number of standbys',
      Alert.SYNCHRONOUS_STANDBY_MISSING,
      { instances: 5, replication: Replication.synchronous({ standbys: 2 }) },
      /< 2 and/,
    ],
    ['a shared volume', Alert.WAL_VOLUME, { storage: { size: Size.gibibytes(100) } }, /> 42949672960$/],
    ['a volume for WAL', Alert.WAL_VOLUME, { walStorage: { size: Size.gibibytes(10) } }, /> 7516192768$/],
    ['slots on a volume for WAL', Alert.SLOT_RETAINS_WAL, { walStorage: { size: Size.gibibytes(10) } }, /> 5368709120$/],
    ['ages of transactions', Alert.TRANSACTION_ID_WRAPAROUND, {}, /> 500000000$/],
    [
      'ages of transactions above the forced freezing',
      Alert.TRANSACTION_ID_WRAPAROUND,
      { parameters: { autovacuum_freeze_max_age: '1000000000' } },
      /> 1500000000$/,
    ],
    ['the daily schedule of backups', Alert.BACKUP_TOO_OLD, {}, /> 93600$/],
  ])('come from %s', (_, alert, cluster, pattern) => {
    expect(alertOf(alert, cluster)?.expr).toMatch(pattern);
  });

  test('of backups come from the schedules of each repository', () => {
    const ages = rulesOf(PostgresOperator.crunchy(), {
      backup: { additionalRepositories: [] },
    }).filter(({ alert }) => alert === 'PostgresBackupTooOld');
    expect(ages.map(({ expr }) => expr)).toEqual([expect.stringMatching(/repo="1".*> 93600$/)]);
  });
});

describe('thresholds are recorded for dashboards', () => {
  const ruleOf = (ask: Ask, operator = cnpg): { expr: string; labels: object } =>
    render(program(operator, ask))
      .filter(({ kind, metadata }) => kind === 'PrometheusRule' && metadata.name === 'orders-alerts')
      .flatMap(({ spec }) => (spec as unknown as { groups: { rules: (Rule & { record?: string })[] }[] }).groups[0]!.rules)
      .find(({ record }) => record === THRESHOLD)!;
  const recorded = (ask: Ask, operator = cnpg): string[] => ruleOf(ask, operator).expr.split('\nor ');
  const of = (alert: Alert, ask: Ask, operator = cnpg): string[] => recorded(ask, operator).filter((line) => line.includes(`"${alert}"`));

  test('as the program adjusted them', () => {
    const adjustments = [
      { alert: Alert.REPLICATION_LAG, threshold: AlertThreshold.duration(Duration.minutes(10)) },
      { alert: Alert.POOL_SATURATED, threshold: AlertThreshold.duration(Duration.minutes(1)) },
    ];
    const ask: Ask = { cluster: watched({ alerts: { adjustments } }), pools: [{}, { poolName: 'second' }], backup: {} };
    expect([Alert.REPLICATION_LAG, Alert.POOL_SATURATED, Alert.CONNECTIONS, Alert.BACKUP_TOO_OLD].map((alert) => of(alert, ask))).toEqual([
      ['label_replace(vector(600), "alert", "PostgresReplicationLag", "", "")'],
      ['label_replace(vector(60), "alert", "PostgresPoolSaturated", "", "")'],
      ['label_replace(vector(85), "alert", "PostgresConnections", "", "")'],
      ['label_replace(label_replace(vector(93600), "alert", "PostgresBackupTooOld", "", ""), "repository", "1", "", "")'],
    ]);
  });

  test('with the labels of the cluster', () => {
    expect(ruleOf({}).labels).toEqual({ pg_cluster: 'orders', namespace: 'orders' });
  });

  test('not of alerts that are excluded, or that the cluster or its operator cannot have', () => {
    const exclusions = [Alert.CONNECTIONS, Alert.POOL_SATURATED].map((alert) => ({ alert, reason: 'a test' }));
    const lines = recorded({ cluster: watched({ alerts: { exclusions } }), pools: [{}] }).join();
    expect(lines).not.toMatch(/Connections|PoolSaturated|Backup/);
    expect(lines).toContain('PostgresReplicationLag');
    expect(of(Alert.MULTIXACT_WRAPAROUND, {}, PostgresOperator.crunchy())).toEqual([]);
    expect(of(Alert.POOL_SATURATED, { pools: [{}] }, PostgresOperator.zalando({ teamId: 'acme' }))).toEqual([]);
  });
});

describe('a program', () => {
  const adjusted = alertOf(
    Alert.REPLICATION_LAG,
    watched({
      alerts: {
        adjustments: [
          {
            alert: Alert.REPLICATION_LAG,
            threshold: AlertThreshold.duration(Duration.minutes(10)),
            severity: AlertSeverity.CRITICAL,
            after: Duration.minutes(90),
          },
        ],
        labels: { team: 'shop' },
        runbookUrl: 'https://wiki.example.com/pg',
      },
    }),
  );

  test('says when an alert fires, how bad it is, to whom and where its page is', () => {
    expect(adjusted).toEqual({
      alert: 'PostgresReplicationLag',
      expr: '(max by (namespace, pg_cluster, pod) (cnpg_pg_replication_lag{namespace="orders",pg_cluster="orders"})) > 600',
      for: '90m',
      labels: { team: 'shop', severity: 'critical', pg_cluster: 'orders', namespace: 'orders' },
      annotations: {
        summary: 'orders: {{ $labels.pod }} is {{ $value | humanizeDuration }} behind',
        description: 'Reads from the replica are old. If it becomes the primary now, it has to replay that much before it takes writes.',
        runbook_url: 'https://wiki.example.com/pg/PostgresReplicationLag.md',
      },
    });
  });

  test('leaves alerts out, of pools and drills too', () => {
    const excluded = [Alert.DEADLOCKS, Alert.POOL_DOWN, Alert.DRILL_FAILED];
    const exclusions = excluded.map((alert) => ({ alert, reason: 'a test' }));
    const rules = rulesOf(cnpg, { cluster: watched({ alerts: { exclusions } }), backup: {}, pools: [{}], drill: {} });
    expect(rules.filter(({ alert }) => excluded.includes(alert as Alert))).toEqual([]);
    expect(rules.map(({ alert }) => alert)).toEqual(expect.arrayContaining([Alert.POOL_SATURATED, Alert.DRILL_STALE]));
  });

  test('says why alerts are left out, and why there are none', () => {
    const annotations = (alerts: MonitoringOptions['alerts']) =>
      render(program(cnpg, { cluster: watched({ alerts }), backup: {} }))
        .filter(({ kind }) => ['PodMonitor', 'PrometheusRule'].includes(kind))
        .map(({ kind, metadata }) => [kind, metadata.annotations]);
    const sync = { 'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true' };
    expect(annotations({ exclusions: [{ alert: Alert.DEADLOCKS, reason: 'the shop retries' }] })).toEqual([
      ['PodMonitor', sync],
      ['PrometheusRule', { ...sync, 'excluded.cdk8s-postgres/PostgresDeadlocks': 'the shop retries' }],
    ]);
    expect(annotations({ silence: 'nobody uses it before spring' })).toEqual([
      ['PodMonitor', { ...sync, 'cdk8s-postgres/silence': 'nobody uses it before spring' }],
    ]);
  });

  test('adjusts those of pools and drills', () => {
    const rules = rulesOf(cnpg, {
      cluster: watched({
        alerts: {
          adjustments: [
            { alert: Alert.POOL_SATURATED, threshold: AlertThreshold.duration(Duration.minutes(1)), severity: AlertSeverity.CRITICAL },
            { alert: Alert.DRILL_STALE, threshold: AlertThreshold.duration(Duration.days(7)) },
          ],
        },
      }),
      backup: {},
      pools: [{}],
      drill: {},
    });
    expect(rules.find(({ alert }) => alert === 'PostgresPoolSaturated')).toMatchObject({
      expr: expect.stringContaining(') > 60 and'),
      labels: { severity: 'critical' },
    });
    expect(rules.find(({ alert }) => alert === 'PostgresDrillStale')?.expr).toContain('> 604800');
  });
});

describe('a cluster', () => {
  const names = (cluster: Partial<HaClusterProps>, ask: Ask = {}): string[] => rulesOf(cnpg, { ...ask, cluster }).map(({ alert }) => alert);
  const SINGLE: Partial<HaClusterProps> = { instances: 1, nonProduction: { reason: 'a test', singleInstance: true } };

  test('of one instance has no alerts about replicas', () => {
    const alerts = names(SINGLE, { backup: {} });
    expect(alerts).not.toEqual(expect.arrayContaining([expect.stringMatching(/Replica|Standby|Failover|InstanceDown/)]));
    expect(alerts).toContain('PostgresNoPrimary');
  });

  test('without backups has none about them', () => {
    expect(names({ nonProduction: { reason: 'a test', withoutBackups: true } })).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/Backup|Archiving/)]),
    );
  });

  test('whose backups are suspended has none about their age', () => {
    const alerts = names({}, { backup: { suspended: true } });
    expect(alerts).not.toEqual(expect.arrayContaining([expect.stringMatching(/Backup/)]));
    expect(alerts).toContain('PostgresArchivingFailing');
  });

  test.each<[string, Partial<HaClusterProps>]>([
    ['is silent for a reason', watched({ alerts: { silence: 'nobody uses it before spring' }, runbooks: true })],
    ['is stopped', watched({ runbooks: true }, { state: ClusterState.stopped() })],
  ])('that %s raises no alerts, nor do its pools, and its drills do', (_, cluster) => {
    const manifests = render(program(cnpg, { cluster, backup: {}, pools: [{}], drill: {} }));
    expect(manifests.map(({ metadata }) => metadata.name)).not.toContain('orders-runbooks');
    const named = (wanted: string): string[] => manifests.filter(({ kind }) => kind === wanted).map(({ metadata }) => metadata.name);
    expect(named('PrometheusRule')).toEqual(['orders-drill-alerts']);
    expect(named('PodMonitor')).toEqual(['orders', 'orders-pool-rw']);
  });

  test('that is not watched has no objects', () => {
    const kinds = render(program(cnpg, { cluster: watched({ enabled: false }), backup: {}, pools: [{}], drill: {} })).map(
      ({ kind }) => kind,
    );
    expect(kinds).not.toEqual(expect.arrayContaining([expect.stringMatching(/PodMonitor|PrometheusRule/)]));
  });

  test('commits that wait for a standby are worse than those that do not', () => {
    const severityWith = (writesWithoutStandby: boolean) =>
      alertOf(Alert.SYNCHRONOUS_STANDBY_MISSING, { replication: Replication.synchronous({ writesWithoutStandby }) })?.labels.severity;
    expect([severityWith(false), severityWith(true)]).toEqual(['critical', 'warning']);
  });
});
