import { CONTRIB_LIBRARIES } from '../model/libraries';
import { lookup } from '../model/lookup';
import { Rule } from '../private/rules';
import { ExtensionContext, asked, libraryName, loadedLibraries, misspelt } from './extension-context';
import { KNOWN_EXTENSIONS, LIBRARIES_ALONE, LIBRARIES_WITH_WORKER, LIBRARY_MISNOMERS, extensionFacts } from './extension-facts';

/** What is said of the libraries that the server loads at its start. */
export const LIBRARY_RULES: readonly Rule<ExtensionContext>[] = [
  {
    id: 'EXT-009',
    summary: 'the image has the libraries that the server loads at its start, by these names',
    why: 'the server does not start without one of them',
    check: (context) => context.model.preloadLibraries.map(libraryName).flatMap((library) => libraryProblem(library, context) ?? []),
  },
  {
    id: 'EXT-010',
    summary: 'there is a worker process for each library that has a worker',
    why: 'the server starts without the worker that it has no room for, and says so in its log alone',
    check: ({ model, facts, server }) => {
      const { max_worker_processes: given, max_logical_replication_workers: logical = '4' } = model.parameters;
      const libraries = [...new Set(loadedLibraries({ model, facts, server }))].filter((library) =>
        LIBRARIES_WITH_WORKER.includes(library),
      );
      const workers = [...libraries, ...(Number(logical) === 0 ? [] : ['logical replication'])];
      return given === undefined || libraries.length === 0 || !(Number(given) < workers.length)
        ? undefined
        : `'max_worker_processes' must be at least ${workers.length}, for the workers of ${workers.join(', ')}, got '${given}'; write more, those of parallel queries beside them`;
    },
  },
];

function libraryProblem(library: string, { model, facts, server }: ExtensionContext): string | undefined {
  const file = lookup(LIBRARY_MISNOMERS, library);
  if (file !== undefined) {
    return `'preloadLibraries' has '${library}', whose file is called '${file}'; write that, or leave it out where nothing of it has to be loaded at the start`;
  }
  const known = server?.imageExtensions(model);
  const there = [...CONTRIB_LIBRARIES, ...Object.values(LIBRARY_MISNOMERS), ...(known ?? []), ...(server?.loadedLibraries(model) ?? [])];
  if (there.includes(library)) {
    return undefined;
  }
  if (extensionFacts(library) !== undefined || LIBRARIES_ALONE.includes(library)) {
    // Rule EXT-004 speaks of an extension that a database asks for.
    return known === undefined || asked(model).some(({ name }) => name === library)
      ? undefined
      : `'preloadLibraries' has '${library}', which the image that ${facts.displayName} takes has not; leave it out, or write PostgresImage.pinned(...) of an image that has it`;
  }
  const likely = misspelt(library, [...there, ...LIBRARIES_ALONE, ...KNOWN_EXTENSIONS]);
  return likely !== undefined
    ? `'preloadLibraries' has '${library}', which is not known; did you mean '${likely}'? Where the image has a library of that name: Rules.of(cluster).suppress('EXT-009', '<what it is>')`
    : undefined;
}
