import { RunbookStep } from '../runbook-step';

/**
 * How to send what was written last to the archive, in two steps.
 *
 * @param query the command that runs a statement in the primary
 */
export const flushSteps = (query: (sql: string) => string): RunbookStep[] => [
  {
    text: 'Close the WAL file that is being written, so that it is archived.',
    command: query('SELECT pg_switch_wal()'),
  },
  {
    text: '`last_archived_time` must move, and `last_failed_time` must be older.',
    command: query('SELECT last_archived_wal, last_archived_time, last_failed_time FROM pg_stat_archiver'),
  },
];
