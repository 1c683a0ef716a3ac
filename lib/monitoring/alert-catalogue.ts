import { allInstances } from '../model/all-instances';
import { Alert, AlertSeverity, AlertUnit } from '../model/alert';
import { Signal } from '../operators/monitoring-contract';
import { AlertRow, DefaultThreshold, Expressions } from './alert-row';
import { Level } from './service-levels';
import { Watch } from './watch';

/** What can be wrong with a cluster. What it declares decides which of these it can have, and from where on. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MEBIBYTE = 1024 ** 2;

const CRITICAL = (): AlertSeverity => AlertSeverity.CRITICAL;
const WARNING = (): AlertSeverity => AlertSeverity.WARNING;
const INFO = (): AlertSeverity => AlertSeverity.INFO;

const seconds = (value: number) => (): number => value;

const fixed = (unit: AlertUnit, value: number): DefaultThreshold => ({ unit, value: () => value, origin: '' });

/** A part of the volume that WAL stands on: less of one that it shares with the data. */
const ofWalVolume =
  (own: number, shared: number) =>
  ({ walVolume, hasWalVolume }: Watch): number =>
    Math.floor(walVolume * (hasWalVolume ? own : shared));

/** Above the age at which the server begins to freeze by force, which a busy system may reach at any time. */
const aboveFreezing =
  (parameter: string, standard: number, least: number) =>
  ({ model }: Watch): number =>
    Math.max(least, 1.5 * Number(model.parameters[parameter] ?? standard));

/** What the schedules of a repository allow. */
const allowedAge = ({ backupAges }: Watch): number => backupAges[0]!.seconds;

/** Every repository has schedules of its own. */
const byRepository = (watch: Watch): Watch[] => watch.backupAges.map((age) => ({ ...watch, backupAges: [age] }));

/** Labels that a whole cluster has in common. */
const BY_CLUSTER = 'namespace, pg_cluster';

/** That Prometheus knows anything at all: otherwise only one alert has to fire. */
const ANSWERS = (up: string): string => `on () count(${up} == 1) > 0`;

const ALWAYS = (): boolean => true;
const WRITES = ({ writes }: Watch): boolean => writes;
const WRITES_WITH_REPLICAS = ({ writes, hasReplicas }: Watch): boolean => writes && hasReplicas;

