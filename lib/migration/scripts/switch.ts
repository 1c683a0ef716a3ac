import { DOOR_SHELL, doorFiles } from './door';
import { OWN_RELATION, RELATIONS } from './fragments';
import { takingOverFiles } from './taking-over';

const LIMIT = `SELECT format('ALTER DATABASE %I CONNECTION LIMIT %s', current_database(), :'limit')
\\gexec
`;

const DETAIL = `SELECT detail FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name' AND phase = :'phase';
`;

/** Statements that set each sequence of the other side as it is here. Of one that it does not have the check speaks. */
const SEQUENCES = `SELECT format('SELECT format(%L, %L, last_value, is_called) FROM %I.%I',
  'SELECT FROM pg_catalog.setval(pg_catalog.to_regclass(%L), %s, %L);', format('%I.%I', n.nspname, c.relname), n.nspname, c.relname)
FROM ${RELATIONS}
WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND ${OWN_RELATION}
ORDER BY n.nspname, c.relname
\\gexec
`;

/** Tables of a side that its publication does not have: they were made after it, and their rows are at one side only. */
const UNPUBLISHED = `SELECT string_agg(format('%I.%I', n.nspname, c.relname), ', ' ORDER BY n.nspname, c.relname)
FROM ${RELATIONS}
WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND ${OWN_RELATION}
  AND NOT coalesce(:'plan'::jsonb -> 'withoutRows' ? (n.nspname || '.' || c.relname), false)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables t
    WHERE t.pubname = :'plan'::jsonb ->> 'name' AND t.schemaname = n.nspname AND t.tablename = c.relname);
`;

/** Forgets a subscription without talking to the other side, whose slot is dropped there. */
const UNSUBSCRIBE = `SELECT EXISTS (SELECT FROM pg_catalog.pg_subscription WHERE subname = :'plan'::jsonb ->> 'name'
    AND subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())) AS is_there,
  :'plan'::jsonb ->> 'name' AS name
\\gset
\\if :is_there
ALTER SUBSCRIPTION :"name" DISABLE;
ALTER SUBSCRIPTION :"name" SET (slot_name = NONE);
DROP SUBSCRIPTION :"name";
\\endif
`;

const DISABLE = `SELECT format('ALTER SUBSCRIPTION %I DISABLE', subname) FROM pg_catalog.pg_subscription
WHERE subname = :'plan'::jsonb ->> 'name' AND subenabled
  AND subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
\\gexec
`;

/** Drops a slot and those of tables that were being copied; who reads them is sent away first. Says how many are left. */
const DROP_SLOT = `SELECT pg_catalog.pg_terminate_backend(active_pid) FROM pg_catalog.pg_replication_slots WHERE slot_name = :'slot' AND active_pid IS NOT NULL
\\g /dev/null
SELECT pg_catalog.format('SELECT FROM pg_catalog.pg_drop_replication_slot(%L)', slot_name)
FROM pg_catalog.pg_replication_slots WHERE slot_name = :'slot' AND NOT active
\\gexec
SELECT pg_catalog.count(*) FROM pg_catalog.pg_replication_slots WHERE slot_name = :'slot';
`;

/** Functions of the shell by which one side hands over to the other. */
const SWITCH_SHELL = `${DOOR_SHELL}
# side database other-database: sequences of the other side go on where those of the side are
copy_sequences() {
  sql "$1" "$2" sequences.sql > "$WORK/sequences.sql"
  sql "$(other "$1")" "$3" "$WORK/sequences.sql" -1
}

# side database slot: a slot that we made is gone afterwards; another is its operator's
drop_slot() {
  until [ "$(sql "$1" "$2" drop-slot.sql -v slot="$3")" = 0 ]; do sleep 1; done
}
`;

export const switchFiles: { [file: string]: string } = {
  'switch.sh': SWITCH_SHELL,
  ...doorFiles,
  ...takingOverFiles,
  'limit.sql': LIMIT,
  'detail.sql': DETAIL,
  'sequences.sql': SEQUENCES,
  'unpublished.sql': UNPUBLISHED,
  'unsubscribe.sql': UNSUBSCRIBE,
  'disable.sql': DISABLE,
  'drop-slot.sql': DROP_SLOT,
};
