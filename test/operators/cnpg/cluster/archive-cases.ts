import { Size } from 'cdk8s';
import {
  ArchivePlace,
  BackupArchive,
  BackupSchedule,
  CloudNativePgExternalCluster,
  CloudNativePgOptions,
  CloudNativePgOrigin,
  ClusterDefault,
  RecoverySource,
  SpreadRule,
  TakeOver,
} from '../../../../lib';
import { Ask, OLD_ARCHIVE, S3 } from '../../../support/programs';
import { Case } from '../rule-case';

const REFUSED = 'the admission webhook of CloudNativePG, or the API server, refuses the cluster';
const said = (rule: string, why: string, texts: readonly string[]): string[] => texts.map((text) => `[test/db] [${rule}] ${text} (${why})`);

const IN_TREE: CloudNativePgOptions = { barman: { inTree: true } };
const OLD: Ask = { cluster: { takenOver: TakeOver.asItRuns() } };
const OLD_BACKUP: Ask = { ...OLD, backup: {} };
const archive = BackupArchive.at({ clusterName: 'before', target: S3, place: ArchivePlace.barman({ serverName: 'before' }) });
const servers = (...externalClusters: CloudNativePgExternalCluster[]): CloudNativePgOptions => ({ externalClusters });
const plugin = { name: 'archiver.acme.example', archivesWal: true };
const server = { name: 'before', connectionParameters: { host: 'db.acme.example' } };

