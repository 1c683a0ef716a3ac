import * as fs from 'fs';
import * as path from 'path';

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
