import { PlannedSide, Renamed } from '../migration-plan';
import { sqlList, sqlPairs, sqlPatterns } from './quote';

/**
 * What a database consists of but its rows, as lines that can be compared: what it is, its name, its value, the role that it is about, and the table
 * on which it hangs, or a rank where more is as good as equal. A line is made of catalogs alone, and of nothing that one major version writes otherwise than another.
 */

/** Schemas of nobody, and what the migration itself keeps. */
const OWN_SCHEMAS = ['information_schema', 'cdk8s_postgres'];

/** Settings that the cut-over itself makes at the source. */
const OWN_SETTINGS = ['default_transaction_read_only'];

/** What is said of one side: names as the target has them, and nothing of what its operator has put there. */
export interface FactsOfSide extends PlannedSide {
  /** Roles of this side that are called otherwise at the target. */
  readonly renamed: readonly Renamed[];
  /** Roles that belong to the operator, besides those that it leaves behind. */
  readonly reserved: readonly string[];
}

/** What every query about a side begins with: the variable `common` of psql. */
export const commonTables = ({
  leftBehind: { schemas, extensions, roles, objects },
  renamed,
  reserved,
}: FactsOfSide): string => String.raw`WITH
renamed(source, target) AS (${sqlPairs(renamed.map(({ source, target }) => [source, target]))}),
roles AS (
  SELECT r.*, coalesce(n.target, r.rolname::text) AS name,
    r.rolname = 'postgres' OR r.rolname ~ '^pg_' OR r.rolname = current_user OR r.rolname = ANY (${sqlList([...roles, ...reserved])}) AS is_left
  FROM pg_roles r LEFT JOIN renamed n ON n.source = r.rolname
),
schemas AS (
  SELECT oid, nspname, nspowner, nspacl, quote_ident(nspname) AS place FROM pg_namespace
  WHERE nspname !~ '^pg_' AND NOT nspname = ANY (${sqlList([...OWN_SCHEMAS, ...schemas])})
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass AND d.objid = pg_namespace.oid AND d.deptype = 'e')
),
members AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
relations AS (
  SELECT c.oid, c.relname, c.relkind, c.relowner, c.relacl, c.relpersistence, c.relispopulated, c.relrowsecurity, c.relforcerowsecurity,
    n.place || '.' || quote_ident(c.relname) AS place,
    CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
      ELSE 'sequence' END AS kind
  FROM pg_class c JOIN schemas n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
    AND NOT n.nspname || '.' || c.relname ~ ANY (${sqlPatterns(objects)})
    AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
),
functions AS (
  SELECT p.*, n.place || '.' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS place
  FROM pg_proc p JOIN schemas n ON n.oid = p.pronamespace
  WHERE NOT n.nspname || '.' || p.proname ~ ANY (${sqlPatterns(objects)})
    AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)
),
types AS (
  SELECT t.oid, t.typtype, t.typowner, t.typacl, n.place || '.' || quote_ident(t.typname) AS place
  FROM pg_type t JOIN schemas n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c')
    AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
),
extensions AS (SELECT extname, extversion FROM pg_extension WHERE NOT extname = ANY (${sqlList(['plpgsql', ...extensions])}))`;

/**
 * Privileges of one kind of object, one line each. What an owner may do hangs on who it is, and MAINTAIN is there from 17 on; without CREATE in the
 * schema public for everybody databases are made from 15 on.
 */
const privileges = (kind: string, from: string, acl: string, type: string, owner: string, place = "''"): string => String.raw`
  SELECT 'privilege', ${kind} || ': ' || a.privilege_type || ' to ' || coalesce(r.name, 'PUBLIC'),
    CASE WHEN a.is_grantable THEN 'with grant option' ELSE 'granted' END, coalesce(r.name, 'PUBLIC'), ${place}
  FROM ${from} CROSS JOIN LATERAL aclexplode(coalesce(${acl}, acldefault((${type})::"char", ${owner}))) a LEFT JOIN roles r ON r.oid = a.grantee
  WHERE a.grantee <> ${owner} AND NOT coalesce(r.is_left, false) AND (a.grantee = 0 OR r.oid IS NOT NULL)
    AND (a.privilege_type <> 'MAINTAIN' OR :lowest >= 17)`;

