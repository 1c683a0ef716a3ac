/** Libraries that come with PostgreSQL itself, in whatever version. */
export const CONTRIB_LIBRARIES: readonly string[] = `
  _int adminpack amcheck auth_delay auto_explain autoinc basebackup_to_shell basic_archive bloom btree_gin btree_gist citext cube dblink
  dict_int dict_xsyn earthdistance file_fdw fuzzystrmatch hstore insert_username isn lo ltree moddatetime old_snapshot pageinspect
  passwordcheck pg_buffercache pg_freespacemap pg_logicalinspect pg_overexplain pg_prewarm pg_stat_statements pg_surgery pg_trgm
  pg_visibility pg_walinspect pgcrypto pgoutput pgrowlocks pgstattuple pgxml plpgsql postgres_fdw refint seg sslinfo tablefunc tcn
  test_decoding tsm_system_rows tsm_system_time unaccent uuid-ossp
`
  .trim()
  .split(/\s+/);

/** What `session_preload_libraries` and the like name, with commas between them. */
export const librariesOf = (value = ''): string[] =>
  value
    .split(',')
    .map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
    .filter((name) => name !== '');
