import { BackupArchive } from '../model/backup-archive';
import { ClusterIdentity, ClusterModel, InPlaceRestoreModel } from '../model/models';
import { parseInstant } from '../model/instant';
import { DNS_1035_LABEL, DNS_LABEL } from '../model/names';
import { RecoveryKind, RecoverySource } from '../model/recovery-source';
import { RecoveryTarget, RecoveryTargetKind } from '../model/recovery-target';
import { Rule, RuleFacts } from '../private/rules';
import { idProblem, repositoryProblem } from './on-demand-rules';
import { credentialProblems, encryptionProblems, endpointProblems, placeProblems, referenceProblems } from './store-problems';
import { defined, isCount, nameProblem } from './value-problems';

/** A cluster that has an origin, and what the rules need to know around it. */
export interface OriginContext {
  readonly model: ClusterModel;
  /** Name of the operator that runs the cluster. */
  readonly operatorName: string;
  /** Folders that the cluster reads and folders that it writes, as URLs. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** The cluster that is cloned, where it is an object of this app. */
  readonly cloned?: ClusterModel;
  /** Paths of the clusters of the app that a replica cluster follows. */
  readonly followed: readonly string[];
  /** Names of the operators that run the cloned cluster and the new one. */
  readonly operators?: readonly [string, string];
}

/** What keeps a runbook from being written; said when it is asked for. */
export const NO_RUNBOOK: RuleFacts = {
  id: 'REC-017',
  summary: 'a recovery runbook is written for a cluster that has a BackupPolicy',
  why: 'without backups nothing can be restored',
};

/** Forms of the values that recovery ends at. */
const FORMS: readonly (readonly [RecoveryTargetKind, RegExp, string])[] = [
  // PostgreSQL reads a number with a zero in front as an octal one.
  [RecoveryTargetKind.TRANSACTION, /^[1-9]\d{0,19}$/, `the number of a transaction with no zero in front, such as '742'`],
  [RecoveryTargetKind.LSN, /^[0-9A-Fa-f]{1,8}\/[0-9A-Fa-f]{1,8}$/, `two hexadecimal numbers, such as '0/3000060'`],
  // Through a shell on one operator, so nothing that a shell or an INI file reads otherwise.
  [RecoveryTargetKind.RESTORE_POINT, /^[A-Za-z0-9_.:@-][A-Za-z0-9_.:@ -]{0,62}$/, `1 to 63 letters, digits, blanks and '_.:@-'`],
];

/** Targets that a recovery can stop before. */
const EXCLUDABLE = [RecoveryTargetKind.TIME, RecoveryTargetKind.TRANSACTION, RecoveryTargetKind.LSN];

const LABEL = /^[0-9A-Za-z]([0-9A-Za-z_-]{0,62})$/;
const TIMELINE = /^(latest|[1-9]\d{0,9})$/;
const HOST = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/;
/** The largest number that a transaction can have, its epoch included. */
const MAX_TRANSACTION = 2n ** 64n - 1n;

/** What is wrong with the place where a recovery ends. */
function targetProblems(target: RecoveryTarget, prop: string): string[] {
  const form = FORMS.find(([kind]) => kind === target.kind);
  const value = target.value ?? '';
  const { backup, timeline } = target.options;
  return [
    ...(form && !(form[1].test(value) && !(target.kind === RecoveryTargetKind.TRANSACTION && BigInt(value) > MAX_TRANSACTION))
      ? [`'${prop}' must be ${form[2]}, got '${value}'`]
      : []),
    ...(backup === undefined || LABEL.test(backup)
      ? []
      : [`'${prop}' must name a backup by its label, such as '20260801T020000' or '20260801-020000F', got '${backup}'`]),
    ...(target.options.exclusive && !EXCLUDABLE.includes(target.kind)
      ? [`'${prop}.exclusive' must not be given for the target '${target.kind}', where PostgreSQL ignores it; leave it out`]
      : []),
    ...(timeline === undefined || TIMELINE.test(timeline)
      ? []
      : [`'${prop}.timeline' must be 'latest' or the number of a timeline, got '${timeline}'`]),
  ];
}