/** Owners; what belongs to a role that stays behind belongs to anybody at the target. */
const owners = (kind: string, from: string, owner: string): string => String.raw`
  SELECT 'owner', ${kind} || ' ' || o.place, r.name, r.name, o.place
  FROM ${from} o JOIN roles r ON r.oid = o.${owner} WHERE NOT (:is_source AND r.is_left)`;

/** The queries of one database, in any order. */
const databaseQueries = (closed: boolean): readonly string[] => [
  String.raw`SELECT 'schema', place, 'there', '', '' FROM schemas`,
  String.raw`
  SELECT kind, place,
    CASE WHEN relkind = 'p' THEN 'partitioned' WHEN relkind = 'm' AND NOT relispopulated THEN 'empty' ELSE 'there' END, '', place
  FROM relations`,
  String.raw`
  SELECT 'column', place || '.' || quote_ident(a.attname),
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'NOT NULL' END,
      CASE WHEN a.attidentity <> '' THEN 'identity' WHEN a.attgenerated <> '' THEN 'generated' WHEN a.atthasdef THEN 'default' END), '', place
  FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid
  WHERE r.relkind IN ('r', 'p', 'f', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped`,
  String.raw`
  SELECT 'index', r.place || ': ' || quote_ident(c.relname),
    concat_ws(' ', CASE WHEN i.indisprimary THEN 'primary' WHEN i.indisunique THEN 'unique' END, CASE WHEN i.indisvalid THEN 'valid' ELSE 'invalid' END),
    '', r.place
  FROM pg_index i JOIN relations r ON r.oid = i.indrelid JOIN pg_class c ON c.oid = i.indexrelid`,
  // NOT NULL has a name from 18 on, which nobody has written; it is compared with the column.
  String.raw`
  SELECT 'constraint', r.place || ': ' || quote_ident(c.conname),
    CASE c.contype WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign key' WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' ELSE 'exclusion' END
      || CASE WHEN c.convalidated THEN '' ELSE ' not validated' END, '', r.place
  FROM pg_constraint c JOIN relations r ON r.oid = c.conrelid WHERE c.contype IN ('c', 'f', 'p', 'u', 'x') AND c.conparentid = 0`,
  String.raw`
  SELECT 'function', f.place, concat_ws(' ', l.lanname, CASE WHEN f.prosecdef THEN 'security definer' END,
    left(encode(sha256(convert_to(f.prosrc, 'UTF8')), 'hex'), 8)), '', ''
  FROM functions f JOIN pg_language l ON l.oid = f.prolang`,
  String.raw`
  SELECT 'trigger', r.place || ': ' || quote_ident(t.tgname), 'enabled ' || t.tgenabled::text, '', r.place
  FROM pg_trigger t JOIN relations r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal`,
  String.raw`
  SELECT 'type', t.place, CASE t.typtype WHEN 'e' THEN 'enum ' || (
    SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid
  ) WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' ELSE 'composite' END, '', '' FROM types t`,
  String.raw`
  SELECT 'row security', place, CASE WHEN relforcerowsecurity THEN 'forced' ELSE 'enabled' END, '', place FROM relations WHERE relrowsecurity`,
  String.raw`
  SELECT 'policy', r.place || ': ' || quote_ident(p.polname), concat_ws(' ', CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
    'for ' || p.polcmd::text, 'to ' || (SELECT string_agg(coalesce(o.name, 'PUBLIC'), ', ' ORDER BY coalesce(o.name, 'PUBLIC') COLLATE "C")
      FROM unnest(p.polroles) g LEFT JOIN roles o ON o.oid = g),
    'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid)), '', r.place
  FROM pg_policy p JOIN relations r ON r.oid = p.polrelid`,
  String.raw`
  SELECT 'comment', r.kind || ' ' || r.place || coalesce('.' || quote_ident(a.attname), ''),
    left(encode(sha256(convert_to(d.description, 'UTF8')), 'hex'), 8), '', r.place
  FROM pg_description d JOIN relations r ON r.oid = d.objoid LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.objsubid AND a.attnum > 0
  WHERE d.classoid = 'pg_class'::regclass`,
  String.raw`
  SELECT 'extension', quote_ident(extname), extversion, '',
    (SELECT string_agg(lpad(part, 8, '0'), '.') FROM regexp_split_to_table(extversion, '[^0-9]+') part) FROM extensions`,
  String.raw`
  SELECT 'sequence definition', r.place, concat_ws(' ', format_type(s.seqtypid, NULL), 'by', s.seqincrement, 'from', s.seqmin, 'to', s.seqmax,
    CASE WHEN s.seqcycle THEN 'cycle' END), '', r.place FROM pg_sequence s JOIN relations r ON r.oid = s.seqrelid`,
  owners(`o.kind`, 'relations', 'relowner'),
  owners(`'schema'`, 'schemas', 'nspowner'),
  owners(`'function'`, 'functions', 'proowner'),
  owners(`'type'`, 'types', 'typowner'),
  // Who owns the database at the target stands in the program.
  String.raw`
  SELECT 'owner', 'database', o.name, o.name, '' FROM (SELECT CASE WHEN :is_source THEN :'owner' ELSE r.name END AS name
    FROM pg_database d JOIN roles r ON r.oid = d.datdba WHERE d.datname = current_database()) o`,
  privileges(
    `o.kind || ' ' || o.place`,
    'relations o',
    'o.relacl',
    `CASE o.relkind WHEN 'S' THEN 's' ELSE 'r' END`,
    'o.relowner',
    'o.place',
  ),
  privileges(`'schema ' || o.place`, 'schemas o', 'o.nspacl', `'n'`, 'o.nspowner') +
    String.raw` AND NOT (o.nspname = 'public' AND a.grantee = 0 AND a.privilege_type = 'CREATE' AND :lowest < 15)`,
  privileges(`'function ' || o.place`, 'functions o', 'o.proacl', `'f'`, 'o.proowner'),
  privileges(`'type ' || o.place`, 'types o', 'o.typacl', `'T'`, 'o.typowner'),
  // No column has a privilege of its own until one is granted, which is what acldefault says of it.
  privileges(
    `'column ' || o.place || '.' || quote_ident(o.attname)`,
    '(SELECT r.place, r.relowner, c.attname, c.attacl FROM relations r JOIN pg_attribute c ON c.attrelid = r.oid AND c.attacl IS NOT NULL) o',
    'o.attacl',
    `'c'`,
    'o.relowner',
    'o.place',
  ),
  privileges(`'database'`, '(SELECT * FROM pg_database WHERE datname = current_database()) o', 'o.datacl', `'d'`, 'o.datdba') +
    (closed ? ` AND a.privilege_type <> 'CONNECT'` : ''),
  String.raw`
  SELECT 'default privilege', 'of ' || w.name || coalesce(' in ' || n.place, '') || ' on ' || CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S'
      THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE 'others' END
      || ': ' || a.privilege_type || ' to ' || coalesce(r.name, 'PUBLIC'),
    CASE WHEN a.is_grantable THEN 'with grant option' ELSE 'granted' END, coalesce(r.name, 'PUBLIC'), ''
  FROM pg_default_acl d JOIN roles w ON w.oid = d.defaclrole AND NOT w.is_left LEFT JOIN schemas n ON n.oid = d.defaclnamespace
    CROSS JOIN LATERAL aclexplode(d.defaclacl) a LEFT JOIN roles r ON r.oid = a.grantee
  WHERE NOT coalesce(r.is_left, false) AND a.grantee <> d.defaclrole AND (d.defaclnamespace = 0 OR n.oid IS NOT NULL)
    AND (a.privilege_type <> 'MAINTAIN' OR :lowest >= 17)`,
  settings('s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())', `'this database'`),
];

