import { ApiObject, Lazy } from 'cdk8s';
import {
  AccessFacts,
  ArchiveModel,
  Capability,
  CapabilityStatement,
  CertificateFacts,
  ClusterConfig,
  ClusterIdentity,
  ClusterModel,
  Endpoint,
  Finding,
  IClusterView,
  IPostgresOperator,
  OperatorFacts,
  PodGroup,
  PodSelectors,
  PoolConfig,
  PoolModel,
  RoleModel,
  RoleSecret,
  RunbookFacts,
} from 'cdk8s-postgres';
import { Construct } from 'constructs';

/** What the toy can do, and where it prints it. */
const SUPPORTED: Partial<Record<Capability, string>> = {
  [Capability.STORAGE]: 'ToyPostgres /spec/disk',
  [Capability.COMPUTE]: 'ToyPostgres /spec/cpu',
  [Capability.REPLICATION_ASYNCHRONOUS]: 'ToyPostgres /spec/instances',
  [Capability.PARAMETERS]: 'ToyPostgres /spec/settings/max_connections',
  [Capability.UPDATE_SWITCHOVER]: 'ToyPostgres /spec/instances',
  [Capability.POOL_SESSION]: 'ToyPostgres /spec/pool/mode',
  [Capability.POOL_TRANSACTION]: 'ToyPostgres /spec/pool/mode',
  [Capability.POOL_COMPUTE]: 'ToyPostgres /spec/pool/cpu',
  [Capability.BACKUP_S3]: 'ToyPostgres /spec/archive/bucket',
  [Capability.BACKUP_CREDENTIALS_SECRET]: 'ToyPostgres /spec/archive/secret',
  [Capability.BACKUP_FULL]: 'ToyPostgres /spec/archive/cron',
  [Capability.BACKUP_FIRST]: 'ToyPostgres /spec/archive',
  [Capability.BACKUP_RETENTION_DAYS]: 'ToyPostgres /spec/archive/days',
  [Capability.DATABASE]: 'ToyPostgres /spec/databases',
  [Capability.TLS_OPERATOR]: 'ToyPostgres /spec/version',
  [Capability.NETWORK_INGRESS]: 'NetworkPolicy /spec/podSelector',
  [Capability.EXPOSURE_LOAD_BALANCER]: 'Service /spec/loadBalancerSourceRanges',
  [Capability.ROLE_PASSWORD_SECRET]: 'ToyPostgres /spec/version',
  [Capability.ACCESS_READ_ONLY]: 'Job /spec/template',
  [Capability.CONNECTION_PRIMARY]: 'Deployment /spec/template/spec/containers/0/env',
  [Capability.CONNECTION_POOL]: 'Deployment /spec/template/spec/containers/0/env',
};

const LONGEST_NAME = 40;

/** A fourth operator, written against the public API alone. It has one object, of which everything is a field. */
export class ToyOperator implements IPostgresOperator {
  public readonly facts: OperatorFacts = { displayName: 'Toy', operatorVersion: '1.0', postgresMajors: [16, 17], createsSchemas: false };

  public readonly capabilities: CapabilityStatement[] = Object.values(Capability).map((capability) => {
    const path = SUPPORTED[capability];
    return path === undefined ? { capability, rule: 'TOY-001', instead: 'leave it out, or use a grown-up operator' } : { capability, path };
  });

  public importCluster({ name, namespace }: ClusterIdentity): ClusterConfig {
    const host = namespace === undefined ? name : `${name}.${namespace}.svc`;
    return { primary: new Endpoint(host, 5432), replicas: new Endpoint(host, 5433) };
  }

  public bindCluster(scope: Construct, cluster: IClusterView): ClusterConfig {
    const { identity } = cluster.model;
    new ApiObject(scope, 'Resource', {
      apiVersion: 'toy.example/v1',
      kind: 'ToyPostgres',
      metadata: { name: identity.name },
      spec: Lazy.any({ produce: () => toySpec(cluster.model) }),
    });
    return this.importCluster(identity);
  }

  public bindBackupPolicy(): void {
    // The archive is a field of the one object.
  }

  public bindOnDemandBackup(): void {
    // Refused as a capability.
  }