function timeProblem({ kind, value }: RecoveryTarget, prop: string): string | undefined {
  const parsed = kind === RecoveryTargetKind.TIME ? parseInstant(value ?? '') : undefined;
  return typeof parsed === 'string' ? `'${prop}': ${parsed}` : undefined;
}

/** The archive that a cluster reads, and which prop says so. */
function origin({ recovery, replica }: ClusterModel): { archive: BackupArchive; prop: string; repository?: number } | undefined {
  if (recovery?.archive) {
    return { archive: recovery.archive, prop: 'recovery', repository: recovery.repository };
  }
  return replica?.source.sourceArchive && { archive: replica.source.sourceArchive, prop: 'source' };
}

/** What holds for the origin of a cluster on every operator. */
export const ORIGIN_RULES: readonly Rule<OriginContext>[] = [
  {
    id: 'REC-001',
    summary: 'the time of a recovery is one of RFC 3339, with a zone',
    why: 'a time without zone is UTC for one operator and the time of the container for another, and a malformed one is retried for ever',
    check: ({ model: { recovery } }) => recovery && timeProblem(recovery.target, 'recovery.target'),
  },
  {
    id: 'REC-002',
    summary: 'transactions, positions, restore points, labels and timelines have the form that PostgreSQL and the tools read',
    why: 'the recovery would be refused, or end where nobody asked for',
    check: ({ model: { recovery } }) => recovery && targetProblems(recovery.target, 'recovery.target'),
  },
  {
    id: 'REC-003',
    summary: 'no cluster writes to the archive that it was made from',
    why: 'WAL of two histories would lie in one folder, and neither could be restored',
    check: ({ reads, writes }) =>
      reads
        .filter((place) => writes.includes(place))
        .map(
          (place) =>
            `the archive ${place} is read and written by this cluster; raise 'archiveGeneration' in its BackupPolicy, or give it another bucket or prefix`,
        ),
  },
  {
    id: 'REC-004',
    summary: 'a cluster has the major version of the cluster that its data comes from',
    why: 'PostgreSQL does not start on the data files of another major version',
    check: ({ model, cloned }) => {
      const version = origin(model)?.archive.version ?? cloned?.version;
      const instead = model.replica ? 'upgrade both together' : 'upgrade afterwards, or write RecoverySource.logicalImport(...)';
      return version === undefined || version.major === model.version.major
        ? undefined
        : `'version' must be PostgresVersion.V${version.major}, that of the source, got ${model.version.major}; ${instead}`;
    },
  },
  {
    id: 'REC-005',
    summary: 'a recovered cluster names the first database of its source and its owner',
    why: 'the operator would create what is named and give it to the application: an empty database beside the one with the data',
    check: ({ model, cloned }) => {
      const [source] = origin(model)?.archive.databases ?? cloned?.databases ?? [];
      const [own] = model.databases;
      return source === undefined || model.replica !== undefined || (own?.name === source.name && own.owner === source.owner)
        ? undefined
        : `'databases[0]' must be { name: '${source.name}', owner: '${source.owner}' }, as the source has it, got ${own ? `{ name: '${own.name}', owner: '${own.owner}' }` : 'none'}`;
    },
  },
  {
    id: 'REC-006',
    summary: 'a recovery reads a repository that the archive has, and no volume',
    why: 'there is nothing else to read, and a backup volume goes with its cluster, so that nothing is left of it for another one',
    check: ({ model, cloned }) => {
      const read = origin(model);
      if (read === undefined) {
        return cloneProblem(model.recovery, cloned);
      }
      const { archive, prop, repository } = read;
      const indexes = archive.repositories.map(({ index }) => index);
      const found = archive.repositories.find(({ index }) => index === (repository ?? indexes[0]));
      if (found === undefined) {
        return indexes.length === 0
          ? `'${prop}' must be an archive with a repository, got none; write BackupArchive.of(...) or the 'archive' of a BackupPolicy`
          : `'${prop}.repository' must be one of ${indexes.join(', ')}, the repositories of the archive, got ${repository}`;
      }
      const instead = model.replica
        ? `let an object store and the volume change places in the policy, or write ReplicaSource.streaming(...)`
        : `write a 'repository' in an object store, or RecoverySource.clone(...) where the operator clones from volumes`;
      return found.target.kind === 'volume' ? `'${prop}' must be an archive in an object store, got a volume; ${instead}` : undefined;
    },
  },
  {
    id: 'REC-007',
    summary: 'the archive of a recovery is described like the target of a policy',
    why: 'the recovery would wait for ever for an archive that cannot exist',
    check: ({ model }) => {
      const read = origin(model);
      return (
        read && [
          ...writerProblems(read.archive, `${read.prop}.archive`),
          ...read.archive.repositories.flatMap(({ index, target, encryption }) => [
            ...placeProblems(target, `${read.prop}.archive.target`),
            ...endpointProblems(target, `${read.prop}.archive.target`),
            ...credentialProblems(target, `${read.prop}.archive.target`),
            ...encryptionProblems(encryption, `${read.prop}.archive.encryption`),
            ...(isCount(index, 1) ? [] : [`'${read.prop}.archive.repository' must be a whole number from 1, got ${index}`]),
          ]),
        ]
      );
    },
  },
  {
    id: 'REC-008',
    summary: 'snapshots have names that objects can have, and an archive where there is a target',
    why: 'without WAL nothing leads from the snapshot to the target',
    check: ({ model: { recovery } }) => snapshotProblems(recovery),
  },
  {
    id: 'REC-009',
    summary: 'the server of an import has a host, a port, a user and references to its credentials',
    why: 'the import would wait for ever for a server that cannot exist',
    check: ({ model: { recovery } }) => importProblems(recovery),
  },
  {
    id: 'REC-010',
    summary: 'a clone is made by the operator that runs its source, and of another cluster than itself',
    why: 'operators clone by means of their own, which the others do not have',
    check: ({ model, operators }) => {
      const source = model.recovery?.cluster;
      if (source === undefined) {
        return undefined;
      }
      const { name, namespace } = source.identity;
      if (name === model.identity.name && namespace === model.identity.namespace) {
        return `'recovery' must not clone the cluster itself, got '${name}'; write another 'clusterName'`;
      }
      return operators !== undefined && operators[0] !== operators[1]
        ? `'recovery' must clone a cluster of ${operators[1]}, got one of ${operators[0]}; write RecoverySource.logicalImport(...)`
        : undefined;
    },
  },
  {
    id: 'REC-011',
    summary: 'an import names the first database of the new cluster',
    why: 'the data is loaded into the first database, whatever the name of its source',
    check: ({ model: { recovery, databases } }) =>
      recovery?.importServer && databases.length === 0
        ? `'databases' must name the database that the import is loaded into, got none; write databases: [{ name: '${recovery.importServer.database}', owner: '...' }]`
        : undefined,
  },
  {
    id: 'REC-016',
    summary: 'an archive is read by the operator that wrote it',
    why: 'each operator has a backup tool of its own, which cannot read the archives of the others',
    check: ({ model, operatorName }) => {
      const read = origin(model);
      const writer = read?.archive.operatorName;
      return writer === undefined || writer === operatorName
        ? undefined
        : `'${read!.prop}' must be an archive of ${operatorName}, got one of ${writer}; write RecoverySource.logicalImport(...) to change the operator`;
    },
  },
  {
    id: 'REP-001',
    summary: 'a replica cluster has no other origin than its source',
    why: 'it is made of its source, so the other origin would be ignored',
    check: ({ model: { replica, recovery } }) =>
      replica && recovery ? `'recovery' must not be given for a ReplicaCluster, got '${recovery.kind}'; leave it out` : undefined,
  },
  {
    id: 'REP-002',
    summary: 'a streaming source has a name, a host and a port, and references to its certificates',
    why: 'the replica would wait for ever for a primary that cannot exist',
    check: ({ model: { replica } }) => {
      const streaming = replica?.source.primaryAddress;
      return (
        streaming && [
          ...clusterNameProblem('source.clusterName', streaming.clusterName),
          ...hostProblems('source', streaming.host, streaming.port),
          ...referenceProblems(
            [
              ['source.certificateSecret', streaming.certificateSecret],
              ['source.ca.name', streaming.ca?.name],
            ],
            [['source.ca.key', streaming.ca?.key]],
          ),
        ]
      );
    },
  },
  {
    id: 'REP-003',
    summary: 'both ways to a source lead to the same cluster',
    why: 'the replica would find the WAL of another database system, and stop',
    check: ({ model: { replica } }) => {
      const { sourceArchive: archive, primaryAddress: streaming } = replica?.source ?? {};
      return archive && streaming && archive.cluster.name !== streaming.clusterName
        ? `'source' must lead to one cluster, got the archive of '${archive.cluster.name}' and the primary of '${streaming.clusterName}'`
        : undefined;
    },
  },
  {
    id: 'REP-004',
    summary: 'a replica cluster has another name than its source',
    why: 'the members of a pair know each other by name, and the archive of the one would be that of the other',
    check: ({ model: { replica, identity } }) =>
      replica?.source.clusterName === identity.name
        ? `'clusterName' must not be that of the source, got '${identity.name}'; write for example '${identity.name}-dr'`
        : undefined,
  },
  {
    id: 'REP-005',
    summary: 'a replica cluster is promoted by a pair where its source is an object of the app',
    why: 'the source would go on as a primary, and both would take writes',
    check: ({ model: { replica, pair }, followed }) =>
      replica?.promoted && pair === undefined && followed.length > 0
        ? `'promoted' must not be given while ${followed.join(', ')} is a primary; write new ClusterPair(..., { primary, replica, step: PairStep.promote() }), or take the source out of the program`
        : undefined,
  },
];

