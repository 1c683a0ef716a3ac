import { installation } from './cluster/operator-settings';
import { IOperatorInstallation } from '../operator-settings';
import { CLUSTER_DEFAULTS } from './cluster/left-off';
import { Construct } from 'constructs';
import { Backup, toJson_BackupSpec } from '../../../imports/cnpg/backup';
import { Cluster, toJson_ClusterSpec } from '../../../imports/cnpg/cluster';
import { ObjectStore, toJson_ObjectStoreSpec } from '../../../imports/cnpg/object-store';
import { Pooler, toJson_PoolerSpec } from '../../../imports/cnpg/pooler';
import { ScheduledBackup, toJson_ScheduledBackupSpec } from '../../../imports/cnpg/scheduled-backup';
import { CapabilityStatement } from '../../model/capability-statement';
import { ClusterTls } from '../../model/cluster-tls';
import { Finding } from '../../model/finding';
import { ArchiveModel, BackupModel, OnDemandBackupModel } from '../../model/backup-model';
import { ClusterIdentity } from '../../model/identity';
import { ClusterModel } from '../../model/cluster-model';
import { PoolModel } from '../../model/pool-model';
import { RoleModel } from '../../model/role-model';
import { RoleSecret } from '../../model/role-credentials';
import { PROTECTION, clusterMetadata, nonEmpty, statefulAnnotations } from '../../private/kubernetes';
import { Manifest } from '../../private/manifest';
import { runRules } from '../../private/rules';
import { optionsProblems } from '../../private/shape';
import { IClusterView } from '../cluster-view';
import { AccessFacts, RunbookFacts } from '../recovery-contract';
import { CertificateFacts, PodGroup, PodSelectors } from '../network-contract';
import { ClusterConfig, IPostgresOperator, PoolConfig } from '../contract';
import { OperatorFacts } from '../operator-facts';
import { IServerFacts } from '../server-facts';
import { CloudNativePgServerFacts } from './cluster/server-facts';
import { IOperatorDelivery } from '../delivery';
import { IImageCatalogOperator } from '../image-catalogs';
import { CnpgImageCatalogs } from './cluster/image-catalogs';
import { CnpgDelivery } from './delivery/delivery';
import { onDemandSpec, PRINTED_TYPES, repositoryOf, scheduledBackupSpec, schedulesOf } from './backup/backup-spec';
import { capabilitiesOf } from './capabilities';
import { stateAnnotations } from './cluster/state';
import { clusterSpec, recommendedImage } from './cluster/cluster-spec';
import { describedDatabases, describedRoles } from './access/database-plan';
import { roleSecret } from './access/access-facts';
import { bindDatabases } from './access/database-objects';
import { clusterEndpoints, poolEndpoint } from './network/endpoints';
import { archiveUrl, onDemandName, pairStoreName, poolName, recoveryStoreName, scheduleName, storeName } from './names';
import { podGroups, podSelectors, poolPods } from './network/pods';
import { IMonitoringOperator } from '../monitoring-contract';
import { CloudNativePgMonitoring } from './monitoring/monitoring';
import { CloudNativePgOptions } from './options';
import { followedArchive, ReadArchive, recoveredArchive } from './recovery/origins';
import { POOL_RULES } from './pool/pool-rules';
import { poolerSpec } from './pool/pool-spec';
import { bindPublications } from './access/publication-objects';
import { bindRoles } from './access/role-objects';
import { BACKUP_RULES } from './backup/backup-rules';
import { CLUSTER_RULES } from './rules';
import { accessFacts } from './access/access-facts';
import { runbookFacts } from './recovery/runbook';
import { OPTIONS_SHAPE, Settings, settingsOf } from './settings';
import { archiveStoreSpec, readStoreSpec } from './backup/store-spec';
import { certificateFacts } from './network/tls-spec';
import { isInTree } from './backup/in-tree-spec';
import { CnpgUpgrades } from './upgrade/upgrade';
import { IMajorUpgradeOperator } from '../upgrade-contract';
import { IMigrationOperator } from '../migration-contract';
import { CnpgMigrations } from './migration/migration';
import { IVerbOperator } from '../verb-contract';
import { CnpgVerbs } from './cluster/verbs';
import { versionFacts } from './versions';

const MAJORS = [14, 15, 16, 17, 18];

