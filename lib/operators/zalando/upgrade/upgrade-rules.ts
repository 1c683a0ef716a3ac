import { ClusterModel } from '../../../model/cluster-model';
import { Rule } from '../../../private/rules';
import { wholeFolder } from '../backup/archive-place';

/** What the Zalando operator or its image gets wrong in an upgrade. */
export const UPGRADE_RULES: readonly Rule<ClusterModel>[] = [
  {
    id: 'ZAL-243',
    summary: 'the archive of a cluster that is upgraded has the version in its path',
    why: 'the image puts the new version into no other path, and the archives of two versions in one folder restore neither',
    check: ({ upgrade, backup }) =>
      upgrade === undefined || upgrade.step._kind === 'tidy'
        ? undefined
        : (backup?.repositories ?? []).flatMap((repository) => {
            const folder = wholeFolder(repository);
            return folder === undefined
              ? []
              : [
                  `'place' of the BackupPolicy must not name the whole folder '${folder}' beside a MajorUpgrade; leave 'path' out, or 'place', in a commit of its own before, and take a backup in the new place`,
                ];
          }),
  },
];
