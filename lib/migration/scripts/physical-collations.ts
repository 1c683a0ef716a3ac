/**
 * Indexes that are of no use once texts are sorted by another version of a library: the files have them as the server of the source has sorted.
 * With which versions that was is known from the preflight; what a database has written down may be older, if nobody has looked after it.
 */

/** With which versions of its libraries a server sorts. */
const VERSIONS = `SELECT coalesce(pg_catalog.jsonb_object_agg(s.collprovider, s.version), '{}') AS sorts FROM (
  SELECT DISTINCT ON (collprovider) collprovider, pg_catalog.pg_collation_actual_version(oid) AS version FROM pg_catalog.pg_collation
  WHERE collprovider IN ('c', 'i') AND pg_catalog.pg_collation_actual_version(oid) IS NOT NULL ORDER BY collprovider, oid) AS s`;

/** Locales that sort by the numbers of characters, whatever the library is. */
const plain = (locale: string): string => `coalesce(${locale}, '') ~* '^(C|POSIX)(\\.|$)'`;

/**
 * What is sorted otherwise here than at the source: `ours` is the database, `changed` has its collations, and `renewed` the indexes that hang on
 * them. Where nothing can be compared an index counts as changed. Version 14 does not write down with what a database is sorted.
 */
const changes = (versioned: boolean): string => `here AS (${VERSIONS}),
moved AS (
  SELECT coalesce(a.key, b.key) AS provider
  FROM jsonb_each_text(:'sorts'::jsonb) AS a FULL JOIN (SELECT h.* FROM here, jsonb_each_text(here.sorts) AS h) AS b USING (key)
  WHERE a.value IS DISTINCT FROM b.value
),
ours AS (
  SELECT d.*, NOT (d.provider = 'c' AND ${plain('d.datcollate')}) AND (d.provider IN (SELECT provider FROM moved) OR ${
    versioned ? 'd.recorded IS DISTINCT FROM d.actual OR d.actual IS NULL' : `NOT :'sorts'::jsonb ? d.provider`
  }) AS is_changed
  FROM (SELECT d.datname, d.datcollate, coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') AS provider, to_jsonb(d) ->> 'datcollversion' AS recorded,
    ${versioned ? 'pg_catalog.pg_database_collation_actual_version(d.oid)' : 'NULL::text'} AS actual
    FROM pg_catalog.pg_database d WHERE d.datname = current_database()) AS d
),
changed AS (
  SELECT 'pg_catalog.default'::regcollation::oid AS oid FROM ours WHERE is_changed
  UNION ALL
  SELECT c.oid FROM pg_catalog.pg_collation c
  WHERE c.collprovider IN ('c', 'i', 'b') AND NOT (c.collprovider = 'c' AND ${plain('c.collcollate')})
    AND c.oid IN (SELECT unnest(indcollation::oid[]) FROM pg_catalog.pg_index
      UNION ALL SELECT refobjid FROM pg_catalog.pg_depend WHERE refclassid = 'pg_collation'::regclass)
    AND (c.collprovider::text IN (SELECT provider FROM moved) OR c.collversion IS DISTINCT FROM pg_catalog.pg_collation_actual_version(c.oid)
      OR pg_catalog.pg_collation_actual_version(c.oid) IS NULL)
),
renewed AS (
  SELECT i.indexrelid FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'i' AND c.relpersistence <> 't' AND n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema') AND (
    EXISTS (SELECT FROM unnest(i.indcollation::oid[]) AS u (oid) JOIN changed USING (oid))
    OR EXISTS (SELECT FROM pg_catalog.pg_depend d JOIN changed x ON x.oid = d.refobjid
      WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND d.refclassid = 'pg_collation'::regclass)
    OR (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL) AND (SELECT is_changed FROM ours)
    OR EXISTS (SELECT FROM changed) AND EXISTS (
      SELECT FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
      WHERE a.attrelid = i.indexrelid
        AND (t.typtype IN ('c', 'd', 'm', 'r') OR e.typtype IN ('c', 'd', 'm', 'r') OR 'jsonb' IN (t.typname, e.typname))))
)`;

