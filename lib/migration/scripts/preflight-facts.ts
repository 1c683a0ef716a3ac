import { ofExtension, OWN_RELATION, ownRole, ownSchema, RELATIONS, REPLICATED_TABLE } from './fragments';
import { GENERATED, TRAP_FACTS, UNCOMPARED } from './preflight-traps';

/** Rows as one JSON array. */
const list = (value: string, rest: string): string => `(SELECT coalesce(jsonb_agg(${value}), '[]') ${rest})`;

/** A relation as a statement names it. */
const NAME = `format('%I.%I', n.nspname, c.relname)`;

/** An index that tells rows from each other before the end of a transaction. */
const usableIndex = (
  which: string,
): string => `(SELECT x.relname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
      WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL AND ${which}
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey) AND (NOT a.attnotnull OR a.attgenerated <> ''))
      ORDER BY x.relname LIMIT 1)`;

/** The role of the Jobs. */
const ME = '(SELECT r FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)';

/** Whether the role of the Jobs may do what only the owner of something may. */
const owns = (owner: string): string => `pg_has_role(current_user, ${owner}, 'USAGE')`;

/** What both sides tell about themselves. */
const SERVER: { readonly [name: string]: string } = {
  version: `current_setting('server_version_num')::int / 10000`,
  walLevel: `current_setting('wal_level')`,
  slots: `current_setting('max_replication_slots')::int - (SELECT count(*) FROM pg_catalog.pg_replication_slots s WHERE NOT s.slot_name LIKE 'cdk8s\\_%')`,
  senders: `current_setting('max_wal_senders')::int - (SELECT count(*) FROM pg_catalog.pg_stat_replication w WHERE NOT w.application_name LIKE 'cdk8s\\_%')`,
  idleTimeout: `coalesce(current_setting('idle_replication_slot_timeout', true), '0')`,
  walKept: `current_setting('max_slot_wal_keep_size')`,
  workers: `current_setting('max_logical_replication_workers')::int`,
  user: 'current_user',
  isSuperuser: `(${ME}).rolsuper`,
  encoding: `(SELECT pg_encoding_to_char(encoding) FROM pg_catalog.pg_database WHERE datname = current_database())`,
  locale: `(SELECT concat_ws(' ', to_jsonb(d) ->> 'datcollate', to_jsonb(d) ->> 'datctype',
      CASE to_jsonb(d) ->> 'datlocprovider' WHEN 'i' THEN 'icu ' || coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale')
        WHEN 'b' THEN 'builtin ' || (to_jsonb(d) ->> 'datlocale') END)
    FROM pg_catalog.pg_database d WHERE datname = current_database())`,
};

