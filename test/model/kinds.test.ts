import { Size } from 'cdk8s';
import {
  AzureCredentials,
  BackupEncryption,
  BackupTarget,
  ClusterTls,
  Exposure,
  GcsCredentials,
  ObjectStoreCredentials,
  ObjectStoreSecretValues,
  PairStep,
  RolePassword,
  SecretSource,
  SecretValue,
} from '../../lib';
import {
  BackupEncryptionKind,
  BackupTargetKind,
  ClusterTlsKind,
  ExposureKind,
  ObjectStoreSecretKind,
  PairStepKind,
  RolePasswordKind,
  SecretSourceKind,
  byKind,
} from '../../lib/model/kinds';

const credentials = ObjectStoreCredentials.fromSecret('pg-s3');
const value = SecretValue.fromVault('orders/pg', 'value');
const source = SecretSource.externalSecrets({ storeName: 'vault' });

const TARGETS: Record<BackupTargetKind, BackupTarget> = {
  s3: BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials }),
  's3-compatible': BackupTarget.s3Compatible({ bucket: 'acme-pg', endpoint: 'https://minio.example', credentials }),
  gcs: BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.workloadIdentity() }),
  azure: BackupTarget.azure({ storageAccount: 'acmepg', container: 'pg', credentials: AzureCredentials.workloadIdentity() }),
  volume: BackupTarget.volume({ size: Size.gibibytes(1) }),
};
const ENCRYPTIONS: Record<BackupEncryptionKind, BackupEncryption> = {
  'server-side': BackupEncryption.serverSide(),
  kms: BackupEncryption.kms('alias/pg'),
  'client-side': BackupEncryption.clientSide('pg-key'),
};
const TLS: Record<ClusterTlsKind, ClusterTls> = {
  operator: ClusterTls.operatorGenerated(),
  'cert-manager': ClusterTls.certManager({ issuerName: 'ca' }),
  secrets: ClusterTls.fromSecrets({ serverSecret: 'tls' }),
};
const EXPOSURES: Record<ExposureKind, Exposure> = { LoadBalancer: Exposure.loadBalancer({}), NodePort: Exposure.nodePort({}) };
const STORE_SECRETS: Record<ObjectStoreSecretKind, ObjectStoreSecretValues> = {
  s3: ObjectStoreSecretValues.s3({ accessKeyId: value, secretAccessKey: value }),
  gcs: ObjectStoreSecretValues.gcs({ keyFile: value }),
  azure: ObjectStoreSecretValues.azure({ storageAccount: 'acmepg', key: value }),
  'azure-sas': ObjectStoreSecretValues.azureSas({ storageAccount: 'acmepg', sasToken: value }),
};
const STEPS: Record<PairStepKind, PairStep> = {
  steady: PairStep.steady(),
  demote: PairStep.demote(),
  promote: PairStep.promote(),
};
const PASSWORDS: Record<RolePasswordKind, RolePassword> = {
  generated: RolePassword.generated(),
  secret: RolePassword.fromSecret(),
  delivered: RolePassword.delivered(source, value),
};
const SOURCES: Record<SecretSourceKind, SecretSource> = { 'external-secrets': source, 'sealed-secrets': SecretSource.sealedSecrets() };

const all = [TARGETS, ENCRYPTIONS, TLS, EXPOSURES, STORE_SECRETS, STEPS, PASSWORDS, SOURCES].flatMap((table) =>
  Object.entries<{ readonly _kind: string }>(table).map(([kind, { _kind: typed }]) => [kind, typed] as const),
);

test.each(all)('a value says of what kind it is: %s', (kind, typed) => {
  expect(typed).toBe(kind);
});

describe('byKind', () => {
  const table: Record<SecretSourceKind, number> = { 'external-secrets': 1, 'sealed-secrets': 2 };

  test('gives the row of the kind', () => {
    expect(byKind(SecretSource.sealedSecrets()._kind, table)).toBe(2);
  });

  test.each(['vault', 'constructor', undefined])('fails on %s, which the table does not know', (kind) => {
    expect(() => byKind(kind as SecretSourceKind, table)).toThrow(
      new Error(`the kind '${kind}' is none of external-secrets, sealed-secrets; use one version of cdk8s-postgres`),
    );
  });
});
