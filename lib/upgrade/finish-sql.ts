/**
 * What is to be done in each database after a major upgrade, as its owner or as the superuser.
 *
 * pg_upgrade gives every extension to the superuser. What an owner may not update is told as a warning with the statement, for a person. The statistics come in three rounds, so
 * that queries have some soon: pg_upgrade before 18 leaves none, and 18 leaves those of its extended kinds.
 */
export const FINISH_SQL = `\\set ON_ERROR_STOP on

DO $$
DECLARE
  one record;
BEGIN
  FOR one IN
    SELECT e.extname, a.default_version
    FROM pg_catalog.pg_extension e
    JOIN pg_catalog.pg_available_extensions a ON a.name = e.extname
    WHERE a.default_version IS DISTINCT FROM e.extversion
    ORDER BY e.oid
  LOOP
    BEGIN
      EXECUTE pg_catalog.format('ALTER EXTENSION %I UPDATE', one.extname);
      RAISE NOTICE 'extension % is at version %', one.extname, one.default_version;
    EXCEPTION WHEN OTHERS THEN
      RAISE WARNING 'extension % is not at version %: %', one.extname, one.default_version, SQLERRM
        USING HINT = pg_catalog.format('run as the superuser: ALTER EXTENSION %I UPDATE;', one.extname);
    END;
  END LOOP;
END
$$;

-- Catalogs that all databases share belong to others.
SET client_min_messages = error;
SET vacuum_cost_delay = 0;
SET default_statistics_target = 1;
ANALYZE;
SET default_statistics_target = 10;
ANALYZE;
RESET default_statistics_target;
ANALYZE;
`;