/** What is wrong with the repository that a clone is made from; what the source has is known only where it is an object of this app. */
function cloneProblem(recovery: RecoverySource | undefined, cloned: ClusterModel | undefined): string | undefined {
  const repository = recovery?.kind === RecoveryKind.CLONE ? recovery.repository : undefined;
  const last = cloned?.backup?.repositories.length ?? Infinity;
  return repository === undefined || (isCount(repository, 1) && repository <= last)
    ? undefined
    : `'recovery.repository' must be a whole number from 1${last === Infinity ? '' : ` to ${last}, the repositories of the source`}, got ${repository}`;
}

/** What is wrong with what an archive says of the cluster that wrote it, all of which is a part of its path. */
function writerProblems({ cluster: { name, namespace }, generation }: BackupArchive, at: string): string[] {
  return [
    ...clusterNameProblem(`${at}.clusterName`, name),
    ...(namespace === undefined || (namespace.length <= 63 && DNS_LABEL.test(namespace))
      ? []
      : [`'${at}.namespace' must be at most 63 lower-case letters, digits and '-', got '${namespace}'`]),
    ...(isCount(generation, 1) ? [] : [`'${at}.generation' must be a whole number from 1, got ${generation}`]),
  ];
}

function clusterNameProblem(prop: string, name: string): string[] {
  return name.length <= 63 && DNS_1035_LABEL.test(name)
    ? []
    : [`'${prop}' must be the name of a cluster: lower-case letters, digits and '-', with a letter first, got '${name}'`];
}

