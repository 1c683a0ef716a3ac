import { Chart, Size } from 'cdk8s';
import {
  ArchivePlace,
  AzureCredentials,
  AzureTargetOptions,
  BackupEncryption,
  BackupPolicy,
  BackupPolicyProps,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  GcsCredentials,
  GcsTargetOptions,
  HaCluster,
  ObjectStoreCredentials,
  RepositoryVolumeOptions,
  VolumeAccessMode,
} from '../../lib';
import { BACKUP_RULES } from '../../lib/backup/backup-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { BUCKET, S3, SECRET, SMALLEST_BACKUP, program, smallestCluster } from '../support/programs';
import { findings, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const operator = new PermissiveOperator();
const FULL = BackupSchedule.full('0 2 * * *');

const s3 = (options: Partial<typeof BUCKET> & { prefix?: string }) => ({ target: BackupTarget.s3({ ...BUCKET, ...options }) });
const compatible = (endpoint: string) => ({ target: BackupTarget.s3Compatible({ bucket: 'acme-pg', endpoint, credentials: SECRET }) });
const other = (bucket: string, region: string, virtualHostStyle?: boolean) =>
  BackupTarget.s3Compatible({ bucket, region, virtualHostStyle, endpoint: 'https://garage.acme.example', credentials: SECRET });
const NOT_FOUND = '(the tool would make another folder of it, and what was archived so far would not be found)';
const FAR = { ...SMALLEST_BACKUP, target: BackupTarget.s3({ ...BUCKET, bucket: 'acme-far' }) };
const onVolume = (options: RepositoryVolumeOptions) => ({ ...SMALLEST_BACKUP, target: BackupTarget.volume(options) });
const cron = (text: string) => ({ schedules: [BackupSchedule.full(text)] });
const gcs = (options: Partial<GcsTargetOptions>) => ({
  target: BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.fromSecret('pg-gcs'), ...options }),
});
const azure = (options: Partial<AzureTargetOptions>) => ({
  target: BackupTarget.azure({
    storageAccount: 'acmepg',
    container: 'postgres',
    credentials: AzureCredentials.fromSecret('pg-azure'),
    ...options,
  }),
});
const keep = (retention: BackupRetention) => ({ retention });
const CLASS = { className: 'csi-snapshots' };
const volume = (size: Size) => ({ target: BackupTarget.volume({ size }), schedules: [FULL], retention: BackupRetention.days(7) });

const WHY_BUCKET = '(the first backup would fail at run time, long after the cluster looks healthy)';
const WHY_TRANSFER = '(the backup tool would not start, or a backup would never end)';
const WHY_CREDENTIALS = '(a Secret that cannot exist keeps the database pods waiting for ever)';

