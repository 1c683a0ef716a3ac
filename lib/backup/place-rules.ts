import { ArchivePlace } from '../model/archive-place';
import { BackupTarget } from '../model/backup-target';
import { BackupModel } from '../model/backup-model';
import { repositoryProp } from '../operators/shared/archive-places';
import { Rule } from '../private/rules';
import { defined, nameProblem } from '../private/value-problems';

/** A policy, and where it archives. */
export interface PlaceContext {
  readonly model: BackupModel;
  /** The folders of its repositories, as URLs. */
  readonly places: readonly string[];
}

const FOLDERS = /^(?!(.*\/)?\.\.?(\/|$))[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*\/?$/;

/** A folder of WAL-G may have the variable that Kubernetes puts the major version in for. */
const WALG_FOLDERS = /^(?!(.*\/)?\.\.?(\/|$))([A-Za-z0-9_.-]|\$\(PGVERSION\))+(\/([A-Za-z0-9_.-]|\$\(PGVERSION\))+)*\/?$/;

const REPOSITORY_PATH = /^(?!(.*\/)\.\.?(\/|$))(\/[A-Za-z0-9_.-]+)+\/?$/;

const FOLDER = /^(?!\.\.?$)[A-Za-z0-9_.-]+$/;

const SCOPE_PREFIX = /^(?!(.*\/)?\.\.?(\/|$))[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*\/?$/;

const SCOPE_SUFFIX = /^(?!(.*\/)\.\.?(\/|$))[A-Za-z0-9_.-]*(\/[A-Za-z0-9_.-]+)*$/;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A text, the form that it must have, and how that is told. */
type FormRow = readonly [prop: string, value: string | undefined, form: RegExp, allowed: string];

const FOLDERS_FORM = `folder names joined by '/', with no '/' before them`;

/** What is wrong with the place of an archive, wherever it is written down; `at` is what stands before its prop, with a dot behind. */
export function archivePlaceProblems(place: ArchivePlace | undefined, target: BackupTarget, at = ''): string[] {
  if (place === undefined) {
    return [];
  }
  const { barmanPlace: barman, walGPlace: walG, pgBackRestPlace: pgBackRest } = place;
  const rows: readonly FormRow[] = [
    [`${at}place.serverName`, barman?.serverName, FOLDER, 'the name of one folder'],
    [`${at}place.path`, barman?.path, FOLDERS, FOLDERS_FORM],
    [`${at}place.scopePrefix`, walG?.scopePrefix, SCOPE_PREFIX, FOLDERS_FORM],
    [
      `${at}place.scopeSuffix`,
      walG?.scopeSuffix,
      SCOPE_SUFFIX,
      `folder names with '/' between them, the first behind a '/' where it is a folder`,
    ],
    [`${at}place.uid`, walG?.uid, UUID, `the 'metadata.uid' of the custom resource, a UUID in lower case`],
    [`${at}place.path`, walG?.path, WALG_FOLDERS, FOLDERS_FORM],
    [`${at}place.path`, pgBackRest?.path, REPOSITORY_PATH, `a path that begins with '/', such as '/pgbackrest/repo1'`],
    [`${at}place.stanza`, pgBackRest?.stanza, FOLDER, 'the name of one folder'],
  ];
  const beside = (['scopePrefix', 'uid', 'scopeSuffix'] as const).filter((prop) => walG?.[prop] !== undefined);
  return [
    ...rows.flatMap(([prop, value, form, allowed]) =>
      value === undefined || (value === '' && prop.endsWith('scopePrefix')) || form.test(value)
        ? []
        : [`'${prop}' must be ${allowed}, got '${value}'`],
    ),
    ...defined([nameProblem(`${at}place.objectStoreName`, barman?.objectStoreName)]),
    ...(walG?.path !== undefined && beside.length > 0
      ? [`'${at}place.path' must be given alone, got '${beside.join(`', '`)}' beside it; leave one or the other out`]
      : []),
    ...(walG?.uid !== undefined && walG.scopeSuffix !== undefined
      ? [
          `'${at}place.scopeSuffix' must not be given beside 'uid', got '${walG.scopeSuffix}'; write the suffix '/${walG.uid}' or leave it out`,
        ]
      : []),
    ...(target.prefix === undefined
      ? []
      : [
          `'${at}target.prefix' must not be given beside 'place', got '${target.prefix}'; write it as a part of the place, or leave it out`,
        ]),
  ];
}

/** What holds for the place of an archive that somebody else chose. */
export const PLACE_RULES: readonly Rule<PlaceContext>[] = [
  {
    id: 'BAK-060',
    summary: 'the place of an archive has the form that its tool writes, and stands for all of it',
    why: 'the tool would make another folder of it, and what was archived so far would not be found',
    check: ({ model }) =>
      model.repositories.flatMap((repository) => archivePlaceProblems(repository.place, repository.target, repositoryProp(repository))),
  },
  {
    id: 'BAK-061',
    summary: 'a policy whose places are given has no generation',
    why: 'the generation is a part of the place that this library makes, and would change nothing',
    check: ({ model: { generation, repositories } }) =>
      generation !== 1 && repositories.every(({ place }) => place !== undefined)
        ? `'archiveGeneration' must not be given beside 'place', got ${generation}; leave it out, or write another 'place' for another life of the cluster`
        : undefined,
  },
  {
    id: 'BAK-062',
    summary: 'no two repositories of a policy have the same place',
    why: 'each would take the backups of the other for its own, and delete them',
    // Those that this library makes differ by the number of the repository, where an operator has several.
    check: ({ model, places }) =>
      model.repositories.some(({ place, target }) => place !== undefined || target.storage?.volumeName !== undefined)
        ? [...new Set(places.filter((place, i) => places.indexOf(place) < i))].map(
            (place) => `two repositories of the policy have the place ${place}; write another 'target' or 'place' for one of them`,
          )
        : undefined,
  },
  {
    id: 'BAK-063',
    summary: 'a volume that is named has a name that objects can have',
    why: 'there is no volume of another name, and the claim would wait for ever',
    check: ({ model }) =>
      model.repositories.flatMap((repository) =>
        defined([nameProblem(`${repositoryProp(repository)}target.volumeName`, repository.target.storage?.volumeName)]),
      ),
  },
];

/** What to write instead where an archive would have two writers. */
export const anotherPlace = ({ repositories }: Pick<BackupModel, 'repositories'>, otherwise: string): string =>
  repositories.some(({ place }) => place !== undefined) ? `write another 'place' or leave it out` : otherwise;
