import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { canonicalCron } from '../model/cron';
import { ClusterModel } from '../model/cluster-model';
import { SleepModel } from '../model/sleep-model';
import { ObjectChange } from '../operators/verb-contract';
import { Attachments } from '../private/attachments';
import { Checks } from '../private/checks';
import { Manifest } from '../private/manifest';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import { sleepJobNames } from '../private/sleep-jobs';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { bindKubectlPolicy, bindRunner, kubectlJobSpec, permissionOf, resourceOf } from './kubectl-job';
import { SLEEP_RULES } from './sleep-rules';
import { SleepScheduleProps } from './sleep-schedule-props';
import { SLEEP_SCHEDULE_SHAPE } from './sleep-schedule-shape';

/** Label of what lets a cluster sleep, with the name of the cluster. */
const SLEEP_LABEL = 'cdk8s-postgres/sleep';

/** A Job that comes later than this is left out: the next one may be the opposite. */
const STARTING_DEADLINE_SECONDS = 1800;
const DEADLINE_SECONDS = 600;
/** The same patch twice is one, and a cluster that nobody wakes is down in the morning. */
const TRIES = 3;

/**
 * Lets a cluster sleep at night and over the weekend: no instance runs, and data, backups and addresses stay. Two CronJobs change one field of the
 * cluster object, which is in no manifest, so nothing that applies the manifests wakes it or is a difference.
 *
 * Its alerts are silent while it sleeps and ten minutes longer, where Prometheus has the metrics of kube-state-metrics. Nothing is archived, and
 * drills go on, for they read the archive. Pools sleep too on Crunchy PGO; on CloudNativePG they stay, and their clients wait. Take the schedule out
 * while the cluster is awake, for nobody wakes it afterwards.
 *
 * @see docs/how-to/stop-a-cluster.md
 */
export class SleepSchedule extends Construct {
  /** The cluster that it is about. */
  public readonly cluster: IHaCluster;

  /**
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props which cluster sleeps, and when
   */
  public constructor(scope: Construct, id: string, props: SleepScheduleProps) {
    super(scope, id);
    requireShape(this, SLEEP_SCHEDULE_SHAPE, props, new.target);
    const { cluster, sleepsAt, wakesAt, timeZone = 'Etc/UTC' } = props;
    const { operator, identity } = cluster;
    this.cluster = cluster;
    const sleep: SleepModel = { sleepsAt, wakesAt, timeZone };
    const attachments = Attachments.within(this, cluster);
    const second = (attachments?.of('sleep').length ?? 0) > 0;
    const checks = new Checks(this, () => ({
      breaches: runRules(SLEEP_RULES, {
        sleep,
        options: props,
        cluster: identity,
        namespace: Chart.of(this).namespace,
        model: attachments?.model(),
        second,
      }),
      // It is the cluster that asks for it.
      refusals: [],
    }));
    attachments?.add('sleep', sleep, checks);
    const model = attachments?.model();
    const changes = model && (['sleep', 'wake'] as const).map((verb) => operator.verbs?.changeOf(verb, model));
    if (model && changes?.every((change) => change !== undefined)) {
      this.print(model, changes, sleep, props);
    }
  }

  private print(model: ClusterModel, changes: readonly ObjectChange[], sleep: SleepModel, props: SleepScheduleProps): void {
    const { identity } = model;
    const [toSleep, toWake] = changes as [ObjectChange, ObjectChange];
    const names = sleepJobNames(identity);
    const labels = { [SLEEP_LABEL]: identity.name };
    // Not the name of the cluster: operators give that to service accounts and roles of their own.
    const metadata = { name: `${names.sleep}-runner`, labels };
    bindRunner(this, metadata, [permissionOf(toSleep)]);
    const cronJob = (id: string, name: string, schedule: string, change: ObjectChange): Manifest =>
      new Manifest(this, id, {
        gvk: { apiVersion: 'batch/v1', kind: 'CronJob' },
        metadata: { name, namespace: identity.namespace, labels },
        spec: () => ({
          schedule: canonicalCron(schedule),
          timeZone: sleep.timeZone,
          concurrencyPolicy: 'Forbid',
          startingDeadlineSeconds: STARTING_DEADLINE_SECONDS,
          successfulJobsHistoryLimit: 1,
          failedJobsHistoryLimit: 3,
          suspend: false,
          jobTemplate: {
            spec: kubectlJobSpec(model, props, {
              serviceAccountName: metadata.name,
              labels,
              command: ['kubectl', 'patch', resourceOf(change), change.name, '--type=merge', `--patch=${change.patch}`],
              env: {},
              deadlineSeconds: DEADLINE_SECONDS,
              backoffLimit: TRIES,
            }),
          },
        }),
      });
    cronJob('Sleep', names.sleep, sleep.sleepsAt, toSleep);
    cronJob('Wake', names.wake, sleep.wakesAt, toWake);
    bindKubectlPolicy(this, metadata, model, props);
  }
}