function snapshotProblems(recovery: RecoverySource | undefined): string[] {
  if (recovery?.snapshots === undefined) {
    return [];
  }
  const { dataSnapshot, walSnapshot, archive } = recovery.snapshots;
  const { kind } = recovery.target;
  return [
    ...defined([nameProblem('recovery.dataSnapshot', dataSnapshot), nameProblem('recovery.walSnapshot', walSnapshot)]),
    ...(archive === undefined && kind !== RecoveryTargetKind.LATEST
      ? [
          `'recovery.target' needs 'recovery.archive' with the WAL behind the snapshot, got the target '${kind}'; add it or leave the target out`,
        ]
      : []),
    ...(kind === RecoveryTargetKind.BACKUP || recovery.target.options.backup !== undefined
      ? [
          `'recovery.target' must not name a backup, since the snapshot is the backup, got '${recovery.target.options.backup}'; leave it out`,
        ]
      : []),
  ];
}

function importProblems(recovery: RecoverySource | undefined): string[] {
  const server = recovery?.kind === RecoveryKind.IMPORT ? recovery.importServer : undefined;
  if (server === undefined) {
    return [];
  }
  return [
    ...hostProblems('recovery', server.host, server.port),
    ...(server.user === '' ? [`'recovery.user' must be the name of a role, got ''`] : []),
    ...(server.database === '' || server.database.includes('*')
      ? [`'recovery.database' must be the name of one database, got '${server.database}'`]
      : []),
    ...referenceProblems(
      [
        ['recovery.password.name', server.password.name],
        ['recovery.ca.name', server.ca?.name],
      ],
      [
        ['recovery.password.key', server.password.key],
        ['recovery.ca.key', server.ca?.key],
      ],
    ),
  ];
}

