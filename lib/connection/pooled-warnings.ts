import { IConstruct } from 'constructs';
import { PoolMode } from '../model/pool-mode';
import { RuleFacts } from '../private/rules';
import type { DatabaseConnectionProps } from '../refs/connect-options';

/** Written as a warning: it depends on the application whether it matters. */
export const POOLED: RuleFacts = {
  id: 'CONN-010',
  summary: 'an application that goes through a pool does without what the pool breaks',
  why: 'a server connection serves other clients between transactions',
};

/** What does not work in each mode of a pool. */
const BROKEN: { readonly [mode in PoolMode]: readonly string[] } = {
  [PoolMode.SESSION]: [],
  [PoolMode.TRANSACTION]: [
    'SQL-level PREPARE, and prepared statements of drivers that do not speak the protocol of pgbouncer 1.21',
    'session-level advisory locks',
    'LISTEN',
    'SET and temporary tables beyond a transaction',
  ],
  [PoolMode.STATEMENT]: ['transactions of more than one statement', 'prepared statements', 'advisory locks', 'LISTEN', 'SET'],
};

/**
 * What an application has to know that comes through a pool.
 *
 * @param owner the owner of the database, where the role has that one's level
 */
export const pooledWarnings = ({ via, role, withoutSessionState }: DatabaseConnectionProps, owner: string | undefined): string[] =>
  via === undefined
    ? []
    : [...(withoutSessionState ? [] : sessionWarnings(via.mode)), ...(owner === undefined ? [] : [ownerWarning(role, owner)])];

const sessionWarnings = (mode: PoolMode): string[] =>
  BROKEN[mode].length === 0
    ? []
    : [
        `through a pool in ${mode} mode these do not work: ${BROKEN[mode].join('; ')}; use PoolMode.SESSION, connect without 'via', or write withoutSessionState: true where the application does without`,
      ];

const ownerWarning = (role: string, owner: string): string =>
  `a pooler does not make '${role}' the owner '${owner}', so that what it creates belongs to itself alone; let it run SET ROLE, or connect without 'via'`;

const WARNED = new WeakMap<IConstruct, Set<string>>();

/** What has not been said of a pool before: ten applications of one pool need not be told ten times. */
export function newWarnings(pool: IConstruct, warnings: readonly string[]): string[] {
  const said = WARNED.get(pool) ?? new Set<string>();
  WARNED.set(pool, said);
  return warnings.filter((warning) => !said.has(warning) && said.add(warning));
}
