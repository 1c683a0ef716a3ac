import type { ClusterPairProps } from '../cluster-pair';
import type { InPlaceRestoreProps } from '../in-place-restore';
import { BackupType } from '../model/backup-schedule';
import { DrillCheck, DrillImages, DrillNetworkOptions } from '../model/drill';
import { PairStep } from '../model/pair-step';
import { ReplicaSource, StreamingSourceOptions } from '../model/replica-source';
import type { OnDemandBackupProps } from '../on-demand-backup';
import { Shape, boolean, instance, listOf, number, oneOf, optional, required, shapeProblems, struct, text } from '../private/shape';
import type { ReplicaClusterProps } from '../replica-cluster';
import type { RestoreDrillProps } from '../restore-drill';
import { COMPUTE, HA_CLUSTER_SHAPE, SECRET_KEY, STORAGE, archive, cluster, recoveryTarget } from './prop-shapes';

/** What each prop of replica clusters, pairs, single backups and restores, and drills may hold. */

const STREAMING: Shape<StreamingSourceOptions> = {
  clusterName: required(text),
  host: required(text),
  port: optional(number),
  certificateSecret: optional(text),
  ca: optional(struct(SECRET_KEY)),
};

const replicaSource = instance(
  'a ReplicaSource such as ReplicaSource.archive(policy.archive)',
  ['sourceArchive', 'primaryAddress', '_asked'],
  (source: ReplicaSource, place) => [
    ...(source._asked.includes('archive') ? archive(source.sourceArchive, place) : []),
    ...(source._asked.includes('streaming') ? shapeProblems(STREAMING, source.primaryAddress, place) : []),
  ],
);

export const REPLICA_CLUSTER_SHAPE: Shape<ReplicaClusterProps> = {
  ...HA_CLUSTER_SHAPE,
  source: required(replicaSource),
  promoted: optional(boolean),
};

const STEP = 'a PairStep such as PairStep.demote()';
const step = instance(STEP, ['kind', 'token'], ({ token }: PairStep, place) => (token === undefined ? [] : text(token, place)));

export const CLUSTER_PAIR_SHAPE: Shape<ClusterPairProps> = {
  primary: required(cluster),
  replica: required(cluster),
  step: optional(step),
};

const policy = instance('a BackupPolicy', ['cluster', 'archive', 'node']);

export const ON_DEMAND_BACKUP_SHAPE: Shape<OnDemandBackupProps> = {
  policy: required(policy),
  backupId: required(text),
  type: optional(oneOf(BackupType, 'BackupType')),
  repository: optional(number),
};

export const IN_PLACE_RESTORE_SHAPE: Shape<InPlaceRestoreProps> = {
  policy: required(policy),
  restoreId: required(text),
  overwrites: required(text),
  target: optional(recoveryTarget),
  repository: optional(number),
};

const check = instance('a DrillCheck such as DrillCheck.isTrue(...)', ['title', 'sql'], ({ title, sql }: DrillCheck, place) => [
  ...text(title, place),
  ...text(sql, place),
]);

const DRILL_NETWORK: Shape<DrillNetworkOptions> = {
  apiServerCidrs: required(listOf(text)),
  apiServerPort: optional(number),
  archiveCidrs: optional(listOf(text)),
  operatorNamespace: optional(text),
};

const DRILL_IMAGES: Shape<DrillImages> = { kubectl: optional(text), psql: optional(text) };

export const RESTORE_DRILL_SHAPE: Shape<RestoreDrillProps> = {
  policy: required(policy),
  drillName: required(text),
  schedule: required(text),
  checks: required(listOf(check)),
  network: required(struct(DRILL_NETWORK)),
  database: optional(text),
  readAllData: optional(boolean),
  target: optional(recoveryTarget),
  repository: optional(number),
  maxAgeDays: optional(number),
  deadline: optional(instance('a Duration of cdk8s such as Duration.hours(6)', ['toSeconds'])),
  storage: optional(struct(STORAGE)),
  compute: optional(struct(COMPUTE)),
  images: optional(struct(DRILL_IMAGES)),
};