  public bindPairMember(): void {
    // Refused as a capability.
  }

  public archivePlaces({ repositories, cluster, generation }: ArchiveModel): string[] {
    return repositories.map(({ target }) => `s3://${target.bucket?.bucket}/${cluster.namespace}/${cluster.name}/${generation}`);
  }

  public accessFacts({ name }: ClusterIdentity, role: string): AccessFacts {
    return {
      apiGroup: 'toy.example',
      plural: 'toypostgres',
      ready: 'condition=Ready',
      secretName: `${name}-${role}`,
      usernameKey: 'username',
      passwordKey: 'password',
      podLabels: { 'toy.example/cluster': name },
      operatorNamespace: 'toys',
      operatorPorts: [],
    };
  }

  public roleSecret({ name }: ClusterIdentity, { name: role }: RoleModel): RoleSecret {
    return {
      role,
      secretName: `${name}-${role}`,
      usernameKey: 'username',
      passwordKey: 'password',
      secretType: 'Opaque',
      labels: {},
      emptyKeys: [],
      madeByOperator: true,
    };
  }

  public certificates(): CertificateFacts[] {
    return [];
  }

  public podGroups({ identity, network }: ClusterModel): PodGroup[] {
    const { instances } = this.podSelectors(identity);
    return [
      {
        name: 'instances',
        podLabels: instances,
        clientPort: 5432,
        ingress: [
          { peers: [{ podLabels: instances }], ports: [5432] },
          { peers: [{ namespace: network.operatorNamespace ?? 'toys' }], ports: [5432] },
        ],
        egress: [{ peers: [{ podLabels: instances }], ports: [5432] }],
      },
    ];
  }

  public poolPods({ cluster }: PoolModel): PodGroup {
    return {
      name: 'pool',
      podLabels: { 'toy.example/pool': cluster.name },
      clientPort: 6432,
      ingress: [],
      egress: [{ peers: [{ podLabels: this.podSelectors(cluster).instances }], ports: [5432] }],
    };
  }

  public podSelectors({ name }: ClusterIdentity): PodSelectors {
    const instances = { 'toy.example/cluster': name };
    return {
      instances,
      primary: { ...instances, 'toy.example/role': 'primary' },
      replicas: { ...instances, 'toy.example/role': 'replica' },
    };
  }

  public runbookFacts(): RunbookFacts {
    return { inspect: [], flush: [], before: [], after: [] };
  }

  public importConnectionPool({ cluster }: PoolModel): PoolConfig {
    const { host } = this.importCluster(cluster).primary;
    return { endpoint: new Endpoint(host, 6432) };
  }

  public bindConnectionPool(_scope: Construct, pool: PoolModel): PoolConfig {
    return this.importConnectionPool(pool);
  }

  public checkCluster({ identity }: ClusterModel): Finding[] {
    return identity.name.length <= LONGEST_NAME
      ? []
      : [
          {
            rule: 'TOY-002',
            what: `'clusterName' must be at most ${LONGEST_NAME} characters, got ${identity.name.length}`,
            why: 'toys are small',
          },
        ];
  }

  public checkBackupPolicy(): Finding[] {
    return [];
  }

  public checkConnectionPool(): Finding[] {
    return [];
  }
}

/** The spec of the one object: pure, from the model with all that is attached to the cluster. */
function toySpec({ version, instances, storage, compute, parameters, databases, backup, pools }: ClusterModel) {
  const archive = backup?.repositories[0];
  return {
    version: version.major,
    instances,
    disk: `${storage.size.toGibibytes()}Gi`,
    cpu: compute.cpu,
    ...(Object.keys(parameters).length > 0 && { settings: parameters }),
    ...(databases.length > 0 && { databases: databases.map(({ name, owner }) => ({ name, owner })) }),
    ...(pools[0] && { pool: { mode: pools[0].mode, cpu: pools[0].compute.cpu } }),
    ...(archive?.target.bucket && {
      archive: {
        bucket: archive.target.bucket.bucket,
        secret: archive.target.bucket.credentials.secretName,
        cron: archive.schedules[0]?.cron,
        days: archive.retention.windowDays,
      },
    }),
  };
}
