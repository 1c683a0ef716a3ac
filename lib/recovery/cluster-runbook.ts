import { App, Chart, Yaml } from 'cdk8s';
import { BackupPolicy } from '../backup/backup-policy';
import { NAME_USED_ONCE } from '../cluster/cluster-rules';
import { HA_CLUSTER_SHAPE } from '../cluster/ha-cluster-shape';
import { RECOVERY_RUNBOOK_SHAPE } from './recovery-runbook-shape';
import { NO_RUNBOOK } from '../origin/recovery-rules';
import { HaCluster } from '../cluster/ha-cluster';
import type { HaClusterProps, RecoveryRunbookOptions } from '../cluster/ha-cluster-props';
import { BackupArchive } from '../model/backup-archive';
import { Finding } from '../model/finding';
import { BackupModel } from '../model/backup-model';
import { ClusterModel } from '../model/cluster-model';
import { RecoverySource } from '../model/recovery-source';
import { RecoveryTarget } from '../model/recovery-target';
import { archivedDatabases } from '../operators/shared/archive-places';
import { Attachments } from '../private/attachments';
import { Checks } from '../private/checks';
import { refuse } from '../private/errors';
import { breach } from '../private/rules';
import { shapeProblems } from '../private/shape';
import { copySuppressions } from '../private/suppressions';
import { runbook } from './runbook';

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
  const { cluster, policy, chart } = successor(lost, props, { clusterName: recovered.name, model, backup, targetTime: options.targetTime });
  const findings = [cluster, policy].flatMap((construct) => Checks.of(construct)!.findings);
  if (findings.length > 0) {
    return fail(findings);
  }
  return runbook({
    model,
    backup,
    operator: operator.facts,
    facts: operator.runbookFacts(model, recovered),
    places: operator.archivePlaces(backup),
    recovered,
    targetTime: options.targetTime,
    manifest: Yaml.stringify(...chart.toJson()),
    hosts: [lost.primary.host, cluster.primary.host],
  });
}

/** The cluster that takes the place of a lost one, in an app of its own, with a policy like that of the lost one. */
function successor(
  lost: HaCluster,
  props: HaClusterProps,
  plan: {
    readonly clusterName: string;
    readonly model: ClusterModel;
    readonly backup: BackupModel;
    readonly targetTime?: string;
  },
): { cluster: HaCluster; policy: BackupPolicy; chart: Chart } {
  const { clusterName, model, backup, targetTime } = plan;
  const chart = new Chart(new App(), 'recovered', { namespace: lost.identity.namespace });
  const readable = backup.repositories.find(({ target }) => target._kind !== 'volume') ?? backup.repositories[0]!;
  const databases = archivedDatabases(model);
  const archive = new BackupArchive({ ...backup, operatorName: lost.operator.facts.displayName, version: props.version, databases });
  const target = targetTime === undefined ? undefined : RecoveryTarget.time(targetTime);
  const cluster = new HaCluster(chart, 'db', {
    ...ownProps(props),
    // What the chart and the app say stands in another app.
    platform: model.platform,
    clusterName,
    databases,
    recovery: RecoverySource.fromArchive(archive, { target, repository: readable.index }),
  });
  const [first, ...additionalRepositories] = backup.repositories.map(({ index: _, ...repository }) => repository);
  const { transfer, snapshots, computeOptions: compute } = backup;
  const policy = new BackupPolicy(chart, 'backups', { ...first!, cluster, additionalRepositories, transfer, snapshots, compute });
  // A rule that does not apply to the lost cluster or its policy does not apply to what takes its place.
  copySuppressions(lost, cluster);
  lost.node.root.node
    .findAll()
    .filter((construct) => construct instanceof BackupPolicy && construct.cluster === lost)
    .forEach((one) => copySuppressions(one, policy));
  return { cluster, policy, chart };
}

/** The props of a cluster without those that a subclass adds: what a replica follows is not what a recovered cluster is made of. */
function ownProps(props: HaClusterProps): HaClusterProps {
  const known = Object.keys(HA_CLUSTER_SHAPE) as (keyof HaClusterProps)[];
  return Object.fromEntries(known.map((name) => [name, props[name]])) as unknown as HaClusterProps;
}
