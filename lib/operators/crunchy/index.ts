import { INSTALLATION } from './cluster/operator-settings';
import { CLUSTER_DEFAULTS } from './cluster/left-off';
import { allInstances } from '../../model/all-instances';
import { Construct } from 'constructs';
import { PostgresCluster, toJson_PostgresClusterSpec } from '../../../imports/crunchy/postgres-cluster';
import { CapabilityStatement } from '../../model/capability-statement';
import { Finding } from '../../model/finding';
import { ClusterTls } from '../../model/cluster-tls';
import { ArchiveModel, BackupModel, OnDemandBackupModel } from '../../model/backup-model';
import { ClusterIdentity } from '../../model/identity';
import { ClusterModel } from '../../model/cluster-model';
import { IpFamily } from '../../model/platform';
import { PoolModel } from '../../model/pool-model';
import { RoleModel } from '../../model/role-model';
import { RoleSecret } from '../../model/role-credentials';
import { clusterMetadata, statefulAnnotations } from '../../private/kubernetes';
import { Manifest } from '../../private/manifest';
import { tellOnce } from '../../private/notes';
import { runRules } from '../../private/rules';
import { optionsProblems } from '../../private/shape';
import { IClusterView } from '../cluster-view';
import { AccessFacts, RunbookFacts } from '../recovery-contract';
import { CertificateFacts, PodGroup, PodSelectors } from '../network-contract';
import { ClusterConfig, IPostgresOperator, PoolConfig } from '../contract';
import { OperatorFacts } from '../operator-facts';
import { IServerFacts } from '../server-facts';
import { CrunchyServerFacts } from './cluster/server-facts';
import { IOperatorDelivery } from '../delivery';
import { CrunchyDelivery } from './delivery/delivery';
import { accessFacts, roleSecret } from './access/access-facts';
import { crunchyCapabilities } from './capabilities';
import { certificates } from './network/certificates';
import { switchoverAnnotation, switchoverNotes } from './cluster/state';
import { clusterSpec } from './cluster/cluster-spec';
import { clusterEndpoints, poolEndpoint, replicaSetEndpoint } from './network/endpoints';
import { initSql, needsInitSql } from './access/init-sql';
import { removesBackups } from './backup/backup-spec';
import {
  replicaSetLabels,
  BACKUP_ANNOTATION,
  BACKUP_REMOVAL_ANNOTATION,
  INIT_SQL_KEY,
  IP_VERSION_ANNOTATION,
  RESTORE_ANNOTATION,
  UPGRADE_ANNOTATION,
  initSqlName,
} from './names';
import { podGroups, podSelectors, poolPods } from './network/pods';
import { IMonitoringOperator } from '../monitoring-contract';
import { CrunchyMonitoring } from './monitoring/monitoring';
import { CrunchyOptions } from './options';
import { BACKUP_RULES } from './backup/backup-rules';
import { POOL_RULES } from './pool/pool-rules';
import { CLUSTER_RULES } from './rules';
import { runbookFacts } from './recovery/runbook';
import { CrunchySettings, OPTIONS_SHAPE, settingsOf } from './settings';
import { archivePlaces } from './backup/store-spec';
import { CrunchyUpgrades } from './upgrade/upgrade';
import { isUpgrading, manualBackup, pgUpgradeName } from './upgrade/upgrade-spec';
import { CrunchyPgAdmins } from './pgadmin/pg-admins';
import { IPgAdminOperator } from '../pg-admin-contract';
import { IReplicaSetOperator } from '../replica-set-contract';
import { IMajorUpgradeOperator } from '../upgrade-contract';
import { IMigrationOperator } from '../migration-contract';
import { CrunchyMigrations } from './migration/migration';
import { IVerbOperator } from '../verb-contract';
import { CrunchyVerbs } from './cluster/verbs';
import { versionFacts } from './versions';

/**
 * Crunchy Postgres for Kubernetes: one `PostgresCluster`, which holds backups and pool too, and a ConfigMap with what it has no
 * field for: the owners of the databases, memberships, extensions.
 */
export class CrunchyOperator implements IPostgresOperator {
  public readonly facts: OperatorFacts;
  public readonly capabilities: CapabilityStatement[];
  public readonly serverFacts: IServerFacts;
  public readonly installation = INSTALLATION;

  public readonly monitoring: IMonitoringOperator;
  public readonly delivery: IOperatorDelivery;
  public readonly upgrades: IMajorUpgradeOperator = new CrunchyUpgrades();
  public readonly migrations: IMigrationOperator;
  public readonly verbs: IVerbOperator = new CrunchyVerbs();
  public readonly pgAdmins: IPgAdminOperator = new CrunchyPgAdmins();

  public readonly replicaSets: IReplicaSetOperator = {
    replicaSetPods: replicaSetLabels,
    replicaSetEndpoint: (cluster, tls, set) => replicaSetEndpoint(cluster, tls, this.settings, set),
  };

