import { ApiObject, Chart, Duration, JsonPatch } from 'cdk8s';
import {
  AzureCredentials,
  BackupEncryption,
  GcsCredentials,
  ObjectStoreCredentials,
  ObjectStoreSecret,
  ObjectStoreSecretProps,
  ObjectStoreSecretValues,
  SecretSource,
  SecretValue,
} from '../../lib';
import { findings, newChart, refusal, render } from '../support/render';

const vault = (property: string): SecretValue => SecretValue.fromVault('orders/pg', property);
/** As long as what kubeseal prints, and of its alphabet. */
const cipher = (letter: string): SecretValue => SecretValue.encrypted(`AgB${letter.repeat(700)}+/Z==`);

const VAULT = SecretSource.externalSecrets({ storeName: 'vault' });
const SEALED = SecretSource.sealedSecrets();
const S3 = ObjectStoreSecretValues.s3({ accessKeyId: vault('id'), secretAccessKey: vault('key') });
const SEALED_S3 = ObjectStoreSecretValues.s3({ accessKeyId: cipher('i'), secretAccessKey: cipher('k') });
const SMALLEST: ObjectStoreSecretProps = { secretName: 'pg-s3', source: VAULT, values: S3 };

const PROTECTED = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };
const S3_CONF = '[global]\nrepo1-s3-key={{ .ACCESS_KEY_ID }}\nrepo1-s3-key-secret={{ .SECRET_ACCESS_KEY }}\n';

const program =
  (props: Partial<ObjectStoreSecretProps>) =>
  (chart: Chart): void =>
    void new ObjectStoreSecret(chart, 'secret', { ...SMALLEST, ...props });

const printed = (props: Partial<ObjectStoreSecretProps>) => render(program(props))[0]!;

