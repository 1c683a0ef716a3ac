import {
  ObjectStoreSpec,
  ObjectStoreSpecConfiguration,
  ObjectStoreSpecConfigurationAzureCredentials,
  ObjectStoreSpecConfigurationData,
  ObjectStoreSpecConfigurationDataCompression,
  ObjectStoreSpecConfigurationDataEncryption,
  ObjectStoreSpecConfigurationGoogleCredentials,
  ObjectStoreSpecConfigurationS3Credentials,
  ObjectStoreSpecConfigurationWal,
  ObjectStoreSpecConfigurationWalCompression,
  ObjectStoreSpecConfigurationWalEncryption,
  ObjectStoreSpecInstanceSidecarConfigurationEnv,
  ObjectStoreSpecInstanceSidecarConfigurationResourcesLimits,
  ObjectStoreSpecInstanceSidecarConfigurationResourcesRequests,
} from '../../../../imports/cnpg/object-store';
import { BackupEncryption } from '../../../model/backup-encryption';
import { BackupTarget, BucketModel } from '../../../model/backup-target';
import { BackupCompression, BackupTransferOptions } from '../../../model/backup-transfer';
import { AzureCredentials, GcsCredentials } from '../../../model/cloud-credentials';
import { ObjectStoreCredentials } from '../../../model/credentials';
import { BackupEncryptionKind, byKind } from '../../../model/kinds';
import { ArchiveModel, ArchiveRepositoryModel, BackupModel, BackupRepositoryModel } from '../../../model/backup-model';
import { mebibytes } from '../../../model/quantity';
import { ComputeModel } from '../../../model/compute';
import { backupCompute, saidRequirements } from '../../../private/compute-defaults';
import { nonEmpty } from '../../../private/kubernetes';
import { CloudNativePgBarman, CloudNativePgWalCompression } from '../archive-options';
import { CloudNativePgClusterOptions } from '../cluster-options';
import { quantities } from '../cluster/quantities';
import { destinationPath } from '../names';

type Options = Pick<CloudNativePgClusterOptions, 'barman'>;

/** Compressions that base backups and WAL have in common; barman-cloud takes the others for WAL alone. */
const COMPRESSIONS: {
  readonly [method in BackupCompression]?: readonly [
    ObjectStoreSpecConfigurationWalCompression,
    ObjectStoreSpecConfigurationDataCompression,
  ];
} = {
  [BackupCompression.GZIP]: [ObjectStoreSpecConfigurationWalCompression.GZIP, ObjectStoreSpecConfigurationDataCompression.GZIP],
  [BackupCompression.BZIP2]: [ObjectStoreSpecConfigurationWalCompression.BZIP2, ObjectStoreSpecConfigurationDataCompression.BZIP2],
  [BackupCompression.LZ4]: [ObjectStoreSpecConfigurationWalCompression.LZ4, ObjectStoreSpecConfigurationDataCompression.LZ4],
};

/** Encryptions by the store; the plugin knows no other. */
const ENCRYPTIONS: {
  readonly [kind in Exclude<BackupEncryptionKind, 'client-side'>]: readonly [
    ObjectStoreSpecConfigurationWalEncryption,
    ObjectStoreSpecConfigurationDataEncryption,
  ];
} = {
  'server-side': [ObjectStoreSpecConfigurationWalEncryption.AES256, ObjectStoreSpecConfigurationDataEncryption.AES256],
  kms: [ObjectStoreSpecConfigurationWalEncryption.AWS_KMS, ObjectStoreSpecConfigurationDataEncryption.AWS_KMS],
};

/** The spec of the ObjectStore that a cluster writes to. */
export function archiveStoreSpec(policy: BackupModel, repository: BackupRepositoryModel, options: Options): ObjectStoreSpec {
  const { target, retention } = repository;
  return {
    configuration: {
      ...placeSpec(policy, repository),
      ...transferSpec(policy, repository, options),
    },
    retentionPolicy: retention.isUnlimited ? undefined : `${retention.windowDays}d`,
    instanceSidecarConfiguration: sidecarSpec(environment(target), policy.compute),
  };
}