/** Whether somebody answers, who writes, how many there are. */
const STATE: readonly AlertRow[] = [
  {
    alert: Alert.METRICS_ABSENT,
    severity: CRITICAL,
    after: seconds(5 * MINUTE),
    needs: [[Signal.DATABASE_UP]],
    applies: ALWAYS,
    when: 'always',
    expr: ({ up }) => `absent(${up} == 1)`,
    summary: 'Nothing is known of the cluster',
    description: 'No instance answers to Prometheus: all of them are gone, or nobody can see whether they are. No other alert can fire.',
  },
  {
    alert: Alert.METRICS_FAILING,
    severity: WARNING,
    after: seconds(15 * MINUTE),
    needs: [[Signal.COLLECTION_ERROR], [Signal.DATABASE_UP]],
    applies: ALWAYS,
    when: 'always',
    // Where PostgreSQL is down there is nothing to collect, and another alert says so.
    expr: (x) => `(${x.of(Signal.COLLECTION_ERROR)}) > 0 unless on (${BY_CLUSTER}, pod) (${x.of(Signal.DATABASE_UP)}) == 0`,
    summary: 'Some metrics of {{ $labels.pod }} cannot be collected',
    description: 'The exporter answers, but a part of its queries fails. Alerts that need them cannot fire.',
  },
  {
    alert: Alert.NO_PRIMARY,
    severity: CRITICAL,
    after: seconds(1 * MINUTE),
    needs: [[Signal.WRITER]],
    applies: WRITES,
    when: 'clusters that take writes',
    expr: (x) => `(sum(${x.of(Signal.WRITER)}) or vector(0)) == 0 and ${ANSWERS(x.up)}`,
    summary: 'The cluster takes no writes',
    description: 'There is no primary. Applications can read from replicas at the most.',
  },
  {
    alert: Alert.SEVERAL_PRIMARIES,
    severity: CRITICAL,
    after: seconds(2 * MINUTE),
    needs: [[Signal.WRITER]],
    applies: ({ hasReplicas }) => hasReplicas,
    when: 'clusters with replicas',
    expr: (x) => `sum by (${BY_CLUSTER}) (${x.of(Signal.WRITER)}) > 1`,
    summary: '{{ $value }} instances take writes',
    description: 'What is written to one of them is lost when it becomes a replica again.',
  },
  {
    alert: Alert.INSTANCE_DOWN,
    severity: WARNING,
    after: seconds(5 * MINUTE),
    needs: [[Signal.DATABASE_UP]],
    applies: ({ hasReplicas }) => hasReplicas,
    when: 'clusters with replicas',
    expr: (x, _, { model }) => `(sum(${x.of(Signal.DATABASE_UP)}) or vector(0)) < ${allInstances(model)} and ${ANSWERS(x.up)}`,
    summary: 'Only {{ $value }} instances answer',
    description: 'Fewer instances run than the cluster was asked to have. It may not survive the loss of another one.',
  },
  {
    alert: Alert.FAILOVER,
    severity: INFO,
    after: seconds(0),
    needs: [[Signal.WRITER]],
    applies: WRITES_WITH_REPLICAS,
    when: 'clusters that take writes and have replicas',
    expr: (x) => `max by (${BY_CLUSTER}) (changes((${x.of(Signal.WRITER)})[15m:1m])) > 0`,
    summary: 'The primary has changed',
    description:
      'Another instance took over in the last 15 minutes: by itself, or because somebody asked for it. Connections to the old one broke.',
  },
  {
    alert: Alert.OPERATOR_ABSENT,
    severity: WARNING,
    after: seconds(15 * MINUTE),
    needs: [],
    applies: ALWAYS,
    when: 'always; kube-state-metrics tells it',
    expr: ({ operatorReplicas }) =>
      `sum(${operatorReplicas}) == 0 or absent(${operatorReplicas}) and on () count(kube_deployment_status_replicas_available) > 0`,
    summary: 'The operator does not run',
    description: 'Nothing that is changed in the manifests happens. Where the operator decides on failovers there are none.',
  },
];

