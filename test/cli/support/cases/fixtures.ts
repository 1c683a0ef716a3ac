import { Operator } from '../../../../cli/effects/effect';
import { JsonMap } from '../../../../cli/values/json';
import { CLUSTERS, clusterWide, cnpg, crunchy, Edit, edited, object, PROTECTED, set, zalando } from '../objects';

/** What a rule stops, and what it lets pass, on one operator. */
export interface RuleCase {
  readonly rule: string;
  readonly on: Operator;
  readonly base: readonly JsonMap[];
  readonly bad: readonly JsonMap[];
  readonly good: readonly JsonMap[];
}

export type Database = keyof typeof CLUSTERS;

/** Edits of one cluster: those that are found, those that are not, and those that the base has already. */
export const one = (rule: string, on: Database, bad: readonly Edit[], good: readonly Edit[], before: readonly Edit[] = []): RuleCase => {
  const base = edited(CLUSTERS[on](), ...before);
  return { rule, on, base: [base], bad: [edited(base, ...bad)], good: [edited(base, ...good)] };
};
export const many = (
  rule: string,
  on: Operator,
  base: readonly JsonMap[],
  bad: readonly JsonMap[],
  good: readonly JsonMap[],
): RuleCase => ({
  rule,
  on,
  base,
  bad,
  good,
});
export const each = (make: (on: Database) => RuleCase): RuleCase[] => (Object.keys(CLUSTERS) as Database[]).map(make);

export const SYNC = 'metadata.annotations["argocd.argoproj.io/sync-options"]';
export const ANN = (key: string): string => `metadata.annotations["${key}"]`;
export const PGO = (key: string): string => ANN(`postgres-operator.crunchydata.com/${key}`);
export const FINALIZER = ['resources-finalizer.argocd.argoproj.io'];

/** Fields by operator: one row for what the three have in common. */
export const FIELD = {
  size: {
    cnpg: 'spec.storage.size',
    zalando: 'spec.volume.size',
    crunchy: 'spec.instances[main].dataVolumeClaimSpec.resources.requests.storage',
  },
  storageClass: {
    cnpg: 'spec.storage.storageClass',
    zalando: 'spec.volume.storageClass',
    crunchy: 'spec.instances[main].dataVolumeClaimSpec.storageClassName',
  },
  instances: { cnpg: 'spec.instances', zalando: 'spec.numberOfInstances', crunchy: 'spec.instances[main].replicas' },
  image: { cnpg: 'spec.imageName', zalando: 'spec.dockerImage', crunchy: 'spec.image' },
  parameters: { cnpg: 'spec.postgresql.parameters', zalando: 'spec.postgresql.parameters', crunchy: 'spec.config.parameters' },
  limits: { cnpg: 'spec.resources.limits', zalando: 'spec.resources.limits', crunchy: 'spec.instances[main].resources.limits' },
} as const;

export const HARMLESS = 'spec.postgresql.parameters.work_mem';
export const harmless = (on: Database): Edit => [on === 'crunchy' ? 'spec.config.parameters.work_mem' : HARMLESS, '32MB'];

export const namespace = (annotations: JsonMap = {}, labels: JsonMap = {}): JsonMap => {
  const made = clusterWide('v1', 'Namespace', 'shop', {}, annotations);
  return Object.keys(labels).length > 0 ? set(made, 'metadata.labels', labels) : made;
};
export const claim = (storage: string): JsonMap =>
  object('v1', 'PersistentVolumeClaim', 'old-data', {
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage } } },
  });
export const service = (type: string): JsonMap =>
  object('v1', 'Service', 'orders-outside', { spec: { type, selector: { 'cnpg.io/cluster': 'orders' }, ports: [{ port: 5432 }] } });
export const policy = (ports: number[], name = 'orders-instances', labels: JsonMap = { 'cnpg.io/cluster': 'orders' }): JsonMap =>
  object('networking.k8s.io/v1', 'NetworkPolicy', name, {
    spec: {
      podSelector: { matchLabels: labels },
      policyTypes: ['Ingress'],
      ingress: [{ ports: ports.map((port) => ({ port, protocol: 'TCP' })) }],
    },
  });
export const externalSecret = (creationPolicy: string, key = 'shop/s3'): JsonMap =>
  object(
    'external-secrets.io/v1',
    'ExternalSecret',
    'pg-s3',
    {
      spec: {
        target: { name: 'pg-s3', creationPolicy },
        data: [{ secretKey: 'ID', remoteRef: { key } }],
        secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
      },
    },
    PROTECTED,
  );
