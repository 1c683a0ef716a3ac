import { ofExtension, RELATIONS, REPLICATED_TABLE } from './fragments';
import { PreflightFinding, NAME, PLAIN, WAY_BACK, number, renamed, says } from './preflight-finding';

/** What goes wrong long after the preflight, where nobody looks: rows that are not changed at the target, and a source that is written to behind the cut over. */

const relation = `format('%I.%I', n.nspname, c.relname)`;

const rows = (value: string, from: string): string => `(SELECT coalesce(jsonb_agg(${value}), '[]') FROM ${from})`;

/** Types without an equality by which a row is found; arrays and domains of them have none either. */
const WITHOUT_EQUALITY = ['json', 'xml', 'point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle', 'jsonpath'];

const isWithoutEquality = (type: string): string =>
  `${type} = ANY (ARRAY[${WITHOUT_EQUALITY.map((one) => `'pg_catalog.${one}'::regtype`).join(', ')}]::oid[])`;

/** Columns of the table `c` that are compared nowhere. */
export const UNCOMPARED = `SELECT a.attname FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_catalog.pg_type b ON b.oid = nullif(t.typbasetype, 0)
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        AND (${['t.oid', 't.typelem', 'b.oid', 'b.typelem'].map(isWithoutEquality).join('\n          OR ')})`;

/** Columns of the table `c` that are computed, whose values are not replicated. */
export const GENERATED = `SELECT a.attname FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated <> ''`;

const first = (columns: string): string => `(SELECT pg_catalog.min(x.attname::text) FROM (${columns}) AS x)`;

/** Whether `i` is the index by which rows of `c` are told from each other. */
const IS_IDENTITY = `i.indrelid = c.oid AND CASE c.relreplident WHEN 'd' THEN i.indisprimary WHEN 'i' THEN i.indisreplident ELSE false END`;

const OTHERS = `pg_catalog.pg_stat_activity a JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid
      WHERE a.datname = current_database() AND a.pid <> pg_catalog.pg_backend_pid() AND coalesce(a.backend_type, 'client backend') = 'client backend'`;

/** What the source tells besides. */
export const TRAP_FACTS: { readonly [name: string]: string } = {
  uncompared: rows(
    `jsonb_build_object('of', ${relation}, 'column', ${first(UNCOMPARED)}) ORDER BY n.nspname, c.relname`,
    `${RELATIONS} WHERE ${REPLICATED_TABLE} AND c.relreplident = 'f' AND EXISTS (${UNCOMPARED})
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND i.indimmediate AND i.indisvalid)`,
  ),
  computedKeys: rows(
    `jsonb_build_object('of', ${relation}, 'column', a.attname) ORDER BY n.nspname, c.relname, a.attname`,
    `${RELATIONS} JOIN pg_catalog.pg_index i ON ${IS_IDENTITY} JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
      WHERE ${REPLICATED_TABLE} AND a.attgenerated <> ''`,
  ),
  computedInFull: rows(
    `jsonb_build_object('of', ${relation}, 'column', ${first(GENERATED)}) ORDER BY n.nspname, c.relname`,
    `${RELATIONS} WHERE ${REPLICATED_TABLE} AND c.relreplident = 'f' AND EXISTS (${GENERATED})`,
  ),
  eventTriggers: rows(
    `jsonb_build_object('name', e.evtname, 'owner', r.rolname) ORDER BY e.evtname`,
    `pg_catalog.pg_event_trigger e JOIN pg_catalog.pg_roles r ON r.oid = e.evtowner WHERE NOT ${ofExtension('pg_event_trigger', 'e.oid')}`,
  ),
  writing: rows(
    's.subname ORDER BY s.subname',
    `pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
      WHERE d.datname = current_database() AND s.subenabled AND s.subname <> :'plan'::jsonb ->> 'name'`,
  ),
  servers: rows('f.srvname ORDER BY f.srvname', `pg_catalog.pg_foreign_server f WHERE NOT ${ofExtension('pg_foreign_server', 'f.oid')}`),
  superusers: rows(
    'r.rolname ORDER BY r.rolname',
    `(SELECT DISTINCT r.rolname FROM ${OTHERS} AND r.rolsuper AND r.rolname <> current_user) AS r`,
  ),
  asUs: rows(
    'a.name ORDER BY a.name',
    `(SELECT DISTINCT coalesce(nullif(a.application_name, ''), 'without a name') AS name FROM ${OTHERS}
      AND r.rolname = current_user AND a.application_name NOT LIKE 'cdk8s\\_%') AS a`,
  ),
};

