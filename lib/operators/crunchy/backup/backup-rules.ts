import { canonicalCron } from '../../../model/cron';
import { BackupType } from '../../../model/backup-schedule';
import { BackupTarget } from '../../../model/backup-target';
import { BackupRepositoryModel } from '../../../model/backup-model';
import { repositoryProp } from '../../shared/archive-places';
import { Rule } from '../../../private/rules';
import { IDENTITIES, identitiesOf, policyStores } from '../recovery/origins';
import { STANZA } from '../names';
import { BackupContext } from '../rule-contexts';
import { PGBACKREST_RULES } from './pgbackrest-rules';
import { wholeSecrets } from './store-files';

const MAX_REPOSITORIES = 4;

/** What is wrong with an endpoint that pgBackRest cannot talk to. */
export function plainEndpoint({ bucket }: BackupTarget, at: string): string[] {
  const endpoint = bucket?.endpoint;
  return endpoint?.startsWith('http://')
    ? [`'${at}.endpoint' must begin with 'https://', got '${endpoint}'; write it so and name a private CA as 'ca'`]
    : [];
}

/** What is wrong with a bucket that pgBackRest does not open. */
export function dottedBucket({ bucket }: BackupTarget, at: string): string[] {
  return bucket?.bucket.includes('.')
    ? [`'${at}.bucket' must not have a '.', got '${bucket.bucket}'; write the name of another bucket`]
    : [];
}

/** What PGO refuses, ignores or gets wrong in a backup policy. */
export const BACKUP_RULES: readonly Rule<BackupContext>[] = [
  {
    id: 'PGO-030',
    summary: `a policy has at most ${MAX_REPOSITORIES} repositories`,
    why: `PGO knows repo1 to repo${MAX_REPOSITORIES} and leaves out others without a word`,
    check: ({ policy: { repositories } }) =>
      repositories.length > MAX_REPOSITORIES
        ? `'additionalRepositories' must be at most ${MAX_REPOSITORIES - 1}, got ${repositories.length - 1}; write a BackupPolicy with the most important ones`
        : undefined,
  },
  {
    id: 'PGO-031',
    summary: 'a repository has one schedule of differential and one of incremental backups',
    why: 'the cluster object has one field for each, so one of the schedules would be lost',
    check: ({ policy: { repositories } }) =>
      repositories.flatMap((repository) =>
        [BackupType.DIFFERENTIAL, BackupType.INCREMENTAL].flatMap((type) => {
          const count = repository.schedules.filter((schedule) => schedule.type === type).length;
          return count > 1
            ? [
                `'${repositoryProp(repository)}schedules' must have one schedule of ${type} backups, got ${count}; write one cron value that fires at all these times, such as '0 6,18 * * *'`,
              ]
            : [];
        }),
      ),
  },
  {
    id: 'PGO-032',
    summary: 'an endpoint is an https:// URL',
    why: 'pgBackRest speaks TLS with object stores, and without it keys and data would be readable on the way',
    check: ({ policy: { repositories } }) =>
      repositories.flatMap((repository) => plainEndpoint(repository.target, `${repositoryProp(repository)}target`)),
  },
  {
    id: 'PGO-033',
    summary: `the name of a bucket has no '.'`,
    why: 'pgBackRest stops at such a name, in paths as in host names, because no wildcard certificate is valid for it',
    check: ({ policy: { repositories } }) =>
      repositories.flatMap((repository) => dottedBucket(repository.target, `${repositoryProp(repository)}target`)),
  },
  {
    id: 'PGO-034',
    summary: 'all repositories of a policy take the same cloud role or Google service account',
    why: 'it belongs to the service accounts of the cluster, which have one annotation for it',
    check: ({ policy }) =>
      IDENTITIES.flatMap((row) => {
        const values = identitiesOf(row, policy.repositories);
        return values.length > 1
          ? [
              `'credentials.${row.prop}' must be the same in all repositories, got ${values.map((value) => `'${value}'`).join(' and ')}; write one ${row.noun} that may use all buckets`,
            ]
          : [];
      }),
  },
  {
    id: 'PGO-035',
    summary: 'the annotations of the cluster do not name another cloud role than its backup policy',
    why: 'both are the same annotation, so one of them would be lost',
    check: ({ policy, model: { annotations } }) =>
      IDENTITIES.flatMap((row) => {
        const [value] = identitiesOf(row, policy.repositories);
        const annotated = annotations[row.annotation];
        return value !== undefined && annotated !== undefined && annotated !== value
          ? [
              `'annotations' of the cluster must not have another '${row.annotation}' than the policy, got '${annotated}' and '${value}'; leave out the annotation`,
            ]
          : [];
      }),
  },
  {
    id: 'PGO-036',
    summary: 'no two repositories have the same schedule',
    why: 'pgBackRest takes one backup of a cluster at a time, and the job of the other gives up after some minutes',
    check: ({ policy: { repositories } }) =>
      repositories.flatMap((repository, i) => {
        const before = new Set(repositories.slice(0, i).flatMap(times));
        return [...new Set(times(repository))]
          .filter((time) => before.has(time))
          .map(
            (time) =>
              `'${repositoryProp(repository)}schedules' must not have the time of another repository, got '${time}'; write a time when that backup is done`,
          );
      }),
  },
  {
    id: 'PGO-037',
    summary: 'snapshots have no class of their own for WAL',
    why: 'PGO has one class for the snapshots of a cluster, and takes them of one volume',
    check: ({ policy: { snapshots } }) =>
      snapshots?.walClassName === undefined
        ? undefined
        : `'snapshots.walClassName' must not be given, got '${snapshots.walClassName}'; leave it out`,
  },
  {
    id: 'PGO-122',
    summary: `PGO writes the stanza '${STANZA}'`,
    why: 'there is no field for another one, so the archive would begin anew beside the one that is meant',
    check: ({ policy }) =>
      policyStores(policy)
        .filter(({ stanza }) => stanza !== undefined && stanza !== STANZA)
        .map(
          ({ index, stanza }) =>
            `'${repositoryProp(policy.repositories.find((repository) => repository.index === index)!)}place.stanza' must be '${STANZA}', got '${stanza}'; leave it out, and read the other one with BackupArchive.at(...)`,
        ),
  },
  {
    id: 'PGO-094',
    summary: 'snapshots are taken with files that keep the names of their keys',
    why: 'PGO puts the files twice into the volume of the restore before a snapshot, where the API server takes no path twice that is written out, so there is never a snapshot, and what PGO does after it stops as well',
    check: ({ policy }) =>
      policy.snapshots ? wholeSecrets(policyStores(policy)).obstacles.map((text) => `${text}, or leave out 'snapshots'`) : undefined,
  },
  {
    id: 'PGO-139',
    summary: 'a cluster with tablespaces has no snapshots',
    why: 'PGO takes them of the data volume alone, so that a cluster that is made of one lacks its tablespaces',
    check: ({ policy: { snapshots }, model: { tablespaces } }) =>
      snapshots !== undefined && tablespaces.length > 0
        ? `'snapshots' must not be given for a cluster with 'tablespaces', got '${snapshots.className}'; leave it out`
        : undefined,
  },
  ...PGBACKREST_RULES,
];

function times({ schedules }: BackupRepositoryModel): string[] {
  return schedules.map(({ cron }) => canonicalCron(cron));
}
