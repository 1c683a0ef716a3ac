import * as fs from 'fs';
import * as path from 'path';
import { becomes } from './when';

interface Entry {
  readonly context: string;
}

const file = path.join(__dirname, '..', '..', 'imports', 'postgresql', 'parameters.json');
const { parameters } = JSON.parse(fs.readFileSync(file, 'utf8')) as { parameters: { readonly [name: string]: readonly Entry[] } };

/** Parameters by what a change of them does. */
export const RESTART_PARAMETERS = {
  /** Read when the server starts. */
  all: Object.entries(parameters)
    .filter(([, entries]) => entries.some(({ context }) => context === 'postmaster'))
    .map(([name]) => name),
  /** A standby does not start with less of them than its primary has. */
  primaryFirst: ['max_connections', 'max_worker_processes', 'max_wal_senders', 'max_prepared_transactions', 'max_locks_per_transaction'],
  /** Turned off, they lose what was confirmed. */
  durability: ['fsync', 'full_page_writes', 'synchronous_commit'],
} as const;

/** What each operator makes of those that are turned off: PostgreSQL takes them without a restart. */
export const LOST_DURABILITY = {
  when: becomes('off', 'false', 'local', 'no', '0'),
  effect: 'reload',
  evidence: 'inferred',
  rule: 'G038',
  does: 'The setting is loaded: what was confirmed may be lost in a crash.',
} as const;
