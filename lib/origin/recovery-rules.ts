import { BackupArchive } from '../model/backup-archive';
import { Capability } from '../model/capability';
import { ClusterModel } from '../model/cluster-model';
import { DNS_LABEL } from '../model/names';
import { LogicalImportOptions, RecoveryKind, RecoverySource } from '../model/recovery-source';
import { RecoveryTargetKind } from '../model/recovery-target';
import { AVAILABILITY } from '../operators/availability';
import { Rule, RuleFacts } from '../private/rules';
import { OriginContext, clusterNameProblem, hostProblems, origin } from './origin-context';
import { targetProblems, timeProblem } from './recovery-target-problems';
import { archivePlaceProblems } from '../backup/place-rules';
import { credentialProblems, encryptionProblems, endpointProblems, placeProblems } from '../backup/store-problems';
import { referenceProblems } from '../private/secret-names';
import { defined, isCount, nameProblem } from '../private/value-problems';

/** What keeps a runbook from being written; said when it is asked for. */
export const NO_RUNBOOK: RuleFacts = {
  id: 'REC-017',
  summary: 'a recovery runbook is written for a cluster that has a BackupPolicy',
  why: 'without backups nothing can be restored',
};

/** Where data is loaded from another server, for those who cannot take its files. */
const IMPORTERS = AVAILABILITY[Capability.RECOVERY_IMPORT].join(' or ');

const isPlaced = ({ backup }: ClusterModel): boolean => backup?.repositories.some(({ place }) => place !== undefined) ?? false;

/** What holds for the origin of a cluster on every operator. */
export const RECOVERY_RULES: readonly Rule<OriginContext>[] = [
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
    check: ({ model, reads, writes }) =>
      reads
        .filter((place) => writes.includes(place))
        .map(
          (place) =>
            `the archive ${place} is read and written by this cluster; ${
              isPlaced(model)
                ? `leave 'place' out of its BackupPolicy, or write another one`
                : `raise 'archiveGeneration' in its BackupPolicy, or give it another bucket or prefix`
            }`,
        ),
  },
  {
    id: 'REC-004',
    summary: 'a cluster has the major version of the cluster that its data comes from, or a later one where the operator upgrades the copy',
    why: 'PostgreSQL does not start on the data files of another major version',
    check: ({ model, cloned, upgradesCopies }) => {
      const version = origin(model)?.archive.version ?? cloned?.version;
      const instead = model.replica
        ? 'a replica is not upgraded: take it out, upgrade its source, and make it anew under another name'
        : `restore first, and when the cluster runs write '.done()' behind its RecoverySource and upgrade it; or on ${IMPORTERS} write RecoverySource.logicalImport(...)`;
      const isUpgraded = upgradesCopies && !model.replica && model.version.majorNumber > (version?.majorNumber ?? Infinity);
      return version === undefined || version.major === model.version.major || isUpgraded
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
      return found.target._kind === 'volume' ? `'${prop}' must be an archive in an object store, got a volume; ${instead}` : undefined;
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
    id: 'REC-040',
    summary: 'the place of the archive of a recovery has the form that its tool writes',
    why: 'the recovery would look into another folder, and wait for ever',
    check: ({ model }) => {
      const read = origin(model);
      return read && read.archive.repositories.flatMap(({ place, target }) => archivePlaceProblems(place, target, `${read.prop}.archive.`));
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
        ? `'recovery' must clone a cluster of ${operators[1]}, got one of ${operators[0]}; dump and load the data, on ${IMPORTERS} with RecoverySource.logicalImport(...)`
        : undefined;
    },
  },
  {
    id: 'REC-011',
    summary: 'an import names the first database of the new cluster',
    why: 'the data is loaded into the first database, whatever the name of its source',
    check: ({ model: { recovery, databases } }) =>
      recovery?.importServer?.database !== undefined && databases.length === 0
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
        : `'${read!.prop}' must be an archive of ${operatorName}, got one of ${writer}; dump and load the data to change the operator, on ${IMPORTERS} with RecoverySource.logicalImport(...)`;
    },
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

function snapshotProblems(recovery: RecoverySource | undefined): string[] {
  if (recovery?.snapshots === undefined) {
    return [];
  }
  const { dataSnapshot, walSnapshot, archive, tablespaceSnapshots = {} } = recovery.snapshots;
  const { kind } = recovery.target;
  return [
    ...defined([
      nameProblem('recovery.dataSnapshot', dataSnapshot),
      nameProblem('recovery.walSnapshot', walSnapshot),
      ...Object.entries(tablespaceSnapshots).map(([name, snapshot]) => nameProblem(`recovery.tablespaceSnapshots['${name}']`, snapshot)),
    ]),
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

const EVERYTHING = '*';

/** What is wrong with what is imported: one database, or several with their roles. */
function importedProblems({ database, databases, roles }: LogicalImportOptions): string[] {
  if ((database === undefined) === (databases === undefined)) {
    return [`'recovery' must have either 'database' or 'databases', got ${database === undefined ? 'neither' : 'both'}`];
  }
  return [
    ...(database !== undefined && (database === '' || database.includes(EVERYTHING))
      ? [`'recovery.database' must be the name of one database, got '${database}'; several are 'databases'`]
      : []),
    ...(databases === undefined ? [] : listProblems('databases', databases)),
    ...(roles === undefined
      ? []
      : databases === undefined
        ? [`'recovery.roles' goes with 'databases'; leave it out`]
        : listProblems('roles', roles)),
  ];
}

function listProblems(prop: string, names: readonly string[]): string[] {
  const isWhole = names.length === 1 && names[0] === EVERYTHING;
  return isWhole || (names.length > 0 && names.every((name) => name !== '' && name !== EVERYTHING))
    ? []
    : [`'recovery.${prop}' must be names, or ['*'] alone for all of them, got [${names.map((name) => `'${name}'`).join(', ')}]`];
}

function importProblems(recovery: RecoverySource | undefined): string[] {
  const server = recovery?.kind === RecoveryKind.IMPORT ? recovery.importServer : undefined;
  if (server === undefined) {
    return [];
  }
  return [
    ...hostProblems('recovery', server.host, server.port),
    ...(server.user === '' ? [`'recovery.user' must be the name of a role, got ''`] : []),
    ...importedProblems(server),
    ...(server.serverName === undefined || /^[^/\\]+$/.test(server.serverName)
      ? []
      : [`'recovery.serverName' must be a name without '/' and '\\', got '${server.serverName}'`]),
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