/**
 * The spec of an ObjectStore that a cluster only reads. What is compressed or encrypted there is recognized when it is read, and what
 * is too old is deleted by who writes.
 *
 * The variables of all stores of a cluster end up in one container, so those that its own store sets are not set once more.
 */
export function readStoreSpec(archive: ArchiveModel, repository: ArchiveRepositoryModel, policy?: BackupModel): ObjectStoreSpec {
  const own = policy?.repositories[0]?.target;
  const set = (own ? environment(own) : []).map(({ name }) => name);
  return {
    configuration: placeSpec(archive, repository),
    // One container serves all stores of a cluster.
    instanceSidecarConfiguration: sidecarSpec(
      environment(repository.target).filter(({ name }) => !set.includes(name)),
      policy?.compute ?? backupCompute(),
    ),
  };
}

/** How backups and WAL are sent. */
export function transferSpec(
  { transfer }: BackupModel,
  { encryption }: BackupRepositoryModel,
  { barman }: Options,
): Pick<ObjectStoreSpecConfiguration, 'wal' | 'data'> {
  return { wal: filled({ ...walSpec(transfer, encryption), ...ownWalSpec(barman) }), data: filled(dataSpec(transfer, encryption)) };
}

/** Where an archive is, and what opens the store. */
export function placeSpec(archive: ArchiveModel, repository: ArchiveRepositoryModel): ObjectStoreSpecConfiguration {
  const { bucket, gcsBucket: gcs, azureContainer: azure } = repository.target;
  return {
    destinationPath: destinationPath(archive, repository),
    endpointUrl: bucket?.endpoint,
    endpointCa: bucket?.ca && { name: bucket.ca.name, key: bucket.ca.key },
    s3Credentials: bucket && s3Spec(bucket.credentials),
    googleCredentials: gcs && googleSpec(gcs.credentials),
    azureCredentials: azure && azureSpec(azure.credentials),
  };
}

function s3Spec(credentials: ObjectStoreCredentials): ObjectStoreSpecConfigurationS3Credentials {
  const { secretName: name } = credentials;
  return name === undefined
    ? { inheritFromIamRole: true }
    : {
        accessKeyId: { name, key: credentials.accessKeyIdKey },
        secretAccessKey: { name, key: credentials.secretAccessKeyKey },
        region: credentials.secretKeys?.region === undefined ? undefined : { name, key: credentials.secretKeys.region },
      };
}

function googleSpec({ secretName: name, key }: GcsCredentials): ObjectStoreSpecConfigurationGoogleCredentials {
  return name === undefined || key === undefined ? { gkeEnvironment: true } : { applicationCredentials: { name, key } };
}

/** The account is a part of the path and stands in the Secret besides, where barman-cloud takes it from. */
function azureSpec(credentials: AzureCredentials): ObjectStoreSpecConfigurationAzureCredentials {
  const { secretName: name } = credentials;
  if (name === undefined) {
    // `inheritFromAzureAD` knows the identity of the node only; this one finds that of the pod, too.
    return { useDefaultAzureCredentials: true };
  }
  const value = { name, key: credentials.valueKey };
  return {
    storageAccount: { name, key: credentials.storageAccountKey },
    ...(credentials.isSasToken ? { storageSasToken: value } : { storageKey: value }),
  };
}

function walSpec(transfer: BackupTransferOptions, encryption?: BackupEncryption): ObjectStoreSpecConfigurationWal {
  return {
    compression: compressions(transfer)?.[0],
    encryption: encryptions(encryption)?.[0],
    maxParallel: transfer.parallelism,
    archiveAdditionalCommandArgs: nonEmpty(kmsArgument(encryption)),
  };
}