const settings = (where: string, database: string): string => String.raw`
  SELECT 'setting', coalesce('of ' || r.name, 'of all roles') || ' in ' || ${database} || ': ' || split_part(c, '=', 1),
    substr(c, strpos(c, '=') + 1), coalesce(r.name, ''), ''
  FROM pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) c LEFT JOIN roles r ON r.oid = s.setrole
  WHERE ${where} AND NOT coalesce(r.is_left, false) AND NOT split_part(c, '=', 1) = ANY (${sqlList(OWN_SETTINGS)})`;

/** The queries about what all databases of a server share. */
const sharedQueries: readonly string[] = [
  // In the order of pg_roles; a password is nobody's to read.
  String.raw`
  SELECT 'role', quote_ident(name), concat_ws(' ', CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END, CASE WHEN rolsuper THEN 'SUPERUSER' END,
    CASE WHEN rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' END, CASE WHEN rolcreatedb THEN 'CREATEDB' END,
    CASE WHEN rolreplication THEN 'REPLICATION' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
    CASE WHEN rolconnlimit >= 0 THEN 'CONNECTION LIMIT ' || rolconnlimit END, 'VALID UNTIL ' || rolvaliduntil::text), name, ''
  FROM roles WHERE NOT is_left`,
  String.raw`
  SELECT DISTINCT 'membership', quote_ident(m.name) || ' in ' || quote_ident(g.name),
    CASE WHEN bool_or(a.admin_option) OVER (PARTITION BY m.name, g.name) THEN 'with admin option' ELSE 'member' END, m.name, ''
  FROM pg_auth_members a JOIN roles m ON m.oid = a.member JOIN roles g ON g.oid = a.roleid
  WHERE NOT m.is_left AND (NOT g.is_left OR g.rolname ~ '^pg_')`,
  settings('s.setdatabase = 0', `'all databases'`),
];

