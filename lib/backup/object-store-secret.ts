import { Construct } from 'constructs';
import { SecretEntry, bindSecret } from '../access/secret-manifest';
import { BackupEncryption } from '../model/backup-encryption';
import { AzureCredentials, AzureSecretKeys, GcsCredentials } from '../model/cloud-credentials';
import { ObjectStoreCredentials } from '../model/credentials';
import { ObjectStoreSecretKind, byKind } from '../model/kinds';
import { ObjectStoreSecretValues, SecretValue } from '../model/secret-source';
import { credentialsFile } from '../operators/shared/pgbackrest-file';
import { Checks } from '../private/checks';
import { refuse } from '../private/errors';
import { breach, runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import { ObjectStoreSecretProps } from './object-store-secret-props';
import { NOT_HELD, OBJECT_STORE_SECRET_RULES } from './object-store-secret-rules';
import { OBJECT_STORE_SECRET_SHAPE } from './object-store-secret-shape';

/**
 * Prints what makes the Secret of an object store, with all keys that the operators ask for: a policy can change its operator without a
 * change in the vault. What is printed has no secret in it.
 *
 * The Secret stays when the printed object goes away, since a database without its credentials stops archiving. It has to stand
 * in the namespace of the cluster.
 */
export class ObjectStoreSecret extends Construct {
  /** Name of the Secret. */
  public readonly secretName: string;

  private readonly values?: ObjectStoreSecretValues;
  private readonly encrypts: boolean;
  private readonly repositories?: number[];

  /**
   * A Secret with the credentials of an object store, made by what keeps secrets. No value is printed.
   *
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what the Secret holds, and who makes it
   */
  public constructor(scope: Construct, id: string, props: ObjectStoreSecretProps) {
    super(scope, id);
    requireShape(this, OBJECT_STORE_SECRET_SHAPE, props, new.target);
    const { secretName, source } = props;
    this.secretName = secretName;
    this.values = props.values;
    this.encrypts = props.encryptionKey !== undefined;

    this.repositories = props.repositories && [...props.repositories];
    const copy = { ...props, repositories: props.repositories && [...props.repositories] };
    const contents = secretContents(copy);
    const values = contents.entries.map(({ prop, value }) => [prop, value] as const);
    new Checks(this, () => ({ breaches: runRules(OBJECT_STORE_SECRET_RULES, { props: copy, values }), refusals: [] }));
    bindSecret(this, 'Resource', { name: secretName, source, ...contents });
  }

  /** For `BackupTarget.s3(...)` and `BackupTarget.s3Compatible(...)`, where the Secret holds the keys of a bucket that speaks S3. */
  public get s3Credentials(): ObjectStoreCredentials {
    return this.values?.s3Values
      ? s3Reference(this.secretName, this.repositories)
      : this.notHeld('s3Credentials', 'ObjectStoreSecretValues.s3(...)');
  }

  /** For `BackupTarget.gcs(...)`, where the Secret holds the key of a service account. */
  public get gcsCredentials(): GcsCredentials {
    return this.values?.gcsValues
      ? gcsReference(this.secretName, this.repositories)
      : this.notHeld('gcsCredentials', 'ObjectStoreSecretValues.gcs(...)');
  }

  /** For `BackupTarget.azure(...)`, where the Secret holds an access key or a shared access signature. */
  public get azureCredentials(): AzureCredentials {
    if (this.values?.azureSasValues) {
      return AzureCredentials.sasToken(this.secretName, azureKeys(this.repositories));
    }
    return this.values?.azureValues
      ? AzureCredentials.fromSecret(this.secretName, azureKeys(this.repositories))
      : this.notHeld('azureCredentials', 'ObjectStoreSecretValues.azure(...)');
  }

  /** For `encryption` of a policy, where the Secret holds an encryption key. */
  public get encryption(): BackupEncryption {
    return this.encrypts ? encryptionReference(this.secretName, this.repositories) : this.notHeld('encryption', 'an encryptionKey');
  }

  private notHeld(getter: keyof ObjectStoreSecret, what: string): never {
    const held = [...(this.values ? [this.values.kind] : []), ...(this.encrypts ? ['encryptionKey'] : [])].join(' and ') || 'nothing';
    return refuse(
      this.node.path,
      [breach(NOT_HELD, `the Secret '${this.secretName}' must hold ${what} for this, got ${held}; add it, or use another Secret`)],
      Object.getOwnPropertyDescriptor(ObjectStoreSecret.prototype, getter)!.get,
    );
  }
}

type Repositories = readonly number[] | undefined;

/**
 * Key of a file where it is not the usual one. PGO mounts the Secrets of all repositories into one folder, so that of a later repository does not have the name of the
 * first one's.
 */
function laterKey(usual: string, repositories: Repositories = [1]): string | undefined {
  const first = Math.min(...repositories);
  return first > 1 && Number.isFinite(first) ? `repo${first}-${usual}` : undefined;
}

function laterFile(usual: string, repositories: Repositories): { readonly configFile?: string } {
  const configFile = laterKey(usual, repositories);
  return configFile === undefined ? {} : { configFile };
}

const s3Reference = (name: string, of: Repositories): ObjectStoreCredentials =>
  ObjectStoreCredentials.fromSecret(name, laterFile('s3.conf', of));

const gcsReference = (name: string, of: Repositories): GcsCredentials => GcsCredentials.fromSecret(name, laterKey('gcs-key.json', of));

const azureKeys = (of: Repositories): AzureSecretKeys => laterFile('azure.conf', of);

const encryptionReference = (name: string, of: Repositories): BackupEncryption =>
  BackupEncryption.clientSide(name, laterFile('cipher.conf', of));

/** One secret value, the key of the Secret that it goes to, and the prop that it comes from. */
interface Entry extends SecretEntry {
  readonly prop: string;
}

/** What a Secret holds: secret values, and texts that are made of them or are no secret. */
interface Contents {
  readonly entries: readonly Entry[];
  readonly templates: { readonly [key: string]: string };
}

function secretContents({ secretName, values, encryptionKey, repositories = [1] }: ObjectStoreSecretProps): Contents {
  const parts = [
    ...(values ? [byKind(values._kind, VALUE_CONTENTS)(secretName, values, repositories)] : []),
    ...(encryptionKey ? [encryptionContents(secretName, encryptionKey, repositories)] : []),
  ];
  return {
    entries: parts.flatMap(({ entries }) => entries),
    templates: Object.assign({}, ...parts.map(({ templates }) => templates)) as { [key: string]: string },
  };
}

/** What each kind of values puts into the Secret. */
const VALUE_CONTENTS: {
  readonly [kind in ObjectStoreSecretKind]: (
    secretName: string,
    values: ObjectStoreSecretValues,
    repositories: readonly number[],
  ) => Contents;
} = {
  s3: (secretName, { s3Values }, repositories) => {
    const { accessKeyId, secretAccessKey } = s3Values!;
    const { accessKeyIdKey, secretAccessKeyKey, configFileKey } = s3Reference(secretName, repositories);
    return {
      entries: [
        { prop: 'values.accessKeyId', key: accessKeyIdKey, value: accessKeyId },
        { prop: 'values.secretAccessKey', key: secretAccessKeyKey, value: secretAccessKey },
      ],
      templates: { [configFileKey]: credentialsFile(repositories, { accessKeyId: accessKeyIdKey, secretAccessKey: secretAccessKeyKey }) },
    };
  },
  // pgBackRest reads the file as it is, and its path is no secret.
  gcs: (secretName, { gcsValues }, repositories) => ({
    entries: [{ prop: 'values.keyFile', key: gcsReference(secretName, repositories).key!, value: gcsValues!.keyFile }],
    templates: {},
  }),
  azure: (secretName, { azureValues }, repositories) => {
    const { storageAccount, key } = azureValues!;
    return azureContents(
      AzureCredentials.fromSecret(secretName, azureKeys(repositories)),
      ['values.key', key],
      storageAccount,
      repositories,
    );
  },
  'azure-sas': (secretName, { azureSasValues }, repositories) => {
    const { storageAccount, sasToken } = azureSasValues!;
    return azureContents(
      AzureCredentials.sasToken(secretName, azureKeys(repositories)),
      ['values.sasToken', sasToken],
      storageAccount,
      repositories,
    );
  },
};

function azureContents(
  { storageAccountKey, valueKey, configFileKey }: AzureCredentials,
  [prop, value]: readonly [prop: string, value: SecretValue],
  storageAccount: string,
  repositories: readonly number[],
): Contents {
  return {
    entries: [{ prop, key: valueKey, value }],
    templates: { [storageAccountKey]: storageAccount, [configFileKey]: credentialsFile(repositories, { azureKey: valueKey }) },
  };
}

function encryptionContents(secretName: string, value: SecretValue, repositories: readonly number[]): Contents {
  const { encryptionKeyKey, configFileKey } = encryptionReference(secretName, repositories);
  return {
    entries: [{ prop: 'encryptionKey', key: encryptionKeyKey, value }],
    templates: { [configFileKey]: credentialsFile(repositories, { encryptionKey: encryptionKeyKey }) },
  };
}
