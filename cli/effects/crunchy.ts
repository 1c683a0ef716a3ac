import { at } from '../values/json';
import { ChangeEffect, When } from './effect';
import { RESTART_PARAMETERS } from './parameters';
import {
  added,
  addedOrEdited,
  becomes,
  changed,
  edited,
  losesItem,
  lowered,
  loweredOrRemoved,
  loweredOrSet,
  raised,
  removed,
  removedOrEdited,
  turnedOff,
  turnedOn,
} from './when';

const CLUSTER = 'postgres-operator.crunchydata.com/PostgresCluster';
const UPGRADE = 'postgres-operator.crunchydata.com/PGUpgrade';
const TOKEN = (name: string): string => `metadata.annotations["postgres-operator.crunchydata.com/${name}"]`;

type Row = Omit<ChangeEffect, 'kind'>;
const of = (kind: string, rows: readonly Row[]): ChangeEffect[] => rows.map((row) => ({ kind, ...row }));
const each = (paths: readonly string[], row: Omit<Row, 'path'>): Row[] => paths.map((path) => ({ path, ...row }));

const ROLL = 'Every instance is made anew, one at a time, the primary by switchover.';
const BACKREST = 'spec.backups.pgbackrest';
const PARAMETERS = ['spec.config.parameters', 'spec.patroni.dynamicConfiguration.postgresql.parameters'];
const parameters = (names: readonly string[]): string[] => PARAMETERS.flatMap((path) => names.map((name) => `${path}.${name}`));

/** `enabled` is true where it is left out. */
const becomesStandby: When = {
  says: 'added, and not disabled',
  holds: (old, now) => old === undefined && now !== undefined && at(now, 'enabled') !== false,
};

