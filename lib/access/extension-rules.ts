import { CONTRIB_LIBRARIES, librariesOf } from '../model/libraries';
import { lookup } from '../model/lookup';
import { Rule } from '../private/rules';
import { ExtensionContext, asked, libraryName, loadedLibraries, misspelt } from './extension-context';
import {
  EXTENSIONS_OF_SOME_VERSIONS,
  KNOWN_EXTENSIONS,
  LIBRARIES_ALONE,
  LIBRARIES_OF_SOME_VERSIONS,
  LIBRARY_HOMES,
  MISNOMERS,
  Majors,
  extensionFacts,
} from './extension-facts';
import { LIBRARY_RULES } from './library-rules';

/** Languages that come with PostgreSQL, and one that is like them by its name. */
const LANGUAGES = ['plpgsql', 'plpython3u', 'pltcl', 'pltclu', 'plr'];

/** All that an extension may rightly be called, as far as is known. */
const NAMES = [...KNOWN_EXTENSIONS, ...CONTRIB_LIBRARIES, ...LANGUAGES, 'intarray'];

const NOT_CREATED = 'CREATE EXTENSION fails, and what the operator would do after it in that database is not done either';

/** What extensions need beside their names, and what libraries need beside theirs. */
export const EXTENSION_RULES: readonly Rule<ExtensionContext>[] = [
  {
    id: 'EXT-001',
    summary: 'an extension has the library that it needs among those that the server loads at its start',
    why: 'CREATE EXTENSION fails, or what it makes fails whenever it is used',
    check: (context) => {
      const loaded = loadedLibraries(context);
      return asked(context.model).flatMap(({ name, database }) => {
        const library = extensionFacts(name)?.library;
        return library === undefined || loaded.includes(library)
          ? []
          : [
              `the extension '${name}' of '${database}' needs the library '${library}', which the server does not load; write preloadLibraries: ['${library}']`,
            ];
      });
    },
  },
  {
    id: 'EXT-002',
    summary: 'an extension that a server can have in one database only is in that database',
    why: NOT_CREATED,
    check: homeProblems,
  },
  {
    id: 'EXT-003',
    summary: 'a library that works in one database is told which',
    why: 'its workers would look for their tables in a database that does not have them, or end at once, and nothing says so',
    check: ({ model, server }) =>
      model.preloadLibraries.map(libraryName).flatMap((library) => {
        const [parameter, byDefault] = lookup(LIBRARY_HOMES, library) ?? [];
        // Where a database asks for the extension, or the operator has it somewhere, rule EXT-002 speaks.
        const isTold = parameter === undefined || model.parameters[parameter] !== undefined;
        return isTold || server?.homeOf(library) !== undefined || asked(model).some(({ name }) => name === library)
          ? []
          : [
              `'preloadLibraries' has '${library}' and 'parameters' has no '${parameter}', which is ${byDefault === undefined ? 'empty' : `'${byDefault}'`} by default; write the database that it works in: parameters: { '${parameter}': ... }`,
            ];
      }),
  },
  {
    id: 'EXT-004',
    summary: 'the image of the operator has the extensions of the databases',
    why: NOT_CREATED,
    check: ({ model, facts, server }) => {
      const known = server?.imageExtensions(model);
      return known === undefined
        ? undefined
        : asked(model).flatMap(({ name, database }) => {
            const extension = extensionFacts(name);
            return extension === undefined || extension.contrib || known.includes(name)
              ? []
              : [
                  `the image that ${facts.displayName} takes has no extension '${name}', got it in '${database}'; write PostgresImage.pinned(...) of an image that has it`,
                ];
          });
    },
  },
  {
    id: 'EXT-005',
    summary: 'an extension comes after those that it is made of',
    why: NOT_CREATED,
    check: ({ model }) =>
      asked(model).flatMap(({ name, database, before }) =>
        (extensionFacts(name)?.after ?? [])
          .filter((other) => !before.includes(other))
          .map((other) => `the extension '${name}' of '${database}' needs '${other}' before it; write { name: '${other}' } in front of it`),
      ),
  },
  {
    id: 'EXT-006',
    summary: 'extensions have the names by which they are created',
    why: NOT_CREATED,
    check: ({ model }) =>
      asked(model).flatMap(({ name, database }) => {
        if (LIBRARIES_ALONE.includes(name)) {
          return [`'${name}' is a library and no extension, got it in 'extensions' of '${database}'; write preloadLibraries: ['${name}']`];
        }
        const right = lookup(MISNOMERS, name);
        if (right !== undefined) {
          return [`there is no extension '${name}', got it in 'extensions' of '${database}'; write '${right}'`];
        }
        const likely = misspelt(name, NAMES);
        // Rules EXT-007 and DB-002 speak of other versions, and of what is no name.
        return likely === undefined || lookup(EXTENSIONS_OF_SOME_VERSIONS, name) !== undefined || !/^[a-z0-9_-]+$/.test(name)
          ? []
          : [
              `the extension '${name}' of '${database}' is not known; did you mean '${likely}'? Where the image has one of that name: Rules.of(cluster).suppress('EXT-006', '<what it is>')`,
            ];
      }),
  },
  {
    id: 'EXT-007',
    summary: 'extensions and libraries that come with PostgreSQL are there in its version',
    why: 'CREATE EXTENSION fails, as the upgrade of a cluster that has it, and without a library the server does not start',
    check: ({ model }) => {
      const major = model.version.majorNumber;
      const problem = (what: string, name: string, majors: Majors | undefined, place: string): string[] =>
        majors === undefined || (major >= (majors.from ?? major) && major <= (majors.to ?? major))
          ? []
          : [
              `PostgreSQL ${major} has no ${what} '${name}', which ${major < (majors.from ?? major) ? `begins with ${majors.from}` : `ends with ${majors.to}`}, got it in ${place}; leave it out`,
            ];
      return [
        ...asked(model).flatMap(({ name, database }) =>
          problem('extension', name, lookup(EXTENSIONS_OF_SOME_VERSIONS, name), `'extensions' of '${database}'`),
        ),
        ...model.preloadLibraries
          .map(libraryName)
          .flatMap((name) => problem('library', name, lookup(LIBRARIES_OF_SOME_VERSIONS, name), `'preloadLibraries'`)),
      ];
    },
  },
  {
    id: 'EXT-008',
    summary: 'the image has the libraries that every session loads',
    why: 'every connection is refused while one of them is missing, those of the operator and of its probes as well',
    check: ({ model, facts, server }) => {
      const { local_preload_libraries: local, session_preload_libraries: session } = model.parameters;
      const known = server?.imageExtensions(model);
      const loaded = loadedLibraries({ model, facts, server });
      return [
        ...(model.image === undefined ? librariesOf(local) : []).map(
          (library) =>
            `'local_preload_libraries' must not have '${library}', which sessions look for in a folder 'plugins' that images do not have; write preloadLibraries: ['${library}']`,
        ),
        ...librariesOf(session)
          .filter((library) => known !== undefined && ![...CONTRIB_LIBRARIES, ...known, ...loaded].includes(libraryName(library)))
          .map(
            (library) =>
              `'session_preload_libraries' must be libraries that the image of ${facts.displayName} has, got '${library}'; write PostgresImage.pinned(...) of an image that has it`,
          ),
      ];
    },
  },
  ...LIBRARY_RULES,
];

