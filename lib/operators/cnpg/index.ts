import { Construct } from 'constructs';
import { Cluster, toJson_ClusterSpec } from '../../../imports/cnpg/cluster';
import { Database, toJson_DatabaseSpec } from '../../../imports/cnpg/database';
import { ObjectStore, toJson_ObjectStoreSpec } from '../../../imports/cnpg/object-store';
import { Pooler, toJson_PoolerSpec } from '../../../imports/cnpg/pooler';
import { ScheduledBackup, toJson_ScheduledBackupSpec } from '../../../imports/cnpg/scheduled-backup';
import { CapabilityStatement } from '../../model/capability';
import { Finding } from '../../model/finding';
import { BackupModel, ClusterIdentity, ClusterModel, PoolModel } from '../../model/models';
import { PROTECTION, nonEmpty, statefulAnnotations } from '../../private/kubernetes';
import { Manifest } from '../../private/manifest';
import { runRules } from '../../private/rules';
import { shapeProblems } from '../../private/shape';
import { BackupConfig, ClusterConfig, IClusterView, IPostgresOperator, OperatorFacts, PoolConfig } from '../contract';
import { bucketOf, fullSchedules, objectStoreSpec, scheduledBackupSpec } from './backup-spec';
import { CAPABILITIES } from './capabilities';
import { clusterSpec, databaseSpec } from './cluster-spec';
import {
  archiveUrl,
  databaseObjectName,
  poolEndpoint,
  poolName,
  primaryEndpoint,
  replicasEndpoint,
  scheduleName,
  storeName,
} from './names';
import { CloudNativePgOptions } from './options';
import { poolerSpec } from './pool-spec';
import { BACKUP_RULES, CLUSTER_RULES, POOL_RULES } from './rules';
import { OPTIONS_SHAPE, Settings, settingsOf } from './settings';

/**
 * CloudNativePG with the Barman Cloud plugin. Poolers, further databases and backups are objects of their own; what archives WAL is a
 * field of the Cluster.
 */
export class CloudNativePgOperator implements IPostgresOperator {
  public readonly facts: OperatorFacts;
  public readonly capabilities: CapabilityStatement[] = [...CAPABILITIES];

  private readonly settings: Settings;
  private readonly problems: Finding[];

  public constructor(options: CloudNativePgOptions = {}) {
    this.problems = shapeProblems(OPTIONS_SHAPE, options, 'operator');
    this.settings = settingsOf(options);
    this.facts = {
      displayName: 'CloudNativePG',
      operatorVersion: this.settings.operatorVersion,
      postgresMajors: [14, 15, 16, 17, 18],
      defaultMaxConnections: 100,
    };
  }

  public importCluster(identity: ClusterIdentity): ClusterConfig {
    return { primary: primaryEndpoint(identity), replicas: replicasEndpoint(identity) };
  }

  public bindCluster(scope: Construct, cluster: IClusterView): ClusterConfig {
    const { identity, instances, databases } = cluster.model;
    const annotations = nonEmpty(statefulAnnotations(cluster.model));
    new Manifest(scope, 'Resource', {
      gvk: Cluster.GVK,
      metadata: { name: identity.name, annotations },
      spec: () => toJson_ClusterSpec(clusterSpec(cluster.model, this.settings)),
    });
    databases.slice(1).forEach((database, i) => {
      new Manifest(scope, `Database-${i + 1}`, {
        gvk: Database.GVK,
        metadata: { name: databaseObjectName(identity, database), annotations },
        spec: () => toJson_DatabaseSpec(databaseSpec(identity, database)),
      });
    });
    return { primary: primaryEndpoint(identity), replicas: replicasEndpoint(identity, instances) };
  }

  public bindBackupPolicy(scope: Construct, policy: BackupModel): BackupConfig {
    const bucket = bucketOf(policy);
    if (bucket === undefined) {
      return { archives: [] };
    }
    new Manifest(scope, 'Resource', {
      gvk: ObjectStore.GVK,
      // A policy does not know whether its cluster may go unprotected; what it leads to may outlive the cluster.
      metadata: { name: storeName(policy.cluster), annotations: { ...PROTECTION } },
      spec: () => toJson_ObjectStoreSpec(objectStoreSpec(policy, bucket)),
    });
    fullSchedules(policy).forEach((schedule, position) => {
      new Manifest(scope, `Schedule-${position + 1}`, {
        gvk: ScheduledBackup.GVK,
        metadata: { name: scheduleName(policy.cluster, position) },
        spec: () => toJson_ScheduledBackupSpec(scheduledBackupSpec(policy.cluster, schedule, position)),
      });
    });
    return { archives: [archiveUrl(policy, bucket)] };
  }

  public bindConnectionPool(scope: Construct, pool: PoolModel): PoolConfig {
    new Manifest(scope, 'Resource', {
      gvk: Pooler.GVK,
      metadata: { name: poolName(pool) },
      spec: () => toJson_PoolerSpec(poolerSpec(pool)),
    });
    return { endpoint: poolEndpoint(pool) };
  }

  public checkCluster(cluster: ClusterModel): Finding[] {
    return this.problems.length > 0 ? this.problems : runRules(CLUSTER_RULES, { model: cluster, settings: this.settings });
  }

  public checkBackupPolicy(policy: BackupModel): Finding[] {
    return runRules(BACKUP_RULES, policy);
  }

  public checkConnectionPool(pool: PoolModel, cluster?: ClusterModel): Finding[] {
    // Nothing else holds the options of a cluster that another app owns against their shape.
    const problems = cluster === undefined ? this.problems : [];
    return [...problems, ...runRules(POOL_RULES, { pool, cluster })];
  }
}
