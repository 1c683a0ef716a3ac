import { onlyMembers } from './members';
import { Duration, Size } from 'cdk8s';
import { kibibytes, sizeQuantity } from './quantity';

/**
 * What is wrong with a cluster, one alert each. The value is the name of the alert in Prometheus, and of its page in docs/runbooks.
 */
export enum Alert {
  /** Nothing is known of the cluster: no instance answers to Prometheus. */
  METRICS_ABSENT = 'PostgresMetricsAbsent',
  /** What collects the metrics of an instance fails, so that other alerts cannot be trusted. */
  METRICS_FAILING = 'PostgresMetricsFailing',
  /** No instance takes writes. */
  NO_PRIMARY = 'PostgresNoPrimary',
  /** Several instances take writes. */
  SEVERAL_PRIMARIES = 'PostgresSeveralPrimaries',
  /** Fewer instances run than were asked for. */
  INSTANCE_DOWN = 'PostgresInstanceDown',
  /** Another instance has become the primary. */
  FAILOVER = 'PostgresFailover',
  /** A replica is behind by time. */
  REPLICATION_LAG = 'PostgresReplicationLag',
  /** A replica is behind by bytes of WAL. */
  REPLICATION_LAG_BYTES = 'PostgresReplicationLagBytes',
  /** A replica does not stream from its source. */
  REPLICA_NOT_STREAMING = 'PostgresReplicaNotStreaming',
  /** A replica is on another timeline than the primary, so that it cannot follow. */
  REPLICA_TIMELINE = 'PostgresReplicaTimeline',
  /** Fewer synchronous standbys than were asked for. */
  SYNCHRONOUS_STANDBY_MISSING = 'PostgresSynchronousStandbyMissing',
  /** WAL does not get to the archive. */
  ARCHIVING_FAILING = 'PostgresArchivingFailing',
  /** WAL waits for the archive. */
  ARCHIVING_BEHIND = 'PostgresArchivingBehind',
  /** The last backup is older than the schedules allow. */
  BACKUP_TOO_OLD = 'PostgresBackupTooOld',
  /** There is no backup at all. */
  BACKUP_MISSING = 'PostgresBackupMissing',
  /** The last backup failed. */
  BACKUP_FAILED = 'PostgresBackupFailed',
  /** No restore drill has succeeded for too long. */
  DRILL_STALE = 'PostgresDrillStale',
  /** A restore drill failed. */
  DRILL_FAILED = 'PostgresDrillFailed',
  /** A volume is nearly full. */
  VOLUME_FILLING = 'PostgresVolumeFilling',
  /** A volume will be full soon. */
  VOLUME_FULL_SOON = 'PostgresVolumeFullSoon',
  /** Nothing is known of how full the volumes are. */
  VOLUME_METRICS_ABSENT = 'PostgresVolumeMetricsAbsent',
  /** WAL takes much of the volume that it stands on. */
  WAL_VOLUME = 'PostgresWalVolume',
  /** Few connections are left. */
  CONNECTIONS = 'PostgresConnections',
  /** Clients of a pool wait for a connection. */
  POOL_SATURATED = 'PostgresPoolSaturated',
  /** Fewer pods of a pool run than were asked for. */
  POOL_DOWN = 'PostgresPoolDown',
  /** A transaction runs for long. */
  LONG_TRANSACTION = 'PostgresLongTransaction',
  /** A transaction is open for long, and nobody does anything in it. */
  IDLE_IN_TRANSACTION = 'PostgresIdleInTransaction',
  /** Statements wait for a lock for long. */
  LOCK_WAIT = 'PostgresLockWait',
  /** Transaction ids run out. */
  TRANSACTION_ID_WRAPAROUND = 'PostgresTransactionIdWraparound',
  /** Multixact ids run out. */
  MULTIXACT_WRAPAROUND = 'PostgresMultixactWraparound',
  /** Deadlocks. */
  DEADLOCKS = 'PostgresDeadlocks',
  /** A replication slot keeps WAL from being removed. */
  SLOT_RETAINS_WAL = 'PostgresSlotRetainsWal',
  /** Nobody reads from a replication slot. */
  SLOT_INACTIVE = 'PostgresSlotInactive',
  /** Pages that are not what was written. */
  CHECKSUM_FAILURES = 'PostgresChecksumFailures',
  /** A certificate ends soon. */
  CERTIFICATE_EXPIRING = 'PostgresCertificateExpiring',
  /** A parameter waits for a restart. */
  PENDING_RESTART = 'PostgresPendingRestart',
  /** The operator does not run. */
  OPERATOR_ABSENT = 'PostgresOperatorAbsent',
  /** The cluster is unavailable so much that the objective of a month is gone within days. */
  AVAILABILITY_BURN = 'PostgresAvailabilityBurn',
  /** The cluster is unavailable so much that the objective of a month will be missed. */
  AVAILABILITY_SLOW_BURN = 'PostgresAvailabilitySlowBurn',
  /** More would be lost now than the objective allows. */
  RECOVERY_POINT = 'PostgresRecoveryPoint',
}
onlyMembers(Alert, 'Alert');