const CASES: readonly RuleCase<Partial<BackupPolicyProps>>[] = [
  {
    rule: 'BAK-050',
    broken: { compute: { memory: Size.mebibytes(512), memoryLimit: Size.mebibytes(256), hugePages2Mi: Size.mebibytes(4) } },
    says: [
      `'compute.memoryLimit' must not be below the request 512Mi, got 256Mi (the API server refuses such pods, and no backup would be taken)`,
      `'compute.hugePages2Mi' is for instances only, got 4Mi; leave it out (the API server refuses such pods, and no backup would be taken)`,
    ],
    kept: { compute: { memory: Size.mebibytes(512) } },
  },
  {
    rule: 'BAK-003',
    broken: cron('0 2 * * 7'),
    says: `'schedules[0]': '7' is no day of week; write 0 to 6 or SUN to SAT, '*', lists, ranges and steps such as '*/2' (one operator reads five fields as six and runs the backup every hour, another creates no backup job at all)`,
    kept: cron('0 2 * * 0'),
  },
  {
    rule: 'BAK-003',
    broken: cron('0 0 2 * * *'),
    says: `'schedules[0]': '0 0 2 * * *' has 6 fields; write five: minute, hour, day of month, month, day of week`,
    kept: cron('0 2 * * *'),
  },
  {
    rule: 'BAK-003',
    broken: { additionalRepositories: [{ ...SMALLEST_BACKUP, schedules: [FULL, BackupSchedule.differential('@daily')] }] },
    says: `'additionalRepositories[0].schedules[1]': '@daily' is a descriptor; write five fields, for example '0 2 * * *' for every day at 02:00 UTC`,
    kept: { additionalRepositories: [{ ...SMALLEST_BACKUP, target: BackupTarget.s3({ ...BUCKET, bucket: 'acme-far' }) }] },
  },
  {
    rule: 'BAK-004',
    broken: { schedules: [BackupSchedule.differential('0 2 * * *')] },
    says: `'schedules' has no BackupSchedule.full(...), got 1 other schedules (archived WAL, differential and incremental backups restore nothing without a full backup, and nothing expires without a newer one)`,
    kept: { schedules: [FULL, BackupSchedule.differential('0 8 * * *')] },
  },
  {
    rule: 'BAK-004',
    broken: { schedules: [] },
    says: `'schedules' has no BackupSchedule.full(...), got 0 other schedules`,
    kept: { schedules: [FULL] },
  },
  {
    rule: 'BAK-005',
    broken: { retention: BackupRetention.days(0) },
    says: `'retention' must be a whole number of days from 1 to 3650, got 0 (a wrong retention keeps everything for ever or deletes what is needed)`,
    kept: { retention: BackupRetention.days(1) },
  },
  {
    rule: 'BAK-005',
    broken: keep(BackupRetention.count(0)),
    says: `'retention' must be a whole number of backups from 1 to 3650, got 0`,
    kept: keep(BackupRetention.count(1)),
  },
  {
    rule: 'BAK-005',
    broken: keep(BackupRetention.daysAndCount(3651, NaN)),
    says: [
      `'retention' must be a whole number of days from 1 to 3650, got 3651`,
      `'retention' must be a whole number of backups from 1 to 3650, got NaN`,
    ],
    kept: keep(BackupRetention.daysAndCount(3650, 3650)),
  },
  {
    rule: 'BAK-005',
    broken: {
      schedules: [FULL, BackupSchedule.differential('0 8 * * *')],
      retention: BackupRetention.days(7.5, { differentialCount: 0, walCount: -1 }),
    },
    says: [
      `'retention' must be a whole number of days from 1 to 3650, got 7.5`,
      `'retention.differentialCount' must be a whole number of backups from 1 to 3650, got 0`,
      `'retention.walCount' must be a whole number of backups from 1 to 3650, got -1`,
    ],
    kept: {
      schedules: [FULL, BackupSchedule.differential('0 8 * * *')],
      retention: BackupRetention.days(7, { differentialCount: 1, walCount: 1 }),
    },
  },
  {
    rule: 'BAK-005',
    broken: { additionalRepositories: [{ ...SMALLEST_BACKUP, ...gcs({}), retention: BackupRetention.count(0) }] },
    says: `'additionalRepositories[0].retention' must be a whole number of backups from 1 to 3650, got 0`,
    kept: { additionalRepositories: [{ ...SMALLEST_BACKUP, ...gcs({}), retention: BackupRetention.count(1) }] },
  },
  {
    rule: 'BAK-006',
    broken: gcs({ bucket: 'gs://acme', prefix: 'pg//old' }),
    says: [
      `'target.bucket' must be 3 to 222 lower-case letters, digits, '-', '_' and '.', got 'gs://acme' ${WHY_BUCKET}`,
      `'target.prefix' must be folder names joined by '/', with no '/' at either end, got 'pg//old' ${WHY_BUCKET}`,
    ],
    kept: gcs({ bucket: 'acme_pg.backups', prefix: 'pg/old' }),
  },
  {
    rule: 'BAK-006',
    broken: azure({ storageAccount: 'acme-pg', container: 'post--gres', prefix: '..' }),
    says: [
      `'target.storageAccount' must be 3 to 24 lower-case letters and digits, got 'acme-pg'`,
      `'target.container' must be 3 to 63 lower-case letters, digits and single '-', got 'post--gres'`,
      `'target.prefix' must be folder names joined by '/', with no '/' at either end, got '..'`,
    ],
    kept: azure({ storageAccount: 'acmepg2', container: 'post-gres', prefix: 'pg' }),
  },
  {
    rule: 'BAK-006',
    broken: { target: BackupTarget.s3({ bucket: 's3://acme', region: 'EU West', prefix: '/pg/', credentials: SECRET }) },
    says: [
      `'target.bucket' must be 3 to 63 lower-case letters, digits, '-' and '.', got 's3://acme'`,
      `'target.region' must be a region such as 'eu-west-1', got 'EU West'`,
      `'target.prefix' must be folder names joined by '/', with no '/' at either end, got '/pg/'`,
    ],
    kept: s3({ prefix: 'pg/production' }),
  },
  {
    rule: 'BAK-006',
    of: 'stores that are not of AWS',
    broken: { target: other('Old..PG', 'Region One') },
    says: [
      `'target.bucket' must be 3 to 255 letters, digits, '-', '_' and '.', with a letter or digit at either end, got 'Old..PG'`,
      `'target.region' must be a region such as 'eu-west-1', got 'Region One'`,
    ],
    kept: { target: other('Old_PG.backups', 'RegionOne') },
  },
  {
    rule: 'BAK-006',
    of: 'a bucket that becomes a part of the host',
    broken: { target: other('Old_PG', 'us_east', true) },
    says: `'target.bucket' must be 3 to 63 lower-case letters, digits, '-' and '.', got 'Old_PG'`,
    kept: { target: other('old-pg', 'us_east', true) },
  },
  {
    rule: 'BAK-006',
    broken: s3({ bucket: 'a..b', region: '-', prefix: 'pg/../other' }),
    says: [
      `'target.bucket' must be 3 to 63 lower-case letters, digits, '-' and '.', got 'a..b'`,
      `'target.region' must be a region such as 'eu-west-1', got '-'`,
      `'target.prefix' must be folder names joined by '/', with no '/' at either end, got 'pg/../other'`,
    ],
    kept: s3({ prefix: 'pg..old/v1.2' }),
  },
  {
    rule: 'BAK-007',
    broken: compatible('minio:9000'),
    says: `'target.endpoint' must be 'https://HOST' or 'https://HOST:PORT', got 'minio:9000' (the backup tools take the host and the port from it, and nothing else)`,
    kept: compatible('https://minio:9000'),
  },
  {
    rule: 'BAK-007',
    broken: compatible('https://a..b-.c'),
    says: `'target.endpoint' must be 'https://HOST' or 'https://HOST:PORT', got 'https://a..b-.c'`,
    kept: compatible('https://minio'),
  },
  {
    rule: 'BAK-007',
    of: 'the pod itself',
    broken: compatible('http://127.0.0.1:9000'),
    says: `'target.endpoint' must lead out of the pod, got 'http://127.0.0.1:9000'; write the name of the Service of the store, such as 'https://minio.storage.svc:9000'`,
    kept: compatible('https://localhost.acme.example'),
  },
  {
    rule: 'BAK-006',
    of: 'a region of Amazon',
    broken: { target: BackupTarget.s3({ ...BUCKET, region: 'eu-west' }) },
    says: `'target.region' must be a region such as 'eu-west-1', got 'eu-west'`,
    kept: { target: BackupTarget.s3({ ...BUCKET, region: 'eusc-de-east-1' }) },
  },
  {
    rule: 'BAK-008',
    broken: { target: BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.fromSecret('PG S3', { accessKeyId: 'a/b' }) }) },
    says: [
      `'target.credentials' must be the name of a Secret, got 'PG S3' ${WHY_CREDENTIALS}`,
      `'target.credentials.accessKeyId' must be a key of a Secret: letters, digits, '-', '_' and '.', got 'a/b' ${WHY_CREDENTIALS}`,
    ],
    kept: { target: BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.fromSecret('pg-s3', { accessKeyId: 'id' }) }) },
  },
  {
    rule: 'BAK-008',
    broken: {
      target: BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity({ awsRoleArn: 'orders-backup' }) }),
    },
    says: `'target.credentials.awsRoleArn' must be 'arn:aws:iam::ACCOUNT:role/NAME', got 'orders-backup'`,
    kept: {
      target: BackupTarget.s3({
        ...BUCKET,
        credentials: ObjectStoreCredentials.workloadIdentity({ awsRoleArn: 'arn:aws:iam::123456789012:role/x' }),
      }),
    },
  },
  {
    rule: 'BAK-008',
    broken: {
      target: BackupTarget.s3({
        ...BUCKET,
        credentials: ObjectStoreCredentials.fromSecret('pg-s3', { accessKeyId: `AKIA${'X'.repeat(16)}` }),
      }),
    },
    says: `'target.credentials.accessKeyId' looks like a credential; write the name under which a Secret holds it, and consider the credential as leaked`,
    kept: { target: BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.fromSecret('pg-s3', { accessKeyId: 'AKIA' }) }) },
  },
  {
    rule: 'BAK-008',
    broken: gcs({ credentials: GcsCredentials.fromSecret('PG GCS', 'a/b') }),
    says: [
      `'target.credentials' must be the name of a Secret, got 'PG GCS'`,
      `'target.credentials.key' must be a key of a Secret: letters, digits, '-', '_' and '.', got 'a/b'`,
    ],
    kept: gcs({ credentials: GcsCredentials.fromSecret('pg-gcs', 'key.json') }),
  },
  {
    rule: 'BAK-008',
    broken: gcs({ credentials: GcsCredentials.workloadIdentity('orders-backup') }),
    says: `'target.credentials.serviceAccount' must be 'NAME@PROJECT.iam.gserviceaccount.com', got 'orders-backup'`,
    kept: gcs({ credentials: GcsCredentials.workloadIdentity('orders-backup@acme.iam.gserviceaccount.com') }),
  },
  {
    rule: 'BAK-008',
    broken: azure({ credentials: AzureCredentials.fromSecret('pg-azure', { storageAccount: 'a b', value: 'c d', configFile: 'e f' }) }),
    says: [
      ['storageAccount', 'a b'],
      ['value', 'c d'],
      ['configFile', 'e f'],
    ].map(([key, got]) => `'target.credentials.${key}' must be a key of a Secret: letters, digits, '-', '_' and '.', got '${got}'`),
    kept: azure({ credentials: AzureCredentials.fromSecret('pg-azure', { storageAccount: 'a', value: 'c', configFile: 'e.conf' }) }),
  },
  {
    rule: 'BAK-008',
    broken: azure({ credentials: AzureCredentials.workloadIdentity('orders-backup') }),
    says: `'target.credentials.clientId' must be the client id of a managed identity, a UUID in lower case, got 'orders-backup'`,
    kept: azure({ credentials: AzureCredentials.workloadIdentity('8d7a2c1e-0b44-4c5e-9a3b-1f2e3d4c5b6a') }),
  },
  {
    // What looks like a credential is not repeated: the message ends up in the log of a pipeline.
    rule: 'BAK-008',
    broken: azure({ credentials: AzureCredentials.sasToken('sv=2022-11-02&sp=rwl&sig=c2VjcmV0') }),
    says: `'target.credentials' looks like a credential; write the name under which a Secret holds it, and consider the credential as leaked`,
    kept: azure({ credentials: AzureCredentials.sasToken('pg-azure') }),
  },
  {
    rule: 'BAK-008',
    broken: gcs({ credentials: GcsCredentials.fromSecret('{"type":"service_account","private_key":"x"}') }),
    says: `'target.credentials' looks like a credential; write the name under which a Secret holds it, and consider the credential as leaked`,
    kept: gcs({ credentials: GcsCredentials.workloadIdentity() }),
  },
  {
    rule: 'BAK-008',
    broken: {
      target: BackupTarget.s3Compatible({
        bucket: 'acme-pg',
        endpoint: 'https://minio',
        credentials: SECRET,
        ca: { name: 'Minio CA', key: 'ca/crt' },
      }),
    },
    says: [
      `'target.ca.name' must be the name of a Secret, got 'Minio CA'`,
      `'target.ca.key' must be a key of a Secret: letters, digits, '-', '_' and '.', got 'ca/crt'`,
    ],
    kept: {
      target: BackupTarget.s3Compatible({
        bucket: 'acme-pg',
        endpoint: 'https://minio',
        credentials: SECRET,
        ca: { name: 'minio-ca', key: 'ca.crt' },
      }),
    },
  },
  {
    rule: 'BAK-008',
    broken: { encryption: BackupEncryption.clientSide('PG KEY', { encryptionKey: 'a b', configFile: 'c d' }) },
    says: [
      `'encryption' must be the name of a Secret, got 'PG KEY'`,
      `'encryption.encryptionKey' must be a key of a Secret: letters, digits, '-', '_' and '.', got 'a b'`,
      `'encryption.configFile' must be a key of a Secret: letters, digits, '-', '_' and '.', got 'c d'`,
    ],
    kept: { encryption: BackupEncryption.clientSide('pg-key', { encryptionKey: 'key', configFile: 'cipher.conf' }) },
  },
  {
    rule: 'BAK-008',
    broken: { encryption: BackupEncryption.clientSide('0123456789abcdef'.repeat(4)) },
    says: `'encryption' looks like a credential; write the name under which a Secret holds it, and consider the credential as leaked`,
    kept: { encryption: BackupEncryption.serverSide() },
  },
  {
    rule: 'BAK-008',
    broken: { encryption: BackupEncryption.kms('my key') },
    says: `'encryption' must have the id or ARN of a key of AWS KMS, got 'my key'`,
    kept: { encryption: BackupEncryption.kms('arn:aws:kms:eu-west-1:123456789012:key/orders') },
  },
  {
    rule: 'BAK-009',
    broken: { archiveGeneration: 1.5 },
    says: `'archiveGeneration' must be a whole number from 1, got 1.5 (it is a part of the path of the archive)`,
    kept: { archiveGeneration: 2 },
  },
  {
    rule: 'BAK-013',
    broken: { schedules: [FULL, BackupSchedule.full('00  2 * * *')] },
    says: `'schedules' has '0 2 * * *' twice; move one of them (two backups of one repository cannot run at the same time)`,
    kept: { schedules: [FULL, BackupSchedule.full('0 14 * * *')] },
  },
  {
    rule: 'BAK-014',
    broken: volume(Size.gibibytes(100)),
    says: `the policy has volumes only; add an object store with 'additionalRepositories', or name a PersistentVolume that stays: BackupTarget.volume({ volumeName: '...' }) (volumes that are made for a backup repository are deleted together with the cluster object)`,
    kept: { ...volume(Size.gibibytes(100)), additionalRepositories: [SMALLEST_BACKUP] },
  },
  {
    rule: 'BAK-015',
    broken: { additionalRepositories: [volume(Size.mebibytes(10))] },
    says: `'additionalRepositories[0].target.size' must be at least 1Gi and a whole number of Mi, got 10Mi (a fraction of a mebibyte has no canonical quantity, and a backup does not fit into less)`,
    kept: { additionalRepositories: [volume(Size.gibibytes(10))] },
  },
  {
    rule: 'BAK-014',
    of: 'a volume that somebody else made',
    broken: volume(Size.mebibytes(2048)),
    says: `the policy has volumes only; add an object store with 'additionalRepositories', or name a PersistentVolume that stays: BackupTarget.volume({ volumeName: '...' })`,
    kept: onVolume({ size: Size.mebibytes(1), volumeName: 'nfs-orders', accessMode: VolumeAccessMode.READ_WRITE_MANY }),
  },
  {
    rule: 'BAK-015',
    of: 'a volume on NFS',
    broken: onVolume({ size: Size.kibibytes(512), volumeName: 'nfs-orders' }),
    says: `'target.size' must be at least 1Mi and a whole number of Mi, got 0.5Mi`,
    kept: {
      ...onVolume({ size: Size.mebibytes(1), accessMode: VolumeAccessMode.READ_WRITE_MANY }),
      additionalRepositories: [SMALLEST_BACKUP],
    },
  },
  {
    rule: 'BAK-060',
    of: 'barman-cloud',
    broken: { ...s3({ prefix: 'pg' }), place: ArchivePlace.barman({ serverName: 'a/b', path: '/pg', objectStoreName: 'Store' }) },
    says: [
      `'place.serverName' must be the name of one folder, got 'a/b' ${NOT_FOUND}`,
      `'place.path' must be folder names joined by '/', with no '/' before them, got '/pg' ${NOT_FOUND}`,
      `'place.objectStoreName' must be lower-case letters, digits, '-' and '.', got 'Store' ${NOT_FOUND}`,
      `'target.prefix' must not be given beside 'place', got 'pg'; write it as a part of the place, or leave it out ${NOT_FOUND}`,
    ],
    kept: { place: ArchivePlace.barman({ serverName: 'orders', path: 'databases/pg/', objectStoreName: 'orders-store' }) },
  },
  {
    rule: 'BAK-060',
    of: 'WAL-G',
    broken: { place: ArchivePlace.walG({ path: 's3://acme-pg/spilo', uid: 'ORDERS', scopePrefix: '../', scopeSuffix: '//a' }) },
    says: [
      `'place.scopePrefix' must be folder names joined by '/', with no '/' before them, got '../'`,
      `'place.scopeSuffix' must be folder names with '/' between them, the first behind a '/' where it is a folder, got '//a'`,
      `'place.uid' must be the 'metadata.uid' of the custom resource, a UUID in lower case, got 'ORDERS'`,
      `'place.path' must be folder names joined by '/', with no '/' before them, got 's3://acme-pg/spilo'`,
      `'place.path' must be given alone, got 'scopePrefix', 'uid', 'scopeSuffix' beside it; leave one or the other out`,
      `'place.scopeSuffix' must not be given beside 'uid', got '//a'; write the suffix '/ORDERS' or leave it out`,
    ],
    kept: { place: ArchivePlace.walG({ scopePrefix: 'eu/', uid: '0b1cfa6e-6f0a-4f0e-8f8e-0f6f0a4f0e8f' }) },
  },
  {
    rule: 'BAK-060',
    of: 'WAL-G in a folder of another form',
    broken: { place: ArchivePlace.walG({ path: 'wal/../17' }) },
    says: `'place.path' must be folder names joined by '/', with no '/' before them, got 'wal/../17'`,
    kept: { place: ArchivePlace.walG({ path: 'wal/orders/$(PGVERSION)' }) },
  },
  {
    rule: 'BAK-060',
    of: 'pgBackRest, in a later repository',
    broken: { additionalRepositories: [{ ...FAR, place: ArchivePlace.pgBackRest({ path: 'repo2', stanza: '..' }) }] },
    says: [
      `'additionalRepositories[0].place.path' must be a path that begins with '/', such as '/pgbackrest/repo1', got 'repo2'`,
      `'additionalRepositories[0].place.stanza' must be the name of one folder, got '..'`,
    ],
    kept: { additionalRepositories: [{ ...FAR, place: ArchivePlace.pgBackRest({ path: '/pgbackrest/orders/repo2', stanza: 'db' }) }] },
  },
  {
    rule: 'BAK-061',
    broken: { place: ArchivePlace.barman({ serverName: 'orders' }), archiveGeneration: 2 },
    says: `'archiveGeneration' must not be given beside 'place', got 2; leave it out, or write another 'place' for another life of the cluster (the generation is a part of the place that this library makes, and would change nothing)`,
    kept: { place: ArchivePlace.barman({ serverName: 'orders' }), additionalRepositories: [FAR] },
  },
  {
    rule: 'BAK-062',
    broken: { place: ArchivePlace.barman({ serverName: 'orders' }), additionalRepositories: [SMALLEST_BACKUP] },
    says: `two repositories of the policy have the place s3://acme-pg/orders/orders/1; write another 'target' or 'place' for one of them (each would take the backups of the other for its own, and delete them)`,
    kept: { additionalRepositories: [FAR] },
  },
  {
    rule: 'BAK-063',
    broken: { additionalRepositories: [onVolume({ size: Size.gibibytes(1), volumeName: 'NFS' })] },
    says: `'additionalRepositories[0].target.volumeName' must be lower-case letters, digits, '-' and '.', got 'NFS' (there is no volume of another name, and the claim would wait for ever)`,
    kept: { additionalRepositories: [onVolume({ size: Size.gibibytes(1), volumeName: 'nfs' })] },
  },
  {
    rule: 'BAK-016',
    broken: cron('*/5 * * * *'),
    says: `'schedules' must have one minute in full backups, got '*/5 * * * *'; write for example '0 2 * * *' (a full backup copies everything; the next one would start before it is done, and the bucket would fill)`,
    kept: { schedules: [BackupSchedule.full('30 * * * *'), BackupSchedule.incremental('*/10 * * * *')] },
  },
  ...(['differential', 'incremental'] as const).map((type) => ({
    rule: 'BAK-017',
    broken: { schedules: [FULL, BackupSchedule[type]('*/5 * * * *')] },
    says: `'schedules[1]' must leave 10 minutes between two ${type} backups, got '*/5 * * * *', which leaves 5; write for example '0 * * * *' (the next one would begin before the last is done, and be left out or fail)`,
    kept: { schedules: [FULL, BackupSchedule[type]('*/10 * * * *')] },
  })),
  {
    // Across midnight.
    rule: 'BAK-017',
    broken: { snapshots: CLASS, schedules: [FULL, BackupSchedule.snapshot('0,55 0,23 * * *')] },
    says: `'schedules[1]' must leave 10 minutes between two snapshot backups, got '0,55 0,23 * * *', which leaves 5; write for example '0 * * * *'`,
    kept: { snapshots: CLASS, schedules: [FULL, BackupSchedule.snapshot('0,50 0,23 * * *')] },
  },
  {
    rule: 'BAK-018',
    broken: { schedules: [FULL, BackupSchedule.snapshot('0 * * * *')] },
    says: `'schedules' has BackupSchedule.snapshot(...) and the policy no 'snapshots'; write snapshots: { className: '...' } (nothing says which storage system takes the snapshot; snapshots belong to the volumes and to no repository)`,
    kept: { schedules: [FULL, BackupSchedule.snapshot('0 * * * *')], snapshots: CLASS },
  },
  {
    rule: 'BAK-018',
    broken: {
      snapshots: CLASS,
      additionalRepositories: [{ ...SMALLEST_BACKUP, ...gcs({}), schedules: [FULL, BackupSchedule.snapshot('0 * * * *')] }],
    },
    says: `'additionalRepositories[0].schedules' must not have BackupSchedule.snapshot(...); write it in 'schedules'`,
    kept: { snapshots: CLASS, additionalRepositories: [{ ...SMALLEST_BACKUP, ...gcs({}) }] },
  },
  {
    rule: 'BAK-019',
    broken: { snapshots: { className: 'CSI', walClassName: '' } },
    says: [
      `'snapshots.className' must be lower-case letters, digits, '-' and '.', got 'CSI' (no snapshot would ever be taken)`,
      `'snapshots.walClassName' must be lower-case letters, digits, '-' and '.', got '' (no snapshot would ever be taken)`,
    ],
    kept: { snapshots: { className: 'csi.fast', walClassName: 'csi-wal' } },
  },
  {
    rule: 'BAK-020',
    broken: { transfer: { parallelism: 65, bandwidthPerSecond: Size.kibibytes(512) } },
    says: [
      `'transfer.parallelism' must be a whole number from 1 to 64, got 65 ${WHY_TRANSFER}`,
      `'transfer.bandwidthPerSecond' must be a whole number of mebibytes, at least 1, got 512Ki; write for example Size.mebibytes(50) ${WHY_TRANSFER}`,
    ],
    kept: { transfer: { parallelism: 64, bandwidthPerSecond: Size.mebibytes(1) } },
  },
  {
    rule: 'BAK-020',
    broken: { transfer: { parallelism: 0, bandwidthPerSecond: Size.mebibytes(0) } },
    says: [
      `'transfer.parallelism' must be a whole number from 1 to 64, got 0`,
      `'transfer.bandwidthPerSecond' must be a whole number of mebibytes, at least 1, got 0Ki; write for example Size.mebibytes(50)`,
    ],
    kept: { transfer: { parallelism: 1, bandwidthPerSecond: Size.gibibytes(1) } },
  },
  {
    rule: 'BAK-021',
    broken: { ...gcs({}), encryption: BackupEncryption.serverSide() },
    says: `'encryption' must not be server-side for the target 'gcs'; leave it out, or write BackupEncryption.clientSide(...) (other stores have other ways, which the backup tools do not speak, and encrypt by themselves)`,
    kept: { ...gcs({}), encryption: BackupEncryption.clientSide('pg-key') },
  },
  {
    rule: 'BAK-021',
    broken: { additionalRepositories: [{ ...SMALLEST_BACKUP, ...azure({}), encryption: BackupEncryption.kms('alias/orders') }] },
    says: `'additionalRepositories[0].encryption' must not be kms for the target 'azure'; leave it out, or write BackupEncryption.clientSide(...)`,
    kept: { ...compatible('https://minio'), encryption: BackupEncryption.kms('alias/orders') },
  },
  {
    rule: 'BAK-022',
    broken: keep(BackupRetention.days(30, { differentialCount: 7 })),
    says: `'retention.differentialCount' needs BackupSchedule.differential(...), got none; add one or leave it out (the setting would do nothing)`,
    kept: {
      schedules: [FULL, BackupSchedule.differential('0 8 * * *')],
      retention: BackupRetention.days(30, { differentialCount: 7 }),
    },
  },
  {
    rule: 'BAK-068',
    broken: { ...keep(BackupRetention.unlimited()), additionalRepositories: [{ ...FAR, retention: BackupRetention.unlimited() }] },
    says: ['', 'additionalRepositories[0].'].map(
      (prop) =>
        `'${prop}retention' must have an end; write BackupRetention.days(...), or say who deletes: Rules.of(...).suppress('BAK-068', 'the life cycle of the bucket deletes after ...') (a store that is full takes no more WAL, which then fills the volume of the database)`,
    ),
    kept: keep(BackupRetention.days(3650)),
  },
];

