import { ClusterModel } from '../model/cluster-model';
import { OperatorFacts } from '../operators/operator-facts';
import { IServerFacts } from '../operators/server-facts';
import { closest } from '../private/closest';

/** A cluster, and what its server has that the program does not speak of. */
export interface ExtensionContext {
  readonly model: ClusterModel;
  readonly facts: OperatorFacts;
  readonly server?: IServerFacts;
}

/** An extension in a database, and those that the database names before it. */
export interface Asked {
  readonly name: string;
  readonly database: string;
  readonly before: readonly string[];
}

/** All extensions that the databases ask for. */
export const asked = ({ databases }: ClusterModel): Asked[] =>
  databases.flatMap(({ name: database, extensions = [] }) =>
    extensions.map(({ name }, i) => ({ name, database, before: extensions.slice(0, i).map((other) => other.name) })),
  );

export const loadedLibraries = ({ model, server }: ExtensionContext): string[] => [
  ...model.preloadLibraries.map(libraryName),
  ...(server?.loadedLibraries(model) ?? []),
];

/** A library without its folder and what PostgreSQL adds itself. */
export const libraryName = (library: string): string => library.replace(/^.*\//, '').replace(/\.so$/, '');

/** Shorter names are like others by chance. */
const LEAST_LENGTH = 8;

/** What was probably meant by a name that is none of those; undefined where nothing is near. */
export const misspelt = (name: string, known: readonly string[]): string | undefined =>
  name.length < LEAST_LENGTH || known.includes(name) ? undefined : closest(name, known);
