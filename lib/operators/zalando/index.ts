import { Construct } from 'constructs';
import { Postgresql, toJson_PostgresqlSpec } from '../../../imports/zalando/postgresql';
import { CapabilityStatement } from '../../model/capability';
import { Endpoint } from '../../model/endpoint';
import { Finding } from '../../model/finding';
import { ArchiveModel, BackupModel, ClusterIdentity, ClusterModel, OnDemandBackupModel, PoolModel } from '../../model/models';
import { nonEmpty, statefulAnnotations } from '../../private/kubernetes';
import { Manifest } from '../../private/manifest';
import { runRules } from '../../private/rules';
import { shapeProblems } from '../../private/shape';
import { AccessFacts, ClusterConfig, IClusterView, IPostgresOperator, OperatorFacts, PoolConfig, RunbookFacts } from '../contract';
import { accessFacts } from './access';
import { archivePlaces } from './archive-place';
import { ZALANDO_BACKUP_RULES, ZALANDO_POOL_RULES } from './attachment-rules';
import { zalandoCapabilities } from './capabilities';
import { clusterSpec } from './cluster-spec';
import { PORT, host, poolerService, primaryService, replicaService } from './names';
import { ZalandoOptions } from './options';
import { ZALANDO_ORIGIN_RULES } from './recovery-rules';
import { ZALANDO_CLUSTER_RULES, ZALANDO_OPTIONS_SHAPE } from './rules';
import type * as runbooks from './runbook';
import { versionFacts } from './versions';

/**
 * The Postgres Operator of Zalando. A cluster is one `postgresql` object; its backups and its pools are fields of it.
 *
 * @see https://postgres-operator.readthedocs.io/en/latest/reference/cluster_manifest/
 */
export class ZalandoOperator implements IPostgresOperator {
  public readonly facts: OperatorFacts;
  public readonly capabilities: CapabilityStatement[];

  private readonly problems: Finding[];

  public constructor(private readonly options: ZalandoOptions) {
    this.problems = shapeProblems(ZALANDO_OPTIONS_SHAPE, options, 'operator');
    const { version, majors } = versionFacts(options);
    this.facts = { displayName: 'Zalando Postgres Operator', operatorVersion: version, postgresMajors: [...majors] };
    this.capabilities = zalandoCapabilities(options);
  }

  public importCluster(identity: ClusterIdentity): ClusterConfig {
    return {
      primary: new Endpoint(host(primaryService(identity.name), identity), PORT),
      replicas: new Endpoint(host(replicaService(identity.name), identity), PORT),
    };
  }

  public bindCluster(scope: Construct, cluster: IClusterView): ClusterConfig {
    const { model } = cluster;
    new Manifest(scope, 'Resource', {
      gvk: Postgresql.GVK,
      metadata: { name: model.identity.name, labels: nonEmpty(model.labels), annotations: nonEmpty(statefulAnnotations(model)) },
      spec: () => toJson_PostgresqlSpec(clusterSpec(cluster.model, this.options)),
    });
    const { primary, replicas } = this.importCluster(model.identity);
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

  public runbookFacts(cluster: ClusterModel, recovered: ClusterIdentity): RunbookFacts {
    // Few programs print one.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { runbookFacts } = require('./runbook') as typeof runbooks;
    return runbookFacts(cluster, recovered);
  }

  public bindConnectionPool(_scope: Construct, { cluster, access }: PoolModel): PoolConfig {
    return { endpoint: new Endpoint(host(poolerService(cluster.name, access), cluster), PORT) };
  }

  public checkCluster(model: ClusterModel): Finding[] {
    if (this.problems.length > 0) {
      return this.problems;
    }
    const context = { model, options: this.options };
    return [
      ...runRules(ZALANDO_CLUSTER_RULES, context),
      ...(model.recovery || model.replica ? runRules(ZALANDO_ORIGIN_RULES, context) : []),
    ];
  }

  public checkBackupPolicy(policy: BackupModel): Finding[] {
    return runRules(ZALANDO_BACKUP_RULES, policy);
  }

  public checkConnectionPool(pool: PoolModel, cluster?: ClusterModel): Finding[] {
    return runRules(ZALANDO_POOL_RULES, { pool, cluster });
  }
}