/** Construct ids of schedules, by the type of what they take. */
const SCHEDULE_IDS = ['Schedule', 'SnapshotSchedule'] as const;

/** Creates the object of an archive that a cluster reads, with the namespace and the Secrets of that cluster. */
function bindReadStore(
  scope: Construct,
  id: string,
  name: string,
  cluster: IClusterView,
  readBy: (cluster: IClusterView) => ReadArchive | undefined,
): void {
  new Manifest(scope, id, {
    gvk: ObjectStore.GVK,
    // Pods do not start without it, long after what it describes has been read.
    metadata: { name, annotations: nonEmpty(statefulAnnotations(cluster.model)) },
    spec: () => {
      const read = readBy(cluster);
      return read && toJson_ObjectStoreSpec(readStoreSpec(read.archive, read.repository, cluster.model.backup));
    },
  });
}

/**
 * CloudNativePG with the Barman Cloud plugin. Poolers, databases, roles and backups are objects of their own; what archives WAL is a field
 * of the Cluster.
 */
export class CloudNativePgOperator implements IPostgresOperator {
  public readonly facts: OperatorFacts;
  public readonly capabilities: CapabilityStatement[];
  public readonly serverFacts: IServerFacts;
  public readonly installation: IOperatorInstallation;

  public readonly monitoring: IMonitoringOperator;
  public readonly delivery: IOperatorDelivery;
  public readonly imageCatalogs: IImageCatalogOperator;
  public readonly upgrades: IMajorUpgradeOperator;
  public readonly migrations: IMigrationOperator = new CnpgMigrations();
  public readonly verbs: IVerbOperator = new CnpgVerbs();

  private readonly settings: Settings;
  private readonly problems: Finding[];

  public constructor(options: CloudNativePgOptions = {}) {
    this.problems = optionsProblems(OPTIONS_SHAPE, options, 'operator');
    this.settings = settingsOf(options);
    this.serverFacts = new CloudNativePgServerFacts();
    this.delivery = new CnpgDelivery(this.settings);
    this.upgrades = new CnpgUpgrades(this.settings);
    this.installation = installation(this.settings);
    this.imageCatalogs = new CnpgImageCatalogs(this.settings);
    this.monitoring = new CloudNativePgMonitoring(this.settings);
    this.imageCatalogs = new CnpgImageCatalogs(this.settings);
    this.facts = {
      displayName: 'CloudNativePG',
      clusterDefaults: CLUSTER_DEFAULTS,
      operatorVersion: this.settings.operatorVersion,
      postgresMajors: [...MAJORS],
      defaultMaxConnections: 100,
      defaultParameters: { max_worker_processes: '32', max_replication_slots: '32', ssl_min_protocol_version: 'TLSv1.3' },
      defaultImages: Object.fromEntries(MAJORS.map((major) => [String(major), recommendedImage(String(major), this.settings)])),
      createsSchemas: true,
    };
    this.capabilities = capabilitiesOf(this.settings);
  }

  public importCluster(identity: ClusterIdentity, tls: ClusterTls): ClusterConfig {
    return clusterEndpoints(identity, tls);
  }

  public bindCluster(scope: Construct, cluster: IClusterView): ClusterConfig {
    const { identity, instances, recovery, replica, tls } = cluster.model;
    new Manifest(scope, 'Resource', {
      gvk: Cluster.GVK,
      metadata: clusterMetadata(cluster.model),
      lateAnnotations: () => stateAnnotations(cluster.model),
      spec: () => toJson_ClusterSpec(clusterSpec(cluster.model, this.settings)),
    });
    if ((recovery?.archive ?? replica?.source.sourceArchive) && !isInTree(this.settings)) {
      const read = ({ model }: IClusterView) => recoveredArchive(model) ?? followedArchive(model);
      bindReadStore(scope, 'RecoveryStore', recoveryStoreName(identity), cluster, read);
    }
    this.bindContents(scope, cluster);
    return clusterEndpoints(identity, tls, instances);
  }