/** Whether replicas are what they should be. */
const REPLICATION: readonly AlertRow[] = [
  {
    alert: Alert.REPLICATION_LAG,
    severity: WARNING,
    after: seconds(5 * MINUTE),
    threshold: fixed(AlertUnit.DURATION, 1 * MINUTE),
    needs: [[Signal.LAG_SECONDS]],
    applies: ({ streams }) => streams,
    when: 'clusters with replicas, and those that follow another one by streaming',
    expr: (x, threshold) => `(${x.of(Signal.LAG_SECONDS)}) > ${threshold}`,
    summary: '{{ $labels.pod }} is {{ $value | humanizeDuration }} behind',
    description: 'Reads from the replica are old. If it becomes the primary now, it has to replay that much before it takes writes.',
  },
  {
    alert: Alert.REPLICATION_LAG_BYTES,
    severity: WARNING,
    after: seconds(5 * MINUTE),
    threshold: fixed(AlertUnit.SIZE, 512 * MEBIBYTE),
    needs: [[Signal.LAG_BYTES]],
    applies: WRITES_WITH_REPLICAS,
    when: 'clusters that take writes and have replicas',
    expr: (x, threshold) => `(${x.of(Signal.LAG_BYTES)}) > ${threshold}`,
    summary: 'A replica is {{ $value | humanize1024 }}B of WAL behind',
    description: 'Without synchronous replication, that much is lost if the primary is lost now.',
  },
  {
    alert: Alert.REPLICA_NOT_STREAMING,
    severity: WARNING,
    after: seconds(10 * MINUTE),
    needs: [[Signal.RECEIVING, Signal.STREAMING_STANDBYS], [Signal.DATABASE_UP]],
    applies: ({ streams }) => streams,
    when: 'clusters with replicas, and those that follow another one by streaming',
    expr: (x) =>
      x.has(Signal.RECEIVING)
        ? `(${x.of(Signal.RECEIVING)}) == 0`
        : `max by (${BY_CLUSTER}) (${x.of(Signal.STREAMING_STANDBYS)}) < sum by (${BY_CLUSTER}) (${x.of(Signal.DATABASE_UP)}) - 1`,
    summary: 'A replica receives nothing',
    description: 'A replica runs and does not stream. It gets older, and its lag is not seen: what it has received is replayed.',
  },
  {
    alert: Alert.REPLICA_TIMELINE,
    severity: WARNING,
    after: seconds(15 * MINUTE),
    needs: [[Signal.TIMELINE]],
    applies: WRITES_WITH_REPLICAS,
    when: 'clusters that take writes and have replicas',
    expr: (x) => {
      const timeline = x.of(Signal.TIMELINE);
      return `(${timeline}) < on (${BY_CLUSTER}) group_left () max by (${BY_CLUSTER}) (${timeline})`;
    },
    summary: '{{ $labels.pod }} is on the old timeline {{ $value }}',
    description: 'The replica did not follow the last failover. It cannot catch up by itself any more.',
  },
  {
    alert: Alert.SYNCHRONOUS_STANDBY_MISSING,
    severity: ({ model }) => (model.replication.writesWithoutStandby ? AlertSeverity.WARNING : AlertSeverity.CRITICAL),
    after: seconds(2 * MINUTE),
    needs: [[Signal.SYNCHRONOUS_STANDBYS], [Signal.WRITER]],
    applies: ({ writes, model }) => writes && model.replication.isSynchronous,
    when: 'clusters that take writes, with synchronous replication',
    expr: (x, _, { model }) =>
      `(max(${x.of(Signal.SYNCHRONOUS_STANDBYS)}) or vector(0)) < ${model.replication.standbys}` +
      ` and on () sum(${x.of(Signal.WRITER)}) > 0`,
    summary: 'Only {{ $value }} standbys confirm commits',
    description: 'Commits wait for standbys that are not there, or go on without the guarantee that was asked for.',
  },
];