/** What cannot be read as it is: a line has one line, and fields. */
const oneLine = (field: string): string => `regexp_replace(${field}, '[\\n\\r\\t]', ' ', 'g')`;

const query = (queries: readonly string[]): string => `:common,
facts(category, name, value, role, rank) AS (${queries.join('\n  UNION ALL ')}
)
SELECT category, ${oneLine('name')}, ${oneLine('value')}, role, rank FROM facts;
`;

/**
 * SQL of what one database of a side consists of.
 *
 * @param closed whether the source may be closed to its clients
 */
export const databaseFacts = (closed: boolean): string => query(databaseQueries(closed));

/** SQL of what all databases of a side share. */
export const sharedFacts = (): string => query(sharedQueries);

/**
 * SQL of where sequences stand: the number that comes next, or how far down it is, added to 2 * 10^20 so that all have as many digits and can be compared as
 * text. One that starts again has no order.
 *
 * @param unlogged whether those that are not logged are the same at the target
 */
export const sequencesSql = (unlogged: boolean): string => String.raw`:common
SELECT format(
  $$SELECT 'sequence value', %L, next::text, '', (200000000000000000000 + sign(%s::numeric) * next)::text FROM (
    SELECT last_value::numeric + CASE WHEN is_called THEN %s ELSE 0 END AS next FROM %s) s$$, r.place, s.seqincrement, s.seqincrement, r.place)
FROM pg_sequence s JOIN relations r ON r.oid = s.seqrelid WHERE NOT s.seqcycle${unlogged ? '' : ` AND r.relpersistence <> 'u'`}
\gexec
`;
