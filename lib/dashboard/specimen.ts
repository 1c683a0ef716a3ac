import { App, Chart, Size } from 'cdk8s';
import { BackupPolicy } from '../backup/backup-policy';
import { HaCluster } from '../cluster/ha-cluster';
import { BackupRetention } from '../model/backup-retention';
import { BackupSchedule } from '../model/backup-schedule';
import { BackupTarget } from '../model/backup-target';
import { ClusterModel } from '../model/cluster-model';
import { ClusterTls } from '../model/cluster-tls';
import { ObjectStoreCredentials } from '../model/credentials';
import { PostgresVersion } from '../model/postgres-version';
import { Alert } from '../model/alert';
import { Expressions } from '../monitoring/alert-row';
import { expressionsOf, signalsOf } from '../monitoring/expressions';
import { THRESHOLD } from '../monitoring/threshold-levels';
import { watchOf } from '../monitoring/watch';
import { IPostgresOperator } from '../operators/contract';
import { IMonitoringOperator, PoolSignals, Signal } from '../operators/monitoring-contract';
import { ConnectionPool } from '../pool/connection-pool';
import { Attachments } from '../private/attachments';
import { CLUSTER_LABEL, POOL_LABEL, selector } from '../private/promql';

/**
 * What a dashboard is drawn from: the expressions of a cluster that has everything, by the same catalogue as those of its alerts. It is made
 * for a cluster and a namespace of names that nobody has, which are then replaced by the variables that a reader chooses from.
 */
export interface Specimen extends Expressions {
  /** The expression of each repository of backups, with its number where an operator tells them apart. */
  readonly backupAges: readonly { readonly promql: string; readonly repository?: number }[];
  /** What is told of pools; nothing where nothing is. */
  readonly pools?: PoolSignals;
  /** 1 for each pod of a pool that answers. */
  readonly poolsUp: string;
  /** Alerts of the cluster, as Prometheus keeps them. */
  readonly firing: string;
  /** From where on an alert fires. */
  threshold(alert: Alert): string;
  /** A metric that every cluster of the operator has, and no other. */
  readonly metric: string;
}

/** Variables of the dashboard of an operator. */
export const NAMESPACE_VARIABLE = 'namespace';
export const CLUSTER_VARIABLE = 'cluster';

const NAMESPACE = 'pgnamespacevariable';
const NAME = 'pgclustervariable';

/** More than any operator has. */
const REPOSITORIES = [2, 3, 4];

const replaced = (text: string, from: string, to: string): string => text.split(from).join(to);

const withVariables = (promql: string): string =>
  replaced(replaced(promql, NAMESPACE, `$${NAMESPACE_VARIABLE}`), NAME, `$${CLUSTER_VARIABLE}`);

const target = (bucket: string): BackupTarget =>
  BackupTarget.s3({ bucket, region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret(bucket) });

/** A cluster that has everything, in no app. */
function modelOf(operator: IPostgresOperator, version: PostgresVersion, operatorNamespace?: string): ClusterModel {
  const chart = new Chart(new App(), 'specimen', { namespace: NAMESPACE });
  const cluster = new HaCluster(chart, 'cluster', {
    clusterName: NAME,
    operator,
    version,
    storage: { size: Size.gibibytes(1) },
    tls: ClusterTls.certManager({ issuerName: 'issuer' }),
    network: { operatorNamespace },
  });
  const schedules = [BackupSchedule.full('0 0 * * *')];
  const retention = BackupRetention.days(7);
  new BackupPolicy(chart, 'backups', {
    cluster,
    target: target('repository-1'),
    schedules,
    retention,
    additionalRepositories: REPOSITORIES.map((i) => ({ target: target(`repository-${i}`), schedules, retention })),
  });
  new ConnectionPool(chart, 'pool', { cluster });
  return Attachments.within(chart, cluster)!.model();
}

/** The latest version whose clusters tell anything. */
function watchedModel(operator: IPostgresOperator, watching: IMonitoringOperator, operatorNamespace?: string): ClusterModel | undefined {
  const versions = Object.values(PostgresVersion).filter((version): version is PostgresVersion => version instanceof PostgresVersion);
  return versions
    .sort((a, b) => b.majorNumber - a.majorNumber)
    .map((version) => modelOf(operator, version, operatorNamespace))
    .find((model) => signalsOf(watching, model).size > 0);
}

/** What dashboards of an operator are drawn from; nothing where it tells nothing. */
export function specimenOf(operator: IPostgresOperator, operatorNamespace?: string): Specimen | undefined {
  const watching = operator.monitoring;
  const model = watching && watchedModel(operator, watching, operatorNamespace);
  if (watching === undefined || model === undefined) {
    return undefined;
  }
  const watch = watchOf(model);
  const x = expressionsOf(watch, watching, certificateNames(operator, model));
  const [pool] = model.pools;
  const poolTarget = pool && watching.poolMetrics(pool, model);
  // Every pool of the cluster, whatever it is called.
  const ofAnyPool = (promql: string): string =>
    withVariables(replaced(promql, `${POOL_LABEL}="${poolTarget?.poolName}"`, `${POOL_LABEL}!=""`));
  const identity = { namespace: NAMESPACE, [CLUSTER_LABEL]: NAME };
  return {
    has: (signal) => x.has(signal),
    of: (signal) => withVariables(x.of(signal)),
    recorded: (level) => withVariables(x.recorded(level)),
    up: withVariables(x.up),
    volumeFree: withVariables(x.volumeFree),
    volumeSize: withVariables(x.volumeSize),
    operatorReplicas: withVariables(x.operatorReplicas),
    certificateExpiry: withVariables(x.certificateExpiry),
    backupAges: agesOf(model, watching),
    pools: pool && poolTarget && mapped(watching.poolSignals(pool), ofAnyPool),
    poolsUp: withVariables(`${selector('up', identity).slice(0, -1)},${POOL_LABEL}!=""} == 1`),
    firing: withVariables(selector('ALERTS', { alertstate: 'firing', ...identity })),
    threshold: (alert) => withVariables(selector(THRESHOLD, { alert, ...identity })),
    metric: /[a-zA-Z_:][a-zA-Z0-9_:]*(?=\{)/.exec(x.of(Signal.WRITER))![0],
  };
}

const certificateNames = (operator: IPostgresOperator, model: ClusterModel): string[] =>
  operator.certificates(model).map(({ secretName }) => secretName);

/** Repositories that an operator tells apart; one expression where it does not. */
const agesOf = (model: ClusterModel, watching: IMonitoringOperator): Specimen['backupAges'] =>
  (signalsOf(watching, model).get(Signal.BACKUP_AGE) ?? []).map(({ promql, repository }) => ({
    promql: withVariables(promql),
    repository,
  }));

const mapped = (signals: PoolSignals, change: (promql: string) => string): PoolSignals => ({
  waiting: change(signals.waiting),
  maxWait: change(signals.maxWait),
  active: signals.active && change(signals.active),
  idleServers: signals.idleServers && change(signals.idleServers),
});