/** Whether the data could be brought back. */
const BACKUPS: readonly AlertRow[] = [
  {
    alert: Alert.ARCHIVING_FAILING,
    severity: CRITICAL,
    after: seconds(10 * MINUTE),
    needs: [[Signal.ARCHIVE_FAILING]],
    applies: ({ archives }) => archives,
    when: 'clusters that take writes and have a backup policy',
    expr: (x) => `(${x.of(Signal.ARCHIVE_FAILING)}) > 0`,
    summary: 'WAL does not get to the archive',
    description: 'What is written from now on cannot be restored, and WAL fills the volume until the server stops.',
  },
  {
    alert: Alert.ARCHIVING_BEHIND,
    severity: WARNING,
    after: seconds(15 * MINUTE),
    threshold: fixed(AlertUnit.COUNT, 32),
    needs: [[Signal.ARCHIVE_PENDING]],
    applies: ({ archives }) => archives,
    when: 'clusters that take writes and have a backup policy',
    expr: (x, threshold) => `(${x.of(Signal.ARCHIVE_PENDING)}) > ${threshold}`,
    summary: '{{ $value }} segments of WAL wait for the archive',
    description: 'The archive takes WAL more slowly than it is written. What waits is lost with the volume, and fills it.',
  },
  {
    alert: Alert.BACKUP_TOO_OLD,
    severity: WARNING,
    after: seconds(15 * MINUTE),
    threshold: {
      unit: AlertUnit.DURATION,
      value: allowedAge,
      origin: 'the longest time between two backups by the schedules of the repository, and two hours',
    },
    needs: [[Signal.BACKUP_AGE]],
    each: byRepository,
    applies: ({ backupAges }) => backupAges.length > 0,
    when: 'clusters that take writes and have backups by schedule',
    expr: (x, threshold) => `(${x.of(Signal.BACKUP_AGE)}) > ${threshold}`,
    summary: 'The last backup is {{ $value | humanizeDuration }} old',
    description:
      'A backup did not happen. A restore begins with an older one and replays more WAL; retention may remove the last good one.',
  },
  {
    alert: Alert.BACKUP_MISSING,
    severity: CRITICAL,
    // The first one comes with the cluster on most operators, and by the first schedule on the others.
    after: allowedAge,
    needs: [[Signal.BACKUP_AGE]],
    each: byRepository,
    applies: ({ backupAges }) => backupAges.length > 0,
    when: 'clusters that take writes and have backups by schedule',
    expr: (x) => `absent(${x.of(Signal.BACKUP_AGE)}) and ${ANSWERS(x.up)}`,
    summary: 'There is no backup',
    description: 'No backup is known of a cluster whose schedules should have taken one by now. The data exists once.',
  },
  {
    alert: Alert.BACKUP_FAILED,
    severity: WARNING,
    after: seconds(5 * MINUTE),
    needs: [[Signal.BACKUP_FAILED]],
    applies: ({ backupAges }) => backupAges.length > 0,
    when: 'clusters that take writes and have backups by schedule',
    expr: (x) => `(${x.of(Signal.BACKUP_FAILED)}) > 0`,
    summary: 'The last backup failed',
    description: 'Nothing newer than the backup before can be a starting point of a restore.',
  },
];

/** Whether there is room. */
const SPACE: readonly AlertRow[] = [
  {
    alert: Alert.VOLUME_FILLING,
    severity: CRITICAL,
    after: seconds(5 * MINUTE),
    threshold: fixed(AlertUnit.PERCENT, 90),
    needs: [],
    applies: ALWAYS,
    when: 'always; the kubelet tells it',
    expr: (x, threshold) => `100 * (1 - ${x.volumeFree} / ${x.volumeSize}) > ${threshold}`,
    summary: '{{ $labels.persistentvolumeclaim }} is {{ $value | humanize }}% full',
    description: 'A server whose volume is full stops, and does not start again before there is room.',
  },
  {
    alert: Alert.VOLUME_FULL_SOON,
    severity: WARNING,
    after: seconds(1 * HOUR),
    threshold: fixed(AlertUnit.DURATION, 1 * DAY),
    needs: [],
    applies: ALWAYS,
    when: 'always; the kubelet tells it',
    // A volume that is mostly empty and has just been written to is no news.
    expr: (x, threshold) => `predict_linear(${x.volumeFree}[6h], ${threshold}) < 0 and ${x.volumeFree} / ${x.volumeSize} < 0.5`,
    summary: '{{ $labels.persistentvolumeclaim }} will be full soon',
    description: 'If it goes on like in the last six hours. A server whose volume is full stops.',
  },
  {
    alert: Alert.VOLUME_METRICS_ABSENT,
    severity: INFO,
    after: seconds(1 * HOUR),
    needs: [],
    applies: ALWAYS,
    when: 'always; the kubelet tells it',
    expr: (x) => `absent(${x.volumeFree}) and ${ANSWERS(x.up)}`,
    summary: 'Nothing is known of how full the volumes are',
    description: 'Prometheus does not scrape the kubelet, or the storage driver does not tell. Nobody is warned before a volume is full.',
  },
  {
    alert: Alert.WAL_VOLUME,
    severity: WARNING,
    after: seconds(15 * MINUTE),
    threshold: {
      unit: AlertUnit.SIZE,
      value: ofWalVolume(0.7, 0.4),
      origin: '70% of a volume for WAL, or 40% of one that WAL shares with the data',
    },
    needs: [[Signal.WAL_BYTES]],
    applies: ALWAYS,
    when: 'always',
    expr: (x, threshold) => `(${x.of(Signal.WAL_BYTES)}) > ${threshold}`,
    summary: '{{ $labels.pod }} has {{ $value | humanize1024 }}B of WAL',
    description: 'Something keeps WAL from being removed: an archive that does not take it, a replication slot, or settings.',
  },
  {
    alert: Alert.SLOT_RETAINS_WAL,
    severity: WARNING,
    after: seconds(15 * MINUTE),
    threshold: {
      unit: AlertUnit.SIZE,
      value: ofWalVolume(0.5, 0.2),
      origin: '50% of a volume for WAL, or 20% of one that WAL shares with the data',
    },
    needs: [[Signal.SLOT_RETAINED_BYTES]],
    applies: ALWAYS,
    when: 'always',
    expr: (x, threshold) => `(${x.of(Signal.SLOT_RETAINED_BYTES)}) > ${threshold}`,
    summary: 'The slot {{ $labels.slot_name }} keeps {{ $value | humanize1024 }}B of WAL',
    description: 'Whoever reads from the slot is slow or gone. The server keeps WAL for it until the volume is full.',
  },
  {
    alert: Alert.SLOT_INACTIVE,
    severity: WARNING,
    after: seconds(1 * HOUR),
    needs: [[Signal.SLOT_ACTIVE]],
    applies: ALWAYS,
    when: 'always',
    expr: (x) => `(${x.of(Signal.SLOT_ACTIVE)}) == 0`,
    summary: 'Nobody reads from the slot {{ $labels.slot_name }}',
    description: 'The server keeps WAL, and rows that were deleted, for somebody who does not come.',
  },
];

