import { BackupType } from '../model/backup-schedule';
import { canonicalCron, parseCron } from '../model/cron';
import { BackupModel, BackupRepositoryModel } from '../model/models';
import { DNS_SUBDOMAIN, SECRET_KEY } from '../model/names';
import { repositoryProp } from '../private/archive';
import { Rule } from '../private/rules';
import { defined, elsewhere, isCount, volumeProblem } from './value-problems';

/** A policy and what the rules need to know around it. */
export interface BackupContext {
  readonly model: BackupModel;
  /** Namespace that the policy stands in. */
  readonly namespace?: string;
  /** Whether the cluster is an object of this app. */
  readonly ownsCluster: boolean;
  /** Whether another policy was attached to the cluster before. */
  readonly second: boolean;
  /** Archives that other policies of the app use as well, with the paths of those policies. */
  readonly shared: readonly { readonly archive: string; readonly rivals: readonly string[] }[];
}

const MAX_RETENTION_DAYS = 3650;

const BUCKET = /^(?!.*\.\.|\d+(\.\d+){3}$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const REGION = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const PREFIX = /^(?!(.*\/)?\.\.?(\/|$))[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/;
/** An access key id of AWS, or a word of the length and alphabet of its secret. */
const LITERAL = /^((AKIA|ASIA)[A-Z0-9]{16}|[A-Za-z0-9/+]{40})$/;
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** What holds for a backup policy on every operator. */
export const BACKUP_RULES: readonly Rule<BackupContext>[] = [
  {
    id: 'BAK-001',
    summary: 'a cluster has one backup policy',
    why: 'an operator has one archive for a cluster, so one of the two policies would do nothing',
    check: ({ model, second }) =>
      second
        ? `the cluster '${model.cluster.name}' already has a BackupPolicy; add 'additionalRepositories' or 'schedules' to that one`
        : undefined,
  },
  {
    id: 'BAK-002',
    summary: 'a policy stands in the namespace of its cluster',
    why: 'operators look for backup objects and their secrets in the namespace of the cluster only',
    check: ({ model, namespace }) => elsewhere('policy', namespace, model.cluster),
  },
  {
    id: 'BAK-003',
    summary: 'schedules are cron values of five fields that fire',
    why: 'one operator reads five fields as six and runs the backup every hour, another creates no backup job at all',
    check: ({ model }) =>
      model.repositories.flatMap((repository) =>
        repository.schedules.flatMap((schedule, i) => {
          const cron = parseCron(schedule.cron);
          return typeof cron === 'string' ? [`'${repositoryProp(repository)}schedules[${i}]': ${cron}`] : [];
        }),
      ),
  },
  {
    id: 'BAK-004',
    summary: 'each repository has a schedule of full backups',
    why: 'archived WAL, differential and incremental backups restore nothing without a full backup, and nothing expires without a newer one',
    check: ({ model }) =>
      model.repositories.flatMap((repository) =>
        repository.schedules.some(({ type }) => type === BackupType.FULL)
          ? []
          : [
              `'${repositoryProp(repository)}schedules' has no BackupSchedule.full(...), got ${repository.schedules.length} other schedules`,
            ],
      ),
  },
  {
    id: 'BAK-005',
    summary: `retention is a whole number of days from 1 to ${MAX_RETENTION_DAYS}`,
    why: 'a wrong retention keeps everything for ever or deletes what is needed',
    check: ({ model }) =>
      model.repositories.flatMap((repository) => {
        const { windowDays } = repository.retention;
        return Number.isInteger(windowDays) && windowDays >= 1 && windowDays <= MAX_RETENTION_DAYS
          ? []
          : [`'${repositoryProp(repository)}retention' must be a whole number of days from 1 to ${MAX_RETENTION_DAYS}, got ${windowDays}`];
      }),
  },
  {
    id: 'BAK-006',
    summary: 'bucket, region and prefix have the form that object stores accept',
    why: 'the first backup would fail at run time, long after the cluster looks healthy',
    check: ({ model }) =>
      model.repositories.flatMap((repository) => {
        const { bucket } = repository.target;
        const at = `${repositoryProp(repository)}target`;
        return bucket === undefined
          ? []
          : [
              ...(BUCKET.test(bucket.bucket)
                ? []
                : [`'${at}.bucket' must be 3 to 63 lower-case letters, digits, '-' and '.', got '${bucket.bucket}'`]),
              ...(REGION.test(bucket.region) ? [] : [`'${at}.region' must be a region such as 'eu-west-1', got '${bucket.region}'`]),
              ...(bucket.prefix === undefined || PREFIX.test(bucket.prefix)
                ? []
                : [`'${at}.prefix' must be folder names joined by '/', with no '/' at either end, got '${bucket.prefix}'`]),
            ];
      }),
  },
  {
    id: 'BAK-007',
    summary: 'an endpoint is the URL of a host, with a port where needed',
    why: 'the backup tools take the host and the port from it, and nothing else',
    check: ({ model }) =>
      model.repositories.flatMap((repository) => {
        const endpoint = repository.target.bucket?.endpoint;
        return endpoint === undefined || isEndpoint(endpoint)
          ? []
          : [
              `'${repositoryProp(repository)}target.endpoint' must be 'https://HOST' or 'https://HOST:PORT', got '${endpoint.replace(/\/\/[^/]*@/, '//...@')}'`,
            ];
      }),
  },
  {
    id: 'BAK-008',
    summary: 'credentials name a Secret and keys that can exist, or a role',
    why: 'a Secret that cannot exist keeps the database pods waiting for ever',
    check: ({ model }) => model.repositories.flatMap((repository) => credentialProblems(repository)),
  },
  {
    id: 'BAK-009',
    summary: 'the generation of the archive is a whole number from 1',
    why: 'it is a part of the path of the archive',
    check: ({ model }) =>
      isCount(model.generation, 1) ? undefined : `'archiveGeneration' must be a whole number from 1, got ${model.generation}`,
  },
  {
    id: 'BAK-010',
    summary: 'no two clusters of an app write to the same archive',
    why: 'two writers in one archive overwrite each other, and neither can be restored',
    check: ({ shared }) =>
      shared.map(
        ({ archive, rivals }) =>
          `the archive ${archive} is also that of ${rivals.join(', ')}; give one of them another bucket, prefix or archiveGeneration`,
      ),
  },
  {
    id: 'BAK-011',
    summary: 'the chart has a namespace',
    why: 'the namespace is a part of the path of the archive; without it two clusters of one name would share an archive',
    check: ({ model }) =>
      !model.cluster.namespace
        ? `the chart of the cluster '${model.cluster.name}' has no namespace; write new Chart(app, id, { namespace })`
        : undefined,
  },
  {
    id: 'BAK-012',
    summary: 'the cluster of a policy is an object of the same app',
    why: 'archiving is switched on in the cluster object, which another app prints',
    check: ({ model, ownsCluster }) =>
      ownsCluster ? undefined : `the cluster '${model.cluster.name}' belongs to another app; write the BackupPolicy there`,
  },
  {
    id: 'BAK-013',
    summary: 'a repository has each schedule once',
    why: 'two backups of one repository cannot run at the same time',
    check: ({ model }) =>
      model.repositories.flatMap((repository) => {
        const times = repository.schedules.map(({ cron }) => canonicalCron(cron));
        return times
          .filter((time, i) => times.indexOf(time) < i)
          .map((time) => `'${repositoryProp(repository)}schedules' has '${time}' twice; move one of them`);
      }),
  },
  {
    id: 'BAK-014',
    summary: 'one repository of a policy is an object store',
    why: 'backup volumes are deleted together with the cluster object',
    check: ({ model }) =>
      model.repositories.every(({ target }) => target.kind === 'volume')
        ? `the policy has volumes only; add an object store with 'additionalRepositories'`
        : undefined,
  },
  {
    id: 'BAK-015',
    summary: 'a backup volume is a whole number of mebibytes, at least 1Gi',
    why: 'a fraction of a mebibyte has no canonical quantity, and a backup does not fit into less',
    check: ({ model }) =>
      model.repositories.flatMap((repository) => {
        const { storage } = repository.target;
        return defined([storage && volumeProblem(`${repositoryProp(repository)}target.size`, storage.size)]);
      }),
  },
  {
    id: 'BAK-016',
    summary: 'full backups are at least an hour apart',
    why: 'a full backup copies everything; the next one would start before it is done, and the bucket would fill',
    check: ({ model }) =>
      model.repositories.flatMap((repository) =>
        repository.schedules
          .filter(({ type, cron }) => type === BackupType.FULL && typeof parseCron(cron) !== 'string' && !/^\d+ /.test(canonicalCron(cron)))
          .map(
            ({ cron }) =>
              `'${repositoryProp(repository)}schedules' must have one minute in full backups, got '${cron}'; write for example '0 2 * * *'`,
          ),
      ),
  },
];

function credentialProblems(repository: BackupRepositoryModel): string[] {
  const { bucket } = repository.target;
  if (bucket === undefined) {
    return [];
  }
  const { credentials, ca } = bucket;
  const at = `${repositoryProp(repository)}target`;
  const names: readonly [string, string | undefined][] = [
    [`${at}.credentials`, credentials.secretName],
    [`${at}.ca.name`, ca?.name],
  ];
  const keys: readonly [string, string | undefined][] = [
    ...(['accessKeyId', 'secretAccessKey', 'configFile'] as const).map((key): [string, string | undefined] => [
      `${at}.credentials.${key}`,
      credentials.secretKeys?.[key],
    ]),
    [`${at}.ca.key`, ca?.key],
  ];
  const role = credentials.identity?.awsRoleArn;
  const literal = [...names, ...keys].filter(([, value]) => value !== undefined && LITERAL.test(value));
  if (literal.length > 0) {
    // Without the value: what is printed here ends up in the log of a pipeline.
    return literal.map(
      ([prop]) => `'${prop}' looks like a credential; write the name under which a Secret holds it, and consider the credential as leaked`,
    );
  }
  return [
    ...names.flatMap(([prop, name]) =>
      name === undefined || (name.length <= 253 && DNS_SUBDOMAIN.test(name))
        ? []
        : [`'${prop}' must be the name of a Secret, got '${name}'`],
    ),
    ...keys.flatMap(([prop, key]) =>
      key === undefined || SECRET_KEY.test(key)
        ? []
        : [`'${prop}' must be a key of a Secret: letters, digits, '-', '_' and '.', got '${key}'`],
    ),
    ...(role === undefined || ROLE_ARN.test(role)
      ? []
      : [`'${at}.credentials.awsRoleArn' must be 'arn:aws:iam::ACCOUNT:role/NAME', got '${role}'`]),
  ];
}

function isEndpoint(endpoint: string): boolean {
  const host = /^https?:\/\/([a-z0-9.-]+)(:\d{1,5})?$/.exec(endpoint)?.[1];
  return host !== undefined && DNS_SUBDOMAIN.test(host) && URL.canParse(endpoint);
}