/** What is wrong with the address of a server. */
function hostProblems(prop: string, host: string, port: number | undefined): string[] {
  return [
    ...(HOST.test(host) ? [] : [`'${prop}.host' must be a host name or an IPv4 address, without scheme and port, got '${host}'`]),
    ...(port === undefined || (isCount(port, 1) && port <= 65535) ? [] : [`'${prop}.port' must be 1 to 65535, got ${port}`]),
  ];
}

/** A restore in place and what the rules need to know around it. */
export interface InPlaceContext {
  readonly restore: InPlaceRestoreModel;
  /** What the user has written as the name of the cluster that is overwritten. */
  readonly overwrites: string;
  readonly cluster: ClusterIdentity;
  /** How many repositories the policy has. */
  readonly repositories: number;
  /** What the cluster was made of. */
  readonly recovery?: RecoverySource;
  /** Whether another restore was attached to the cluster before. */
  readonly second: boolean;
  /** Whether the cluster is an object of this app. */
  readonly ownsCluster: boolean;
}

/** What holds for a restore in place on every operator that has it. */
export const IN_PLACE_RULES: readonly Rule<InPlaceContext>[] = [
  {
    id: 'REC-012',
    summary: 'a restore in place has an id, and names the cluster that it overwrites',
    why: 'it destroys what the cluster holds; the name is the interlock, the id keeps it from happening twice',
    check: ({ restore, overwrites, cluster }) =>
      defined([
        idProblem('restoreId', restore.id),
        overwrites === cluster.name
          ? undefined
          : `'overwrites' must be the name of the cluster whose data is lost, '${cluster.name}', got '${overwrites}'`,
      ]),
  },
  {
    id: 'REC-013',
    summary: 'a restore in place ends at a target that can be read, from a repository of the policy',
    why: 'the cluster is stopped before the tool finds that it cannot restore',
    check: ({ restore: { target, repository }, repositories }) =>
      defined([timeProblem(target, 'target'), repositoryProblem(repository, repositories), ...targetProblems(target, 'target')]),
  },
  {
    id: 'REC-014',
    summary: 'a cluster has one restore in place, and none beside a recovery',
    why: 'the operator takes one of the two for the other, and restores once more when one of them goes',
    check: ({ cluster, second, recovery }) =>
      defined([
        second ? `the cluster '${cluster.name}' already has an InPlaceRestore; keep one of them` : undefined,
        recovery
          ? `the cluster '${cluster.name}' has 'recovery', which must not stand beside an InPlaceRestore; take 'recovery' out first`
          : undefined,
      ]),
  },
  {
    id: 'REC-015',
    summary: 'the cluster of a restore in place is an object of the same app',
    why: 'the restore is a field of the cluster object, which another app prints',
    check: ({ cluster, ownsCluster }) =>
      ownsCluster ? undefined : `the cluster '${cluster.name}' belongs to another app; write the InPlaceRestore there`,
  },
];