/** What the program says of WAL alone. */
function ownWalSpec({ walCompression, walParallelism }: CloudNativePgBarman = {}): ObjectStoreSpecConfigurationWal {
  return {
    ...(walCompression !== undefined && {
      // The values are those of the generated enum, but for the one that prints nothing.
      compression:
        walCompression === CloudNativePgWalCompression.NONE
          ? undefined
          : (walCompression as string as ObjectStoreSpecConfigurationWalCompression),
    }),
    ...(walParallelism !== undefined && { maxParallel: walParallelism }),
  };
}

function dataSpec(transfer: BackupTransferOptions, encryption?: BackupEncryption): ObjectStoreSpecConfigurationData {
  return {
    compression: compressions(transfer)?.[1],
    encryption: encryptions(encryption)?.[1],
    jobs: transfer.parallelism,
    immediateCheckpoint: transfer.immediateCheckpoint,
    additionalCommandArgs: nonEmpty([...kmsArgument(encryption), ...bandwidthArgument(transfer)]),
  };
}

const encryptions = (encryption: BackupEncryption | undefined) =>
  encryption === undefined || encryption._kind === 'client-side' ? undefined : byKind(encryption._kind, ENCRYPTIONS);

/** Off by default. Every version of the plugin reads and writes gzip, for base backups as for WAL, so no restore depends on a newer one. */
function compressions({ compression = BackupCompression.GZIP }: BackupTransferOptions) {
  return COMPRESSIONS[compression];
}

/** Arguments are one word each: the value of an argument of two words is dropped where an earlier one has the same. */
function kmsArgument(encryption: BackupEncryption | undefined): string[] {
  return encryption?.kmsKeyId === undefined ? [] : [`--sse-kms-key-id=${encryption.kmsKeyId}`];
}

/** barman counts 1024 * 1024 bytes in `MB`, and 1000 * 1000 in `MiB`. */
function bandwidthArgument({ bandwidthPerSecond: limit }: BackupTransferOptions): string[] {
  return limit === undefined ? [] : [`--max-bandwidth=${mebibytes(limit)}MB`];
}

/**
 * What has no field: `s3Credentials.region` is a key of a Secret, and the region is none unless the program says so. Only stores that speak S3
 * need any.
 */
function environment({ bucket }: BackupTarget): ObjectStoreSpecInstanceSidecarConfigurationEnv[] {
  return bucket ? bucketEnvironment(bucket) : [];
}

function bucketEnvironment({ region, endpoint, credentials }: BucketModel): ObjectStoreSpecInstanceSidecarConfigurationEnv[] {
  return [
    // The operator sets it for each command whose store has the region in a Secret.
    ...(credentials.secretKeys?.region === undefined ? [{ name: 'AWS_DEFAULT_REGION', value: region }] : []),
    // The AWS client adds checksums of its own by default, which many other stores refuse.
    ...(endpoint === undefined
      ? []
      : ['AWS_REQUEST_CHECKSUM_CALCULATION', 'AWS_RESPONSE_CHECKSUM_VALIDATION'].map((name) => ({ name, value: 'when_required' }))),
  ];
}

function sidecarSpec(
  env: ObjectStoreSpecInstanceSidecarConfigurationEnv[],
  compute: ComputeModel,
): ObjectStoreSpec['instanceSidecarConfiguration'] {
  const resources = saidRequirements(compute);
  return nonEmpty({
    ...(env.length > 0 && { env }),
    ...(resources && {
      resources: {
        requests:
          resources.requests &&
          quantities(resources.requests, (text) => ObjectStoreSpecInstanceSidecarConfigurationResourcesRequests.fromString(text)),
        limits:
          resources.limits &&
          quantities(resources.limits, (text) => ObjectStoreSpecInstanceSidecarConfigurationResourcesLimits.fromString(text)),
      },
    }),
  });
}

/** A part of a spec, or nothing where none of its fields has a value. */
function filled<T extends object>(part: T): T | undefined {
  return Object.values(part).some((value) => value !== undefined) ? part : undefined;
}