/** What is refused of archives, plugins, servers and metrics. */
export const ARCHIVE_CASES: readonly Case[] = [
  {
    rule: 'CNPG-198',
    bad: { backup: {} },
    badOptions: IN_TREE,
    message: said('CNPG-198', 'that leaves the operator with version 1.31, and images of today hold no barman-cloud', [
      `'operator.barman.inTree' must not be true for a cluster that is made anew, got true; leave it out, and install the Barman Cloud plugin`,
    ]),
    good: [OLD_BACKUP],
    goodOptions: IN_TREE,
  },
  {
    rule: 'CNPG-191',
    bad: { ...OLD, backup: { compute: { memory: Size.mebibytes(512) } } },
    badOptions: { barman: { inTree: true, walParallelism: 0 } },
    message: said(
      'CNPG-191',
      'the tool takes no such number, and the operator itself has no container for backups whose CPU and memory could be said',
      [
        `'operator.barman.walParallelism' must be a whole number from 1, got 0`,
        `'compute' of the backup policy must not be given with 'operator.barman.inTree', where backups run in the containers of the instances; leave it out`,
      ],
    ),
    good: [OLD_BACKUP],
    goodOptions: { barman: { inTree: true, walParallelism: 8 } },
  },
  {
    rule: 'CNPG-197',
    bad: { backup: { schedules: [BackupSchedule.full('0 2 * * *'), BackupSchedule.full('0 14 * * *')] } },
    badOptions: { scheduledBackups: { fullNames: ['Nightly', 'second', 'third'], snapshotNames: ['daily'] } },
    message: said('CNPG-197', 'the API server refuses the object, or a name is for nothing', [
      `'operator.scheduledBackups.fullNames[0]' must be lower-case letters, digits, '-' and '.', got 'Nightly'`,
      `'operator.scheduledBackups.fullNames' must be no more than the schedules of the policy, which are 2, got 3`,
      `'operator.scheduledBackups.snapshotNames' must be no more than the schedules of the policy, which are 0, got 1`,
    ]),
    good: [{ backup: {} }],
    goodOptions: { scheduledBackups: { fullNames: ['nightly'] } },
  },
  {
    rule: 'CNPG-192',
    bad: { backup: {} },
    badOptions: { plugins: [plugin, plugin, { name: '' }, { name: 'barman-cloud.cloudnative-pg.io' }] },
    message: said('CNPG-192', REFUSED, [
      `'operator.plugins[1].name' must be unlike every other one, got 'archiver.acme.example'; leave it out, or give it another name`,
      `'operator.plugins[2].name' must not be empty`,
      `'operator.plugins[3].name' must be unlike every other one, got 'barman-cloud.cloudnative-pg.io'; leave it out, or give it another name`,
      `'operator.plugins' must have one that archives WAL, got 'archiver.acme.example', 'archiver.acme.example'`,
      `'operator.plugins' must have none that archives WAL beside a BackupPolicy, got 'archiver.acme.example'; leave one of the two out`,
    ]),
    good: [{}],
    goodOptions: { plugins: [plugin, { name: 'watcher.acme.example' }] },
  },
  {
    rule: 'CNPG-193',
    bad: { ...OLD, cluster: { ...OLD.cluster, recovery: RecoverySource.fromArchive(OLD_ARCHIVE) } },
    badOptions: servers(
      { ...server, name: 'orders-old' },
      { name: 'a/b', plugin: { name: plugin.name } },
      { name: 'c' },
      { name: 'd', archive },
    ),
    message: said('CNPG-193', REFUSED, [
      `'operator.externalClusters[0].name' must be unlike every other one, got 'orders-old'; leave it out, or give it another name`,
      `'operator.externalClusters' must have names without '/' and '\\', got 'a/b'`,
      `'operator.externalClusters' must say 'connectionParameters', 'plugin' or 'archive' of 'c', got none`,
      `'operator.externalClusters' must have an 'archive' with 'operator.barman.inTree' and without 'plugin' only, got that of 'd'`,
    ]),
    good: [OLD],
    goodOptions: { ...IN_TREE, externalClusters: [server, { name: 'older', archive }] },
  },
  {
    rule: 'CNPG-194',
    bad: { cluster: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE) } },
    badOptions: servers(
      { ...server, origin: CloudNativePgOrigin.RECOVERY },
      { ...server, name: 'b', origin: CloudNativePgOrigin.BASE_BACKUP },
    ),
    message: said('CNPG-194', 'nothing holds its version, parameters and archive against those of the cluster', [
      `'operator.externalClusters' must have no 'origin' for a cluster that is made anew, got that of 'before'; write 'recovery'`,
      `'operator.externalClusters' must have one 'origin', got 'before', 'b'`,
      `'operator.externalClusters' must have no 'origin' beside 'recovery' or what is followed, got that of 'before'; leave it out`,
    ]),
    good: [OLD],
    goodOptions: servers({ ...server, origin: CloudNativePgOrigin.RECOVERY }),
  },
  {
    rule: 'CNPG-195',
    bad: {},
    badOptions: { monitoring: { podMonitor: true } },
    message: said('CNPG-195', 'each metric comes twice, and alerts count double; steps of relabeling without it are ignored', [
      `'operator.monitoring.podMonitor' must not be true beside 'monitoring', which prints a PodMonitor, got true; leave it out, and give the steps to 'monitoring'`,
    ]),
    good: [OLD],
    goodOptions: { monitoring: { podMonitor: true, relabelings: [{ regex: 'pod', action: 'labeldrop' }] } },
  },
  {
    rule: 'CNPG-195',
    bad: OLD,
    badOptions: { monitoring: { relabelings: [] } },
    message: said('CNPG-195', 'each metric comes twice, and alerts count double; steps of relabeling without it are ignored', [
      `'operator.monitoring' must have steps of relabeling with 'podMonitor: true' only; leave them out, or give them to 'monitoring'`,
    ]),
    good: [{ cluster: { takenOver: TakeOver.asItRuns([ClusterDefault.MONITORING]) } }],
  },
  {
    rule: 'CNPG-196',
    bad: {},
    badOptions: { pods: { antiAffinity: { required: true } } },
    message: said('CNPG-196', 'the two say the opposite, and the operator follows one of them', [
      `'operator.pods.antiAffinity' does not go with 'placement.nodes: SpreadRule.NONE'; leave one of the two out`,
    ]),
    good: [{ cluster: { placement: { nodes: SpreadRule.REQUIRED } } }],
    goodOptions: { pods: { antiAffinity: { required: true } } },
  },
];