/** A statement for the server's own version. */
const byVersion = (statement: (common: string) => string): string =>
  [
    `SELECT pg_catalog.current_setting('server_version_num')::int >= 150000 AS versioned`,
    '\\gset',
    '\\if :versioned',
    statement(`WITH ${changes(true)}`),
    '\\else',
    statement(`WITH ${changes(false)}`),
    '\\endif',
    '',
  ].join('\n');

/** What will be made anew, for who waits at the cut over. */
const FORETOLD = byVersion(
  (common) => `${common}
SELECT 'warning: database ' || quote_ident(current_database()) || ': the target sorts otherwise, and makes '
  || CASE count(*) WHEN 1 THEN '1 index' ELSE count(*) || ' indexes' END || ' anew before it lets clients in, '
  || pg_catalog.pg_size_pretty(pg_catalog.sum(pg_catalog.pg_relation_size(indexrelid))) FROM renewed HAVING count(*) > 0;`,
);

/** What somebody has the server do when an object is made or dropped is not done for ours. */
const QUIET_EVENTS = `SET session_replication_role = replica;
`;

/**
 * Makes indexes anew, each of them once, and then writes down with what the database is sorted. Nobody is there whom a lock could hurt. One that
 * cannot be made is told of, for its rows are the same to the new version.
 */
const RENEW = `${QUIET_EVENTS}CREATE FUNCTION pg_temp.renew(attempt text, index regclass) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  why text;
BEGIN
  EXECUTE format('REINDEX INDEX %s', index);
  IF to_regclass('cdk8s_postgres.migration') IS NOT NULL THEN
    INSERT INTO cdk8s_postgres.migration (name, phase) VALUES (attempt, 'renewed ' || index::oid) ON CONFLICT DO NOTHING;
  END IF;
EXCEPTION WHEN unique_violation OR exclusion_violation THEN
  GET STACKED DIAGNOSTICS why = PG_EXCEPTION_DETAIL;
  RETURN NEXT format('blocker: database %I: rows are the same to the target which the source told apart, so the index %s cannot be made anew: %s; change or delete all but one of them there, and the same at the source, which the check compares',
    current_database(), index, why);
END $$;
${byVersion((common) => `CREATE TEMP TABLE renewed AS ${common}\nSELECT indexrelid FROM renewed;`)}SELECT pg_catalog.to_regclass('cdk8s_postgres.migration') IS NOT NULL AS remembers
\\gset
\\if :remembers
DELETE FROM renewed r USING cdk8s_postgres.migration m WHERE m.name = :'plan'::jsonb ->> 'name' AND m.phase = 'renewed ' || r.indexrelid;
\\endif
SELECT format('SELECT * FROM pg_temp.renew(%L, %L)', :'plan'::jsonb ->> 'name', indexrelid::regclass) FROM renewed ORDER BY indexrelid
\\gexec
SELECT 'database ' || quote_ident(current_database()) || ': indexes made anew, for the target sorts otherwise: ' || count(*) FROM renewed HAVING count(*) > 0;
`;

/** Once all indexes are as the server sorts. */
const SORTED = `SELECT format('ALTER COLLATION %I.%I REFRESH VERSION', n.nspname, c.collname)
FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
WHERE c.collprovider IN ('c', 'i') AND c.collversion IS DISTINCT FROM pg_catalog.pg_collation_actual_version(c.oid)
  AND c.collversion IS NOT NULL AND pg_catalog.pg_collation_actual_version(c.oid) IS NOT NULL
\\gexec
SELECT pg_catalog.current_setting('server_version_num')::int >= 150000 AS versioned
\\gset
\\if :versioned
SELECT format('ALTER DATABASE %I REFRESH COLLATION VERSION', datname)
FROM pg_catalog.pg_database d
WHERE (datname = current_database() OR NOT datallowconn) AND datcollversion IS NOT NULL
  AND datcollversion IS DISTINCT FROM pg_catalog.pg_database_collation_actual_version(oid)
\\gexec
\\endif
`;

export const collationFiles: { [file: string]: string } = {
  'sorts.sql': `${VERSIONS};\n`,
  'foretold.sql': FORETOLD,
  'renew.sql': RENEW,
  'sorted.sql': SORTED,
};
