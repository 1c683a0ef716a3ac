import type { PostgresqlSpec, PostgresqlSpecEnv } from '../../../../imports/zalando/postgresql';
import { instant } from '../../../model/instant';
import { ClusterModel } from '../../../model/cluster-model';
import { RecoveryTarget, RecoveryTargetKind } from '../../../model/recovery-target';
import { walgPlace } from '../backup/archive-place';
import { EnvFields, archiveNowhere } from '../backup/backup-spec';
import { literal } from '../backup/env';
import { ZalandoOptions } from '../options';
import { ReadArchive, archiveRead } from './origins';
import { roleVariables } from '../backup/cloud-role';
import { RESTORING, storeVariables, storeVolumes, walgVariables } from '../backup/store-spec';

/** The fields of the cluster that say what it was made of. */
export function recoveryFields(model: ClusterModel, options: ZalandoOptions): EnvFields & Pick<PostgresqlSpec, 'clone'> {
  const { recovery, formerOrigin, backup } = model;
  if (recovery === undefined) {
    return formerOrigin && !backup ? { env: archiveNowhere() } : {};
  }
  const read = archiveRead(model);
  return {
    // The operator finds the address and the password of a cluster in the same namespace by its name.
    clone: recovery.cluster && { cluster: recovery.cluster.identity.name },
    env: [
      // Without a policy it is a copy for a while, which has no business in the archives of the others.
      ...(backup ? [] : archiveNowhere()),
      ...(read ? archiveVariables(read, recovery.target, options) : []),
    ],
    additionalVolumes: read && storeVolumes(read.repository.target, RESTORING),
  };
}

/**
 * Spilo restores what these variables name, whether the custom resource has a `clone` or not. They stand alone because `clone` cannot say
 * what they can: the end of the archive, GCS, Azure, keys from a Secret; and because it adds variables that lead to the bucket of the
 * operator's configuration instead, or that would be there twice, for which the operator recreates the pods at each sync.
 */
function archiveVariables({ archive, repository }: ReadArchive, target: RecoveryTarget, options: ZalandoOptions): PostgresqlSpecEnv[] {
  const place = walgPlace(archive, repository);
  return place === undefined
    ? []
    : [
        literal('CLONE_METHOD', 'CLONE_WITH_WALE'),
        literal('CLONE_SCOPE', archive.cluster.name),
        // Of the majors below this folder the highest that the new cluster can read is taken.
        literal(`CLONE_${place.variable}`, place.url),
        ...targetVariables(target),
        ...walgVariables(RESTORING),
        ...storeVariables(repository, RESTORING),
        ...roleVariables(repository, RESTORING, options.podRoleArn),
      ];
}

/** Without a time Spilo takes the newest backup and replays all that was archived. */
function targetVariables({ kind, value, options }: RecoveryTarget): PostgresqlSpecEnv[] {
  if (kind !== RecoveryTargetKind.TIME) {
    return [];
  }
  const { date, time, offset } = instant(value ?? '');
  return [
    literal('CLONE_TARGET_TIME', `${date}T${time}${offset}`),
    ...(options.timeline === undefined ? [] : [literal('CLONE_TARGET_TIMELINE', options.timeline)]),
    // Any text counts as yes, 'false' included.
    ...(options.exclusive ? [literal('CLONE_TARGET_INCLUSIVE', '')] : []),
  ];
}
