import { App, Chart, Yaml } from 'cdk8s';
import { BackupPolicy } from '../backup/backup-policy';
import { NAME_USED_ONCE } from '../cluster/cluster-rules';
import { HA_CLUSTER_SHAPE } from '../cluster/ha-cluster-shape';
import { RECOVERY_RUNBOOK_SHAPE } from './recovery-runbook-shape';
import { NO_RUNBOOK } from '../origin/recovery-rules';
import { HaCluster } from '../cluster/ha-cluster';
import type { HaClusterProps, RecoveryRunbookOptions } from '../cluster/ha-cluster-props';
import { BackupArchive } from '../model/backup-archive';
import { DatabaseOptions } from '../model/database';
import { Finding } from '../model/finding';
import { ClusterIdentity } from '../model/identity';
import { Admission } from '../network/admission';
import { PeerSpec } from '../network/peer';
import { RunbookFacts } from '../operators/recovery-contract';
import type { IConnectionPool } from '../refs/connection-pool-ref';
import { markMoment } from './moment-lines';

import { BackupModel } from '../model/backup-model';
import { ClusterModel } from '../model/cluster-model';
import { RecoverySource } from '../model/recovery-source';
import { RecoveryTarget } from '../model/recovery-target';
import { archivedDatabases } from '../operators/shared/archive-places';
import { Attachments } from '../private/attachments';
import { Checks } from '../private/checks';
import { refuse } from '../private/errors';
import { breach, formatFinding } from '../private/rules';
import { shapeProblems } from '../private/shape';
import { copySuppressions } from '../private/suppressions';
import { TableCopy, runbook } from './runbook';

/** How a cluster is recovered when it is lost, from what is attached to it now. */
export function clusterRunbook(lost: HaCluster, props: HaClusterProps, options: RecoveryRunbookOptions): string {
  const { clusterName, operator, identity } = lost;
  const fail = (findings: readonly Finding[]): never => refuse(lost.node.path, findings, lost.recoveryRunbook);
  const problems = shapeProblems(RECOVERY_RUNBOOK_SHAPE, options, 'options');
  if (problems.length > 0) {
    return fail(problems);
  }
  if (options.recoveredName === clusterName) {
    const what = `'options.recoveredName' must be another name than '${clusterName}'; write '${clusterName}-restored'`;
    return fail([breach(NAME_USED_ONCE, what)]);
  }
  const model = Attachments.within(lost, lost)!.model();
  const { backup } = model;
  if (backup === undefined) {
    return fail([breach(NO_RUNBOOK, `the cluster '${clusterName}' has no BackupPolicy; add one`)]);
  }
  const recovered = { name: options.recoveredName ?? `${clusterName}-restored`, namespace: identity.namespace };
  const plan = { model, backup, targetTime: options.targetTime };
  const { cluster, findings } = successor(lost, props, { ...plan, clusterName: recovered.name });
  if (findings.length > 0) {
    // The target of the successor is the time that was asked for, and called so by whoever reads this.
    return fail(findings.map((one) => ({ ...one, what: one.what.replace(/^'recovery\.target'/, `'options.targetTime'`) })));
  }
  const copy = { name: `${clusterName}-table`, namespace: identity.namespace };
  const facts = operator.runbookFacts(model, recovered);
  return runbook({
    model,
    backup,
    operator: operator.facts,
    facts,
    places: operator.archivePlaces(backup),
    recovered,
    targetTime: options.targetTime,
    manifest: withMoment(plan, (targetTime) => successor(lost, props, { ...plan, targetTime, clusterName: recovered.name })),
    hosts: [lost.primary.host, cluster.primary.host],
    secrets: model.roles
      .filter(({ login }) => login)
      .map((role) => [
        role.name,
        operator.roleSecret(identity, role).secretName,
        operator.roleSecret(recovered, cluster.roles.find(({ name }) => name === role.name) ?? role).secretName,
      ]),
    table: tableCopy(copy, operator.runbookFacts(model, copy), plan, (targetTime) =>
      successor(lost, props, { ...plan, targetTime, clusterName: copy.name, isForTable: true }),
    ),
  });
}

/** What a cluster is restored to. */
interface Plan {
  readonly model: ClusterModel;
  readonly backup: BackupModel;
  readonly targetTime?: string;
}

interface Successor {
  readonly cluster: HaCluster;
  readonly chart: Chart;
  readonly findings: readonly Finding[];
}

/** The time that stands in a manifest of which a reader has to see where it goes. */
const EXAMPLE_TIME = '2026-08-01T10:30:00Z';

/** A manifest with a mark at the moment that is restored. */
function withMoment({ targetTime }: Plan, make: (targetTime: string | undefined) => Successor): string {
  const print = (time: string | undefined) => Yaml.stringify(...make(time).chart.toJson());
  const other = targetTime === EXAMPLE_TIME ? '2026-08-02T11:31:01Z' : EXAMPLE_TIME;
  return markMoment(print(targetTime), print(other), targetTime !== undefined);
}