const item = (secretKey: string, property: string) => ({
  secretKey,
  remoteRef: { key: 'orders/pg', property, conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' },
});

describe('External Secrets', () => {
  test('prints one object that makes the keys of every operator', () => {
    expect(render(program({}))).toEqual([
      {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata: { name: 'pg-s3', namespace: 'orders', annotations: PROTECTED },
        spec: {
          refreshInterval: '1h0m0s',
          secretStoreRef: { name: 'vault', kind: 'SecretStore' },
          target: {
            name: 'pg-s3',
            creationPolicy: 'Orphan',
            deletionPolicy: 'Retain',
            template: { engineVersion: 'v2', mergePolicy: 'Merge', data: { 's3.conf': S3_CONF } },
          },
          data: [item('ACCESS_KEY_ID', 'id'), item('SECRET_ACCESS_KEY', 'key')],
        },
      },
    ]);
  });

  test.each([
    [
      'Google Cloud Storage',
      { values: ObjectStoreSecretValues.gcs({ keyFile: vault('json') }) },
      { engineVersion: 'v2', mergePolicy: 'Merge' },
      [item('gcs-key.json', 'json')],
    ],
    [
      'an access key of Azure',
      { values: ObjectStoreSecretValues.azure({ storageAccount: 'acmepg', key: vault('key') }) },
      {
        engineVersion: 'v2',
        mergePolicy: 'Merge',
        data: { AZURE_STORAGE_ACCOUNT: 'acmepg', 'azure.conf': '[global]\nrepo1-azure-key={{ .AZURE_STORAGE_KEY }}\n' },
      },
      [item('AZURE_STORAGE_KEY', 'key')],
    ],
    [
      'a SAS token of Azure',
      { values: ObjectStoreSecretValues.azureSas({ storageAccount: 'acmepg', sasToken: vault('sas') }) },
      {
        engineVersion: 'v2',
        mergePolicy: 'Merge',
        data: { AZURE_STORAGE_ACCOUNT: 'acmepg', 'azure.conf': '[global]\nrepo1-azure-key={{ .AZURE_STORAGE_SAS_TOKEN }}\n' },
      },
      [item('AZURE_STORAGE_SAS_TOKEN', 'sas')],
    ],
    [
      'an encryption key alone',
      { values: undefined, encryptionKey: vault('cipher') },
      {
        engineVersion: 'v2',
        mergePolicy: 'Merge',
        data: { 'cipher.conf': '[global]\nrepo1-cipher-pass={{ .BACKUP_ENCRYPTION_KEY }}\n' },
      },
      [item('BACKUP_ENCRYPTION_KEY', 'cipher')],
    ],
    [
      'credentials and an encryption key of a later repository under names of their own',
      { encryptionKey: vault('cipher'), repositories: [3, 2] },
      {
        engineVersion: 'v2',
        mergePolicy: 'Merge',
        data: {
          'repo2-s3.conf':
            '[global]\nrepo3-s3-key={{ .ACCESS_KEY_ID }}\nrepo3-s3-key-secret={{ .SECRET_ACCESS_KEY }}\nrepo2-s3-key={{ .ACCESS_KEY_ID }}\nrepo2-s3-key-secret={{ .SECRET_ACCESS_KEY }}\n',
          'repo2-cipher.conf': '[global]\nrepo3-cipher-pass={{ .BACKUP_ENCRYPTION_KEY }}\nrepo2-cipher-pass={{ .BACKUP_ENCRYPTION_KEY }}\n',
        },
      },
      [item('ACCESS_KEY_ID', 'id'), item('SECRET_ACCESS_KEY', 'key'), item('BACKUP_ENCRYPTION_KEY', 'cipher')],
    ],
    [
      'credentials and an encryption key of two repositories',
      { encryptionKey: vault('cipher'), repositories: [1, 2] },
      {
        engineVersion: 'v2',
        mergePolicy: 'Merge',
        data: {
          's3.conf': `${S3_CONF}repo2-s3-key={{ .ACCESS_KEY_ID }}\nrepo2-s3-key-secret={{ .SECRET_ACCESS_KEY }}\n`,
          'cipher.conf': '[global]\nrepo1-cipher-pass={{ .BACKUP_ENCRYPTION_KEY }}\nrepo2-cipher-pass={{ .BACKUP_ENCRYPTION_KEY }}\n',
        },
      },
      [item('ACCESS_KEY_ID', 'id'), item('SECRET_ACCESS_KEY', 'key'), item('BACKUP_ENCRYPTION_KEY', 'cipher')],
    ],
  ])('prints %s', (_, props, template, data) => {
    const { target, ...rest } = printed(props).spec as { target: { template: unknown }; data: unknown };
    expect(target.template).toEqual(template);
    expect(rest.data).toEqual(data);
  });

  test('takes a shared store and another interval', () => {
    const source = SecretSource.externalSecrets({ storeName: 'vault', clusterStore: true, refreshInterval: Duration.seconds(90) });
    expect(printed({ source }).spec).toMatchObject({
      refreshInterval: '1m30s',
      secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
    });
  });

  test('takes an entry of the vault without fields', () => {
    const values = ObjectStoreSecretValues.gcs({ keyFile: SecretValue.fromVault('orders-gcs') });
    expect(printed({ values }).spec!.data).toEqual([
      {
        secretKey: 'gcs-key.json',
        remoteRef: { key: 'orders-gcs', conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' },
      },
    ]);
  });
});

describe('Sealed Secrets', () => {
  const metadata = {
    name: 'pg-s3',
    namespace: 'orders',
    annotations: {
      'sealedsecrets.bitnami.com/skip-set-owner-references': 'true',
      'sealedsecrets.bitnami.com/managed': 'true',
    },
  };

  test('prints one object with the encrypted values, and makes the file of them', () => {
    expect(render(program({ source: SEALED, values: SEALED_S3 }))).toEqual([
      {
        apiVersion: 'bitnami.com/v1alpha1',
        kind: 'SealedSecret',
        metadata: { name: 'pg-s3', namespace: 'orders', annotations: PROTECTED },
        spec: {
          encryptedData: { ACCESS_KEY_ID: cipher('i').ciphertext, SECRET_ACCESS_KEY: cipher('k').ciphertext },
          template: { metadata, data: { 's3.conf': S3_CONF } },
        },
      },
    ]);
  });

  test('prints no template for what is one value', () => {
    const values = ObjectStoreSecretValues.gcs({ keyFile: cipher('g') });
    expect(printed({ source: SEALED, values }).spec).toEqual({
      encryptedData: { 'gcs-key.json': cipher('g').ciphertext },
      template: { metadata },
    });
  });

  test('prints no namespace where the chart has none', () => {
    const [object] = render(program({ source: SEALED, values: SEALED_S3 }), null);
    expect((object!.spec!.template as { metadata: unknown }).metadata).toEqual({ name: 'pg-s3', annotations: metadata.annotations });
  });
});

describe('references', () => {
  const made = (props: Partial<ObjectStoreSecretProps>) => new ObjectStoreSecret(newChart(), 'secret', { ...SMALLEST, ...props });
  const key = vault('key');

  test('lead to what the Secret holds', () => {
    expect(made({}).secretName).toBe('pg-s3');
    expect(made({}).s3Credentials).toEqual(ObjectStoreCredentials.fromSecret('pg-s3'));
    expect(made({ values: ObjectStoreSecretValues.gcs({ keyFile: key }) }).gcsCredentials).toEqual(GcsCredentials.fromSecret('pg-s3'));
    expect(made({ values: ObjectStoreSecretValues.azure({ storageAccount: 'acmepg', key }) }).azureCredentials).toEqual(
      AzureCredentials.fromSecret('pg-s3'),
    );
    expect(made({ values: ObjectStoreSecretValues.azureSas({ storageAccount: 'acmepg', sasToken: key }) }).azureCredentials).toEqual(
      AzureCredentials.sasToken('pg-s3'),
    );
    expect(made({ encryptionKey: key }).encryption).toEqual(BackupEncryption.clientSide('pg-s3'));
  });

  test.each([
    ['s3Credentials', {}, 'ObjectStoreSecretValues.s3(...)', 'gcs'],
    ['gcsCredentials', { values: S3, encryptionKey: key }, 'ObjectStoreSecretValues.gcs(...)', 's3 and encryptionKey'],
    ['azureCredentials', { values: undefined, encryptionKey: key }, 'ObjectStoreSecretValues.azure(...)', 'encryptionKey'],
    ['encryption', { values: undefined }, 'an encryptionKey', 'nothing'],
  ] as const)('SEC-010: %s of a Secret that does not hold it', (getter, props, what, held) => {
    const secret = made({ values: ObjectStoreSecretValues.gcs({ keyFile: key }), ...props });
    expect(() => secret[getter]).toThrow(
      `Validation failed with the following errors:\n  [test/secret] [SEC-010] the Secret 'pg-s3' must hold ${what} for this, got ${held}; add it, or use another Secret (the pods would wait for a key that nobody makes)`,
    );
    let stack = '';
    try {
      void secret[getter];
    } catch (error) {
      stack = (error as Error).stack!;
    }
    expect(stack).not.toContain('lib/object-store-secret.ts');
  });
});

describe('rules', () => {
  const literal = 'AKIAIOSFODNN7EXAMPLE';
  const awsSecret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const withId = (accessKeyId: SecretValue, source = VAULT): Partial<ObjectStoreSecretProps> => ({
    source,
    values: ObjectStoreSecretValues.s3({ accessKeyId, secretAccessKey: source === VAULT ? vault('key') : cipher('k') }),
  });
  const azure = (storageAccount: string) => ({ values: ObjectStoreSecretValues.azure({ storageAccount, key: vault('key') }) });
  const every = (seconds: number) => ({
    source: SecretSource.externalSecrets({ storeName: 'vault', refreshInterval: Duration.seconds(seconds) }),
  });
  const store = (storeName: string) => ({ source: SecretSource.externalSecrets({ storeName }) });

  const ENTRY = `'values.accessKeyId' must have the name of an entry in the vault, in one line without space at either end, got`;
  const IN_PROGRAM = 'a credential in the program is a credential in the repository, for ever';
  const LEAKED = `[SEC-004] 'values.accessKeyId' looks like a credential; write the name under which the vault holds it, and consider the credential as leaked (${IN_PROGRAM})`;
  const unsealed = (count: number) =>
    `[SEC-005] 'values.accessKeyId' must be what 'kubeseal --raw' prints, in one line that begins with 'Ag', got ${count} characters of another form; if they are the credential itself, consider it as leaked (Sealed Secrets could not decrypt it, and a value that is not encrypted would be open to every reader of the repository)`;
  const numbers = (got: string) =>
    `[SEC-006] 'repositories' must be whole numbers from 1 to 4, each once, got [${got}]; write [1] for the policy's own target (pgBackRest reads the key of a repository under its number, and refuses a file that has an option twice)`;
  const interval = (got: string) =>
    `[SEC-008] 'source.refreshInterval' must be a minute or more in whole seconds, got ${got} seconds; write Duration.hours(1) (vaults limit or bill every read, and with zero a changed key would never arrive)`;

  test.each<[string, Partial<ObjectStoreSecretProps>, string]>([
    [
      'a name with capitals',
      { secretName: 'PG_S3' },
      `[SEC-001] 'secretName' must be the name of a Secret, got 'PG_S3' (the API server refuses the object)`,
    ],
    [
      'a name that is a key',
      { secretName: literal },
      `[SEC-001] 'secretName' looks like a credential; write the name under which a Secret holds it, and consider the credential as leaked (the API server refuses the object)`,
    ],
    [
      'nothing to hold',
      { values: undefined },
      `[SEC-002] 'values' or 'encryptionKey' must be given, got neither; write values: ObjectStoreSecretValues.s3(...) (a Secret without a key proves nothing)`,
    ],
    [
      'an encrypted value for External Secrets',
      withId(cipher('i')),
      `[SEC-003] 'values.accessKeyId' must be a value in a vault for External Secrets, got an encrypted one; write SecretValue.fromVault(...) (External Secrets reads vaults only, and Sealed Secrets encrypted values only)`,
    ],
    [
      'a value in a vault for Sealed Secrets',
      withId(vault('id'), SEALED),
      `[SEC-003] 'values.accessKeyId' must be encrypted for Sealed Secrets, got a value in a vault; write SecretValue.encrypted(...) (External Secrets reads vaults only, and Sealed Secrets encrypted values only)`,
    ],
    ['an entry without name', withId(SecretValue.fromVault('')), `[SEC-004] ${ENTRY} '' (${IN_PROGRAM})`],
    ['a field of two lines', withId(vault('a\nb')), `[SEC-004] ${ENTRY} 'a\nb' (${IN_PROGRAM})`],
    ['an access key id', withId(SecretValue.fromVault(literal)), LEAKED],
    ['a secret access key', withId(vault(awsSecret)), LEAKED],
    ['a value that is not encrypted', withId(SecretValue.encrypted(awsSecret), SEALED), unsealed(40)],
    ['an encrypted value that is cut', withId(SecretValue.encrypted(cipher('i').ciphertext!.slice(0, -3)), SEALED), unsealed(705)],
    ['no repository', { repositories: [] }, numbers('')],
    ['a repository twice', { repositories: [2, 2] }, numbers('2, 2')],
    ['a fifth repository', { repositories: [5] }, numbers('5')],
    ['half a repository', { repositories: [1.5] }, numbers('1.5')],
    [
      'a store with capitals',
      store('Vault'),
      `[SEC-007] 'source.storeName' must be lower-case letters, digits, '-' and '.', got 'Vault' (the API server refuses the object)`,
    ],
    ['no interval', every(0), interval('0')],
    ['a short interval', every(59), interval('59')],
    [
      'an account with capitals',
      azure('AcmePG'),
      `[SEC-009] 'values.storageAccount' must be 3 to 24 lower-case letters and digits, got 'AcmePG' (the archive could not be reached)`,
    ],
    [
      'an account that is a key',
      azure(`${'k'.repeat(86)}==`),
      `[SEC-009] 'values.storageAccount' looks like a credential; write the name of the account, and consider the credential as leaked (the archive could not be reached)`,
    ],
  ])('%s is refused', (_, props, finding) => {
    // A value in the message may have more than one line.
    expect(refusal(program(props))).toBe(`Validation failed with the following errors:\n  [test/secret] ${finding}`);
  });

  test.each<[string, Partial<ObjectStoreSecretProps>]>([
    ['a name with dots', { secretName: 'pg.s3' }],
    ['an encryption key alone', { values: undefined, encryptionKey: vault('cipher') }],
    ['encrypted values for Sealed Secrets', { source: SEALED, values: SEALED_S3 }],
    ['a path as long as a key', withId(SecretValue.fromVault('apps/orders/production/databases/pgkeys1'))],
    ['an ARN', withId(SecretValue.fromVault('arn:aws:secretsmanager:eu-west-1:123456789012:secret:pg s3'))],
    ['the last repository', { repositories: [4, 1] }],
    ['a store with dots', store('vault.acme')],
    ['a minute', every(60)],
    ['an account of digits', azure('123')],
  ])('%s is taken', (_, props) => {
    expect(render(program(props))).toHaveLength(1);
  });

  test('CRD-004: a Secret is made once', () => {
    const twice = (chart: Chart): void => {
      program({})(chart);
      new ObjectStoreSecret(chart, 'again', SMALLEST);
    };
    expect(findings(twice)).toEqual([
      `[test/again/Resource] [CRD-004] the ExternalSecret 'pg-s3' is already printed by test/secret/Resource; give one of them another name (the second would replace the first, in an order that nobody chose)`,
    ]);
  });
});

describe('shapes', () => {
  const TYPE = 'JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on';
  const VALUE = `a SecretValue such as SecretValue.fromVault('orders/pg-s3', 'accessKeyId')`;
  const s3 = (accessKeyId: unknown) => ({
    values: ObjectStoreSecretValues.s3({ accessKeyId: accessKeyId as SecretValue, secretAccessKey: vault('key') }),
  });

  test.each<[string, unknown, string]>([
    ['a literal', s3('hunter2'), `[PROP-003] 'values.accessKeyId' must be ${VALUE}, got an object of type String (${TYPE})`],
    ['a missing value', s3(undefined), `[PROP-002] 'values.accessKeyId' is undefined (there is no safe default for it)`],
    [
      'a number as entry',
      s3(SecretValue.fromVault(7 as never)),
      `[PROP-003] what 'values.accessKeyId' is made of must be a string, got an object of type Number (${TYPE})`,
    ],
    [
      'a literal as encryption key',
      { encryptionKey: 'hunter2' },
      `[PROP-003] 'encryptionKey' must be ${VALUE}, got an object of type String (${TYPE})`,
    ],
    [
      'a value for the values',
      { values: vault('key') },
      `[PROP-003] 'values' must be ObjectStoreSecretValues such as ObjectStoreSecretValues.s3(...), got an object of type SecretValue (${TYPE})`,
    ],
    [
      'a store for the source',
      { source: 'vault' },
      `[PROP-003] 'source' must be a SecretSource such as SecretSource.externalSecrets(...), got 'vault' (${TYPE})`,
    ],
    [
      'an interval in seconds',
      { source: SecretSource.externalSecrets({ storeName: 'vault', refreshInterval: 60 as never }) },
      `[PROP-003] 'source.refreshInterval' must be a Duration of cdk8s such as Duration.hours(1), got 60 (${TYPE})`,
    ],
    ['a text as number', { repositories: ['1'] }, `[PROP-003] 'repositories[0]' must be a number, got '1'; write 1 (${TYPE})`],
    [
      'a misspelt prop',
      { store: 'vault' },
      `[PROP-001] 'store' is not a prop; known props: encryptionKey, repositories, secretName, source, values (a misspelt prop would be ignored)`,
    ],
  ])('%s is refused', (_, props, finding) => {
    expect(findings(program(props as Partial<ObjectStoreSecretProps>))).toEqual([`[test/secret] ${finding}`]);
  });
});

test('a patch is applied last', () => {
  const [object] = render((chart) =>
    ApiObject.of(new ObjectStoreSecret(chart, 'secret', SMALLEST)).addJsonPatch(JsonPatch.add('/spec/refreshPolicy', 'Periodic')),
  );
  expect(object!.spec).toMatchObject({ refreshPolicy: 'Periodic', secretStoreRef: { name: 'vault' } });
});

test('what is given cannot be changed from outside', () => {
  const chart = newChart();
  const repositories = [1];
  new ObjectStoreSecret(chart, 'secret', { ...SMALLEST, repositories });
  repositories.push(2);
  expect(JSON.stringify(chart.toJson())).not.toContain('repo2');
});
