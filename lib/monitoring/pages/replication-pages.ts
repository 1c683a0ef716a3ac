import { Alert } from '../../model/alert';
import { AlertPage, LOGS, PODS, STATE, ask, run, say } from './page';

const STANDBYS =
  'SELECT application_name, state, sync_state, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) AS behind FROM pg_stat_replication';

/** Pages of the alerts about replicas. */
export const REPLICATION_PAGES: readonly AlertPage[] = [
  {
    alert: Alert.REPLICATION_LAG,
    meaning: 'A replica has not replayed what it has received for longer than the threshold.',
    stake: 'Reads from it are old. If it has to become the primary now, it first replays that much.',
    look: [
      ask('How far is each replica behind?', STANDBYS),
      say('On the replica: a query that conflicts with replay (`pg_stat_database_conflicts`), a disk that is slow, CPU that is throttled.'),
      LOGS,
    ],
    act: [
      say(
        'End long queries on the replica, or move them to another one. `max_standby_streaming_delay` says how long replay waits for them.',
      ),
      say('A bulk load ends by itself. Give replicas the CPU and the disk of the primary.'),
    ],
    avoid: ['Do not restart the replica: it begins to replay again from its last checkpoint.'],
  },
  {
    alert: Alert.REPLICATION_LAG_BYTES,
    meaning: 'A replica is behind the primary by more WAL than the threshold.',
    stake: 'Without synchronous replication, that much is lost if the primary is lost now. The primary may have to keep WAL for it.',
    look: [ask('Where does WAL wait: on its way, or on the replica?', STANDBYS), STATE],
    act: [
      say(
        'Between sent and written: the network, or a slow disk of the replica. Between written and replayed: replay, see PostgresReplicationLag.',
      ),
      run('A replica that cannot catch up: make it anew.', 'rebuild'),
    ],
    avoid: ['Do not raise `max_wal_size` for this: it has nothing to do with replicas.'],
  },
  {
    alert: Alert.REPLICA_NOT_STREAMING,
    meaning: 'A replica runs and has not streamed from anybody for ten minutes.',
    stake: 'It gets older by the minute, and its lag does not show: all that it has received is replayed. It is no standby any more.',
    look: [
      ask('Who streams?', STANDBYS),
      LOGS,
      say(
        'In the log of the replica: WAL that was removed (`requested WAL segment ... has already been removed`), a password, a certificate, a timeline.',
      ),
    ],
    act: [
      say('A replica that reads WAL from the archive is on its way, and streams when it is there.'),
      run('WAL that is neither on the primary nor in the archive: make the replica anew.', 'rebuild'),
    ],
    avoid: ['Do not count on this replica for a failover until it streams.'],
  },
  {
    alert: Alert.REPLICA_TIMELINE,
    meaning: 'A replica has been on an older timeline than the primary for 15 minutes: it did not follow the last failover.',
    stake: 'It cannot follow and cannot take over.',
    look: [STATE, LOGS],
    act: [
      say('The operator rewinds such an instance by itself, if it can. The log says why it could not.'),
      run('Make it anew:', 'rebuild'),
    ],
    avoid: ['Do not promote it: what was written since the failover is not in it.'],
  },
  {
    alert: Alert.SYNCHRONOUS_STANDBY_MISSING,
    meaning: 'Fewer standbys confirm commits than `replication` asks for, for two minutes.',
    stake:
      'With strict replication commits wait, and applications stand still. With `writesWithoutStandby` they go on, and a failover may lose what was committed.',
    look: [ask('Who confirms commits?', STANDBYS), ask('Whom does the server wait for?', 'SHOW synchronous_standby_names'), PODS],
    act: [
      say('Bring the standby back: see PostgresInstanceDown and PostgresReplicaNotStreaming.'),
      say('If writes have to go on before: `writesWithoutStandby: true`, knowing what it means.'),
    ],
    avoid: ['Do not change `synchronous_standby_names` by hand: the operator writes it, and yours is gone at the next change.'],
  },
];