  private readonly settings: CrunchySettings;
  private readonly problems: Finding[];

  public constructor(options: CrunchyOptions) {
    this.problems = optionsProblems(OPTIONS_SHAPE, options, 'operator');
    this.settings = settingsOf(options);
    this.migrations = new CrunchyMigrations(this.settings);
    this.monitoring = new CrunchyMonitoring(this.settings);
    this.capabilities = crunchyCapabilities(this.settings);
    this.delivery = new CrunchyDelivery(this.settings);
    // The API takes 11 to 18. PGO has images for 15 and later; 14 runs with an image of one's own (rule PGO-015).
    this.serverFacts = new CrunchyServerFacts(this.settings);
    this.facts = {
      displayName: 'Crunchy PGO',
      clusterDefaults: CLUSTER_DEFAULTS,
      operatorVersion: this.settings.operatorVersion,
      postgresMajors: [14, 15, 16, 17, 18],
      defaultMaxConnections: 100,
      // Its annotation for schemas makes those that are named after a role, in every database of that role, and no other.
      createsSchemas: false,
    };
  }

  public importCluster(identity: ClusterIdentity, tls: ClusterTls): ClusterConfig {
    return clusterEndpoints(identity, tls, this.settings);
  }

  public bindCluster(scope: Construct, cluster: IClusterView): ClusterConfig {
    const { model } = cluster;
    const { identity } = model;
    const annotations = statefulAnnotations(model);
    const listens: { [key: string]: string } = model.platform.ipFamily === IpFamily.IPV6 ? { [IP_VERSION_ANNOTATION]: 'IPv6' } : {};
    new Manifest(scope, 'Resource', {
      gvk: { ...PostgresCluster.GVK, apiVersion: versionFacts(this.settings).apiVersion },
      metadata: clusterMetadata(model, {}, listens),
      lateAnnotations: () => {
        const { inPlaceRestore, upgrade } = cluster.model;
        return {
          [BACKUP_ANNOTATION]: manualBackup(cluster.model)?.id,
          [UPGRADE_ANNOTATION]: upgrade && isUpgrading(cluster.model) ? pgUpgradeName(identity, upgrade) : undefined,
          [RESTORE_ANNOTATION]: inPlaceRestore?.id,
          ...switchoverAnnotation(cluster.model),
          [BACKUP_REMOVAL_ANNOTATION]: removesBackups(cluster.model, this.settings) ? 'true' : undefined,
        };
      },
      spec: () => toJson_PostgresClusterSpec(clusterSpec(cluster.model, this.settings)),
    });
    tellOnce(scope, () => switchoverNotes(cluster.model));
    if (needsInitSql(model)) {
      new Manifest(scope, 'InitSql', {
        gvk: { apiVersion: 'v1', kind: 'ConfigMap' },
        metadata: { name: initSqlName(identity), annotations },
        data: () => ({ [INIT_SQL_KEY]: initSql(cluster.model) }),
      });
    }
    return clusterEndpoints(identity, model.tls, this.settings, allInstances(model));
  }

  public bindBackupPolicy(_scope: Construct, _policy: BackupModel): void {
    // A field of the cluster.
  }

  public bindOnDemandBackup(_scope: Construct, _backup: OnDemandBackupModel): void {
    // A field of the cluster, and an annotation.
  }

  public bindPairMember(_scope: Construct, _member: IClusterView): void {
    // A field of the cluster.
  }

  public archivePlaces(archive: ArchiveModel): string[] {
    return archivePlaces(archive);
  }

  public accessFacts(identity: ClusterIdentity, role: string): AccessFacts {
    return accessFacts(identity, role);
  }

  public roleSecret(identity: ClusterIdentity, role: RoleModel): RoleSecret {
    return roleSecret(identity, role.name);
  }

  public certificates(cluster: ClusterModel): CertificateFacts[] {
    return certificates(cluster);
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
    return runbookFacts(cluster, recovered);
  }

  public importConnectionPool(pool: PoolModel): PoolConfig {
    return { endpoint: poolEndpoint(pool) };
  }

  public bindConnectionPool(_scope: Construct, pool: PoolModel): PoolConfig {
    return this.importConnectionPool(pool);
  }

  public checkCluster(cluster: ClusterModel): Finding[] {
    return this.problems.length > 0 ? this.problems : runRules(CLUSTER_RULES, { model: cluster, settings: this.settings });
  }

  public checkBackupPolicy(policy: BackupModel, cluster: ClusterModel): Finding[] {
    // The cluster says what is wrong with the options.
    return this.problems.length > 0 ? [] : runRules(BACKUP_RULES, { policy, model: cluster, settings: this.settings });
  }

  public checkConnectionPool(pool: PoolModel, cluster?: ClusterModel): Finding[] {
    return runRules(POOL_RULES, { pool, cluster, settings: this.settings });
  }
}
