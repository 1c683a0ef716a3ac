import type {
  PostgresClusterSpec,
  PostgresClusterSpecInstances,
  PostgresClusterSpecMetadata,
  PostgresClusterSpecPatroni,
  PostgresClusterSpecUsers,
} from '../../../imports/crunchy/postgres-cluster';
import { DatabaseOptions } from '../../model/database';
import { ClusterModel } from '../../model/models';
import { resourceRequirements } from '../../private/compute-defaults';
import { nodeAffinity, nonEmpty, spreadConstraints, tolerations } from '../../private/kubernetes';
import { backupSpec } from './backup-spec';
import { INIT_SQL_KEY, initSqlName, instanceLabels } from './names';
import { identityAnnotations } from './origins';
import { proxySpec } from './pool-spec';
import { dataSourceSpec } from './recovery-spec';
import { isShutDown, standbySpec } from './replica-spec';
import { CrunchySettings } from './settings';
import { volumeClaim } from './volume-claim';

type PasswordType = NonNullable<PostgresClusterSpecUsers['password']>['type'];

/** Applications put passwords into URLs; PGO's other type has characters that would have to be escaped there. */
// A cast, since the value of the generated enum would load the generated file with it.
const PASSWORD_TYPE = 'AlphaNumeric' as PasswordType;

/**
 * Last line of pg_hba.conf: whoever has a password is let in, with TLS. PGO writes it by itself, but drops it as soon as there is another
 * line. It has no line for connections without TLS, so those are refused.
 */
export const LAST_HBA_LINE = 'hostssl all all all scram-sha-256';

/** The whole cluster, its backups and its pool included: PGO keeps all of it in one object. */
export function clusterSpec(model: ClusterModel, settings: CrunchySettings): PostgresClusterSpec {
  const parameters = nonEmpty(parameterSpec(model));
  const [pool] = model.pools;
  const { tlsSecretName, replicationTlsSecretName } = settings;
  return {
    postgresVersion: model.version.majorNumber,
    postGisVersion: settings.postGisVersion,
    // Without it, PGO takes the image that its own deployment names for the version: minor updates are the operator's.
    image: model.image?.reference,
    instances: [instanceSet(model, settings)],
    // PGO would add its preferred constraints to those of the instance set, and two constraints with the same key and effect are refused.
    disableDefaultPodScheduling: true,
    config: parameters && { parameters },
    patroni: patroniSpec(model),
    authentication: model.hbaRules.length > 0 ? { rules: [...model.hbaRules, LAST_HBA_LINE].map((hba) => ({ hba })) } : undefined,
    users: nonEmpty(userSpec(model)),
    databaseInitSql: databasesOf(model).length > 0 ? { name: initSqlName(model.identity), key: INIT_SQL_KEY } : undefined,
    metadata: metadataSpec(model),
    customTlsSecret: tlsSecretName === undefined ? undefined : { name: tlsSecretName },
    customReplicationTlsSecret: replicationTlsSecretName === undefined ? undefined : { name: replicationTlsSecretName },
    dataSource: dataSourceSpec(model, settings),
    standby: standbySpec(model),
    shutdown: isShutDown(model) ? true : undefined,
    backups: backupSpec(model, settings),
    proxy: pool && proxySpec(pool),
  };
}

/** All parameters of postgresql.conf that come from the model. PGO puts the libraries that it needs before these. */
export function parameterSpec({ parameters, preloadLibraries }: ClusterModel): { [name: string]: string } {
  return { ...parameters, ...(preloadLibraries.length > 0 && { shared_preload_libraries: preloadLibraries.join(',') }) };
}

/**
 * The databases that PGO shall know. A replica cluster has those of its source; PGO leaves them alone until it is promoted, and would make
 * an empty one, named after the cluster, where none is named.
 */
export function databasesOf({ databases, replica }: ClusterModel): readonly DatabaseOptions[] {
  return databases.length > 0 ? databases : (replica?.source.sourceArchive?.databases ?? []);
}

/** Names of the roles that own databases, each once, sorted: their order means nothing to PGO. */
export function owners(model: ClusterModel): string[] {
  return [...new Set(databasesOf(model).map(({ owner }) => owner))].sort();
}

function instanceSet(model: ClusterModel, settings: CrunchySettings): PostgresClusterSpecInstances {
  const { placement } = model;
  const affinity = nodeAffinity(placement);
  return {
    // Explicit: PGO numbers a set without a name by its position, and deletes the volumes of a set whose name disappears.
    name: settings.instanceSetName,
    replicas: model.instances,
    // A node drain takes one instance at a time. PGO's default of 1 would let it take all but one, and the standbys of a commit with them.
    minAvailable: model.instances > 1 ? model.instances - 1 : undefined,
    dataVolumeClaimSpec: volumeClaim(model.storage),
    walVolumeClaimSpec: model.walStorage && volumeClaim(model.walStorage),
    resources: resourceRequirements(model.compute),
    affinity: affinity && { nodeAffinity: affinity },
    tolerations: nonEmpty(tolerations(placement)),
    priorityClassName: placement.priorityClassName,
    topologySpreadConstraints: nonEmpty(spreadConstraints(placement, instanceLabels(model.identity))),
  };
}

/** Replication is Patroni's business; PGO has no field for it. Asynchronous is written out, because data loss hangs on it. */
function patroniSpec({ replication }: ClusterModel): PostgresClusterSpecPatroni {
  return {
    dynamicConfiguration: replication.isSynchronous
      ? {
          synchronous_mode: true,
          synchronous_mode_strict: !replication.writesWithoutStandby,
          synchronous_node_count: replication.standbys,
        }
      : { synchronous_mode: false },
  };
}

/** Roles with the databases that they own; the first database of a role is the one that its Secret names. */
function userSpec(model: ClusterModel): PostgresClusterSpecUsers[] {
  return owners(model).map((name) => ({
    name,
    databases: databasesOf(model)
      .filter(({ owner }) => owner === name)
      .map((database) => database.name),
    password: { type: PASSWORD_TYPE },
  }));
}

/** Reaches the pods and, for cloud identities, the service accounts of instances, backup jobs and repository host alike. */
function metadataSpec(model: ClusterModel): PostgresClusterSpecMetadata | undefined {
  const labels = nonEmpty(model.labels);
  const annotations = nonEmpty({ ...model.annotations, ...identityAnnotations(model) });
  return labels || annotations ? { labels, annotations } : undefined;
}
