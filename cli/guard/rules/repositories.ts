import { at, isMap, listOf, textOf } from '../../values/json';
import { annotation } from '../../manifests/object';
import { cloudOf, PGO_PREFIX } from '../../manifests/operators/crunchy';
import { ClusterView } from '../../manifests/operators/view';
import { GuardRule } from '../rule';
import { clusterPairs } from './storage';

const repos = ({ object }: ClusterView) => listOf(at(object.value, 'spec', 'backups', 'pgbackrest', 'repos'));

/** Repositories of pgBackRest. */
export const REPOSITORY_RULES: readonly GuardRule[] = [
  {
    id: 'G063',
    name: 'backup-removal-authorised',
    severity: 'block',
    operators: ['crunchy'],
    what: 'The removal of backups is authorised for good.',
    why: 'It is the second key that PGO asks for before it deletes a repository: in Git it is always turned.',
    safe: 'Set it by hand for the one time, or take it out right after.',
    state: ({ clusters }) =>
      clusters
        .filter(({ object }) => annotation(object, `${PGO_PREFIX}authorizeBackupRemoval`) === 'true')
        .map(({ object }) => ({
          object,
          field: `metadata.annotations["${PGO_PREFIX}authorizeBackupRemoval"]`,
          new: 'true',
          does: 'When the backups leave the spec, repositories on volumes are deleted without a question.',
          evidence: 'read',
        })),
  },
  {
    id: 'G064',
    name: 'cloud-repository-removed',
    severity: 'block',
    operators: ['crunchy'],
    what: 'The last repository in an object store is taken out, and there was none on a volume.',
    why: 'PGO asks for a second key only where a volume is deleted: this goes without a question.',
    safe: 'Add the new repository first, take a full backup there, and remove the old one later.',
    check: (comparison) =>
      clusterPairs(comparison)
        .filter(
          ({ before, after }) =>
            after.operator === 'crunchy' &&
            repos(before).some((repo) => cloudOf(repo)) &&
            !repos(before).some((repo) => isMap(at(repo, 'volume'))) &&
            !repos(after).some((repo) => cloudOf(repo)),
        )
        .map(({ before, after }) => ({
          object: after.object,
          field: 'spec.backups.pgbackrest.repos',
          old: before.archives.map(({ shown }) => shown),
          does: 'Archiving to it stops at once; its backups stay in the bucket, and nobody deletes them.',
          evidence: 'seen',
          effect: 'changes what can be recovered',
        })),
  },
  {
    id: 'G065',
    name: 'repository-volume-removed',
    severity: 'block',
    operators: ['crunchy'],
    what: 'A repository on a volume is taken out.',
    why: 'Its volume is deleted with every backup in it.',
    safe: 'Add the other repository first, let its own full backup get as old as you need backups to be, then remove this one.',
  },
  {
    id: 'G070',
    name: 'repository-path-default',
    severity: 'warn',
    operators: ['crunchy'],
    what: 'A repository in an object store has no path of its own.',
    why: 'Every cluster in the bucket without one writes to the same place.',
    safe: 'Set repoN-path to a path with namespace and name of the cluster.',
    state: ({ clusters }) =>
      clusters
        .filter(({ operator }) => operator === 'crunchy')
        .flatMap(({ object }) =>
          listOf(at(object.raw, 'spec', 'backups', 'pgbackrest', 'repos'))
            .filter(
              (repo) =>
                cloudOf(repo) &&
                at(object.raw, 'spec', 'backups', 'pgbackrest', 'global', `${textOf(at(repo, 'name'))}-path`) === undefined,
            )
            .map((repo) => ({
              object,
              field: `spec.backups.pgbackrest.global.${textOf(at(repo, 'name'))}-path`,
              does: `pgBackRest writes to /pgbackrest/${textOf(at(repo, 'name'))}.`,
              evidence: 'read' as const,
            })),
        ),
  },
  {
    id: 'G123',
    name: 'path-without-stanza',
    severity: 'block',
    operators: ['crunchy'],
    what: 'The path of a repository changes, and its bucket does not.',
    why: 'PGO does not notice: no stanza and no backup is made at the new path, and the conditions go on saying that all is well.',
    safe: 'Move to another bucket, endpoint or repository, which PGO notices. Or run `pgbackrest stanza-create --stanza=db` in the primary right after, take a backup on demand, and acknowledge this.',
  },
  {
    id: 'G130',
    name: 'repository-removed',
    severity: 'confirm',
    operators: ['crunchy'],
    what: 'A repository is taken out.',
    why: 'Its backups can no longer be restored from, and no other repository may reach back as far.',
    safe: 'Keep it until another repository has backups as old as you need them.',
  },
];
