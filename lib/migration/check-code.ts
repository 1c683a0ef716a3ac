import { createHash } from 'crypto';
import { CheckKind } from './migration-plan';

/** What a check is about. */
export interface CheckedMigration {
  /** Name of the migration: `cdk8s_...`. */
  readonly name: string;
  /** Namespace of the Jobs. */
  readonly namespace: string;
  /** Which attempt, from 1. */
  readonly attempt: number;
  /** Names of the databases at the target, in the order of the program. */
  readonly databases: readonly string[];
}

/** The code of a check: how many tables were compared, and eight digits that only this check gives. */
export const CHECK_CODE = /^(0|[1-9][0-9]{0,8})-([0-9a-f]{8})$/;

/**
 * What the digits of a code are made of, before `/` and the number of tables. A shell gets them by
 * `printf '%s' "$seed/$tables" | sha256sum | cut -c 1-8`.
 */
export const checkSeed = ({ name, namespace, attempt, databases }: CheckedMigration, kind: CheckKind): string =>
  [name, namespace, attempt, databases.join(','), kind].join('/');

/** The code that a check prints when nothing differs. */
export const checkCode = (migration: CheckedMigration, kind: CheckKind, tables: number): string =>
  `${tables}-${createHash('sha256')
    .update(`${checkSeed(migration, kind)}/${tables}`)
    .digest('hex')
    .slice(0, 8)}`;