/** What only the source tells. */
const SOURCE: { readonly [name: string]: string } = {
  mayReplicate: `(${ME}).rolreplication OR EXISTS (SELECT FROM pg_catalog.pg_roles g
    WHERE g.rolname = 'rds_replication' AND pg_has_role(current_user, g.oid, 'MEMBER'))`,
  maySubscribe: `EXISTS (SELECT FROM pg_catalog.pg_roles g
    WHERE g.rolname IN ('pg_create_subscription', 'rds_superuser') AND pg_has_role(current_user, g.oid, 'MEMBER'))`,
  bypassesPolicies: `(${ME}).rolbypassrls`,
  maySignal: `pg_has_role(current_user, 'pg_signal_backend', 'USAGE')`,
  ownsDatabase: `(SELECT ${owns('datdba')} FROM pg_catalog.pg_database WHERE datname = current_database())`,
  databases: list('datname ORDER BY datname', `FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate`),
  extensions: list(
    `jsonb_build_object('name', e.extname, 'version', e.extversion) ORDER BY e.extname`,
    `FROM pg_catalog.pg_extension e WHERE e.extname <> 'plpgsql'`,
  ),
  unreadable: list(
    `${NAME} ORDER BY n.nspname, c.relname`,
    `FROM ${RELATIONS} WHERE c.relkind IN ('r', 'p', 'S') AND c.relpersistence <> 't' AND ${OWN_RELATION}
      AND NOT (has_schema_privilege(n.oid, 'USAGE') AND CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, 'SELECT') ELSE has_table_privilege(c.oid, 'SELECT') END)`,
  ),
  foreign: list(
    `${NAME} ORDER BY n.nspname, c.relname`,
    `FROM ${RELATIONS} WHERE c.relkind IN ('r', 'p') AND ${OWN_RELATION} AND NOT ${owns('c.relowner')}`,
  ),
  policed: list(
    `${NAME} ORDER BY n.nspname, c.relname`,
    `FROM ${RELATIONS} WHERE c.relkind IN ('r', 'p') AND c.relrowsecurity AND ${OWN_RELATION} AND (c.relforcerowsecurity OR NOT ${owns('c.relowner')})`,
  ),
  // A key that is checked at the end of a transaction only tells no row from another before.
  keyless: list(
    `jsonb_build_object('of', ${NAME}, 'index', ${usableIndex('NOT i.indisprimary')}, 'hasPrimary', ${usableIndex('i.indisprimary')} IS NOT NULL,
      'isDeferrable', EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND NOT i.indimmediate),
      'isFullBad', EXISTS (${UNCOMPARED}) OR EXISTS (${GENERATED})) ORDER BY n.nspname, c.relname`,
    `FROM ${RELATIONS} WHERE ${REPLICATED_TABLE}
      AND CASE c.relreplident
        WHEN 'd' THEN NOT EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND i.indimmediate AND i.indisvalid)
        WHEN 'i' THEN NOT EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisreplident AND i.indisvalid)
        ELSE c.relreplident = 'n' END`,
  ),
  unlogged: list(
    `${NAME} ORDER BY n.nspname, c.relname`,
    `FROM ${RELATIONS} WHERE c.relkind = 'r' AND c.relpersistence = 'u' AND ${OWN_RELATION}
      AND NOT coalesce(:'plan'::jsonb -> 'withoutRows' ? (n.nspname || '.' || c.relname), false)`,
  ),
  largeObjects: '(SELECT count(*) FROM pg_catalog.pg_largeobject_metadata)',
  collations: list(
    `DISTINCT jsonb_build_object('name', co.collname, 'of', ${NAME})`,
    `FROM ${RELATIONS} JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation
      WHERE a.attnum > 0 AND NOT a.attisdropped AND co.collnamespace = 'pg_catalog'::regnamespace AND co.collname <> 'default' AND ${OWN_RELATION}`,
  ),
  tablespaces: list(
    `jsonb_build_object('name', t.spcname, 'of', ${NAME}) ORDER BY n.nspname, c.relname`,
    `FROM ${RELATIONS} JOIN pg_catalog.pg_tablespace t ON t.oid = c.reltablespace WHERE t.spcname !~ '^pg_' AND ${OWN_RELATION}`,
  ),
  firing: list(
    `jsonb_build_object('name', t.tgname, 'of', ${NAME}) ORDER BY t.tgname`,
    `FROM ${RELATIONS} JOIN pg_catalog.pg_trigger t ON t.tgrelid = c.oid WHERE NOT t.tgisinternal AND t.tgenabled IN ('A', 'R') AND ${OWN_RELATION}`,
  ),
  publications: list('pubname ORDER BY pubname', `FROM pg_catalog.pg_publication WHERE pubname <> :'plan'::jsonb ->> 'name'`),
  subscriptions: list(
    's.subname ORDER BY s.subname',
    `FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
      WHERE d.datname = current_database() AND s.subname <> :'plan'::jsonb ->> 'name'`,
  ),
  labels: `(SELECT count(*) FROM pg_catalog.pg_seclabels)`,
  mappings: list("um.srvname || ' of ' || um.usename", 'FROM pg_catalog.pg_user_mappings um'),
  extensionRows: list(
    `jsonb_build_object('name', x.extname, 'of', c.oid::regclass::text) ORDER BY x.extname`,
    `FROM pg_catalog.pg_extension x CROSS JOIN LATERAL unnest(x.extconfig) AS u (id) JOIN pg_catalog.pg_class c ON c.oid = u.id WHERE c.relkind = 'r'`,
  ),
  openPublic: `coalesce((SELECT bool_or(a.grantee = 0 AND a.privilege_type = 'CREATE') FROM pg_catalog.pg_namespace n
      CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a WHERE n.nspname = 'public'), false)`,
  ownedByLeft: list(
    `jsonb_build_object('name', r.rolname, 'of', ${NAME}) ORDER BY n.nspname, c.relname`,
    `FROM ${RELATIONS} JOIN pg_catalog.pg_roles r ON r.oid = c.relowner
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${OWN_RELATION} AND r.rolname <> 'postgres' AND NOT (${ownRole('r.rolname')})`,
  ),
  schemas: list(
    'n.nspname ORDER BY n.nspname',
    `FROM pg_catalog.pg_namespace n WHERE ${ownSchema('n.nspname')} AND NOT ${ofExtension('pg_namespace', 'n.oid')}`,
  ),
  ...TRAP_FACTS,
  prepared: list('gid ORDER BY gid', 'FROM pg_catalog.pg_prepared_xacts WHERE database = current_database()'),
};

const object = (facts: { readonly [name: string]: string }): string =>
  `jsonb_build_object(\n${Object.entries(facts)
    .map(([name, value]) => `  '${name}', ${value}`)
    .join(',\n')})`;

/** What the source is and has, as JSON. */
export const SOURCE_FACTS = `SELECT ${object(SERVER)} || ${object(SOURCE)};
`;

/** What the target is, as JSON. */
export const TARGET_FACTS = `SELECT ${object(SERVER)};
`;
