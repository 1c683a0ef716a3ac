import { Alert } from '../../model/alert';
import { AlertPage, LOGS, STATE, ask, run, say } from './page';

const VACUUMS = ask(
  'Does vacuum run, and on what?',
  'SELECT datname, relid, phase, heap_blks_scanned, heap_blks_total FROM pg_stat_progress_vacuum',
);
const HOLDS = ask(
  'What holds it back? Old transactions, prepared ones, slots:',
  "SELECT 'transaction' AS what, pid::text, age(backend_xmin) FROM pg_stat_activity WHERE backend_xmin IS NOT NULL UNION ALL SELECT 'prepared', gid, age(transaction) FROM pg_prepared_xacts UNION ALL SELECT 'slot', slot_name::text, greatest(age(xmin), age(catalog_xmin)) FROM pg_replication_slots ORDER BY 3 DESC NULLS LAST LIMIT 10",
);

/** Pages of the alerts about what ends badly if nobody looks, and about objectives. */
export const HEALTH_PAGES: readonly AlertPage[] = [
  {
    alert: Alert.TRANSACTION_ID_WRAPAROUND,
    meaning: 'The oldest transaction id of a database that is not frozen is older than the threshold: vacuum does not keep up.',
    stake: 'At about two thousand million the server takes no more writes until somebody has vacuumed by hand.',
    look: [ask('Which databases?', 'SELECT datname, age(datfrozenxid) FROM pg_database ORDER BY 2 DESC'), VACUUMS, HOLDS],
    act: [
      say('End what holds it back first: nothing can be frozen behind it.'),
      say(
        'Then vacuum the oldest tables of that database: `VACUUM (FREEZE, VERBOSE) <table>`, the oldest of `pg_class.relfrozenxid` first.',
      ),
      say('For another time: more and quicker workers, `autovacuum_max_workers` and `autovacuum_vacuum_cost_limit`.'),
    ],
    avoid: ['Do not cancel vacuum that runs to prevent wraparound: it begins again from the start.', 'Do not use `VACUUM FULL`.'],
  },
  {
    alert: Alert.MULTIXACT_WRAPAROUND,
    meaning:
      'The oldest multixact id that is not frozen is older than the threshold. They are used where several transactions lock the same row.',
    stake: 'At about two thousand million the server takes no more of them, and then no more writes.',
    look: [ask('Which databases?', 'SELECT datname, mxid_age(datminmxid) FROM pg_database ORDER BY 2 DESC'), VACUUMS, HOLDS],
    act: [
      say('As for transaction ids; the table to begin with is the oldest of `pg_class.relminmxid`.'),
      say('Foreign keys to rows that everybody refers to, and `SELECT ... FOR SHARE`, use them up.'),
    ],
    avoid: ['Do not cancel vacuum that runs to prevent wraparound.'],
  },
  {
    alert: Alert.CHECKSUM_FAILURES,
    meaning: 'A page that was read from the volume was not what had been written.',
    stake: 'Data is damaged. The damage spreads into backups, and to replicas that are made anew.',
    look: [
      ask(
        'Which database, and when last?',
        'SELECT datname, checksum_failures, checksum_last_failure FROM pg_stat_database WHERE checksum_failures > 0',
      ),
      run('Which relation: the log names the file and the block.', 'logs'),
      say('Only one instance, or several? One is its disk; several are what they have in common.'),
    ],
    act: [
      say('On a replica: make it anew, on another node and volume.'),
      run('On the primary: switch over to a replica that has no failures, then make the old one anew.', 'switchover'),
      run('Make an instance anew:', 'rebuild'),
      say('Keep backups from before the failure: lengthen the retention now. See what is damaged with a restore beside the cluster.'),
    ],
    avoid: [
      'Do not set `ignore_checksum_failure` or `zero_damaged_pages` on the primary: it makes the loss final.',
      'Do not delete old backups.',
    ],
  },
  {
    alert: Alert.CERTIFICATE_EXPIRING,
    meaning: 'A certificate of the cluster that cert-manager makes ends within the threshold, and was not renewed.',
    stake: 'When it ends, clients that check it are refused, and replicas that log in with it stop.',
    look: [
      say('`kubectl describe certificate <name>`: its conditions and events say why it was not renewed.'),
      say('The issuer: is it ready, does its own certificate end first?'),
    ],
    act: [
      say('Bring the issuer back. Renew at once with `cmctl renew <name>`.'),
      run('Instances that have not read the new one:', 'restart'),
    ],
    avoid: ['Do not delete the Secret of a certificate that is in use: pods that start without it wait.'],
  },
  {
    alert: Alert.PENDING_RESTART,
    meaning: 'A parameter was changed that the server takes over at a restart only, and none has come for an hour.',
    stake: 'The server runs with other values than the manifest says. On the next restart, planned or not, they change.',
    look: [ask('Which ones?', 'SELECT name, setting FROM pg_settings WHERE pending_restart'), STATE],
    act: [run('Restart when it suits, one instance after the other:', 'restart')],
    avoid: ['Do not leave it: a failover at night is not the time to find out what the new value does.'],
  },
  {
    alert: Alert.AVAILABILITY_BURN,
    meaning:
      'The cluster has been unavailable for writes so much in the last hours that, at this rate, what the objective leaves to a month is gone within days. It still goes on.',
    stake: 'The objective of the month.',
    look: [STATE, LOGS, say('Other alerts of this cluster say why: PostgresNoPrimary, PostgresMetricsAbsent, PostgresFailover.')],
    act: [
      say('Do what the page of that alert says.'),
      say('Put off what is planned and takes the primary away: updates, resizing, switchovers.'),
    ],
    avoid: ['Do not change the objective during an outage.'],
  },
  {
    alert: Alert.AVAILABILITY_SLOW_BURN,
    meaning: 'The cluster has been unavailable for writes more than the objective allows, over the last days, and was so today.',
    stake: 'The objective of the month is missed if it goes on.',
    look: [
      say('`pg_cluster:writable:bool` over the last three days: one long outage, or many short ones?'),
      say('`pg_cluster:failovers:changes1h`: failovers that nobody asked for?'),
    ],
    act: [say('Many short ones: memory limits, probes that time out, nodes that are drained often.')],
    avoid: [],
  },
  {
    alert: Alert.RECOVERY_POINT,
    meaning: 'WAL has waited for the archive for longer than `objective.rpo`.',
    stake: 'If the cluster were lost now, a restore would end before that.',
    look: [
      ask(
        'What does the server say of the archive?',
        'SELECT last_archived_wal, last_archived_time, last_failed_wal, last_failed_time FROM pg_stat_archiver',
      ),
      run('What the archiver says:', 'archiveLogs'),
    ],
    act: [
      say('See PostgresArchivingFailing and PostgresArchivingBehind.'),
      say('An objective shorter than `archive_timeout` cannot be kept by an archive; a replica cluster that streams can.'),
    ],
    avoid: [],
  },
];
