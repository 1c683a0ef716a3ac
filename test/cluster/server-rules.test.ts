import { Size } from 'cdk8s';
import { HaClusterProps, PostgresVersion } from '../../lib';
import { CLUSTER_RULES } from '../../lib/cluster/cluster-rules';
import { MEMORY_RULES } from '../../lib/cluster/memory-rules';
import { SERVER_RULES } from '../../lib/cluster/server-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { program } from '../support/programs';
import { render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const operator = new PermissiveOperator();

const parameters = (given: { [name: string]: string }, more: Partial<HaClusterProps> = {}) => ({ parameters: given, ...more });
const memory = (gibibytes: number, given: { [name: string]: string }, more: Partial<HaClusterProps> = {}) => ({
  compute: { memory: Size.gibibytes(gibibytes) },
  parameters: given,
  ...more,
});

const CASES: readonly RuleCase<Partial<HaClusterProps>>[] = [
  {
    rule: 'HA-138',
    broken: parameters({ autovacuum: 'off', track_counts: 'false' }),
    says: [
      ['autovacuum', 'off'],
      ['track_counts', 'false'],
    ].map(
      ([name, value]) =>
        `'${name}' must be on, got '${value}'; leave it out, switch autovacuum off for one table where it is in the way (ALTER TABLE ... SET (autovacuum_enabled = off)), or, for a load that somebody watches, Rules.of(cluster).suppress('HA-138', '<until when>') (tables and indexes grow without an end, queries are planned by numbers that are no longer true, and one day the server takes no more writes)`,
    ),
    kept: parameters({ autovacuum: 'on', track_counts: 'on' }),
  },
  {
    rule: 'HA-139',
    broken: memory(4, { maintenance_work_mem: '4GB', shared_buffers: '1GB' }),
    says: `'maintenance_work_mem' of 4GB, which each index that is built takes, and 'shared_buffers' of 1GB need 5120Mi, and the memory limit is 4Gi; write less, or more memory (an index that is built, or tables that are vacuumed at the same moment, have the server killed, and all sessions end at once)`,
    kept: memory(4, { maintenance_work_mem: '1GB', shared_buffers: '1GB' }),
  },
  {
    rule: 'HA-139',
    of: 'workers of autovacuum',
    broken: memory(4, { autovacuum_work_mem: '1GB', autovacuum_max_workers: '4' }),
    says: `4 workers of autovacuum, each of which takes up to the 'autovacuum_work_mem' of 1GB, and 'shared_buffers' of 128MB need 4224Mi, and the memory limit is 4Gi; write less, or more memory, or fewer workers`,
    kept: memory(4, { autovacuum_work_mem: '256MB', autovacuum_max_workers: '10', maintenance_work_mem: '2GB' }),
  },
  {
    rule: 'HA-139',
    of: 'workers that take what maintenance takes',
    broken: memory(8, { maintenance_work_mem: '3GB', autovacuum_work_mem: '-1' }),
    says: `3 workers of autovacuum, each of which takes up to the 'maintenance_work_mem' of 3GB, and 'shared_buffers' of 128MB need 9344Mi, and the memory limit is 8Gi; write less, or more memory, or fewer workers`,
    // A gigabyte is the most that they take up to 16.
    kept: memory(8, { maintenance_work_mem: '3GB' }, { version: PostgresVersion.V16 }),
  },
  {
    rule: 'HA-141',
    broken: memory(1, { max_locks_per_transaction: '100000' }),
    says: `'max_locks_per_transaction' of 100000 with 100 connections and 'shared_buffers' of 128MB need 4708Mi, and the memory limit is 1Gi; write fewer, or more memory (the server takes that memory when it starts: it does not start, or is killed before it answers)`,
    kept: memory(1, { max_locks_per_transaction: '1024' }),
  },
  {
    rule: 'HA-141',
    of: 'prepared transactions',
    broken: memory(1, { max_prepared_transactions: '262143', max_locks_per_transaction: '64' }),
    says: `'max_prepared_transactions' of 262143 with 100 connections and 'shared_buffers' of 128MB need 10533Mi, and the memory limit is 1Gi; write fewer, or more memory`,
    kept: memory(1, { max_prepared_transactions: '100' }),
  },
  {
    rule: 'HA-140',
    broken: parameters({ max_slot_wal_keep_size: '0' }, { instances: 3 }),
    says: `'max_slot_wal_keep_size', which 'walLimit' sets too, must be at least a file of WAL, 16MB, got '0', which keeps nothing for a slot; write '-1' for no bound, or what a replica may be behind (a slot that is given up takes its replica, or the reader of changes, with it: WAL that it needs is gone, and it begins with a new copy)`,
    kept: parameters({ max_slot_wal_keep_size: '-1' }, { instances: 3 }),
  },
  {
    rule: 'HA-140',
    of: 'idle slots',
    broken: parameters({ idle_replication_slot_timeout: '90' }, { instances: 2, version: PostgresVersion.V18 }),
    says: `'idle_replication_slot_timeout' must be at least '30min', got '90'; write a time that no replica is away for, such as '1d', and 'max_slot_wal_keep_size' for what the volume has room for`,
    kept: parameters({ idle_replication_slot_timeout: '2d' }, { instances: 2, version: PostgresVersion.V18 }),
  },
  {
    rule: 'HA-140',
    of: 'nobody has a slot',
    broken: parameters({ max_slot_wal_keep_size: '1MB' }, { instances: 2 }),
    says: `'max_slot_wal_keep_size', which 'walLimit' sets too, must be at least a file of WAL, 16MB, got '1MB', which keeps nothing for a slot; write '-1' for no bound, or what a replica may be behind`,
    kept: parameters(
      { max_slot_wal_keep_size: '1MB' },
      { instances: 1, nonProduction: { reason: 'a test', withoutBackups: true, singleInstance: true } },
    ),
  },
  {
    rule: 'HA-142',
    broken: parameters({ max_stack_depth: '16MB' }),
    says: `'max_stack_depth' must be at most '7680kB', since containers have a stack of 8 MB, got '16MB'; write less, or, where the runtime gives more, Rules.of(cluster).suppress('HA-142', '<how much>') (the server does not start with more than it is given)`,
    kept: parameters({ max_stack_depth: '7680' }),
  },
  {
    rule: 'HA-143',
    broken: parameters({ log_destination: 'syslog' }),
    says: `'log_destination' must have more than 'syslog', got 'syslog'; leave it out, or write 'stderr,syslog' where a container of your own is listening (there is no syslog in a container, so that every message is lost)`,
    kept: parameters({ log_destination: 'stderr, syslog' }),
  },
  {
    rule: 'HA-144',
    broken: parameters({ default_tablespace: 'fast', temp_tablespaces: 'pg_default, "scratch"' }),
    says: [
      ['default_tablespace', 'fast'],
      ['temp_tablespaces', 'scratch'],
    ].map(
      ([name, place]) =>
        `'${name}' must name a tablespace of 'tablespaces', got '${place}'; add it there, or leave it out (PostgreSQL passes over a name that it does not find, and tables go to the volume of the data without a word)`,
    ),
    kept: parameters(
      { default_tablespace: 'fast', temp_tablespaces: '' },
      { tablespaces: [{ name: 'fast', storage: { size: Size.gibibytes(5) } }] },
    ),
  },
  {
    rule: 'HA-145',
    broken: parameters({ session_replication_role: 'replica' }),
    says: `'session_replication_role' must not be 'replica' for the whole server, got 'replica'; leave it out, and set it in the one session that loads rows (rows that belong to nothing, and what triggers should have written, are found when it is too late to tell them from the others)`,
    kept: parameters({ session_replication_role: 'origin' }),
  },
  {
    rule: 'HA-146',
    broken: parameters({ db_user_namespace: 'on' }, { version: PostgresVersion.V16 }),
    says: `'db_user_namespace' must be off, got 'on'; leave it out (PostgreSQL puts the database behind each name, so that neither applications nor the operator find their roles)`,
    kept: parameters({ db_user_namespace: 'off' }, { version: PostgresVersion.V16 }),
  },
  {
    rule: 'HA-147',
    broken: parameters({ wal_receiver_status_interval: '0' }),
    says: `'wal_receiver_status_interval' must be more than 0, got '0'; leave it out for '10s' (the primary learns it half a minute later only: commits that wait for a replica wait as long, and WAL is kept for it meanwhile)`,
    kept: parameters({ wal_receiver_status_interval: '2s' }),
  },
  {
    rule: 'HA-148',
    broken: parameters({ dynamic_library_path: '/opt/extensions' }),
    says: `'dynamic_library_path' must have '$libdir', got '/opt/extensions'; write for example '/opt/extensions:$libdir' (it does not start with libraries that it loads by name, and no replica can stream without that of the receiver)`,
    kept: parameters({ dynamic_library_path: '/opt/extensions:$libdir' }),
  },
  {
    rule: 'HA-149',
    broken: parameters({ max_wal_size: '1GB', min_wal_size: '100' }, { creation: { walSegmentSize: Size.mebibytes(1024) } }),
    says: [
      ['max_wal_size', '1GB'],
      ['min_wal_size', '100'],
    ].map(
      ([name, value]) =>
        `'${name}' must be at least '2048MB', two files of WAL, got '${value}'; write more, or leave it out (the server does not start with less)`,
    ),
    kept: parameters({ max_wal_size: '4GB', min_wal_size: '2GB' }, { creation: { walSegmentSize: Size.mebibytes(1024) } }),
  },
  {
    rule: 'HA-150',
    broken: parameters({ default_transaction_isolation: 'serializable' }),
    says: `'default_transaction_isolation' must not be 'serializable' for the whole server with replicas, got 'serializable'; set it for the roles that write: ALTER ROLE ... SET default_transaction_isolation = 'serializable' (a replica refuses every query of a session that is serializable by default: those of the operator, of its probes and of metrics, too)`,
    kept: parameters({ default_transaction_isolation: 'repeatable read' }),
  },
];

describeRules(CASES, {
  rules: CLUSTER_RULES,
  place: 'test/db',
  program: (cluster) => program(operator, { cluster }),
  prints: (manifests) => expect(manifests.length).toBeGreaterThan(0),
});

everyRuleHasACase([...MEMORY_RULES, ...SERVER_RULES], CASES);

test.each(['HA-138', 'HA-142'])('%s can be suppressed, as its message says', (rule) => {
  const cluster = { parameters: { autovacuum: 'off', max_stack_depth: '16MB' } };
  const others = ['HA-138', 'HA-142'].filter((one) => one !== rule);
  expect(() => render(program(operator, { cluster, suppressed: [rule, ...others] }))).not.toThrow();
});