const SERVER_18 = 18;

export const DATABASE_TRAPS: readonly PreflightFinding[] = [
  {
    kind: 'blocker',
    method: 'logical',
    each: 'computedKeys',
    text: says(
      'the key of table %s has the generated column %I, whose values are not replicated, so that its updates and deletes are lost: give it a key of other columns',
      `e ->> 'of'`,
      `e ->> 'column'`,
    ),
  },
  {
    kind: 'blocker',
    method: 'logical',
    each: 'computedInFull',
    // There an update fails that older servers let through.
    when: `(${number('s', 'version')} >= ${SERVER_18} OR ${WAY_BACK} AND ${number('t', 'version')} >= ${SERVER_18})`,
    text: says(
      `table %s has REPLICA IDENTITY FULL and the generated column %I, and its updates and deletes fail once PostgreSQL ${SERVER_18} publishes it: give it a primary key, and ALTER TABLE %1$s REPLICA IDENTITY DEFAULT`,
      `e ->> 'of'`,
      `e ->> 'column'`,
    ),
  },
  {
    kind: 'blocker',
    method: 'logical',
    each: 'uncompared',
    text: says(
      'table %s has REPLICA IDENTITY FULL and no primary key, and values of its column %I cannot be compared, so that its updates and deletes stop the target: add a primary key',
      `e ->> 'of'`,
      `e ->> 'column'`,
    ),
  },
  {
    kind: 'blocker',
    each: 'eventTriggers',
    when: `NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolsuper AND r.rolname = ${renamed(`(e ->> 'owner')`)})`,
    text: says(
      'event trigger %I belongs to %I, who is no superuser at the target, and nobody else may own it: ALTER EVENT TRIGGER %1$I OWNER TO postgres, or drop it',
      `e ->> 'name'`,
      `e ->> 'owner'`,
    ),
  },
  {
    kind: 'warning',
    each: 'writing',
    text: says(
      'subscription %I writes at the source also when it is closed, and not at the target: ALTER SUBSCRIPTION %1$I DISABLE before the cut over',
      NAME,
    ),
  },
  {
    kind: 'warning',
    when: PLAIN,
    each: 'superusers',
    text: says(
      `sessions of the superuser %I are not ended at the cut over, for the role '%s' is none, and may go on writing: stop what uses it before`,
      NAME,
      `s ->> 'user'`,
    ),
  },
  {
    kind: 'warning',
    when: PLAIN,
    each: 'asUs',
    text: says(
      `somebody else is logged in as '%s', by an application %s, and is let in again at the cut over, which waits for it: give the Jobs a role of their own`,
      `s ->> 'user'`,
      NAME,
    ),
  },
  {
    kind: 'warning',
    each: 'servers',
    text: says(
      'foreign server %I is reached by the target itself from now on: see to it that it may, before views that read there are filled',
      NAME,
    ),
  },
];

export const SERVER_TRAPS: readonly PreflightFinding[] = [
  ...(['s', 't'] as const).map((side): PreflightFinding => ({
    kind: 'warning',
    method: 'logical',
    when: `${side} ->> 'idleTimeout' <> '0'${side === 't' ? ` AND ${WAY_BACK}` : ''}`,
    text: says(
      `'idle_replication_slot_timeout' of the ${side === 's' ? 'source' : 'target'} is %s: a slot that is not read for so long is lost, and with it ${side === 's' ? 'the copy' : 'the way back'}; set it to 0 until the migration is over`,
      `${side} ->> 'idleTimeout'`,
    ),
  })),
  // Of a server outside nobody has been asked for a bound.
  {
    kind: 'warning',
    method: 'logical',
    when: `s ->> 'walKept' = '-1'`,
    text: says(
      `'max_slot_wal_keep_size' of the source is -1: WAL is kept there without a bound for a target that does not read, until its volume is full; set it to what the volume has to spare`,
    ),
  },
];
