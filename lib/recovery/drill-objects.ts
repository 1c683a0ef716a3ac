import { ApiObject, Duration, JsonPatch, Lazy, Names } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as fs from 'fs';
import * as path from 'path';
import { canonicalCron } from '../model/cron';
import { PodSettings } from '../model/pod-settings';
import { KUBECTL_IMAGE } from '../private/kubectl-image';
import { Manifest } from '../private/manifest';
import { fromRegistry } from '../private/platform-facts';
import { Mount, RestrictedContainer, Variable, literalVariables, restrictedJobSpec } from '../private/restricted-job';
import { DRILL_LABEL } from './drill-label';
import { drillNetwork } from './drill-network';
import { DrillPlan } from './drill-plan';
import type { RestoreDrillProps } from './restore-drill-props';

/** Days that may pass without a drill that succeeded, where nobody says otherwise. */
export const MAX_AGE_DAYS = 35;

const FILES = '/drill';

/** What one container tells the other. */
const STATE: Mount = { name: 'state', mountPath: '/state', source: { emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } } };

const COMPUTE = { cpu: '50m', cpuLimit: '500m', memory: '64Mi', memoryLimit: '256Mi' };

const script = (name: string): string => fs.readFileSync(path.join(__dirname, name), 'utf8');

/** Makes the objects of a drill. */
export function bindDrill(scope: Construct, plan: DrillPlan): void {
  const { props, access, resultName, settings } = plan;
  const { drillName } = props;
  const metadata = (name: string) => ({ name, labels: { [DRILL_LABEL]: drillName } });

  // Not the name of the cluster: operators give that to service accounts and roles of their own.
  const runner = `${drillName}-runner`;
  const files = new kplus.ConfigMap(scope, 'Files', { metadata: metadata(`${drillName}-files`), data: drillFiles(plan) });
  new kplus.ConfigMap(scope, 'Result', { metadata: metadata(resultName) });
  const serviceAccount = new kplus.ServiceAccount(scope, 'ServiceAccount', { metadata: metadata(runner) });
  const clusters = { apiGroup: access.apiGroup, resourceType: access.plural };
  const role = new kplus.Role(scope, 'Role', { metadata: metadata(runner) });
  // Objects that are still to be made cannot be named in a role.
  role.allow(['create'], clusters);
  role.allow(['get', 'list', 'watch', 'delete'], { ...clusters, resourceName: drillName });
  role.allow(['get'], { apiGroup: '', resourceType: 'secrets', resourceName: access.secretName });
  role.allow(['get', 'patch'], { apiGroup: '', resourceType: 'configmaps', resourceName: resultName });
  for (const resourceName of access.volumeClaims ?? []) {
    role.allow(['get', 'list', 'watch', 'patch', 'delete'], { apiGroup: '', resourceType: 'persistentvolumeclaims', resourceName });
  }
  const binding = new kplus.RoleBinding(scope, 'RoleBinding', { metadata: metadata(runner), role });
  binding.addSubjects(serviceAccount);
  // The core group is what is left out. The API server drops an empty text, and a diff would show it for ever.
  ApiObject.of(binding).addJsonPatch(JsonPatch.remove('/subjects/0/apiGroup'));

  const code: Mount = { name: 'drill', mountPath: FILES, source: { configMap: { name: files.name } } };
  const jobs = jobFactory(scope, { settings, labels: { [DRILL_LABEL]: drillName }, addressLabel: kplus.Pod.ADDRESS_LABEL, runner });
  const env = environment(plan);

  const ours = (image: string): string => fromRegistry(settings.platform.imageRegistry, image);
  const kubectl = { image: props.images?.kubectl ?? ours(KUBECTL_IMAGE), takesToken: true };
  const psql = { image: props.images?.psql ?? ours(`postgres:${plan.major}`) };

  // As long as a restore and its checks may take, and some more: a container that was killed would keep its Job, and all later ones, for ever.
  jobs(
    'Job',
    drillName,
    canonicalCron(props.schedule),
    2 * deadlineSeconds(props) + 1800,
    [container('drill', kubectl, 'drill.sh', env.drill, [code, STATE]), container('verify', psql, 'verify.sh', env.verify, [code, STATE])],
    plan.waits,
  );
  jobs('AgeJob', `${drillName}-age`, '17 6 * * *', 600, [container('age', kubectl, 'age.sh', env.age, [code])]);
  drillNetwork(scope, plan);
}

