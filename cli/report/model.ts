import { Operator } from '../effects/effect';

/** What the page knows. All of it is plain JSON, which the page carries and draws. */
export interface ReportModel {
  readonly title: string;
  /** The folder as it was named. */
  readonly source: string;
  readonly version: string;
  readonly files: number;
  readonly objects: number;
  readonly clusters: readonly ClusterRow[];
  readonly flows: readonly Flow[];
  readonly archives: readonly ArchiveNode[];
  readonly alerts: readonly AlertRow[];
  /** What could not be told of the output, for the reader. */
  readonly remarks: readonly string[];
}

/** Something that deserves a look, or that a reader wants to find. */
export type Flag =
  | 'non-production'
  | 'suppressed'
  | 'no backups'
  | 'one instance'
  | 'no alerts'
  | 'no network policy'
  | 'open to anybody'
  | 'exposed'
  | 'stopped'
  | 'follower';

export interface ClusterRow {
  /** Address in the page. */
  readonly id: string;
  readonly operator: Operator;
  /** The folder that it was read from, where the output is for several places. */
  readonly place?: string;
  readonly namespace: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** Major version of PostgreSQL. */
  readonly postgres?: number;
  readonly image?: string;
  readonly role: 'writes' | 'follows' | 'stopped';
  /** Why it is stopped, or what it is made of. */
  readonly origin?: string;
  readonly instances: number;
  readonly sets: readonly InstanceSet[];
  readonly synchronous: string;
  readonly spread: readonly string[];
  readonly zones: readonly string[];
  readonly totals: Totals;
  readonly databases: readonly string[];
  readonly roles: readonly string[];
  readonly pools: readonly PoolRow[];
  readonly backups: Backups;
  readonly applications: readonly ApplicationRow[];
  readonly network: readonly EdgeRow[];
  readonly exposure: readonly string[];
  /** Places in the list of alerts. */
  readonly alerts: readonly number[];
  readonly scraped: boolean;
  readonly exemptions: readonly Exemption[];
  readonly flags: readonly Flag[];
}

export interface InstanceSet {
  readonly name: string;
  readonly instances: number;
  readonly cpu?: string;
  readonly memory?: string;
  readonly storage?: string;
  readonly wal?: string;
}

/** What all instances and pools ask for together. What is not said counts as nothing. */
export interface Totals {
  /** Cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  /** Bytes of volumes for data, WAL and tablespaces. */
  readonly storage: number;
  /** Bytes of volumes for backups. */
  readonly backupVolumes: number;
}

export interface PoolRow {
  readonly name: string;
  readonly leadsTo: string;
  readonly mode: string;
  readonly instances: number;
  readonly size?: string;
}

export interface Backups {
  readonly archives: readonly string[];
  readonly schedules: readonly Schedule[];
  readonly retention: readonly string[];
  readonly drills: readonly Schedule[];
}

export interface Schedule {
  readonly what: string;
  readonly when: string;
}

/** A workload that is led to a cluster. */
export interface ApplicationRow {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Addresses and pools that it was given. */
  readonly via: readonly string[];
  /** Secrets of the cluster that it reads. */
  readonly secrets: readonly string[];
  readonly databases: readonly string[];
  /** A Job of this library, not an application. */
  readonly own: boolean;
}

/** One rule of a NetworkPolicy. */
export interface EdgeRow {
  /** Pods of the cluster that it is about. */
  readonly part: string;
  readonly direction: 'in' | 'out';
  readonly peers: readonly string[];
  readonly ports: string;
  readonly policy: string;
  readonly open: boolean;
}

export interface AlertRow {
  readonly name: string;
  readonly severity: string;
  readonly for: string;
  readonly what: string;
  /** A page about it; only addresses of the web are kept. */
  readonly page?: string;
}

export interface Exemption {
  readonly kind: 'non-production' | 'suppressed' | 'alert excluded';
  /** Id of the rule, or name of the alert. */
  readonly rule: string;
  readonly reason: string;
  readonly object: string;
  readonly file: string;
  readonly line: number;
}

export interface ArchiveNode {
  readonly id: string;
  readonly shown: string;
}

/** Something that goes from one cluster or archive to another. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly what: 'backups and WAL' | 'recovery' | 'replication from the archive' | 'streaming replication' | 'clone';
}
