/**
 * Roles that PostgreSQL has for others to be members of, and the major version that each begins with; 14 where it is older.
 *
 * @see https://www.postgresql.org/docs/current/predefined-roles.html
 */
export const PREDEFINED_ROLES: ReadonlyMap<string, number> = new Map([
  ['pg_monitor', 14],
  ['pg_read_all_settings', 14],
  ['pg_read_all_stats', 14],
  ['pg_stat_scan_tables', 14],
  ['pg_signal_backend', 14],
  ['pg_read_all_data', 14],
  ['pg_write_all_data', 14],
  ['pg_execute_server_program', 14],
  ['pg_read_server_files', 14],
  ['pg_write_server_files', 14],
  ['pg_checkpoint', 15],
  ['pg_create_subscription', 16],
  ['pg_use_reserved_connections', 16],
  ['pg_maintain', 17],
  ['pg_signal_autovacuum_worker', 18],
]);
