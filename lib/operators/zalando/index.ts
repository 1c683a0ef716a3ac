import { IOperatorInstallation } from '../operator-settings';
import { installation } from './cluster/operator-settings';
import { CLUSTER_DEFAULTS } from './cluster/left-off';
import { Construct } from 'constructs';
import { Postgresql, toJson_PostgresqlSpec } from '../../../imports/zalando/postgresql';
import { CapabilityStatement } from '../../model/capability-statement';
import { ClusterTls } from '../../model/cluster-tls';
import { Endpoint } from '../../model/endpoint';
import { Finding } from '../../model/finding';
import { ArchiveModel, BackupModel, OnDemandBackupModel } from '../../model/backup-model';
import { ClusterIdentity } from '../../model/identity';
import { ClusterModel } from '../../model/cluster-model';
import { PoolModel } from '../../model/pool-model';
import { RoleModel } from '../../model/role-model';
import { RoleSecret } from '../../model/role-credentials';
import { POSTGRES_PORT, serviceHost } from '../../model/service-address';
import { clusterMetadata } from '../../private/kubernetes';
import { Manifest } from '../../private/manifest';
import { runRules } from '../../private/rules';
import { optionsProblems } from '../../private/shape';
import { IClusterView } from '../cluster-view';
import { AccessFacts, RunbookFacts } from '../recovery-contract';
import { CertificateFacts, PodGroup, PodSelectors } from '../network-contract';
import { ClusterConfig, IPostgresOperator, PoolConfig } from '../contract';
import { OperatorFacts } from '../operator-facts';
import { IServerFacts } from '../server-facts';
import { ZalandoServerFacts } from './cluster/server-facts';
import { IOperatorDelivery } from '../delivery';
import { ZalandoDelivery } from './delivery/delivery';
import { accessFacts, roleSecret } from './access/access-facts';
import { archivePlaces } from './backup/archive-place';
import { BACKUP_RULES } from './backup/backup-rules';
import { POOL_RULES } from './pool/pool-rules';
import { clusterOptionsOf } from './cluster-settings';
import { zalandoCapabilities } from './capabilities';
import { clusterSpec } from './cluster/cluster-spec';
import { poolerService, primaryService, replicaService } from './names';
import { IMonitoringOperator } from '../monitoring-contract';
import { ZalandoMonitoring } from './monitoring/monitoring';
import { ZalandoOptions } from './options';
import { podGroups, podSelectors, poolPods } from './network/pods';
import { ORIGIN_RULES } from './recovery/recovery-rules';
import { CLUSTER_RULES } from './rules';
import { OPTIONS_SHAPE } from './settings';
import { runbookFacts } from './recovery/runbook';
import { certificates, endpointTls } from './network/tls-spec';
import { ZalandoUpgrades } from './upgrade/upgrade';
import { IMajorUpgradeOperator } from '../upgrade-contract';
import { IMigrationOperator } from '../migration-contract';
import { ZalandoMigrations } from './migration/migration';
import { versionFacts } from './versions';

/**
 * The Postgres Operator of Zalando. A cluster is one `postgresql` object; its backups and its pools are fields of it.
 *
 * @see https://postgres-operator.readthedocs.io/en/latest/reference/cluster_manifest/
 */
export class ZalandoOperator implements IPostgresOperator {
  public readonly facts: OperatorFacts;
  public readonly capabilities: CapabilityStatement[];
  public readonly serverFacts: IServerFacts;
  public readonly installation: IOperatorInstallation;

  public readonly monitoring: IMonitoringOperator = new ZalandoMonitoring();
  public readonly delivery: IOperatorDelivery;
  public readonly upgrades: IMajorUpgradeOperator = new ZalandoUpgrades();
  public readonly migrations: IMigrationOperator = new ZalandoMigrations();

  private readonly problems: Finding[];

