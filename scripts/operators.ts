import * as fs from 'fs';
import * as path from 'path';
import { IPostgresOperator, PostgresOperator } from '../lib';
import type { CatalogueEntry } from '../lib/operators/catalogue';

/**
 * The operators of this library, for whatever has to find them all: each folder of `lib/operators` with a catalogue, in the order of the
 * factories, which is the order in which pages and messages name them.
 */

export interface ListedOperator extends CatalogueEntry {
  /** The folder. */
  readonly name: string;
  readonly displayName: string;
  /** The operator with the options that it cannot do without, in its newest version unless another one is asked for. */
  readonly create: (operatorVersion?: string) => IPostgresOperator;
  /** The same with all that its own configuration can switch on. */
  readonly createFull: (operatorVersion?: string) => IPostgresOperator;
}

const FOLDER = path.join(__dirname, '..', 'lib', 'operators');
const FACTORIES = PostgresOperator as unknown as { readonly [factory: string]: (options: object) => IPostgresOperator };
const ORDER = Object.getOwnPropertyNames(PostgresOperator).filter((name) => typeof FACTORIES[name] === 'function');

function listed(name: string): ListedOperator {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- its name is known when the folder is read
  const { CATALOGUE: entry } = require(path.join(FOLDER, name, 'catalogue')) as { readonly CATALOGUE: CatalogueEntry };
  if (!ORDER.includes(entry.factory)) {
    throw new Error(`lib/operators/${name} names the factory '${entry.factory}', and PostgresOperator has ${ORDER.join(', ')}`);
  }
  const made =
    (options: object) =>
    (operatorVersion?: string): IPostgresOperator =>
      FACTORIES[entry.factory]!({ ...options, ...(operatorVersion !== undefined && { operatorVersion }) });
  const create = made(entry.required);
  return { ...entry, name, displayName: create().facts.displayName, create, createFull: made(entry.full) };
}

export const OPERATORS: readonly ListedOperator[] = fs
  .readdirSync(FOLDER, { withFileTypes: true })
  .filter((folder) => folder.isDirectory() && fs.existsSync(path.join(FOLDER, folder.name, 'catalogue.ts')))
  .map(({ name }) => listed(name))
  .sort((a, b) => ORDER.indexOf(a.factory) - ORDER.indexOf(b.factory));

const without = ORDER.filter((factory) => !OPERATORS.some((operator) => operator.factory === factory));
if (without.length > 0) {
  throw new Error(`no folder of lib/operators has a catalogue for PostgresOperator.${without.join('(), ')}()`);
}

/** Every operator in every version, as it is installed by default. */
export const EVERY_VERSION: readonly IPostgresOperator[] = OPERATORS.flatMap(({ versions, create }) => versions.map(create));