export const sealed = (name: string): JsonMap =>
  object('bitnami.com/v1alpha1', 'SealedSecret', name, { spec: { encryptedData: { password: 'AgBx8' } } }, PROTECTED);
export const certificate = (dnsNames: string[]): JsonMap =>
  object('cert-manager.io/v1', 'Certificate', 'orders-tls', {
    spec: { secretName: 'orders-tls', dnsNames, issuerRef: { name: 'ca', kind: 'ClusterIssuer' } },
  });
export const configuration = (kubernetes: JsonMap, rest: JsonMap = {}): JsonMap =>
  object('acid.zalan.do/v1', 'OperatorConfiguration', 'operator', { configuration: { kubernetes, ...rest } });
export const configMap = (text: string): JsonMap => object('v1', 'ConfigMap', 'settings', { data: { text } });
export const deployment = (host: string): JsonMap =>
  object('apps/v1', 'Deployment', 'web', {
    spec: { template: { spec: { containers: [{ name: 'web', image: 'web:1.0', env: [{ name: 'PGHOST', value: host }] }] } } },
  });
export const crd = clusterWide('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'clusters.postgresql.cnpg.io', {
  spec: { group: 'postgresql.cnpg.io' },
});
export const crdOf: { readonly [on in Database]: string } = {
  cnpg: 'clusters.postgresql.cnpg.io',
  zalando: 'postgresqls.acid.zalan.do',
  crunchy: 'postgresclusters.postgres-operator.crunchydata.com',
};
export const upgrade = object('postgres-operator.crunchydata.com/v1beta1', 'PGUpgrade', 'orders-18', {
  spec: { postgresClusterName: 'orders', fromPostgresVersion: 17, toPostgresVersion: 18 },
});
export const readyToUpgrade = edited(crunchy(), ['spec.shutdown', true], [PGO('allow-upgrade'), 'orders-18']);
export const S3 = { bucket: 'acme-pg', endpoint: 's3.example.com', region: 'eu-west-1' };
export const VOLUME = { name: 'repo2', volume: { volumeClaimSpec: { resources: { requests: { storage: '100Gi' } } } } };
export const follower: { readonly [on in Database]: JsonMap } = {
  cnpg: edited(
    cnpg('orders-us'),
    ['spec.replica', { self: 'orders-us', primary: 'orders', source: 'orders' }],
    [
      'spec.externalClusters',
      [
        {
          name: 'orders',
          plugin: { name: 'barman-cloud.cloudnative-pg.io', parameters: { barmanObjectName: 'orders-store', serverName: 'orders-v1' } },
        },
      ],
    ],
  ),
  zalando: edited(zalando('orders-us'), ['spec.standby', { s3_wal_path: 's3://acme-pg/spilo/orders/shop/v1/wal/17' }]),
  crunchy: edited(
    crunchy('orders-us'),
    ['spec.backups.pgbackrest.repos[repo2]', { name: 'repo2', s3: S3 }],
    ['spec.backups.pgbackrest.global["repo2-path"]', '/pgbackrest/shop/orders/v1/repo1'],
    ['spec.standby', { enabled: true, repoName: 'repo2' }],
  ),
};
export const promoted: { readonly [on in Database]: JsonMap } = {
  cnpg: set(set(follower.cnpg, 'spec.replica.primary', 'orders-us'), 'spec.replica.promotionToken', 'token'),
  zalando: set(follower.zalando, 'spec.standby'),
  crunchy: set(follower.crunchy, 'spec.standby.enabled', false),
};
export const stopped: { readonly [on in Database]: JsonMap } = {
  cnpg: edited(cnpg(), ['spec.replica', { self: 'orders', primary: 'orders-us', source: 'orders-us' }]),
  zalando: set(zalando(), 'spec.numberOfInstances', 0),
  crunchy: set(crunchy(), 'spec.shutdown', true),
};
export const sourceOf: { readonly [on in Database]: Edit } = {
  cnpg: ['spec.bootstrap', { recovery: { source: 'old' } }],
  zalando: ['spec.clone', { cluster: 'old', s3_wal_path: 's3://acme-pg/spilo/old/wal/17' }],
  crunchy: ['spec.dataSource', { postgresCluster: { clusterName: 'old', repoName: 'repo1' } }],
};
export const hbaOf: { readonly [on in Database]: string } = {
  cnpg: 'spec.postgresql.pg_hba',
  zalando: 'spec.patroni.pg_hba',
  crunchy: 'spec.patroni.dynamicConfiguration.postgresql.pg_hba',
};
export const other: { readonly [on in Database]: JsonMap } = { cnpg: zalando(), zalando: crunchy(), crunchy: cnpg() };