/** A small copy of a cluster from which one table is taken; undefined where the operator does not say how to get into it. */
function tableCopy(
  copy: ClusterIdentity,
  { inLost, inRecovered, wait, after }: RunbookFacts,
  plan: Plan,
  make: (targetTime: string | undefined) => Successor,
): TableCopy | undefined {
  if (inLost === undefined || inRecovered === undefined) {
    return undefined;
  }
  const { findings } = make(plan.targetTime);
  return {
    name: copy.name,
    manifest: findings.length > 0 ? undefined : withMoment(plan, make),
    refused: findings.map(formatFinding),
    inLost,
    inCopy: inRecovered,
    wait: wait ?? after,
  };
}

/**
 * The cluster that takes the place of a lost one, in an app of its own, with a policy like that of the lost one; or, for a table, a small one that
 * archives nothing.
 */
function successor(
  lost: HaCluster,
  props: HaClusterProps,
  { clusterName, model, backup, targetTime, isForTable }: Plan & { readonly clusterName: string; readonly isForTable?: boolean },
): Successor {
  const chart = new Chart(new App(), 'recovered', { namespace: lost.identity.namespace });
  const readable = backup.repositories.find(({ target }) => target._kind !== 'volume') ?? backup.repositories[0]!;
  const databases = archivedDatabases(model);
  const archive = new BackupArchive({ ...backup, operatorName: lost.operator.facts.displayName, version: props.version, databases });
  const target = targetTime === undefined ? undefined : RecoveryTarget.time(targetTime);
  const cluster = new HaCluster(chart, 'db', {
    ...ownProps(props),
    // What the chart and the app say stands in another app.
    platform: model.platform,
    databases,
    // What ran when the lost cluster was made is in its data.
    creation: props.creation && { ...props.creation, sql: undefined },
    ...(isForTable && smallProps(clusterName, databases)),
    clusterName,
    recovery: RecoverySource.fromArchive(archive, { target, repository: readable.index }),
  });
  // A rule that does not apply to the lost cluster or its policy does not apply to what takes its place.
  copySuppressions(lost, cluster);
  const policy = isForTable ? undefined : successorPolicy(lost, cluster, backup);
  if (policy !== undefined) {
    const peers = formerPeers(lost);
    Admission.of(cluster)?.admit(() => peers);
  }
  const findings = [cluster, ...(policy ? [policy] : [])].flatMap((construct) => Checks.of(construct)!.findings);
  return { cluster, chart, findings };
}

function successorPolicy(lost: HaCluster, cluster: HaCluster, backup: BackupModel): BackupPolicy {
  const [first, ...additionalRepositories] = backup.repositories.map(({ index: _, ...repository }) => repository);
  const { transfer, snapshots, computeOptions: compute } = backup;
  const policy = new BackupPolicy(cluster.node.scope as Chart, 'backups', {
    ...first!,
    cluster,
    additionalRepositories,
    transfer,
    snapshots,
    compute,
  });
  lost.node.root.node
    .findAll()
    .filter((construct) => construct instanceof BackupPolicy && construct.cluster === lost)
    .forEach((one) => copySuppressions(one, policy));
  return policy;
}

/** Whom the lost cluster and its pools let in: clients of a pool have to come directly until there is a new one. */
function formerPeers(lost: HaCluster): PeerSpec[] {
  const pools = lost.node.root.node.findAll().filter((one) => (one as Partial<IConnectionPool>).cluster === lost);
  const peers = [lost, ...pools].flatMap((one) => Admission.of(one)?.clients ?? []);
  return [...new Map(peers.map((peer) => [JSON.stringify(peer), peer])).values()];
}

/** As much of a cluster as it takes to read one table of it. */
function smallProps(clusterName: string, databases: readonly DatabaseOptions[]): Partial<HaClusterProps> {
  return {
    instances: 1,
    replication: undefined,
    exposure: undefined,
    roles: undefined,
    superuser: undefined,
    changeCapture: undefined,
    // What is in them comes with the data.
    databases: databases.map(({ name, owner }) => ({ name, owner })),
    nonProduction: {
      reason: `copy for one table: ${clusterName}`,
      withoutBackups: true,
      singleInstance: true,
      withoutDeletionProtection: true,
    },
  };
}

/** The props of a cluster without those that a subclass adds: what a replica follows is not what a recovered cluster is made of. */
function ownProps(props: HaClusterProps): HaClusterProps {
  const known = Object.keys(HA_CLUSTER_SHAPE) as (keyof HaClusterProps)[];
  return Object.fromEntries(known.map((name) => [name, props[name]])) as unknown as HaClusterProps;
}