/** Extensions that are where they cannot be, and parameters that send those of the operator there. */
function homeProblems(context: ExtensionContext): string[] {
  return Object.entries(LIBRARY_HOMES).flatMap(([library, [parameter, byDefault]]) => {
    const { model, facts, server } = context;
    const [own, given] = [server?.homeOf(library), model.parameters[parameter]];
    const places = asked(model).filter(({ name }) => name === library && extensionFacts(name)?.single);
    const quoted = places.map(({ database }) => `'${database}'`).join(' and ');
    if (own !== undefined) {
      return [
        ...(given === undefined || given === own
          ? []
          : [`'${parameter}' must be '${own}' on ${facts.displayName}, which has '${library}' there, got '${given}'; leave it out`]),
        ...(places.length === 0
          ? []
          : [
              `the extension '${library}' is in the database '${own}' on ${facts.displayName} and can be in no other, got it in ${quoted}; leave it out, and call cron.schedule_in_database(...) in '${own}'`,
            ]),
      ];
    }
    if (places.length > 1) {
      return [
        `the extension '${library}' can be in one database of a server only, got it in ${quoted}; leave it out of all but one, whose jobs can run in the others: cron.schedule_in_database(...)`,
      ];
    }
    return places.length === 0 || given === places[0]!.database
      ? []
      : [
          `the extension '${library}' can be in the database of '${parameter}' only, which is '${given ?? byDefault}'${given === undefined ? ' by default' : ''}, got it in ${quoted}; write parameters: { '${parameter}': ${quoted} }`,
        ];
  });
}
