import {
  AzureCredentials,
  BackupEncryption,
  BackupPolicyProps,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  GcsCredentials,
  ObjectStoreCredentials,
  PostgresOperator,
} from 'cdk8s-postgres';
import { Ask, BUCKET, S3, program } from '../../../support/programs';
import { findings, only, render } from '../../../support/render';

/** What PGO makes of our configuration: the volumes of its Jobs, and what the API server says to them. */

interface Projection {
  readonly secret: { readonly name: string; readonly items?: readonly { readonly key: string; readonly path: string }[] };
}

interface Backups {
  readonly pgbackrest: { readonly configuration?: readonly Projection[]; readonly global: Readonly<Record<string, string>> };
}

const operator = PostgresOperator.crunchy({ volumeSnapshotsEnabled: true });

const backups = (ask: Ask): Backups => only(render(program(operator, ask)), 'PostgresCluster').spec!.backups as Backups;

/** PGO's own files, which are in each of these volumes too. */
const OWN = ['pgbackrest_instance.conf', '~postgres-operator/tls-ca.crt', '~postgres-operator/client-tls.crt'];

/** Paths that are written out more than once: the API server refuses the volume. */
function conflicts(sources: readonly Projection[]): string[] {
  const paths = [...sources.flatMap(({ secret }) => (secret.items ?? []).map(({ path }) => path)), ...OWN];
  return paths.filter((path, i) => paths.indexOf(path) !== i);
}

/** A restore over the data of the cluster, and the restore that a snapshot is taken of: the cluster is its own source. */
const ownSource = ({ pgbackrest: { configuration = [] } }: Backups): string[] => conflicts([...configuration, ...configuration]);

const further = (target: BackupTarget, more: Partial<BackupPolicyProps> = {}): Partial<BackupPolicyProps> => ({
  additionalRepositories: [{ target, schedules: [BackupSchedule.full('0 4 * * *')], retention: BackupRetention.days(7), ...more }],
});
const minio = BackupTarget.s3Compatible({
  bucket: 'acme-pg',
  endpoint: 'https://minio.storage.svc:9000',
  credentials: BUCKET.credentials,
  ca: { name: 'minio-ca', key: 'ca.crt' },
});
const gcs = (key?: string): BackupTarget => BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.fromSecret('pg-gcs', key) });
const azure = (credentials: AzureCredentials): BackupTarget =>
  BackupTarget.azure({ storageAccount: 'acmepg', container: 'postgres', credentials });
const s3 = (secret: string, configFile?: string): BackupTarget =>
  BackupTarget.s3({ ...BUCKET, bucket: 'acme-far', credentials: ObjectStoreCredentials.fromSecret(secret, { configFile }) });

const STORES: readonly (readonly [string, Partial<BackupPolicyProps>])[] = [
  ['keys of S3', { target: S3 }],
  ['a CA', { target: minio }],
  ['a key of Google', { target: gcs() }],
  ['a key of Azure', { target: azure(AzureCredentials.fromSecret('pg-azure')) }],
  ['a SAS token', { target: azure(AzureCredentials.sasToken('pg-azure')) }],
  ['a passphrase', { encryption: BackupEncryption.clientSide('pg-key') }],
  ['a passphrase in the file of the keys', { encryption: BackupEncryption.clientSide('pg-s3', { configFile: 's3.conf' }) }],
  ['two repositories with one Secret', further(s3('pg-s3'))],
  ['two repositories with two Secrets', further(s3('far-s3', 'far.conf'))],
  ['two repositories with one CA', { target: minio, ...further(minio) }],
  ['S3 and Google', further(gcs())],
  [
    'S3, Azure and a passphrase',
    further(azure(AzureCredentials.fromSecret('pg-azure')), { encryption: BackupEncryption.clientSide('pg-key') }),
  ],
];

test.each(STORES)('%s: no path is written out twice in what PGO makes of it', (_, backup) => {
  expect(ownSource(backups({ backup, inPlace: {} }))).toEqual([]);
  expect(ownSource(backups({ backup: { ...backup, snapshots: { className: 'csi-snapshots' } } }))).toEqual([]);
});

test.each(STORES)('%s: a restore changes nothing of the pods', (_, backup) => {
  expect(backups({ backup, inPlace: {} }).pgbackrest.configuration).toEqual(backups({ backup }).pgbackrest.configuration);
});

test.each(STORES)('%s: each file that an option names is there', (_, backup) => {
  const { configuration = [], global } = backups({ backup, inPlace: {} }).pgbackrest;
  expect(configuration.every(({ secret: { items } }) => items === undefined)).toBe(true);
  const keys = ['ca.crt', 'gcs-key.json'].map((key) => `/etc/pgbackrest/conf.d/${key}`);
  expect(Object.values(global).filter((value) => value.startsWith('/etc/') && !keys.includes(value))).toEqual([]);
});

const AT = "[test/db] [PGO-093] the key '";
const WHY =
  ', before this cluster is restored in place (PGO stops the instances and then puts the files twice into one volume, where the API server takes no path twice that is written out)';

test.each<[string, Partial<BackupPolicyProps>, string]>([
  [
    'two Secrets with one key',
    further(s3('far-s3')),
    "s3.conf' of the Secret 'far-s3' must not have the name of a file of the Secret 'pg-s3', got 's3.conf'; write it under the key 'repo2-s3.conf'",
  ],
  [
    'two Secrets with one key for a CA',
    {
      target: minio,
      ...further(BackupTarget.s3Compatible({ ...BUCKET, endpoint: 'https://far.example', ca: { name: 'far-ca', key: 'ca.crt' } })),
    },
    "ca.crt' of the Secret 'far-ca' must not have the name of a file of the Secret 'minio-ca', got 'ca.crt'; write it under the key 'repo2-ca.crt'",
  ],
  [
    'a file that pgBackRest would not read',
    { target: s3('far-s3', 'pgbackrest.ini') },
    "pgbackrest.ini' of the Secret 'far-s3' must end in '.conf', got 'pgbackrest.ini'; write it under the key 'repo1-s3.conf'",
  ],
  [
    'a key that pgBackRest would read as options',
    { target: gcs('account.conf') },
    "account.conf' of the Secret 'pg-gcs' must not end in '.conf', got 'account.conf'; write it under the key 'repo1-gcs-key.json'",
  ],
  [
    'a file that PGO writes over',
    { target: s3('far-s3', 'pgbackrest_instance.conf') },
    "pgbackrest_instance.conf' of the Secret 'far-s3' must not have the name of a file of PGO, got 'pgbackrest_instance.conf'; write it under the key 'repo1-s3.conf'",
  ],
])('%s: refused for a restore in place, and taken without', (_, backup, text) => {
  expect(findings(program(operator, { backup, inPlace: {} }))).toEqual([`${AT}${text}${WHY}`]);
  // Once in a volume of an instance, which is what PGO makes of it otherwise.
  expect(conflicts(backups({ backup }).pgbackrest.configuration ?? [])).toEqual([]);
});
