import { atTarget, ownRole, QUIET_LOG, targetRole } from './fragments';

/** What the source has besides its databases: roles, with hashes of passwords where we may read them, memberships, settings, rights of databases. */
const ROLES_READ = `SELECT has_table_privilege('pg_catalog.pg_authid', 'SELECT') AS has_hashes
\\gset
\\if :has_hashes
\\set roles pg_authid
\\else
\\set roles pg_roles
\\endif
SELECT jsonb_build_object(
  'names', (SELECT jsonb_agg(rolname ORDER BY rolname) FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_'),
  'roles', (SELECT coalesce(jsonb_agg(to_jsonb(r) || jsonb_build_object('comment', shobj_description(r.oid, 'pg_authid')) ORDER BY r.rolname), '[]')
    FROM pg_catalog.:roles r WHERE ${ownRole('r.rolname')} AND r.rolname <> current_user),
  'members', (SELECT coalesce(jsonb_agg(to_jsonb(m) || jsonb_build_object('of', g.rolname, 'who', u.rolname)), '[]')
    FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles g ON g.oid = m.roleid JOIN pg_catalog.pg_roles u ON u.oid = m.member
    WHERE ${ownRole('u.rolname')} AND (g.rolname ~ '^pg_' OR ${ownRole('g.rolname')})),
  'settings', (SELECT coalesce(jsonb_agg(jsonb_build_object('role', u.rolname, 'database', d.datname, 'setting', s.setting)), '[]')
    FROM pg_catalog.pg_db_role_setting r
      CROSS JOIN LATERAL unnest(r.setconfig) AS s (setting)
      LEFT JOIN pg_catalog.pg_roles u ON u.oid = r.setrole
      LEFT JOIN pg_catalog.pg_database d ON d.oid = r.setdatabase
    WHERE (r.setrole = 0 OR ${ownRole('u.rolname')})
      AND (r.setdatabase = 0 OR EXISTS (SELECT FROM jsonb_array_elements(:'plan'::jsonb -> 'databases') AS m WHERE m ->> 'source' = d.datname))),
  'databases', (SELECT jsonb_agg(jsonb_build_object('name', m ->> 'target', 'owner', m ->> 'owner', 'comment', shobj_description(d.oid, 'pg_database'),
      'rights', (SELECT coalesce(jsonb_agg(jsonb_build_object('role', g.rolname, 'privilege', a.privilege_type, 'grantable', a.is_grantable)), '[]')
        FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantee
        WHERE a.grantee <> d.datdba AND (a.grantee = 0 OR ${ownRole('g.rolname')}))))
    FROM jsonb_array_elements(:'plan'::jsonb -> 'databases') AS m JOIN pg_catalog.pg_database d ON d.datname = m ->> 'source'));
`;

/** Roles of the source that we make, with the name that they have at the target. */
const MADE_ROLES = `(SELECT r, ${targetRole("r ->> 'rolname'")} AS name, r ->> 'rolname' AS source FROM jsonb_array_elements(:'facts'::jsonb -> 'roles') AS r) AS role
WHERE NOT :'plan'::jsonb #> '{target,managedRoles}' ? name AND NOT :'plan'::jsonb #> '{target,reservedRoles}' ? name`;