  public bindBackupPolicy(scope: Construct, policy: BackupModel): void {
    const { cluster } = policy;
    const repository = repositoryOf(policy);
    if (repository === undefined) {
      return;
    }
    if (!isInTree(this.settings)) {
      new Manifest(scope, 'Resource', {
        gvk: ObjectStore.GVK,
        // A policy does not know whether its cluster may go unprotected; what it leads to may outlive the cluster.
        metadata: { name: storeName(policy), annotations: { ...PROTECTION } },
        spec: () => toJson_ObjectStoreSpec(archiveStoreSpec(policy, repository, this.settings)),
      });
    }
    PRINTED_TYPES.forEach((type, i) => {
      schedulesOf(repository, type).forEach((schedule, position) => {
        new Manifest(scope, `${SCHEDULE_IDS[i]}-${position + 1}`, {
          gvk: ScheduledBackup.GVK,
          metadata: { name: scheduleName(cluster, type, position, this.settings) },
          spec: () => toJson_ScheduledBackupSpec(scheduledBackupSpec(policy, schedule, position, this.settings)),
        });
      });
    });
  }

  public bindOnDemandBackup(scope: Construct, backup: OnDemandBackupModel): void {
    new Manifest(scope, 'Resource', {
      gvk: Backup.GVK,
      // The object is the only thing that knows the label of the backup by its name.
      metadata: { name: onDemandName(backup), annotations: { ...PROTECTION } },
      spec: () => toJson_BackupSpec(onDemandSpec(backup, this.settings)),
    });
  }

  public bindPairMember(scope: Construct, member: IClusterView): void {
    const { identity, replica } = member.model;
    // A replica that was made of the archive of the other member has an object for it.
    if (!replica?.source.sourceArchive && !isInTree(this.settings)) {
      bindReadStore(scope, 'Resource', pairStoreName(identity), member, ({ model }) => followedArchive(model));
    }
  }

  public archivePlaces(archive: ArchiveModel): string[] {
    return archive.repositories.map((repository) => archiveUrl(archive, repository)).filter((place) => place !== undefined);
  }

  public accessFacts(identity: ClusterIdentity): AccessFacts {
    return accessFacts(identity);
  }

  public roleSecret(identity: ClusterIdentity, role: RoleModel): RoleSecret {
    return roleSecret(identity, role);
  }

  public certificates(cluster: ClusterModel): CertificateFacts[] {
    return certificateFacts(cluster);
  }

  public podGroups(cluster: ClusterModel): PodGroup[] {
    return podGroups(cluster, this.settings);
  }

  public poolPods(pool: PoolModel): PodGroup {
    return poolPods(pool, this.settings);
  }

  public podSelectors(identity: ClusterIdentity): PodSelectors {
    return podSelectors(identity);
  }

  public runbookFacts(cluster: ClusterModel, recovered: ClusterIdentity): RunbookFacts {
    return runbookFacts(cluster, recovered, this.settings);
  }

  public importConnectionPool(pool: PoolModel): PoolConfig {
    return { endpoint: poolEndpoint(pool) };
  }

  public bindConnectionPool(scope: Construct, pool: PoolModel): PoolConfig {
    new Manifest(scope, 'Resource', {
      gvk: Pooler.GVK,
      metadata: { name: poolName(pool) },
      spec: () => toJson_PoolerSpec(poolerSpec(pool, this.settings)),
    });
    return this.importConnectionPool(pool);
  }

  public checkCluster(cluster: ClusterModel): Finding[] {
    return this.problems.length > 0 ? this.problems : runRules(CLUSTER_RULES, { model: cluster, settings: this.settings });
  }

  public checkBackupPolicy(policy: BackupModel): Finding[] {
    return runRules(BACKUP_RULES, { policy, settings: this.settings });
  }

  public checkConnectionPool(pool: PoolModel, cluster?: ClusterModel): Finding[] {
    // Nothing else holds the options of a cluster that another app owns against their shape.
    const problems = cluster === undefined ? this.problems : [];
    return [...problems, ...runRules(POOL_RULES, { pool, cluster, settings: this.settings })];
  }

  /** Databases and roles beside those of the bootstrap, which few clusters have. */
  private bindContents(scope: Construct, cluster: IClusterView): void {
    if (describedDatabases(cluster.model).length > 0) {
      bindDatabases(scope, cluster);
    }
    if (versionFacts(this.settings).roleObjects && describedRoles(cluster.model).length > 0) {
      bindRoles(scope, cluster);
    }
    bindPublications(scope, cluster);
  }
}
