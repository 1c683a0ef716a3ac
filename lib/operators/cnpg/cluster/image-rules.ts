import { ClusterModel } from '../../../model/cluster-model';
import { CONTRIB_LIBRARIES, librariesOf } from '../../../model/libraries';
import { Rule } from '../../../private/rules';
import { localesOf } from '../../shared/locales';
import { CloudNativePgImageType } from '../options';
import { ClusterContext } from '../rule-contexts';
import { Settings } from '../settings';
import { replacedTimeZone } from './old-time-zones';

/** Debian releases that images are built for. */
const DISTRIBUTIONS = ['bookworm', 'trixie'];

/** Libraries that the standard image has and the minimal one has not. */
const STANDARD_ONLY = ['pgaudit', 'pg_failover_slots', 'vector'];

/** Of those, what the operator loads as soon as there is a parameter of theirs. */
const LOADED_BY_PARAMETER = ['pgaudit', 'pg_failover_slots'];

/** Extensions that the standard image has and the minimal one has not. */
const STANDARD_EXTENSIONS = ['pgaudit', 'vector'];

/** Extensions that Debian puts into the package of the server, in whatever version, and so into either image. */
const CONTRIB_EXTENSIONS = `
  adminpack amcheck autoinc bloom btree_gin btree_gist citext cube dblink dict_int dict_xsyn earthdistance file_fdw fuzzystrmatch hstore
  insert_username intagg intarray isn lo ltree moddatetime old_snapshot pageinspect pg_buffercache pg_freespacemap pg_logicalinspect
  pg_prewarm pg_stat_statements pg_surgery pg_trgm pg_visibility pg_walinspect pgcrypto pgrowlocks pgstattuple plpgsql postgres_fdw refint
  seg sslinfo tablefunc tcn tsm_system_rows tsm_system_time unaccent uuid-ossp xml2
`
  .trim()
  .split(/\s+/);

/** Locales that every Debian has. */
const EVERY_DEBIAN = /^(C|POSIX|C\.(UTF-8|utf8))$/;

/** The release whose time zones are those of a continent and a town that the present rules have, and UTC. */
const WITHOUT_OLD_ZONES = 'trixie';

/** What locales call some encodings. */
const ISO_NAMES: ReadonlyMap<string, string> = new Map([
  ...[1, 2, 3, 4].map((part): [string, string] => [`LATIN${part}`, `ISO-8859-${part}`]),
  ['LATIN5', 'ISO-8859-9'],
  ['LATIN6', 'ISO-8859-10'],
  ['LATIN7', 'ISO-8859-13'],
  ['LATIN8', 'ISO-8859-14'],
  ['LATIN9', 'ISO-8859-15'],
  ['LATIN10', 'ISO-8859-16'],
  ...[1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258].map((page): [string, string] => [`WIN${page}`, `CP${page}`]),
  ['EUC_CN', 'GB2312'],
]);

/** An encoding as the C library compares it. */
const plain = (encoding: string): string => encoding.toLowerCase().replace(/[^a-z0-9]/g, '');