/** Makes at the target what \`roles.sql\` has read; all of it holds when it is said twice. */
const ROLES_MADE = `${QUIET_LOG}
\\set facts \`cat "$FACTS"\`
SELECT format('CREATE ROLE %I', name) FROM ${MADE_ROLES} AND NOT ${atTarget('name')}
\\gexec
SELECT format('ALTER ROLE %I WITH %s%s%s', name,
  concat_ws(' ',
    CASE WHEN (r ->> 'rolinherit')::boolean THEN 'INHERIT' ELSE 'NOINHERIT' END,
    CASE WHEN (r ->> 'rolcreaterole')::boolean THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END,
    CASE WHEN (r ->> 'rolcreatedb')::boolean THEN 'CREATEDB' ELSE 'NOCREATEDB' END,
    CASE WHEN (r ->> 'rolcanlogin')::boolean THEN 'LOGIN' ELSE 'NOLOGIN' END,
    CASE WHEN (r ->> 'rolreplication')::boolean THEN 'REPLICATION' ELSE 'NOREPLICATION' END,
    CASE WHEN (r ->> 'rolbypassrls')::boolean THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END,
    'CONNECTION LIMIT ' || (r ->> 'rolconnlimit')),
  CASE WHEN r ->> 'rolvaliduntil' IS NOT NULL THEN format(' VALID UNTIL %L', r ->> 'rolvaliduntil') ELSE '' END,
  -- An older kind of hash holds for one name only.
  CASE WHEN r ->> 'rolpassword' LIKE 'SCRAM-SHA-256$%' OR (r ->> 'rolpassword' ~ '^md5[0-9a-f]{32}$' AND name = source)
    THEN format(' PASSWORD %L', r ->> 'rolpassword') ELSE '' END)
FROM ${MADE_ROLES}
\\gexec
SELECT format('COMMENT ON ROLE %I IS %L', name, r ->> 'comment') FROM ${MADE_ROLES} AND r ->> 'comment' IS NOT NULL
\\gexec
SELECT format('GRANT %I TO %I%s', of, who,
  CASE
    WHEN m ->> 'inherit_option' IS NOT NULL AND current_setting('server_version_num')::int >= 160000
      THEN format(' WITH ADMIN %s, INHERIT %s, SET %s', m ->> 'admin_option', m ->> 'inherit_option', m ->> 'set_option')
    WHEN (m ->> 'admin_option')::boolean THEN ' WITH ADMIN OPTION'
    ELSE ''
  END)
FROM (SELECT m, ${targetRole("m ->> 'of'")} AS of, ${targetRole("m ->> 'who'")} AS who FROM jsonb_array_elements(:'facts'::jsonb -> 'members') AS m) AS member
WHERE ${atTarget('of')} AND ${atTarget('who')}
\\gexec
SELECT format('ALTER DATABASE %I OWNER TO %I', d.datname, m ->> 'owner')
FROM jsonb_array_elements(:'facts'::jsonb -> 'databases') AS m JOIN pg_catalog.pg_database d ON d.datname = m ->> 'name'
WHERE pg_get_userbyid(d.datdba) <> m ->> 'owner'
\\gexec
SELECT format('COMMENT ON DATABASE %I IS %L', m ->> 'name', m ->> 'comment') FROM jsonb_array_elements(:'facts'::jsonb -> 'databases') AS m
WHERE m ->> 'comment' IS NOT NULL
\\gexec
SELECT format('GRANT %s ON DATABASE %I TO %s%s', a ->> 'privilege', m ->> 'name', coalesce(quote_ident(${targetRole("a ->> 'role'")}), 'PUBLIC'),
  CASE WHEN (a ->> 'grantable')::boolean THEN ' WITH GRANT OPTION' ELSE '' END)
FROM jsonb_array_elements(:'facts'::jsonb -> 'databases') AS m CROSS JOIN LATERAL jsonb_array_elements(m -> 'rights') AS a
WHERE a ->> 'role' IS NULL OR ${atTarget(targetRole("a ->> 'role'"))}
\\gexec
-- What everybody may by default and may not at the source.
SELECT format('REVOKE %s ON DATABASE %I FROM PUBLIC', p.privilege, m ->> 'name')
FROM jsonb_array_elements(:'facts'::jsonb -> 'databases') AS m CROSS JOIN (VALUES ('CONNECT'), ('TEMPORARY')) AS p (privilege)
WHERE NOT EXISTS (SELECT FROM jsonb_array_elements(m -> 'rights') AS a WHERE a ->> 'role' IS NULL AND a ->> 'privilege' = p.privilege)
\\gexec

-- Settings one by one: the target may lack what a setting belongs to.
SELECT set_config('cdk8s_postgres.settings', coalesce(jsonb_agg(jsonb_build_object(
    'where', concat_ws(' ',
      CASE WHEN s ->> 'role' IS NOT NULL THEN format('ROLE %I', ${targetRole("s ->> 'role'")}) END,
      CASE WHEN s ->> 'database' IS NOT NULL THEN format(CASE WHEN s ->> 'role' IS NULL THEN 'DATABASE %I' ELSE 'IN DATABASE %I' END,
        (SELECT d ->> 'target' FROM jsonb_array_elements(:'plan'::jsonb -> 'databases') AS d WHERE d ->> 'source' = s ->> 'database')) END),
    'name', split_part(s ->> 'setting', '=', 1),
    'value', substr(s ->> 'setting', strpos(s ->> 'setting', '=') + 1))), '[]')::text, false) AS settings
FROM jsonb_array_elements(:'facts'::jsonb -> 'settings') AS s
WHERE s ->> 'role' IS NULL OR ${atTarget(targetRole("s ->> 'role'"))}
\\gset
CREATE TEMPORARY TABLE refused (line text);
DO $do$
DECLARE
  s jsonb;
BEGIN
  FOR s IN SELECT e FROM jsonb_array_elements(current_setting('cdk8s_postgres.settings')::jsonb) AS e LOOP
    BEGIN
      -- Those that are lists are kept as they are written in a statement.
      EXECUTE format('ALTER %s SET %s = %s', s ->> 'where',
        (SELECT string_agg(quote_ident(part), '.') FROM unnest(string_to_array(s ->> 'name', '.')) AS part),
        CASE WHEN s ->> 'name' IN ('search_path', 'temp_tablespaces', 'session_preload_libraries', 'local_preload_libraries')
          THEN replace(s ->> 'value', '""', '''''') ELSE quote_literal(s ->> 'value') END);
    EXCEPTION WHEN OTHERS THEN
      INSERT INTO refused VALUES (format('left behind: setting %s of %s: %s', s ->> 'name', lower(s ->> 'where'), SQLERRM));
    END;
  END LOOP;
END
$do$;
SELECT line FROM refused ORDER BY line;
`;

export const roleFiles: { [file: string]: string } = { 'roles.sql': ROLES_READ, 'roles-made.sql': ROLES_MADE };