const cluster: Row[] = [
  ...each(
    [
      'spec.instances[*].dataVolumeClaimSpec.resources.requests.storage',
      'spec.instances[*].walVolumeClaimSpec.resources.requests.storage',
      'spec.instances[*].tablespaceVolumes[*].dataVolumeClaimSpec.resources.requests.storage',
      `${BACKREST}.repos[*].volume.volumeClaimSpec.resources.requests.storage`,
    ],
    {
      when: lowered,
      effect: 'ignored',
      evidence: 'seen',
      rule: 'G025',
      does: 'Accepted; an event PersistentVolumeError and a condition say that the volume does not shrink. The next instance is made too small.',
    },
  ),
  ...each(
    [
      'spec.instances[*].dataVolumeClaimSpec.resources.requests.storage',
      'spec.instances[*].walVolumeClaimSpec.resources.requests.storage',
      `${BACKREST}.repos[*].volume.volumeClaimSpec.resources.requests.storage`,
    ],
    { when: raised, effect: 'volume work', evidence: 'seen', does: 'Each volume is grown while its pod runs; no pod restarts.' },
  ),
  ...each(
    [
      'spec.instances[*].dataVolumeClaimSpec.storageClassName',
      'spec.instances[*].walVolumeClaimSpec.storageClassName',
      `${BACKREST}.repos[*].volume.volumeClaimSpec.storageClassName`,
    ],
    {
      when: changed,
      effect: 'ignored',
      evidence: 'seen',
      rule: 'G026',
      does: 'Accepted; an event says that the claim is immutable. Volumes keep their class, instances that are made later get the new one.',
    },
  ),
  {
    path: 'spec.instances[*].walVolumeClaimSpec',
    when: removed,
    effect: 'destroys data',
    evidence: 'read',
    rule: 'G028',
    does: 'WAL is moved back to the data volume, the pods are made anew, and the WAL volume is deleted.',
  },
  {
    path: 'spec.instances[*].walVolumeClaimSpec',
    when: added,
    effect: 'rolling restart',
    evidence: 'seen',
    does: `Each instance gets a volume for WAL. ${ROLL}`,
  },
  {
    path: 'spec.instances[*].tablespaceVolumes[*]',
    when: removed,
    effect: 'destroys data',
    evidence: 'read',
    rule: 'G029',
    does: 'The volume is no longer mounted: the tables in it cannot be read.',
  },
  {
    path: 'spec.instances[*]',
    when: removed,
    effect: 'destroys data',
    evidence: 'read',
    rule: 'G034',
    does: 'All pods of the set and their volumes are deleted in one pass, the primary included.',
  },
  {
    path: 'spec.instances[*].replicas',
    when: lowered,
    effect: 'destroys data',
    evidence: 'seen',
    rule: 'G030',
    does: 'All but the primary and the instances that are left are deleted at once, with their volumes.',
  },
  {
    path: 'spec.instances[*].replicas',
    when: raised,
    effect: 'volume work',
    evidence: 'seen',
    does: 'New instances with new volumes are restored from the repository or copied from the primary.',
  },
  {
    path: 'spec.instances[*]',
    when: added,
    effect: 'volume work',
    evidence: 'read',
    does: 'A new set of instances with volumes of its own is made.',
  },
  {
    path: 'spec.shutdown',
    when: turnedOn,
    effect: 'cuts clients',
    evidence: 'seen',
    rule: 'G033',
    does: 'Replicas stop, the primary last; volumes stay, schedules are suspended.',
  },
  {
    path: 'spec.shutdown',
    when: turnedOff,
    effect: 'primary restart',
    evidence: 'seen',
    does: 'The instance that was the primary starts first.',
  },

  ...each(
    ['synchronous_mode', 'synchronous_mode_strict'].map((name) => `spec.patroni.dynamicConfiguration.${name}`),
    {
      when: turnedOff,
      effect: 'reload',
      evidence: 'seen',
      rule: 'G038',
      does: 'Patroni is told at once; commits no longer wait for a standby.',
    },
  ),
  {
    path: 'spec.patroni.dynamicConfiguration.synchronous_node_count',
    when: lowered,
    effect: 'reload',
    evidence: 'read',
    rule: 'G038',
    does: 'Patroni is told at once; commits wait for fewer standbys.',
  },
  ...each(
    [
      'spec.instances[*].topologySpreadConstraints',
      'spec.instances[*].affinity.**',
      'spec.instances[*].minAvailable',
      'spec.disableDefaultPodScheduling',
    ],
    {
      when: removedOrEdited,
      effect: 'rolling restart',
      evidence: 'read',
      rule: 'G039',
      does: `${ROLL} Two instances may share a node, or be drained together, where the rules have become looser.`,
    },
  ),

  ...each(['spec.dataSource.postgresCluster', 'spec.dataSource.pgbackrest'], {
    when: added,
    effect: 'destroys data',
    evidence: 'inferred',
    rule: 'G041',
    does: 'PGO finds a restore that it has not done yet: it stops the instances and restores over their data directory.',
  }),
  {
    path: 'spec.dataSource.**',
    when: changed,
    effect: 'ignored',
    evidence: 'read',
    rule: 'G040',
    does: 'A source that was used is not read again; a cluster that is made anew under this name would begin with it.',
  },
  {
    path: TOKEN('pgbackrest-restore'),
    when: addedOrEdited,
    effect: 'destroys data',
    evidence: 'read',
    rule: 'G043',
    does: 'With `restore.enabled`, PGO stops the instances and restores over the data directory.',
  },
  {
    path: `${BACKREST}.restore.enabled`,
    when: turnedOn,
    effect: 'destroys data',
    evidence: 'read',
    rule: 'G043',
    does: 'PGO stops the instances and restores over the data directory, at once where the annotation is there already.',
  },
  {
    path: 'spec.standby',
    when: becomesStandby,
    effect: 'changes who writes',
    evidence: 'seen',
    rule: 'G120',
    does: 'A cluster that has written is not rewound to the history of another: in the trial one of three instances came back.',
  },
  ...each(['spec.standby.enabled'], {
    when: turnedOn,
    effect: 'changes who writes',
    evidence: 'seen',
    rule: 'G120',
    does: 'A cluster that has written is not rewound to the history of another: in the trial one of three instances came back.',
  }),
  ...each(['spec.standby', 'spec.standby.**'], {
    when: removedOrEdited,
    effect: 'changes who writes',
    evidence: 'seen',
    rule: 'G047',
    does: 'The standby is promoted, or follows another source.',
  }),
  {
    path: TOKEN('trigger-switchover'),
    when: addedOrEdited,
    effect: 'primary restart',
    evidence: 'read',
    rule: 'G119',
    does: 'The primary moves, where `patroni.switchover.enabled` is on.',
  },
  {
    path: 'spec.patroni.switchover.enabled',
    when: turnedOn,
    effect: 'primary restart',
    evidence: 'read',
    rule: 'G119',
    does: 'An old token that is still there fires again: the primary moves.',
  },
  { path: TOKEN('pgbackrest-backup'), when: addedOrEdited, effect: 'nothing', evidence: 'seen', does: 'A backup is taken now.' },
  { path: TOKEN('allow-upgrade'), when: changed, effect: 'nothing', evidence: 'read', does: 'Lets the PGUpgrade of that name begin.' },

  {
    path: 'spec.image',
    when: removed,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G058',
    does: 'The image of the operator that is installed is taken, today and at each upgrade of the operator.',
  },
  { path: 'spec.image', when: addedOrEdited, effect: 'rolling restart', evidence: 'seen', rule: 'G060', does: ROLL },

  {
    path: 'spec.backups',
    when: removed,
    effect: 'changes what can be recovered',
    evidence: 'seen',
    rule: 'G062',
    does: 'With a repository on a volume PGO stops reconciling the cluster until the removal is authorised by annotation; without one archiving stops at once.',
  },
  ...each([`${BACKREST}.repos[*]`, ...['s3', 'gcs', 'azure'].map((cloud) => `${BACKREST}.repos[*].${cloud}`)], {
    when: removed,
    effect: 'changes what can be recovered',
    evidence: 'seen',
    rule: 'G130',
    does: 'Archiving to it stops at once; backups in an object store stay where they are, out of sight, and nobody deletes them.',
  }),
  {
    path: `${BACKREST}.repos[*].volume`,
    when: removed,
    effect: 'destroys data',
    evidence: 'seen',
    rule: 'G065',
    does: 'The volume with its backups is deleted at once, with the repository host and its schedules.',
  },
  ...each(
    ['s3', 'gcs', 'azure'].map((cloud) => `${BACKREST}.repos[*].${cloud}.*`),
    {
      when: removedOrEdited,
      effect: 'changes what can be recovered',
      evidence: 'seen',
      rule: 'G067',
      does: 'PGO makes a stanza at the new place and takes a backup there; old backups stay where they are and are out of sight.',
    },
  ),
  {
    path: `${BACKREST}.global.repo*-path`,
    when: edited,
    effect: 'changes what can be recovered',
    evidence: 'seen',
    rule: 'G123',
    does: 'PGO does not notice a new path: no stanza is made there, no backup is taken, and the conditions still say that all is well. Archiving fails and WAL stays until the volume is full (inferred).',
  },
  ...each([`${BACKREST}.global.repo*-retention-*`], {
    when: loweredOrSet,
    effect: 'changes what can be recovered',
    evidence: 'seen',
    rule: 'G077',
    does: 'The next backup deletes what is beyond the new limit.',
  }),
  {
    path: `${BACKREST}.global.repo*-retention-full-type`,
    when: edited,
    effect: 'changes what can be recovered',
    evidence: 'seen',
    rule: 'G077',
    does: 'The number is read in the other unit, days or backups; the next backup deletes what is beyond it.',
  },
  {
    path: `${BACKREST}.global.repo*-retention-*`,
    when: removed,
    effect: 'nothing',
    evidence: 'read',
    rule: 'G078',
    does: 'Nothing is deleted any more.',
  },
  {
    path: `${BACKREST}.global.repo*-cipher-type`,
    when: changed,
    effect: 'changes what can be recovered',
    evidence: 'read',
    rule: 'G080',
    does: 'pgBackRest cannot read a repository that was made with another cipher: archiving and backups fail.',
  },
  {
    path: `${BACKREST}.global.repo*-storage-verify-tls`,
    when: becomes('n'),
    effect: 'changes what can be recovered',
    evidence: 'read',
    rule: 'G081',
    does: 'Whoever stands between sees and changes the backups.',
  },
  ...each([`${BACKREST}.repos[*].schedules.*`], {
    when: removed,
    effect: 'changes what can be recovered',
    evidence: 'seen',
    rule: 'G073',
    does: 'The CronJob goes; WAL is still shipped.',
  }),
  {
    path: `${BACKREST}.repos[*].schedules.*`,
    when: edited,
    effect: 'nothing',
    evidence: 'seen',
    rule: 'G118',
    does: 'The CronJob gets the new times; no pod restarts.',
  },
  {
    path: `${BACKREST}.configuration`,
    when: changed,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G104',
    does: `${ROLL} Pods do not start while the Secret is missing.`,
  },

  {
    path: 'spec.users[*]',
    when: removed,
    effect: 'cuts clients',
    evidence: 'seen',
    rule: 'G092',
    does: 'The role stays in the database and can log in; its Secret is deleted at once, so that applications lose their credentials.',
  },
  {
    path: 'spec.users[*].options',
    when: {
      says: 'gains SUPERUSER, REPLICATION, BYPASSRLS, CREATEROLE or CREATEDB',
      holds: (old, now) =>
        ['SUPERUSER', 'REPLICATION', 'BYPASSRLS', 'CREATEROLE', 'CREATEDB'].some(
          (word) => new RegExp(`\\b${word}\\b`, 'i').test(String(now ?? '')) && !new RegExp(`\\b${word}\\b`, 'i').test(String(old ?? '')),
        ),
    },
    effect: 'changes who may log in',
    evidence: 'read',
    rule: 'G095',
    does: 'ALTER ROLE gives the privilege at once.',
  },
  {
    path: 'spec.users[*].databases',
    when: losesItem,
    effect: 'ignored',
    evidence: 'seen',
    rule: 'G121',
    does: 'The database stays as it is, and nobody looks after it. One under another name is a new, empty one that belongs to `postgres`.',
  },
  {
    path: 'spec.databaseInitSQL.**',
    when: changed,
    effect: 'ignored',
    evidence: 'seen',
    rule: 'G117',
    does: 'The script runs once in the life of a cluster; what is new in it is not done.',
  },
  ...each(['spec.customTLSSecret.**', 'spec.customReplicationTLSSecret.**'], {
    when: changed,
    effect: 'rolling restart',
    evidence: 'seen',
    rule: 'G097',
    does: `${ROLL} Workloads of the same commit are rolled to the new CA at once.`,
  }),
  ...each(['spec.service.type', 'spec.replicaService.type', 'spec.proxy.pgBouncer.service.type'], {
    when: becomes('LoadBalancer', 'NodePort'),
    effect: 'changes who may log in',
    evidence: 'seen',
    rule: 'G098',
    does: 'The Service is reachable from outside as soon as it is changed.',
  }),
  ...each(['spec.service.loadBalancerSourceRanges', 'spec.replicaService.loadBalancerSourceRanges'], {
    when: removedOrEdited,
    effect: 'changes who may log in',
    evidence: 'read',
    rule: 'G098',
    does: 'The load balancer lets in the new ranges, and everybody where there are none.',
  }),
  ...each(['spec.port', 'spec.proxy', 'spec.proxy.pgBouncer', 'spec.proxy.pgBouncer.port'], {
    when: removedOrEdited,
    effect: 'cuts clients',
    evidence: 'seen',
    rule: 'G099',
    does: 'The pooler and its Service go at once, or listen elsewhere; applications point to the old address until their own rollout ends.',
  }),
  {
    path: 'spec.proxy.pgBouncer.replicas',
    when: becomes(0),
    effect: 'cuts clients',
    evidence: 'read',
    rule: 'G099',
    does: 'No pooler runs.',
  },
  {
    path: 'spec.proxy.pgBouncer.config.global.pool_mode',
    when: changed,
    effect: 'reload',
    evidence: 'seen',
    rule: 'G100',
    does: 'The pooler loads the mode; no pod restarts.',
  },
  {
    path: 'spec.paused',
    when: turnedOn,
    effect: 'ignored',
    evidence: 'read',
    rule: 'G083',
    does: 'The operator leaves the cluster alone; Patroni still fails over.',
  },
  ...each(['spec.monitoring', 'spec.monitoring.pgmonitor', 'spec.monitoring.pgmonitor.exporter', 'spec.instrumentation'], {
    when: removed,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G110',
    does: `${ROLL} The exporter goes; alerts see nothing of the cluster.`,
  }),
  ...each(
    [
      'spec.instances[*].resources',
      'spec.instances[*].resources.limits',
      'spec.instances[*].resources.requests',
      'spec.instances[*].resources.limits.memory',
      'spec.instances[*].resources.requests.*',
    ],
    {
      when: removed,
      effect: 'rolling restart',
      evidence: 'read',
      rule: 'G111',
      does: `${ROLL} Without limits and requests it is among the first to be evicted.`,
    },
  ),

  ...each(parameters(['wal_level']), {
    when: becomes('minimal', 'replica'),
    effect: 'primary restart',
    evidence: 'read',
    rule: 'G101',
    does: 'PostgreSQL restarts; replicas, archiving or logical slots stop working.',
  }),
  ...each(parameters(['shared_preload_libraries']), {
    when: losesItem,
    effect: 'primary restart',
    evidence: 'read',
    rule: 'G103',
    does: 'Patroni restarts PostgreSQL without the library.',
  }),
  ...each(parameters(RESTART_PARAMETERS.primaryFirst), {
    when: loweredOrRemoved,
    effect: 'primary restart',
    evidence: 'read',
    rule: 'G102',
    does: 'PGO restarts members that wait for it, the primary first.',
  }),
  ...each(parameters(RESTART_PARAMETERS.durability), {
    when: becomes('off', 'false', 'local', 'no', '0'),
    effect: 'reload',
    evidence: 'inferred',
    rule: 'G038',
    does: 'The setting is loaded: what was confirmed may be lost in a crash.',
  }),
  ...each(parameters(RESTART_PARAMETERS.all), {
    when: changed,
    effect: 'primary restart',
    evidence: 'inferred',
    does: 'PGO restarts PostgreSQL on every instance, with no hold.',
  }),
  ...each(
    PARAMETERS.map((path) => `${path}.**`),
    { when: changed, effect: 'reload', evidence: 'seen', does: 'Patroni is told; nothing restarts.' },
  ),
  ...each(['metadata.labels.*', 'metadata.labels', 'metadata.annotations', 'metadata.annotations.*'], {
    when: changed,
    effect: 'nothing',
    evidence: 'read',
    does: 'Nothing.',
  }),
  ...each(['spec.metadata.**'], {
    when: changed,
    effect: 'rolling restart',
    evidence: 'seen',
    does: `${ROLL} The pooler pods, too: a label or an annotation restarts the database.`,
  }),
  ...each(
    [
      'spec.instances[*].**',
      'spec.image*',
      'spec.imagePullSecrets[*].**',
      'spec.config.files',
      'spec.openshift',
      'spec.supplementalGroups',
      'spec.monitoring.**',
      'spec.instrumentation.**',
      `${BACKREST}.image`,
    ],
    { when: changed, effect: 'rolling restart', evidence: 'seen', does: ROLL },
  ),
  ...each(['spec.postgresVersion', 'spec.postGISVersion'], {
    when: changed,
    effect: 'rolling restart',
    evidence: 'seen',
    does: 'Pods are made anew with the other image and look for their data in another directory.',
  }),
  ...each(['spec.proxy.**'], {
    when: changed,
    effect: 'rolling restart',
    evidence: 'seen',
    does: 'The pooler is changed; settings are loaded, pods are made anew where their template changes.',
  }),
  ...each(
    [
      'spec.patroni.**',
      'spec.users[*].**',
      'spec.users',
      'spec.authentication.**',
      'spec.service.**',
      'spec.replicaService.**',
      `${BACKREST}.**`,
      'spec.config.**',
      'spec.userInterface.**',
      'spec.shutdown',
      'spec.paused',
    ],
    { when: changed, effect: 'reload', evidence: 'seen', does: 'Done while the database runs.' },
  ),
];

const upgrade: Row[] = [
  {
    path: 'spec.**',
    when: changed,
    effect: 'nothing',
    evidence: 'read',
    does: 'An upgrade that has run does not run again; one that has not uses the new values.',
  },
];

/** What PGO makes of a change. The first row without a rule that fits decides; of rows with a rule, every one that fits. */
export const CRUNCHY_EFFECTS: readonly ChangeEffect[] = [...of(CLUSTER, cluster), ...of(UPGRADE, upgrade)];