/**
 * How bad it is: the label `severity` of an alert.
 */
export enum AlertSeverity {
  /** Somebody has to be woken. */
  CRITICAL = 'critical',
  /** Somebody has to look in working hours. */
  WARNING = 'warning',
  /** Something to know. */
  INFO = 'info',
}
onlyMembers(AlertSeverity, 'AlertSeverity');

/**
 * What a threshold is measured in.
 */
export enum AlertUnit {
  /** A length of time. */
  DURATION = 'duration',
  /** Bytes. */
  SIZE = 'size',
  /** Hundredths of a whole. */
  PERCENT = 'percent',
  /** How many. */
  COUNT = 'count',
}
onlyMembers(AlertUnit, 'AlertUnit');

/**
 * From where on an alert fires.
 */
export class AlertThreshold {
  /**
   * A length of time.
   *
   * @param duration more than nothing (rule MON-003)
   */
  public static duration(duration: Duration): AlertThreshold {
    // From JavaScript it may be anything, which the rule says.
    const seconds = duration instanceof Object && 'toSeconds' in duration ? duration.toSeconds({ integral: false }) : NaN;
    return new AlertThreshold(AlertUnit.DURATION, seconds, Number.isNaN(seconds) ? String(duration) : duration.toHumanString());
  }

  /**
   * An amount of data.
   *
   * @param size more than nothing (rule MON-003)
   */
  public static size(size: Size): AlertThreshold {
    const bytes = size instanceof Object && 'toKibibytes' in size ? kibibytes(size) * 1024 : NaN;
    return new AlertThreshold(AlertUnit.SIZE, bytes, Number.isNaN(bytes) ? String(size) : sizeQuantity(size));
  }

  /**
   * A part of a whole.
   *
   * @param percent more than 0, less than 100 (rule MON-003)
   */
  public static percent(percent: number): AlertThreshold {
    return new AlertThreshold(AlertUnit.PERCENT, percent, `${percent}%`);
  }

  /**
   * A number of things.
   *
   * @param count a whole number, not negative (rule MON-003)
   */
  public static count(count: number): AlertThreshold {
    return new AlertThreshold(AlertUnit.COUNT, count, `${count}`);
  }

  /** What it is measured in. */
  public readonly unit: AlertUnit;

  /** How much: seconds, bytes, hundredths, or a number. */
  public readonly value: number;

  /** As a person writes it. */
  public readonly text: string;

  private constructor(unit: AlertUnit, value: number, text: string) {
    this.unit = unit;
    this.value = value;
    this.text = text;
  }
}

/**
 * Another behaviour of one alert.
 */
export interface AlertAdjustment {
  /** Which alert. */
  readonly alert: Alert;

  /**
   * From where on it fires, in the unit of the alert (rule MON-003); docs/alerts.md lists both.
   *
   * @default - what the cluster declares, or the default of the alert
   */
  readonly threshold?: AlertThreshold;

  /**
   * How long it has to be true before somebody is told.
   *
   * @default - that of the alert
   */
  readonly after?: Duration;

  /**
   * How bad it is.
   *
   * @default - that of the alert
   */
  readonly severity?: AlertSeverity;
}

/**
 * An alert that is not printed.
 */
export interface AlertExclusion {
  /** Which alert. */
  readonly alert: Alert;

  /** Why nobody has to know, for those who ask later (rule MON-004). */
  readonly reason: string;
}

/**
 * Who is told what.
 */
export interface AlertOptions {
  /**
   * Alerts that behave otherwise than by default; each once (rule MON-002).
   *
   * @default - none
   */
  readonly adjustments?: AlertAdjustment[];

  /**
   * Alerts that are not printed; each once (rule MON-002).
   *
   * @default - none
   */
  readonly exclusions?: AlertExclusion[];

  /**
   * Why nobody is told anything of the cluster and its pools for now, for those who ask later (rule MON-004): nobody uses it, or it is worked on. Its
   * metrics are collected all the same, and no service levels are recorded, in which it would count as unavailable. Restore drills go on, and
   * so do their alerts.
   *
   * @default - alerts are printed
   */
  readonly silence?: string;

  /**
   * Labels of every alert, by which Alertmanager finds who is told (rule MON-005).
   *
   * @default - none beside `severity`, `pg_cluster` and `namespace`
   */
  readonly labels?: { [key: string]: string };

  /**
   * Where the pages of the alerts are: the annotation `runbook_url` of each alert is this with the name of the alert and `.md` behind.
   *
   * @default - the pages of this library, docs/runbooks
   */
  readonly runbookUrl?: string;
}

/**
 * `AlertOptions` with defaults filled in.
 */
export interface AlertModel {
  /** Alerts that behave otherwise than by default. */
  readonly adjustments: AlertAdjustment[];
  /** Alerts that are not printed. */
  readonly exclusions: AlertExclusion[];
  /**
   * Why nobody is told anything.
   *
   * @default - alerts are printed
   */
  readonly silence?: string;
  /** Labels of every alert. */
  readonly labels: { [key: string]: string };
  /** Where the pages of the alerts are, with a slash at the end. */
  readonly runbookUrl: string;
}