/** What of a cluster needs something that its image may not have. */
export const IMAGE_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'CNPG-010',
    summary: 'the tag of a pinned image begins with the PostgreSQL version',
    why: 'CloudNativePG learns the major version from the tag, and upgrades or refuses by it',
    check: ({ model: { image, version } }) =>
      image?.reference === undefined || beginsWithVersion(image.reference, version.major)
        ? undefined
        : `the image must have a tag that begins with the version, such as '${version.major}-standard-trixie', got '${image.reference}'`,
  },
  {
    id: 'CNPG-013',
    summary: 'imageDistribution is a Debian release that images are built for',
    why: 'the pods would wait for an image that does not exist',
    check: ({ settings: { imageDistribution } }) =>
      DISTRIBUTIONS.includes(imageDistribution)
        ? undefined
        : `'operator.imageDistribution' must be ${DISTRIBUTIONS.map((name) => `'${name}'`).join(' or ')}, got '${imageDistribution}'; write PostgresImage.pinned(...) for another`,
  },
  {
    id: 'CNPG-014',
    summary: 'the recommended image has the libraries that are loaded',
    why: 'the server does not start when it cannot find a library, and takes nobody in where sessions cannot; parameters of pgaudit and pg_failover_slots load these too',
    check: (context) => (isKnown(context) ? libraryProblems(context.model, context.settings) : undefined),
  },
  {
    id: 'CNPG-076',
    summary: 'the recommended image has the extensions of the databases',
    why: 'the operator tries for ever to create an extension that the image does not have',
    check: (context) => (isKnown(context) ? extensionProblems(context.model, context.settings) : undefined),
  },
  {
    id: 'CNPG-077',
    summary: 'the recommended image has the locales of the databases and of the parameters',
    why: 'the cluster, or the database, would not be created, or the server would not start: the minimal image has the locales of every Debian only',
    check: ({ model, settings: { imageType } }) =>
      model.image === undefined && imageType === CloudNativePgImageType.MINIMAL
        ? localesOf(model)
            .filter(({ locale }) => !EVERY_DEBIAN.test(locale))
            .map(({ of, locale }) => `'operator.imageType' must be STANDARD for the locale '${locale}' of '${of}', got MINIMAL`)
        : undefined,
  },
  {
    id: 'CNPG-202',
    summary: 'encoding and locale of a database go together',
    why: 'PostgreSQL refuses other pairs, so that the cluster, or the database, is never created',
    check: ({ model: { databases } }) =>
      databases.flatMap(({ name, encoding = 'UTF8', locale }) => {
        const [, charset] = /\.([^@]+)/.exec(locale ?? '') ?? [];
        const fits = charset === undefined || encoding === 'SQL_ASCII' || plain(charset) === plain(ISO_NAMES.get(encoding) ?? encoding);
        return fits
          ? []
          : [
              `'locale' of '${name}' must be one of the encoding '${encoding}', got '${locale}'; write locale: 'C', or a locale of that encoding`,
            ];
      }),
  },
  {
    id: 'CNPG-201',
    summary: 'time zones have names that the image has',
    why: 'Debian trixie has put old names of time zones into a package that the images do not have, and the server does not start',
    check: ({ model: { image, parameters }, settings: { imageDistribution } }) =>
      image === undefined && imageDistribution === WITHOUT_OLD_ZONES
        ? ['timezone', 'log_timezone'].flatMap((name) => {
            const zone = parameters[name] ?? '';
            const present = replacedTimeZone(zone);
            return present === undefined
              ? []
              : [`'${name}' must not be an old name of a time zone with images of ${WITHOUT_OLD_ZONES}, got '${zone}'; write '${present}'`];
          })
        : undefined,
  },
];

/** Whether nobody but the operator's own images brings libraries; those of extensions in images have names of their own. */
const isKnown = ({ model: { image }, settings: { imageExtensions = [] } }: ClusterContext): boolean =>
  image === undefined && imageExtensions.length === 0;

function libraryProblems({ preloadLibraries, parameters }: ClusterModel, { imageType }: Settings): string[] {
  const byParameter = LOADED_BY_PARAMETER.filter((library) => Object.keys(parameters).some((name) => name.startsWith(`${library}.`)));
  const inSessions = librariesOf(parameters.session_preload_libraries).map((library) => ['session_preload_libraries', library] as const);
  const loaded = [...preloadLibraries, ...inSessions.map(([, library]) => library)].map(libraryName);
  const standard = STANDARD_ONLY.filter((library) => loaded.includes(library) || byParameter.includes(library));
  return [
    ...(imageType === CloudNativePgImageType.MINIMAL
      ? standard.map((library) => `'operator.imageType' must be STANDARD for '${library}', got MINIMAL`)
      : []),
    ...[...preloadLibraries.map((library, i) => [`preloadLibraries[${i}]`, library] as const), ...inSessions].flatMap(([prop, library]) =>
      // Where a path leads to is not known here.
      libraryName(library).includes('/') || [...CONTRIB_LIBRARIES, ...STANDARD_ONLY].includes(libraryName(library))
        ? []
        : [
            `'${prop}' must be a library that comes with PostgreSQL or one of ${STANDARD_ONLY.join(', ')}, got '${library}'; write PostgresImage.pinned(...) of an image that has it`,
          ],
    ),
  ];
}

/** A library without what PostgreSQL adds itself. */
function libraryName(library: string): string {
  return library.replace(/^\$libdir\//, '').replace(/\.so$/, '');
}

/** Whether the tag begins with the major version in a form that the operator can read. */
function beginsWithVersion(reference: string, major: string): boolean {
  const [name = ''] = reference.split('@');
  const tag = /:([^:/]+)$/.exec(name)?.[1];
  // HA-021 tells of these two, on every operator.
  return tag === undefined || tag === 'latest' || /^(\d+)(?:\.\d+)*(?:[^\d.].*)?$/.exec(tag)?.[1] === major;
}

function extensionProblems({ databases }: ClusterModel, { imageType }: Settings): string[] {
  return databases.flatMap((database) =>
    (database.extensions ?? []).flatMap(({ name }) => {
      if (STANDARD_EXTENSIONS.includes(name)) {
        return imageType === CloudNativePgImageType.MINIMAL
          ? [`'operator.imageType' must be STANDARD for the extension '${name}' of '${database.name}', got MINIMAL`]
          : [];
      }
      return CONTRIB_EXTENSIONS.includes(name)
        ? []
        : [
            `'extensions' of '${database.name}' must come with PostgreSQL or be one of ${STANDARD_EXTENSIONS.join(', ')}, got '${name}'; write PostgresImage.pinned(...) of an image that has it`,
          ];
    }),
  );
}
