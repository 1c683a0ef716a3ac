import {
  COUNT,
  MEMBER,
  METHOD_DUMP,
  NAME,
  PLAIN,
  PLAN,
  PreflightFinding,
  ROLE,
  WAY_BACK,
  isManaged,
  number,
  renamed,
  says,
} from './preflight-finding';

/** What a preflight says of servers, once: their settings, what the role of the Jobs may do there, and roles, which all databases share. */
export const SERVER_FINDINGS: readonly PreflightFinding[] = [
  {
    kind: 'blocker',
    when: `${number('s', 'version')} > ${number('t', 'version')}`,
    text: says(
      'the source runs PostgreSQL %s and the target %s, whose programs read no newer server; give the target version %1$s or later',
      `s ->> 'version'`,
      `t ->> 'version'`,
    ),
  },
  {
    kind: 'blocker',
    method: 'logical',
    when: `s ->> 'walLevel' <> 'logical'`,
    text: says(
      `'wal_level' of the source is '%s' and must be 'logical'; set it there and restart the server, ${METHOD_DUMP}`,
      `s ->> 'walLevel'`,
    ),
  },
  {
    kind: 'blocker',
    method: 'logical',
    when: `${WAY_BACK} AND t ->> 'walLevel' <> 'logical'`,
    text: says(
      `'wal_level' of the target is '%s' and must be 'logical' for the way back; set it there, or write 'wayBack: false'`,
      `t ->> 'walLevel'`,
    ),
  },
  ...(['slots', 'senders'] as const).map((what): PreflightFinding => ({
    kind: 'blocker',
    method: 'logical',
    when: `${number('s', what)} < 2 * ${COUNT}`,
    text: says(
      `the source has %s of 'max_${what === 'slots' ? 'replication_slots' : 'wal_senders'}' left and %s are needed, two for each database; raise it there and restart the server`,
      number('s', what),
      `2 * ${COUNT}`,
    ),
  })),
  {
    kind: 'blocker',
    method: 'logical',
    when: `${number('t', 'workers')} < 2 * ${COUNT}`,
    text: says(
      `'max_logical_replication_workers' of the target is %s and %s are needed, two for each database; raise it there`,
      number('t', 'workers'),
      `2 * ${COUNT}`,
    ),
  },
  {
    kind: 'blocker',
    method: 'logical',
    when: `${number('t', 'slots')} < 2 * ${COUNT}`,
    text: says(
      `the target has %s of 'max_replication_slots' left and %s are needed, two for each database; raise it there`,
      number('t', 'slots'),
      `2 * ${COUNT}`,
    ),
  },
  {
    kind: 'blocker',
    when: `NOT (t -> 'isSuperuser')::boolean`,
    text: says(
      `the role '%s' of the target is no superuser there, and only one may make roles, extensions and subscriptions of others`,
      `t ->> 'user'`,
    ),
  },
  // What the role of the Jobs may do at the source.
  {
    kind: 'blocker',
    method: 'logical',
    when: `${PLAIN} AND NOT (s -> 'mayReplicate')::boolean`,
    text: says(
      `the role '%s' of the source may not replicate: ALTER ROLE %I REPLICATION there, or what the provider has for it`,
      `s ->> 'user'`,
      `s ->> 'user'`,
    ),
  },
  {
    kind: 'blocker',
    method: 'logical',
    when: `${WAY_BACK} AND ${PLAIN} AND NOT (s -> 'maySubscribe')::boolean`,
    text: says(
      `the role '%s' of the source may not subscribe, as the way back asks for: GRANT pg_create_subscription TO %I there (version 16 and later), or write 'wayBack: false'`,
      `s ->> 'user'`,
      `s ->> 'user'`,
    ),
  },
  {
    kind: 'blocker',
    when: `${PLAIN} AND NOT (s -> 'maySignal')::boolean`,
    text: says(
      `the role '%s' of the source may not end the sessions of others: GRANT pg_signal_backend TO %I there`,
      `s ->> 'user'`,
      `s ->> 'user'`,
    ),
  },
  // Roles.
  {
    kind: 'blocker',
    each: 'roles',
    when: `${PLAN} #> '{target,reservedRoles}' ? ${renamed(`(${ROLE})`)}`,
    text: says(
      `role %I has a name that only the operator of the target may use: give it another one by 'renamedRoles'`,
      renamed(`(${ROLE})`),
    ),
  },
  {
    kind: 'blocker',
    each: 'roleNames',
    when: `NOT coalesce(s -> 'names' ? (e ->> 'source'), false)`,
    text: says(`'renamedRoles' renames %I, which is no role of the source`, `e ->> 'source'`),
  },
  {
    kind: 'warning',
    each: 'roles',
    when: `${PLAN} #>> '{target,roleNames,pattern}' IS NOT NULL AND NOT ${isManaged(`(${ROLE})`)}
      AND ${renamed(`(${ROLE})`)} !~ ('^(' || (${PLAN} #>> '{target,roleNames,pattern}') || ')$')`,
    text: says(
      `role %I cannot be declared at the target, where names are %s: it stays a role of SQL alone, or has another name by 'renamedRoles'`,
      renamed(`(${ROLE})`),
      `${PLAN} #>> '{target,roleNames,words}'`,
    ),
  },
  {
    kind: 'warning',
    each: 'roles',
    when: `(e ->> 'rolsuper')::boolean AND (e ->> 'rolcanlogin')::boolean`,
    text: says('role %I is a superuser and can write at the source after the cut over: stop what uses it', ROLE),
  },
  {
    kind: 'left behind',
    each: 'databases',
    when: `${NAME} <> 'postgres' AND NOT EXISTS (SELECT FROM jsonb_array_elements(${PLAN} -> 'databases') AS d WHERE d ->> 'source' = ${NAME})`,
    text: says('database %I', NAME),
  },
  {
    kind: 'left behind',
    each: 'roles',
    when: `(e ->> 'rolsuper')::boolean`,
    text: says('SUPERUSER of role %I', ROLE),
  },
  {
    kind: 'left behind',
    each: 'roles',
    when: `(e ->> 'rolcanlogin')::boolean AND ${isManaged(`(${ROLE})`)}`,
    text: says('password of role %I, which has the one of its Secret at the target', renamed(`(${ROLE})`)),
  },
  {
    kind: 'left behind',
    each: 'roles',
    when: `(e ->> 'rolcanlogin')::boolean AND NOT ${isManaged(`(${ROLE})`)} AND e ->> 'rolpassword' = '********'`,
    text: says(
      `password of role %I, whose hash the role '%s' may not read: declare the role at the target, or ALTER ROLE %1$I PASSWORD there`,
      renamed(`(${ROLE})`),
      `s ->> 'user'`,
    ),
  },
  {
    kind: 'left behind',
    each: 'roles',
    when: `e ->> 'rolpassword' LIKE 'md5%' AND ${renamed(`(${ROLE})`)} <> ${ROLE} AND NOT ${isManaged(`(${ROLE})`)}`,
    text: says(
      'password of role %I, an MD5 hash that holds for the name %I only: ALTER ROLE %1$I PASSWORD at the target',
      renamed(`(${ROLE})`),
      ROLE,
    ),
  },
  {
    kind: 'warning',
    each: 'roles',
    when: `e ->> 'rolpassword' LIKE 'md5%' AND ${renamed(`(${ROLE})`)} = ${ROLE} AND NOT ${isManaged(`(${ROLE})`)}`,
    text: says('the password of role %I is an MD5 hash, which a server that asks for SCRAM refuses: set it anew', renamed(`(${ROLE})`)),
  },
  {
    kind: 'left behind',
    each: 'left',
    text: says('role %I, which belongs to the source', NAME),
  },
  {
    kind: 'left behind',
    each: 'members',
    when: `NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = e ->> 'of') AND e ->> 'of' LIKE 'pg\\_%'`,
    text: says('membership of %I in %I, which the target does not have', MEMBER, `e ->> 'of'`),
  },
];