/** What clients do to it. */
const LOAD: readonly AlertRow[] = [
  {
    alert: Alert.CONNECTIONS,
    severity: WARNING,
    after: seconds(5 * MINUTE),
    threshold: fixed(AlertUnit.PERCENT, 85),
    needs: [[Signal.CONNECTIONS], [Signal.CONNECTIONS_MAX]],
    applies: ALWAYS,
    when: 'always',
    expr: (x, threshold) => `100 * (${x.of(Signal.CONNECTIONS)}) / (${x.of(Signal.CONNECTIONS_MAX)}) > ${threshold}`,
    summary: '{{ $labels.pod }} has {{ $value | humanize }}% of its connections in use',
    description: 'When there are none left, applications are refused.',
  },
  {
    alert: Alert.LONG_TRANSACTION,
    severity: WARNING,
    after: seconds(5 * MINUTE),
    threshold: fixed(AlertUnit.DURATION, 1 * HOUR),
    needs: [[Signal.TRANSACTION_SECONDS]],
    applies: ALWAYS,
    when: 'always',
    expr: (x, threshold) => `(${x.of(Signal.TRANSACTION_SECONDS)}) > ${threshold}`,
    summary: 'A transaction on {{ $labels.pod }} has run for {{ $value | humanizeDuration }}',
    description: 'Rows that were deleted since are kept for it, so tables and indexes grow; its locks may keep others waiting.',
  },
  {
    alert: Alert.IDLE_IN_TRANSACTION,
    severity: WARNING,
    after: seconds(5 * MINUTE),
    threshold: fixed(AlertUnit.DURATION, 10 * MINUTE),
    needs: [[Signal.IDLE_IN_TRANSACTION_SECONDS]],
    applies: ALWAYS,
    when: 'always',
    expr: (x, threshold) => `(${x.of(Signal.IDLE_IN_TRANSACTION_SECONDS)}) > ${threshold}`,
    summary: 'A client of {{ $labels.pod }} has been idle in a transaction for {{ $value | humanizeDuration }}',
    description: 'An application forgot to end a transaction. It keeps its locks and its connection, and deleted rows for everybody.',
  },
  {
    alert: Alert.LOCK_WAIT,
    severity: WARNING,
    after: seconds(1 * MINUTE),
    threshold: fixed(AlertUnit.DURATION, 5 * MINUTE),
    needs: [[Signal.LOCK_WAIT_SECONDS]],
    applies: ALWAYS,
    when: 'always',
    expr: (x, threshold) => `(${x.of(Signal.LOCK_WAIT_SECONDS)}) > ${threshold}`,
    summary: 'A statement on {{ $labels.pod }} has waited for a lock for {{ $value | humanizeDuration }}',
    description: 'Behind a statement that waits for a strong lock, all others on the table wait too.',
  },
  {
    alert: Alert.DEADLOCKS,
    severity: WARNING,
    after: seconds(0),
    threshold: fixed(AlertUnit.COUNT, 5),
    needs: [[Signal.DEADLOCKS]],
    applies: WRITES,
    when: 'clusters that take writes',
    expr: (x, threshold) => `max by (${BY_CLUSTER}) (increase((${x.of(Signal.DEADLOCKS)})[1h:1m])) > ${threshold}`,
    summary: '{{ $value | humanize }} deadlocks within an hour',
    description: 'Transactions of applications lock the same rows in different orders. One of each two is rolled back.',
  },
];

