import { ClusterModel } from '../model/cluster-model';
import { parseCron } from '../model/cron';
import { ClusterIdentity } from '../model/identity';
import { SleepModel } from '../model/sleep-model';
import { SleepWeek, isTimeZone, isWeekly, offsetsOf } from '../model/sleep-week';
import { writes } from '../model/standing';
import { Rule } from '../private/rules';
import { defined, placeProblem } from '../private/value-problems';
import { kubectlJobProblems } from './kubectl-job';
import { KubectlJobOptions } from './kubectl-job-props';

/** A schedule and what the rules need to know around it. */
export interface SleepContext {
  readonly sleep: SleepModel;
  readonly options: KubectlJobOptions;
  readonly cluster: ClusterIdentity;
  readonly namespace?: string;
  /** The cluster; undefined where another app owns it. */
  readonly model?: ClusterModel;
  /** Whether another one was attached to the cluster before. */
  readonly second: boolean;
}

const HOUR = 60;

function cronProblem(prop: string, text: string): string | undefined {
  const cron = parseCron(text);
  if (typeof cron === 'string') {
    return `'${prop}': ${cron}`;
  }
  return isWeekly(text)
    ? undefined
    : `'${prop}' must be the same each week, got '${text}'; write '*' for day of month and month, and days of the week`;
}

/** Whether it can be told when the cluster is awake. */
const isReadable = ({ sleepsAt, wakesAt, timeZone }: SleepModel): boolean =>
  isWeekly(sleepsAt) && isWeekly(wakesAt) && isTimeZone(timeZone);

/** What holds for the sleep of a cluster on every operator. */
export const SLEEP_RULES: readonly Rule<SleepContext>[] = [
  {
    id: 'STATE-020',
    summary: 'a SleepSchedule stands in the app and in the namespace of its cluster, which has one',
    why: 'it changes the cluster object, and what belongs to the cluster has to fit it',
    check: ({ model, cluster, namespace, second }) =>
      defined([
        placeProblem('SleepSchedule', 'schedule', { ours: model !== undefined, namespace, cluster }),
        model && second ? `the cluster '${cluster.name}' already has a SleepSchedule; take one of them out` : undefined,
      ]),
  },
  {
    id: 'STATE-021',
    summary: 'a cluster sleeps and is awake for an hour at least, at times of a week in a time zone that there is',
    why: 'the operator takes minutes for either, and a CronJob that cannot be read is refused',
    check: ({ sleep }) => {
      const { sleepsAt, wakesAt, timeZone } = sleep;
      const week = isReadable(sleep) ? new SleepWeek(sleepsAt, wakesAt) : undefined;
      return defined([
        cronProblem('sleepsAt', sleepsAt),
        cronProblem('wakesAt', wakesAt),
        isTimeZone(timeZone) ? undefined : `'timeZone' must be the name of a time zone such as 'Europe/Berlin', got '${timeZone}'`,
        week && week.shortestSleep < HOUR
          ? `'wakesAt' must be an hour or more behind each 'sleepsAt', got ${week.shortestSleep} minutes between '${sleepsAt}' and '${wakesAt}'`
          : undefined,
        // Where both come in the same minute, one message says so.
        week && week.shortestDay > 0 && week.shortestDay < HOUR
          ? `'sleepsAt' must be an hour or more behind each 'wakesAt', got ${week.shortestDay} minutes between '${wakesAt}' and '${sleepsAt}'`
          : undefined,
      ]);
    },
  },
  {
    id: 'STATE-022',
    summary: 'what sleeps on a schedule runs by itself, and nothing else is going on',
    why: 'a follower would fall behind or be cut off, and what works on the data would be stopped in its midst',
    check: ({ model, cluster }) => {
      if (model === undefined) {
        return undefined;
      }
      const { state, upgrade, recovery, inPlaceRestore, pair, migrations } = model;
      const name = `the cluster '${cluster.name}'`;
      return defined([
        pair ? `${name} is in a ClusterPair; take the SleepSchedule out, for the other one takes over when it sleeps` : undefined,
        !pair && !writes(model) ? `${name} follows another one; take the SleepSchedule out` : undefined,
        state._kind === 'running' ? undefined : `${name} is in the state '${state.kind}'; take the SleepSchedule out, or it would wake`,
        upgrade && upgrade.step._kind !== 'tidy' ? `${name} has a MajorUpgrade; take the SleepSchedule out until that is over` : undefined,
        recovery ? `${name} has 'recovery'; write '.done()' behind its RecoverySource first` : undefined,
        inPlaceRestore ? `${name} has an InPlaceRestore; take the SleepSchedule out until that is over` : undefined,
        migrations.length > 0 ? `${name} is a side of a Migration; take the SleepSchedule out until that is over` : undefined,
      ]);
    },
  },
  {
    id: 'STATE-023',
    summary: 'backups are taken while the cluster is awake, and end an hour before it sleeps',
    why: 'one that is due while the cluster sleeps fails or is left out, and nobody takes it later',
    check: ({ sleep, model }) => {
      if (model?.backup === undefined || model.backup.suspended || !isReadable(sleep)) {
        return undefined;
      }
      const week = new SleepWeek(sleep.sleepsAt, sleep.wakesAt);
      const offsets = offsetsOf(sleep.timeZone);
      return model.backup.repositories
        .flatMap(({ schedules }) => schedules)
        .filter(({ cron }) => week.meets(cron, offsets, HOUR))
        .map(
          ({ cron }) =>
            `the schedule '${cron}' (UTC) of the BackupPolicy must not fire while the cluster sleeps (${sleep.sleepsAt} to ${sleep.wakesAt}, ${sleep.timeZone}) or in the hour before; let it fire in the day, on days of the week only`,
        );
    },
  },
  {
    id: 'STATE-024',
    summary: 'the pods of a SleepSchedule reach the API server, and run an image with a tag',
    why: 'nothing else can tell the operator, no policy can name the API server otherwise, and another image would run next month',
    check: ({ options, model }) => kubectlJobProblems(options, model),
  },
];
