import { byKind } from '../model/kinds';
import { MaintenanceTask } from '../model/maintenance-task';

const ANALYZE = 'ANALYZE;';

/** Sessions of the role itself: it may end no others without being a member of theirs. */
const END_SESSIONS = `SELECT pg_catalog.count(pg_catalog.pg_terminate_backend(pid))
FROM pg_catalog.pg_stat_activity
WHERE datname = pg_catalog.current_database() AND usename = current_user AND pid <> pg_catalog.pg_backend_pid();`;

/**
 * The script of a task. Its token is written down in the database before the task begins, so that it is not done a second time when the Job is made
 * anew; a task that is broken off is done again under another token.
 */
export const maintenanceSql = (task: MaintenanceTask, token: string): string => `\\set ON_ERROR_STOP on

CREATE SCHEMA IF NOT EXISTS cdk8s_postgres;
CREATE TABLE IF NOT EXISTS cdk8s_postgres.maintenance (token text PRIMARY KEY, begun timestamptz NOT NULL DEFAULT pg_catalog.now());
WITH made AS (
  INSERT INTO cdk8s_postgres.maintenance (token) VALUES ('${task.kind}/${token}') ON CONFLICT DO NOTHING RETURNING 1
)
SELECT pg_catalog.count(*) = 0 AS is_done FROM made
\\gset
\\if :is_done
  \\echo 'done before, under the same token'
  \\quit
\\endif

-- Catalogs that all databases share belong to others.
SET client_min_messages = error;
${byKind(task._kind, {
  analyze: ANALYZE,
  vacuum: 'VACUUM (ANALYZE);',
  reindex: `SELECT pg_catalog.format('REINDEX DATABASE CONCURRENTLY %I', pg_catalog.current_database())
\\gexec
${ANALYZE}`,
  'end-sessions': END_SESSIONS,
})}
`;