/** What ends badly if nobody looks. */
const HEALTH: readonly AlertRow[] = [
  {
    alert: Alert.TRANSACTION_ID_WRAPAROUND,
    severity: CRITICAL,
    after: seconds(15 * MINUTE),
    threshold: {
      unit: AlertUnit.COUNT,
      value: aboveFreezing('autovacuum_freeze_max_age', 200_000_000, 500_000_000),
      origin: '500,000,000, or one and a half times autovacuum_freeze_max_age',
    },
    needs: [[Signal.TRANSACTION_AGE]],
    applies: WRITES,
    when: 'clusters that take writes',
    expr: (x, threshold) => `(${x.of(Signal.TRANSACTION_AGE)}) > ${threshold}`,
    summary: 'The oldest transaction that is not frozen is {{ $value | humanize }} transactions old',
    description: 'Vacuum does not keep up. At about two thousand million the server takes no more writes.',
  },
  {
    alert: Alert.MULTIXACT_WRAPAROUND,
    severity: CRITICAL,
    after: seconds(15 * MINUTE),
    threshold: {
      unit: AlertUnit.COUNT,
      value: aboveFreezing('autovacuum_multixact_freeze_max_age', 400_000_000, 700_000_000),
      origin: '700,000,000, or one and a half times autovacuum_multixact_freeze_max_age',
    },
    needs: [[Signal.MULTIXACT_AGE]],
    applies: WRITES,
    when: 'clusters that take writes',
    expr: (x, threshold) => `(${x.of(Signal.MULTIXACT_AGE)}) > ${threshold}`,
    summary: 'The oldest multixact that is not frozen is {{ $value | humanize }} multixacts old',
    description:
      'Vacuum does not keep up with rows that several transactions lock. At about two thousand million the server takes no more.',
  },
  {
    alert: Alert.CHECKSUM_FAILURES,
    severity: CRITICAL,
    after: seconds(0),
    needs: [[Signal.CHECKSUM_FAILURES]],
    applies: ALWAYS,
    when: 'always',
    expr: (x) => `(${x.of(Signal.CHECKSUM_FAILURES)}) > 0`,
    summary: '{{ $value }} pages of {{ $labels.pod }} are not what was written',
    description: 'The storage has damaged data. Backups taken from now on may hold the damage.',
  },
  {
    alert: Alert.CERTIFICATE_EXPIRING,
    severity: CRITICAL,
    after: seconds(1 * HOUR),
    threshold: fixed(AlertUnit.DURATION, 14 * DAY),
    needs: [],
    applies: ({ model }) => model.tls.issuance !== undefined,
    when: 'clusters whose certificates cert-manager makes, which tells it',
    expr: (x, threshold) => `${x.certificateExpiry} - time() < ${threshold}`,
    summary: 'The certificate {{ $labels.name }} ends in {{ $value | humanizeDuration }}',
    description: 'It was not renewed in time. When it ends, clients that check it are refused, and replicas that use it stop.',
  },
  {
    alert: Alert.PENDING_RESTART,
    severity: INFO,
    after: seconds(1 * HOUR),
    needs: [[Signal.PENDING_RESTART]],
    applies: ALWAYS,
    when: 'always',
    expr: (x) => `(${x.of(Signal.PENDING_RESTART)}) > 0`,
    summary: '{{ $value }} parameters of {{ $labels.pod }} wait for a restart',
    description: 'The server runs with other values than the manifest says.',
  },
];