/** How long a restore may take. */
const deadlineSeconds = ({ deadline }: RestoreDrillProps): number => (deadline ?? Duration.hours(6)).toSeconds({ integral: false });

/** What the programs of a drill read. */
function drillFiles({ props, manifest }: DrillPlan): { [file: string]: string } {
  const width = String(props.checks.length).length;
  const checks = props.checks.map(({ title, sql }, i) => [
    `check-${String(i + 1).padStart(width, '0')}.sql`,
    `-- ${title}\n${sql.trim().replace(/;?$/, ';')}\n`,
  ]);
  return {
    'drill.sh': script('drill.sh'),
    'verify.sh': script('verify.sh'),
    'age.sh': script('age.sh'),
    ...(Object.fromEntries(checks) as { [file: string]: string }),
    'cluster.yaml': Lazy.any({ produce: manifest }) as string,
  };
}

function environment({ props, access, resultName, database, host }: DrillPlan) {
  return {
    drill: literalVariables({
      DRILL: props.drillName,
      RESOURCE: `${access.plural}.${access.apiGroup}`,
      READY: access.ready,
      DEADLINE_SECONDS: String(deadlineSeconds(props)),
      SECRET: access.secretName,
      USERNAME_KEY: access.usernameKey,
      PASSWORD_KEY: access.passwordKey,
      RESULT: resultName,
      ...(access.volumeClaims && { CLAIMS: access.volumeClaims.join(' ') }),
      HOME: '/tmp',
    }),
    verify: literalVariables({
      PGHOST: host,
      PGDATABASE: database.name,
      PGSSLMODE: 'require',
      READ_ALL_DATA: String(props.readAllData ?? true),
      HOME: '/tmp',
    }),
    age: literalVariables({ RESULT: resultName, MAX_AGE_DAYS: String(props.maxAgeDays ?? MAX_AGE_DAYS), HOME: '/tmp' }),
  };
}

/** A container that runs one of the programs. */
const container = (
  name: string,
  runs: Pick<RestrictedContainer, 'image' | 'takesToken'>,
  program: string,
  env: readonly Variable[],
  mounts: readonly Mount[],
): RestrictedContainer => ({ name, ...runs, command: ['/bin/sh', `${FILES}/${program}`], env, compute: COMPUTE, mounts });

interface JobContext {
  /** What every pod of the drill has. */
  readonly settings: PodSettings;
  /** Labels of all that the drill prints. */
  readonly labels: { readonly [label: string]: string };
  /** Label by which cdk8s-plus tells pods apart. */
  readonly addressLabel: string;
  /** Name of the service account. */
  readonly runner: string;
}

/** CronJobs of a drill: never two at a time, and a failure is kept and not tried again until the next time. */
function jobFactory(scope: Construct, { settings, labels, addressLabel, runner }: JobContext) {
  return (
    id: string,
    name: string,
    schedule: string,
    deadline: number,
    containers: readonly RestrictedContainer[],
    waits = (): boolean => false,
  ): void => {
    const job: Manifest = new Manifest(scope, id, {
      gvk: { apiVersion: 'batch/v1', kind: 'CronJob' },
      metadata: { name, labels },
      spec: () => ({
        schedule,
        timeZone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: Duration.hours(1).toSeconds(),
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 3,
        suspend: waits(),
        jobTemplate: {
          spec: restrictedJobSpec({
            settings,
            labels: { ...labels, [addressLabel]: Names.toLabelValue(job) },
            containers,
            backoffLimit: 0,
            deadlineSeconds: deadline,
            serviceAccountName: runner,
            // Clean-up takes longer than the usual half minute.
            graceSeconds: Duration.minutes(10).toSeconds(),
          }),
        },
      }),
    });
  };
}
