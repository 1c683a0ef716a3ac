import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { MAX_CLUSTER_PART, SqlJob, sqlJobSpec } from '../access/sql-job';
import { ClusterModel } from '../model/cluster-model';
import { POSTGRES_PORT } from '../model/service-address';
import { writes } from '../model/standing';
import { Admission } from '../network/admission';
import { bindJobPolicy } from '../network/job-policy';
import { peerSpec } from '../network/peer';
import { Attachments } from '../private/attachments';
import { Checks } from '../private/checks';
import { shortHash } from '../private/hash';
import { Manifest } from '../private/manifest';
import { fromRegistry } from '../private/platform-facts';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { MaintenanceJobProps } from './maintenance-job-props';
import { MAINTENANCE_JOB_SHAPE } from './maintenance-job-shape';
import { MAINTENANCE_RULES } from './maintenance-rules';
import { maintenanceSql } from './maintenance-sql';

/** Label of the pods, with what the Job is called. */
const MAINTENANCE_LABEL = 'cdk8s-postgres/maintenance';
const SCRIPT = 'maintenance.sql';
const DEADLINE_SECONDS = 24 * 3600;

/**
 * Does something once in a database, as its owner: statistics, VACUUM, indexes, sessions. A cluster that is stopped, or follows another one, has
 * nobody who could.
 *
 * A token that has been there is kept in the database, in the schema `cdk8s_postgres`. A task that was broken off lets the Job fail, and is done again
 * under another token.
 */
export class MaintenanceJob extends Construct {
  /** The cluster that it is about. */
  public readonly cluster: IHaCluster;

  /**
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what is done, where, and under which token
   */
  public constructor(scope: Construct, id: string, props: MaintenanceJobProps) {
    super(scope, id);
    requireShape(this, MAINTENANCE_JOB_SHAPE, props, new.target);
    const { cluster, token, database } = props;
    this.cluster = cluster;
    const attachments = Attachments.within(this, cluster);
    const checks = new Checks(this, () => ({
      breaches: runRules(MAINTENANCE_RULES, {
        token,
        database,
        task: props.task,
        cluster: cluster.identity,
        namespace: Chart.of(this).namespace,
        model: attachments?.model(),
      }),
      refusals: [],
    }));
    attachments?.checks.attach(checks);
    const model = attachments?.model();
    if (attachments && model?.databases.some(({ name }) => name === database)) {
      this.print(attachments, model, props);
    }
  }

  /** Prints the Job, its script and its policy, as long as the cluster takes writes. */
  private print({ view }: Attachments, model: ClusterModel, { cluster, token, database, task, image }: MaintenanceJobProps): void {
    const { identity, roles, databases, platform, version } = model;
    const { owner } = databases.find(({ name }) => name === database)!;
    const credentials = (name: string) =>
      cluster.operator.roleSecret(
        identity,
        roles.find((role) => role.name === name)!,
      );
    // Of a role that there is not a rule speaks.
    const others = (task.roles ?? []).filter((name) => roles.some((role) => role.name === name));
    const unlabelled: Omit<SqlJob, 'labels'> = {
      primary: cluster.primary,
      database,
      credentials: credentials(owner),
      others: others.map(credentials),
      stopsAtError: true,
      image: image ?? fromRegistry(platform.imageRegistry, `postgres:${version.major}`),
      settings: model,
      container: 'maintenance',
      script: SCRIPT,
      deadlineSeconds: DEADLINE_SECONDS,
    };
    // No Job can be changed, so one whose pods are others is another one, which finds the token in the database.
    const whole = sqlJobSpec('', { ...unlabelled, labels: {} });
    const digest = shortHash(JSON.stringify([database, task.kind, token, ...(task.roles ?? []), whole]));
    const name = `${identity.name.slice(0, MAX_CLUSTER_PART)}-verbs-${digest}`;
    const labels = { [MAINTENANCE_LABEL]: name };
    const job: SqlJob = { ...unlabelled, labels };
    const printedWhile = (): boolean => writes(view.model) && view.model.state._kind === 'running';
    const metadata = { name, namespace: identity.namespace, labels };
    const data = () => ({ [SCRIPT]: maintenanceSql(task, token, others.length) });
    new Manifest(this, 'Script', { gvk: { apiVersion: 'v1', kind: 'ConfigMap' }, metadata, data, printedWhile });
    const spec = () => sqlJobSpec(name, job);
    new Manifest(this, 'Job', { gvk: { apiVersion: 'batch/v1', kind: 'Job' }, metadata, spec, printedWhile });
    Admission.of(cluster)?.admit(() => (printedWhile() ? [peerSpec({ podLabels: labels })] : []));
    const instances = { podLabels: cluster.operator.podSelectors(identity).instances };
    const servers = [{ peers: [instances], ports: [POSTGRES_PORT] }];
    bindJobPolicy(this, model, { name: 'verbs', ending: `verbs-${digest}`, podLabels: labels, servers, printedWhile });
  }
}