  public constructor(private readonly options: ZalandoOptions) {
    this.installation = installation(options);
    this.problems = optionsProblems(OPTIONS_SHAPE, options, 'operator');
    const { version, majors, image } = versionFacts(options);
    this.serverFacts = new ZalandoServerFacts(clusterOptionsOf(options).defaultImage);
    this.delivery = new ZalandoDelivery(options);
    this.facts = {
      displayName: 'Zalando Postgres Operator',
      clusterDefaults: CLUSTER_DEFAULTS,
      operatorVersion: version,
      postgresMajors: [...majors],
      defaultImages: Object.fromEntries(majors.map((major) => [String(major), clusterOptionsOf(options).defaultImage ?? image])),
      // It makes them as a role that the databases do not belong to.
      createsSchemas: false,
      // The image runs pg_upgrade on what it has restored or copied, before the cluster takes a write.
      upgradesCopies: true,
    };
    this.capabilities = zalandoCapabilities(options);
  }

  public importCluster(identity: ClusterIdentity, tls: ClusterTls): ClusterConfig {
    return {
      primary: endpoint(primaryService(identity.name), identity, tls),
      replicas: endpoint(replicaService(identity.name), identity, tls),
    };
  }

  public bindCluster(scope: Construct, cluster: IClusterView): ClusterConfig {
    const { model } = cluster;
    new Manifest(scope, 'Resource', {
      gvk: Postgresql.GVK,
      metadata: clusterMetadata(model, model.labels),
      spec: () => toJson_PostgresqlSpec(clusterSpec(cluster.model, this.options)),
    });
    const { primary, replicas } = this.importCluster(model.identity, model.tls);
    // The service of the replicas leads nowhere where the primary is alone.
    return { primary, replicas: model.instances === 1 ? primary : replicas };
  }

  public bindBackupPolicy(_scope: Construct, _policy: BackupModel): void {
    // A policy is a part of the cluster object.
  }

  public bindOnDemandBackup(_scope: Construct, _backup: OnDemandBackupModel): void {
    // The refusal of the capability says how to take it by hand.
  }

  public bindPairMember(_scope: Construct, _member: IClusterView): void {
    // The place in a pair is a part of the cluster object.
  }

  public archivePlaces(archive: ArchiveModel): string[] {
    return archivePlaces(archive);
  }

  public accessFacts(identity: ClusterIdentity, role: string): AccessFacts {
    return accessFacts(identity, role);
  }

  public roleSecret(identity: ClusterIdentity, role: RoleModel): RoleSecret {
    return roleSecret(identity, role);
  }

  public certificates(cluster: ClusterModel): CertificateFacts[] {
    return certificates(cluster);
  }

  public podGroups(cluster: ClusterModel): PodGroup[] {
    return podGroups(cluster, clusterOptionsOf(this.options));
  }

  public poolPods(pool: PoolModel): PodGroup {
    return poolPods(pool, clusterOptionsOf(this.options));
  }

  public podSelectors(identity: ClusterIdentity): PodSelectors {
    return podSelectors(identity);
  }

  public runbookFacts(cluster: ClusterModel, recovered: ClusterIdentity): RunbookFacts {
    return runbookFacts(cluster, recovered);
  }

  public importConnectionPool({ cluster, access, tls, ownsCluster }: PoolModel): PoolConfig {
    return { endpoint: endpoint(poolerService(cluster.name, access), cluster, tls, ownsCluster) };
  }

  public bindConnectionPool(_scope: Construct, pool: PoolModel): PoolConfig {
    return this.importConnectionPool(pool);
  }

  public checkCluster(model: ClusterModel): Finding[] {
    if (this.problems.length > 0) {
      return this.problems;
    }
    const context = { model, settings: this.options };
    return [...runRules(CLUSTER_RULES, context), ...runRules(ORIGIN_RULES, context)];
  }

  public checkBackupPolicy(policy: BackupModel): Finding[] {
    return runRules(BACKUP_RULES, policy);
  }

  public checkConnectionPool(pool: PoolModel, cluster?: ClusterModel): Finding[] {
    return runRules(POOL_RULES, { pool, cluster });
  }
}

/** Where a service answers; `isNamed` says whether the certificate has its name, which a pool of another app is not in. */
function endpoint(service: string, identity: ClusterIdentity, tls: ClusterTls, isNamed = true): Endpoint {
  const name = serviceHost(service, identity);
  return new Endpoint(
    name,
    POSTGRES_PORT,
    // By default each pod signs its own certificate, which nobody can check.
    tls._kind === 'operator' ? undefined : endpointTls(tls, identity, isNamed ? name : undefined),
  );
}
