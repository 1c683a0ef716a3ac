import { KubeObject } from '../../manifests/object';
import { Labels } from '../selector';
import { Backups, InstanceSet, PoolRow, Totals } from '../model';

/** What the report wants to know of a cluster beyond what guard knows of it, in neutral words. */
export interface Facts {
  readonly sets: readonly InstanceSet[];
  readonly totals: Totals;
  readonly spread: readonly string[];
  readonly zones: readonly string[];
  readonly databases: readonly string[];
  readonly roles: readonly string[];
  readonly pools: readonly PoolRow[];
  readonly schedules: Backups['schedules'];
  readonly retention: readonly string[];
  /** Volumes that backups are kept on. */
  readonly backupVolumes: readonly string[];
  /** What it began as, where that is not an empty database. */
  readonly origin?: string;
  /** Names of Services, and where each leads. */
  readonly services: ReadonlyMap<string, string>;
  /** Names of Secrets with credentials, and whose they are. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Hosts of clusters that it streams from, and names of clusters that it is cloned from. */
  readonly upstreams: readonly Upstream[];
  /** Fields of sources that are read when the cluster follows, which it does not now. */
  readonly idleSources: ReadonlySet<string>;
  readonly pods: readonly PodGroup[];
  /** Ways in from outside of Kubernetes that the object itself asks for. */
  readonly exposure: readonly string[];
  /** Whether the object itself asks for being scraped. */
  readonly scraped: boolean;
}

export interface Upstream {
  /** Address of a Service, or the name of a cluster in the same namespace. */
  readonly host?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly what: 'streaming replication' | 'clone';
}

/** Pods of a cluster that policies and monitors may select. */
export interface PodGroup {
  readonly part: string;
  readonly labels: Labels;
}

/** What else is in the namespace of a cluster and refers to it. */
export interface Surroundings {
  /** Objects that name the cluster in their spec. */
  readonly referring: readonly KubeObject[];
  /** An object of the namespace. */
  readonly find: (group: string, kind: string, name: string) => KubeObject | undefined;
}
