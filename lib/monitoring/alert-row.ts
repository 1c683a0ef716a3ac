import { Alert, AlertSeverity, AlertUnit } from '../model/alert';
import { Signal } from '../operators/monitoring-contract';
import { Watch } from './watch';

/** From where on an alert fires where nobody says otherwise. */
export interface DefaultThreshold {
  readonly unit: AlertUnit;
  /** Seconds, bytes, hundredths or a number. */
  readonly value: (watch: Watch) => number;
  /** How the value comes about, for the list of alerts. */
  readonly origin: string;
}

/** The PromQL of a cluster, for an alert that is made of it. */
export interface Expressions {
  /** Whether the operator's metrics tell it. */
  has(signal: Signal): boolean;
  /** What tells it. */
  of(signal: Signal): string;
  /** 1 for each instance that answers to Prometheus, 0 for each that is known and does not. */
  readonly up: string;
  /** Bytes that are free on each volume. */
  readonly volumeFree: string;
  /** Bytes of each volume. */
  readonly volumeSize: string;
  /** Pods of the operator that are ready. */
  readonly operatorReplicas: string;
  /** What is recorded of the cluster under this name. */
  recorded(level: string): string;
  /** When each certificate of the cluster ends, in seconds since 1970. */
  readonly certificateExpiry: string;
}

/** One alert about a cluster. */
export interface AlertRow {
  readonly alert: Alert;
  /** How bad it is. */
  readonly severity: (watch: Watch) => AlertSeverity;
  /** Seconds that it has to be true before somebody is told. */
  readonly after: (watch: Watch) => number;
  readonly threshold?: DefaultThreshold;
  /** What the operator's metrics have to tell: one of each list. */
  readonly needs: readonly (readonly Signal[])[];
  /** Which clusters can have it. */
  readonly applies: (watch: Watch) => boolean;
  /** Which clusters can have it, in words. */
  readonly when: string;
  /** Parts of a cluster that have an alert each; the whole cluster where there is no such function. */
  readonly each?: (watch: Watch) => readonly Watch[];
  /** The condition. */
  readonly expr: (x: Expressions, threshold: number, watch: Watch) => string;
  /** One line; PromQL templates may stand in it. */
  readonly summary: string;
  /** What it means for the data and for those who use it. */
  readonly description: string;
}
