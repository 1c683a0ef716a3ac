import { LeftBehind } from '../migration-plan';
import { sqlList, sqlPatterns } from './quote';

/**
 * How rows are compared: by sums of hashes, which do not hang on an order. A table is cut into chunks, by the first column of its key where that
 * has an order which is the same everywhere, else by a hash of its key, else by the rows themselves; so a chunk has the same rows on both sides
 * whatever their place, and no more of them are listed at a time.
 */

/** What both sides write in the same way, whatever their settings are, and what keeps a check from changing anything. */
export const SESSION_SQL = `\\set ON_ERROR_STOP on
\\set QUIET on
\\pset pager off
SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;
SET client_encoding = 'UTF8';
SET client_min_messages = error;
SET search_path = pg_catalog;
SET row_security = off;
SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'postgres';
SET TimeZone = 'UTC';
SET extra_float_digits = 1;
SET bytea_output = 'hex';
SET lc_monetary = 'C';
SET xmlbinary = 'base64';
SET xmloption = 'content';
SET standard_conforming_strings = on;
SET jit = off;
`;

/** Types whose order no collation and no version changes. */
const ORDERED = ['int2', 'int4', 'int8', 'uuid', 'date', 'timestamp', 'timestamptz'];

/**
 * SQL that lists the tables of the source with what a query needs to read them: the table, its columns, those of its key, the column by which it
 * is cut and its type, and into how many chunks. `-` stands for what is not there. Columns are in the order of their names, since a restored
 * table may have them in another one.
 *
 * A value of bytea is hashed by itself, for as text it has twice its size; "char" is a number, for from 16 on it is written otherwise.
 *
 * @param unlogged whether tables that are not logged have their rows at the target too
 */
export const tablesSql = (
  { schemas, objects }: LeftBehind,
  leftOut: readonly string[],
  chunkRows: number,
  unlogged: boolean,
): string => String.raw`WITH
tables AS (
  SELECT c.oid, n.nspname, c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS place,
    greatest(c.reltuples, c.relpages::float4, 1) AS estimate
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND c.relpersistence IN ('p'${unlogged ? `, 'u'` : ''}) AND n.nspname !~ '^pg_'
    AND NOT n.nspname = ANY (${sqlList(['information_schema', 'cdk8s_postgres', ...schemas])})
    AND NOT n.nspname || '.' || c.relname ~ ANY (${sqlPatterns([...objects, ...leftOut])})
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
),
keys AS (
  SELECT DISTINCT ON (i.indrelid) i.indrelid, i.indkey, i.indnkeyatts FROM pg_index i
  WHERE i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
    AND NOT EXISTS (
      SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1]) AND NOT a.attnotnull
    )
  ORDER BY i.indrelid, i.indisprimary DESC, i.indnkeyatts, i.indexrelid
),
columns AS (
  SELECT a.attrelid, string_agg(CASE a.atttypid WHEN 'bytea'::regtype THEN format('sha256(%I)', a.attname)
    WHEN '"char"'::regtype THEN format('%I::int4', a.attname) ELSE quote_ident(a.attname) END, ', ' ORDER BY a.attname COLLATE "C") AS list
  FROM pg_attribute a WHERE a.attnum > 0 AND NOT a.attisdropped GROUP BY a.attrelid
),
cut AS (
  SELECT t.*, coalesce('ROW(' || c.list || ')', 'ROW()') AS list, k.indrelid IS NOT NULL AS has_key, (
    SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname COLLATE "C") FROM pg_attribute a
    WHERE a.attrelid = t.oid AND a.attnum = ANY (k.indkey[0:k.indnkeyatts - 1])
  ) AS key, f.attname, y.typname
  FROM tables t LEFT JOIN columns c ON c.attrelid = t.oid LEFT JOIN keys k ON k.indrelid = t.oid
    LEFT JOIN pg_attribute f ON f.attrelid = t.oid AND f.attnum = k.indkey[0]
    LEFT JOIN pg_type y ON y.oid = f.atttypid AND y.typname = ANY (${sqlList(ORDERED)}) AND y.typnamespace = 'pg_catalog'::regnamespace
)
SELECT place, list, coalesce('ROW(' || key || ')', '-'), CASE WHEN typname IS NULL THEN '-' ELSE quote_ident(attname) END, coalesce(typname, '-'),
  ceil(estimate / ${chunkRows}.0)::int8
FROM cut ORDER BY place COLLATE "C";
`;
