import { archivePlace, encryption, target } from '../backup/target-shape';
import { DATABASE } from '../access/database-shape';
import {
  BackupArchive,
  BackupArchiveOptions,
  BackupArchiveProps,
  DescribedArchiveOptions,
  PlacedArchiveOptions,
} from '../model/backup-archive';
import { ArchiveRepositoryModel } from '../model/backup-model';
import { ClusterIdentity } from '../model/identity';
import { Shape, instance, listOf, number, optional, required, shapeProblems, struct, text, textMap } from '../private/shape';
import { STORAGE, TABLESPACE, image, version } from '../private/value-shapes';

const IDENTITY_OF_CLUSTER: Shape<ClusterIdentity> = { name: required(text), namespace: optional(text) };

const ARCHIVE_REPOSITORY: Shape<ArchiveRepositoryModel> = {
  index: required(number),
  target: required(target),
  encryption: optional(encryption),
  place: optional(archivePlace),
};

export const ARCHIVE: Shape<Omit<BackupArchiveProps, 'repositories'>> = {
  cluster: required(struct(IDENTITY_OF_CLUSTER)),
  generation: required(number),
  operatorName: optional(text),
  version: optional(version),
  databases: optional(listOf(struct(DATABASE))),
};

const DESCRIBED: Shape<DescribedArchiveOptions> = {
  clusterName: required(text),
  target: required(target),
  repository: optional(number),
  databases: optional(listOf(struct(DATABASE))),
  encryption: optional(encryption),
  parameters: optional(textMap),
  preloadLibraries: optional(listOf(text)),
  image: optional(image),
  storage: optional(struct(STORAGE)),
  walStorage: optional(struct(STORAGE)),
  tablespaces: optional(listOf(struct(TABLESPACE))),
};

const ARCHIVE_OPTIONS: Shape<BackupArchiveOptions> = {
  ...DESCRIBED,
  namespace: required(text),
  version: required(version),
  generation: optional(number),
};

const PLACED_OPTIONS: Shape<PlacedArchiveOptions> = {
  ...DESCRIBED,
  place: required(archivePlace),
  namespace: optional(text),
  version: optional(version),
};

/** That of a policy has been looked at with the policy. */
export const archive = instance(
  'a BackupArchive such as policy.archive or BackupArchive.of(...)',
  ['cluster', 'repositories', 'generation'],
  ({ _options: options, _source: _, _isPlaced: isPlaced, repositories, ...rest }: BackupArchive, place) =>
    options !== undefined
      ? isPlaced
        ? shapeProblems(PLACED_OPTIONS, options, place)
        : shapeProblems(ARCHIVE_OPTIONS, options, place)
      : [
          ...shapeProblems(ARCHIVE, rest, place),
          ...listOf((value, at) => {
            const { index, target: to, encryption: key, place: where } = { ...(value as ArchiveRepositoryModel) };
            return shapeProblems(ARCHIVE_REPOSITORY, { index, target: to, encryption: key, place: where }, at);
          })(repositories, `${place}.repositories`),
        ],
);
