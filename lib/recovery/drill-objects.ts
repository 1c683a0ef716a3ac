import * as fs from 'fs';
import * as path from 'path';
import { Cron, Duration, Lazy, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { BackupTarget } from '../model/backup-target';
import { canonicalCron } from '../model/cron';
import { DatabaseOptions } from '../model/database';
import type { AccessFacts } from '../operators/contract';
import type { RestoreDrillProps } from '../restore-drill';
import { DRILL_LABEL } from './drill-label';
import { drillNetwork } from './drill-network';

/** A drill with every default filled in. */
export interface DrillPlan {
  readonly props: RestoreDrillProps;
  readonly database: DatabaseOptions;
  readonly resultName: string;
  /** PostgreSQL major version. */
  readonly major: number;
  /** Host of the restored cluster. */
  readonly host: string;
  /** Where the archive lies. */
  readonly repository: BackupTarget;
  readonly access: AccessFacts;
  /** The cluster object as YAML. */
  readonly manifest: () => string;
}

const STATE = '/state';
const FILES = '/drill';
/** A user of no image; nothing that the programs write is theirs alone. */
const USER = 65532;
const KUBECTL = 'alpine/kubectl:1.34.2';

const script = (name: string): string => fs.readFileSync(path.join(__dirname, name), 'utf8');

/** Makes the objects of a drill. */
export function bindDrill(scope: Construct, plan: DrillPlan): void {
  const { props, access, resultName } = plan;
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
  new kplus.RoleBinding(scope, 'RoleBinding', { metadata: metadata(runner), role }).addSubjects(serviceAccount);

  const jobs = jobFactory(scope, { drillName, metadata, serviceAccount });
  const mount = (content: kplus.Volume, at: string) => ({ path: at, volume: content });
  const state = kplus.Volume.fromEmptyDir(scope, 'State', 'state', { medium: kplus.EmptyDirMedium.MEMORY, sizeLimit: Size.mebibytes(16) });
  const code = kplus.Volume.fromConfigMap(scope, 'Code', files, { name: 'drill' });
  const env = environment(plan);

  // As long as a restore and its checks may take, and some more: a container that was killed would keep its Job, and all later ones, for ever.
  jobs('Job', drillName, canonicalCron(props.schedule), 2 * deadlineSeconds(props) + 1800, [
    container('drill', props.images?.kubectl ?? KUBECTL, 'drill.sh', env.drill, [mount(code, FILES), mount(state, STATE)]),
    container('verify', props.images?.psql ?? `postgres:${plan.major}`, 'verify.sh', env.verify, [mount(code, FILES), mount(state, STATE)]),
  ]);
  jobs('AgeJob', `${drillName}-age`, '17 6 * * *', 600, [
    container('age', props.images?.kubectl ?? KUBECTL, 'age.sh', env.age, [
      mount(kplus.Volume.fromConfigMap(scope, 'AgeCode', files, { name: 'drill' }), FILES),
    ]),
  ]);
  drillNetwork(scope, plan, metadata);
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

type Environment = { [name: string]: kplus.EnvValue };

function environment({ props, access, resultName, database, host }: DrillPlan) {
  const values = (map: { [name: string]: string }): Environment =>
    Object.fromEntries(Object.entries(map).map(([name, value]) => [name, kplus.EnvValue.fromValue(value)]));
  return {
    drill: values({
      DRILL: props.drillName,
      RESOURCE: `${access.plural}.${access.apiGroup}`,
      READY: access.ready,
      DEADLINE_SECONDS: String(deadlineSeconds(props)),
      SECRET: access.secretName,
      USERNAME_KEY: access.usernameKey,
      PASSWORD_KEY: access.passwordKey,
      RESULT: resultName,
      HOME: '/tmp',
    }),
    verify: values({
      PGHOST: host,
      PGDATABASE: database.name,
      PGSSLMODE: 'require',
      READ_ALL_DATA: String(props.readAllData ?? true),
      HOME: '/tmp',
    }),
    age: values({ RESULT: resultName, MAX_AGE_DAYS: String(props.maxAgeDays ?? 35), HOME: '/tmp' }),
  };
}

/** A container that runs one of the programs and may nothing else, as the restricted pod security standard asks. */
function container(
  name: string,
  image: string,
  program: string,
  envVariables: Environment,
  volumeMounts: kplus.VolumeMount[],
): kplus.ContainerProps {
  return {
    name,
    image,
    command: ['/bin/sh', `${FILES}/${program}`],
    envVariables,
    volumeMounts,
    // cdk8s-plus would pull at every start.
    imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
    resources: {
      cpu: { request: kplus.Cpu.millis(50), limit: kplus.Cpu.millis(500) },
      memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) },
    },
    securityContext: {
      user: USER,
      group: USER,
      ensureNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: [kplus.Capability.ALL] },
      seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
    },
  };
}

interface JobContext {
  readonly drillName: string;
  readonly metadata: (name: string) => { name: string; labels: { [label: string]: string } };
  readonly serviceAccount: kplus.IServiceAccount;
}

/** CronJobs of a drill: never two at a time, and a failure is kept and not tried again until the next time. */
function jobFactory(scope: Construct, { drillName, metadata, serviceAccount }: JobContext) {
  return (id: string, name: string, cron: string, seconds: number, containers: kplus.ContainerProps[]): void => {
    const [minute, hour, day, month, weekDay] = cron.split(' ');
    new kplus.CronJob(scope, id, {
      metadata: metadata(name),
      schedule: new Cron({ minute, hour, day, month, weekDay }),
      timeZone: 'Etc/UTC',
      concurrencyPolicy: kplus.ConcurrencyPolicy.FORBID,
      startingDeadline: Duration.hours(1),
      successfulJobsRetained: 3,
      failedJobsRetained: 3,
      backoffLimit: 0,
      activeDeadline: Duration.seconds(seconds),
      restartPolicy: kplus.RestartPolicy.NEVER,
      serviceAccount,
      automountServiceAccountToken: true,
      // Clean-up takes longer than the usual half minute.
      terminationGracePeriod: Duration.minutes(10),
      podMetadata: { labels: { [DRILL_LABEL]: drillName } },
      securityContext: { user: USER, group: USER, fsGroup: USER, ensureNonRoot: true },
      containers,
    });
  };
}