describeRules(CASES, {
  rules: BACKUP_RULES,
  place: 'test/backups',
  program: (backup) => program(operator, { backup }),
  prints: (manifests) => expect(manifests).toHaveLength(2),
});

/** A cluster in the chart, and what a test does with it. */
const withCluster = (use: (chart: Chart, cluster: HaCluster) => void) => (chart: Chart) =>
  use(chart, new HaCluster(chart, 'db', smallestCluster(operator)));

const policy = (scope: Chart, id: string, cluster: HaCluster, props: Partial<BackupPolicyProps> = {}) =>
  new BackupPolicy(scope, id, { ...SMALLEST_BACKUP, cluster, ...props });

describe('rules about more than one construct', () => {
  test('BAK-001: a second policy', () => {
    const twice = withCluster((chart, cluster) => {
      policy(chart, 'backups', cluster);
      policy(chart, 'more', cluster, { target: BackupTarget.s3({ ...BUCKET, bucket: 'acme-far' }) });
    });
    expect(findings(twice)).toEqual([
      `[test/more] [BAK-001] the cluster 'orders' already has a BackupPolicy; add 'additionalRepositories' or 'schedules' to that one (an operator has one archive for a cluster, so one of the two policies would do nothing)`,
    ]);
    expect(render(withCluster((chart, cluster) => policy(chart, 'backups', cluster)))).toHaveLength(2);
  });

  test('BAK-002: a policy in another namespace', () => {
    const elsewhere = (namespace: string) =>
      withCluster((chart, cluster) => policy(new Chart(chart.node.scope!, 'far', { namespace }), 'backups', cluster));
    expect(findings(elsewhere('billing'))).toEqual([
      `[far/backups] [BAK-002] the policy is in namespace 'billing' and its cluster 'orders' in 'orders'; put it in a chart of that namespace (operators look for backup objects and their secrets in the namespace of the cluster only)`,
    ]);
    expect(render(elsewhere('orders'))).toHaveLength(2);
  });

  test('BAK-010: two clusters in one archive', () => {
    const shared = (prefix: string) => (chart: Chart) => {
      const first = new HaCluster(chart, 'db', smallestCluster(operator));
      policy(chart, 'backups', first);
      const far = new Chart(chart.node.scope!, 'far', { namespace: 'orders' });
      const second = new HaCluster(far, 'db', { ...smallestCluster(operator), clusterName: prefix });
      policy(far, 'backups', second);
    };
    const says = (rival: string) =>
      `[BAK-010] the archive s3://acme-pg/orders/orders/1 is also that of ${rival}; give one of them another bucket, prefix or archiveGeneration (two writers in one archive overwrite each other, and neither can be restored)`;
    expect(findings(shared('orders')).filter((line) => line.includes('BAK-'))).toEqual([
      `[test/backups] ${says('far/backups')}`,
      `[far/backups] ${says('test/backups')}`,
    ]);
    expect(render(shared('billing'))).toHaveLength(2);
  });

  test('BAK-011: a chart without namespace', () => {
    const build = program(operator, { backup: { target: S3 } });
    expect(findings(build, null)).toEqual([
      `[test/backups] [BAK-011] the chart of the cluster 'orders' has no namespace; write new Chart(app, id, { namespace }) (the namespace is a part of the path of the archive; without it two clusters of one name would share an archive)`,
    ]);
    expect(render(build, 'orders')).toHaveLength(2);
  });

  test('BAK-012: a cluster of another app', () => {
    expect(findings(program(operator, { imported: true, backup: {} }))).toEqual([
      `[test/backups] [BAK-012] the cluster 'orders' belongs to another app; write the BackupPolicy there (archiving is switched on in the cluster object, which another app prints)`,
    ]);
    expect(render(program(operator, { backup: {} }))).toHaveLength(2);
  });
});

everyRuleHasACase(BACKUP_RULES, CASES, ['BAK-001', 'BAK-002', 'BAK-010', 'BAK-011', 'BAK-012', 'STO-002']);