/** The part of the time in which a cluster was unavailable, against what the objective leaves. */
const burns =
  (rate: number, ...windows: readonly string[]) =>
  (x: Expressions, { model }: Watch): string => {
    const left = (100 - (model.monitoring.objective.availability ?? 0)) / 100;
    const limit = Number((rate * left).toPrecision(6));
    return windows.map((window) => `1 - avg_over_time(${x.recorded(Level.WRITABLE)}[${window}]) > ${limit}`).join(' and ');
  };

const FAST_BURN = burns(14.4, '1h', '5m');
const MIDDLE_BURN = burns(6, '6h', '30m');
const SLOW_BURN = burns(1, '3d', '6h');

const HAS_AVAILABILITY = ({ writes, model }: Watch): boolean => writes && model.monitoring.objective.availability !== undefined;

/** Whether the cluster keeps what it is to keep. Two windows: the long one says that it matters, the short one that it still goes on. */
const OBJECTIVES: readonly AlertRow[] = [
  {
    alert: Alert.AVAILABILITY_BURN,
    severity: CRITICAL,
    after: seconds(2 * MINUTE),
    needs: [[Signal.WRITER]],
    applies: HAS_AVAILABILITY,
    when: 'clusters that take writes and have an objective of availability',
    expr: (x, _, watch) => `(${FAST_BURN(x, watch)}) or (${MIDDLE_BURN(x, watch)})`,
    summary: 'unavailable for {{ $value | humanizePercentage }} of the last hours',
    description: 'At this rate the unavailability that the objective leaves to a month is gone within days.',
  },
  {
    alert: Alert.AVAILABILITY_SLOW_BURN,
    severity: WARNING,
    after: seconds(1 * HOUR),
    needs: [[Signal.WRITER]],
    applies: HAS_AVAILABILITY,
    when: 'clusters that take writes and have an objective of availability',
    expr: (x, _, watch) => SLOW_BURN(x, watch),
    summary: 'unavailable for {{ $value | humanizePercentage }} of the last days',
    description: 'At this rate the objective of the month is missed.',
  },
  {
    alert: Alert.RECOVERY_POINT,
    severity: CRITICAL,
    after: seconds(0),
    needs: [[Signal.ARCHIVE_AGE], [Signal.ARCHIVE_FAILING]],
    applies: ({ archives, model }) => archives && model.monitoring.objective.rpo !== undefined,
    when: 'clusters that take writes, have a backup policy and an objective of what may be lost',
    expr: (x, _, { model }) => `${x.recorded(Level.UNARCHIVED)} > ${model.monitoring.objective.rpo!.toSeconds()}`,
    summary: 'what was written in the last {{ $value | humanizeDuration }} would be lost',
    description: 'WAL waits for the archive for longer than the objective allows. A restore would end before it.',
  },
];

/** All alerts about a cluster, in the order in which they are printed. */
export const CLUSTER_ALERTS: readonly AlertRow[] = [...STATE, ...REPLICATION, ...BACKUPS, ...SPACE, ...LOAD, ...HEALTH, ...OBJECTIVES];
