import { byKind } from '../model/kinds';
import { MaintenanceTask } from '../model/maintenance-task';

const ANALYZE = 'ANALYZE;';

/** Sessions of the role itself: it may end no others without being a member of theirs. */
const END_SESSIONS = `SELECT pg_catalog.count(pg_catalog.pg_terminate_backend(pid))
FROM pg_catalog.pg_stat_activity
WHERE datname = pg_catalog.current_database() AND usename = current_user AND pid <> pg_catalog.pg_backend_pid();`;

/** Goes on as another role, whose password psql reads from the environment. */
const become = (i: number): string => `\\set role \`cat "\${ROLES}${i + 1}/username"\`
\\set secret \`cat "\${ROLES}${i + 1}/password"\`
\\setenv PGPASSWORD :secret
\\connect - :"role"
${END_SESSIONS}`;

/** Ends the sessions of each role as that role, and comes back to the owner. */
const endSessions = (others: number): string =>
  others === 0
    ? END_SESSIONS
    : `\\set owner :USER
\\set owner_secret \`printf %s "$PGPASSWORD"\`
${Array.from({ length: others }, (_, i) => become(i)).join('\n')}
\\setenv PGPASSWORD :owner_secret
\\connect - :"owner"`;

/**
 * The script of a task. Its token is written down in the database before the task begins, so that it is not done a second time when the Job is made
 * anew. A task that was broken off is not taken for one that is done: the Job fails, and it is done again under another token.
 *
 * @param others roles that it becomes one after the other, to end their sessions; none where it ends those of the owner
 */
export function maintenanceSql(task: MaintenanceTask, token: string, others: number): string {
  const key = `'${task.kind}/${token}'`;
  return `\\set ON_ERROR_STOP on

CREATE SCHEMA IF NOT EXISTS cdk8s_postgres;
CREATE TABLE IF NOT EXISTS cdk8s_postgres.maintenance (
  token text PRIMARY KEY, begun timestamptz NOT NULL DEFAULT pg_catalog.now(), ended timestamptz
);
WITH made AS (
  INSERT INTO cdk8s_postgres.maintenance (token) VALUES (${key}) ON CONFLICT DO NOTHING RETURNING 1
)
SELECT pg_catalog.count(*) = 0 AS is_known FROM made
\\gset
\\if :is_known
  SELECT ended IS NOT NULL AS is_done FROM cdk8s_postgres.maintenance WHERE token = ${key}
  \\gset
  \\if :is_done
    \\echo 'done before, under the same token'
    \\quit
  \\endif
  DO $$ BEGIN RAISE EXCEPTION 'begun before under the same token, and not ended; write another token to do it again'; END $$;
\\endif

-- Catalogs that all databases share belong to others.
SET client_min_messages = error;
${byKind(task._kind, {
  analyze: ANALYZE,
  vacuum: 'VACUUM (ANALYZE);',
  reindex: `SELECT pg_catalog.format('REINDEX DATABASE CONCURRENTLY %I', pg_catalog.current_database())
\\gexec
${ANALYZE}`,
  'end-sessions': endSessions(others),
})}
UPDATE cdk8s_postgres.maintenance SET ended = pg_catalog.clock_timestamp() WHERE token = ${key};
`;
}
