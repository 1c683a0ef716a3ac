import { Size } from 'cdk8s';
import {
  ArchivePlace,
  AzureCredentials,
  BackupArchive,
  BackupCompression,
  BackupEncryption,
  BackupPolicyProps,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  GcsCredentials,
  HaCluster,
  HaClusterProps,
  ObjectStoreCredentials,
  PairStep,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  RecoveryTarget,
} from '../../../../lib';
import { Ask, BUCKET, DEMOTION, OLD_ARCHIVE, S3, SECRET, TOKEN, smallestCluster } from '../../../support/programs';
import { newChart } from '../../../support/render';
import { Case } from '../rule-case';

const BARMAN_PLACE =
  'write ArchivePlace.barman(...) for an archive of this operator; the data of another one is dumped and loaded: RecoverySource.logicalImport(...)';
const FAST = { name: 'fast', storage: { size: Size.gibibytes(20) } };
const OWN_DUMPS =
  'take the LogicalBackup out and run pg_dump in a CronJob of your own, whose container gets address and password by connect(...) of the cluster';
const REFUSED = 'the admission webhook of CloudNativePG refuses';

/** Recovery up to a target, by a cluster with a policy of its own. */
const recovery = (target: RecoveryTarget): Ask => ({
  cluster: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE, { target }) },
  backup: {},
});

const tokenOf = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString('base64');
const SAYS =
  'say latestCheckpointTimelineID, redoWalFile, databaseSystemIdentifier, latestCheckpointREDOLocation, timeOfLatestCheckpoint, operatorVersion, got none for';
const BAD_TOKENS: readonly (readonly [token: string, problem: string])[] = [
  [TOKEN.slice(0, -1), `be JSON in base64, got ${TOKEN.length - 1} characters that are not`],
  [TOKEN.slice(0, 120), 'be JSON in base64, got 120 characters that are not'],
  [tokenOf('the last checkpoint'), 'be JSON in base64, got 28 characters that are not'],
  [tokenOf(Object.values(DEMOTION)), `be JSON in base64, got ${tokenOf(Object.values(DEMOTION)).length} characters that are not`],
  [tokenOf({ ...DEMOTION, redoWalFile: undefined }), `${SAYS} redoWalFile`],
  // The webhook reads texts.
  [tokenOf({ ...DEMOTION, latestCheckpointTimelineID: 1, operatorVersion: '' }), `${SAYS} latestCheckpointTimelineID, operatorVersion`],
];

/** Recovery from one store into another. */
const between = (from: BackupTarget, to: BackupTarget): Ask => ({
  cluster: {
    recovery: RecoverySource.fromArchive(
      BackupArchive.of({ clusterName: 'orders-old', namespace: 'orders', target: from, version: PostgresVersion.V17 }),
    ),
  },
  backup: { target: to },
});

const snapshots = (walSnapshot: string | undefined, more: Partial<HaClusterProps> = {}): Ask => ({
  cluster: { recovery: RecoverySource.fromSnapshots({ dataSnapshot: 'data', walSnapshot }), ...more },
  backup: {},
});

const clone = (namespace: string): Ask => {
  const operator = PostgresOperator.cloudNativePg();
  const source = new HaCluster(newChart(namespace), 'source', { ...smallestCluster(operator), clusterName: 'orders-live' });
  return { cluster: { recovery: RecoverySource.clone(source) }, backup: {} };
};

const role = (name: string) =>
  BackupTarget.s3({
    ...BUCKET,
    credentials: ObjectStoreCredentials.workloadIdentity(name === '' ? {} : { awsRoleArn: `arn:aws:iam::123456789012:role/${name}` }),
  });
const gcs = (credentials: GcsCredentials) => BackupTarget.gcs({ bucket: 'acme-pg', credentials });
const azure = (credentials: AzureCredentials) => BackupTarget.azure({ storageAccount: 'acmepg', container: 'postgres', credentials });
const minio = (region?: string) =>
  BackupTarget.s3Compatible({ bucket: 'acme-pg', endpoint: 'https://minio.storage.svc:9000', region, credentials: SECRET });
/** A store whose region has a name of its own, and credentials in which the region stands. */
const GARAGE = { bucket: 'Old_PG', endpoint: 'https://garage.acme.example', region: 'Garage', credentials: SECRET };
const WITH_REGION = ObjectStoreCredentials.fromSecret('pg-s3', { region: 'REGION' });
const AZURE_CLIENT = '8d7a2c1e-0b44-4c5e-9a3b-1f2e3d4c5b6a';

const IDENTITY_WHY = 'the pods have one service account, and one place for a key of Google';

/** Broken origins, and what keeps their rules. */
export const RECOVERY_CASES: readonly Case[] = [
  {
    rule: 'CNPG-020',
    bad: clone('live'),
    message: `[test/db] [CNPG-020] 'recovery' must clone a cluster of the namespace 'orders', got 'orders-live' of 'live'; write RecoverySource.fromArchive(policy.archive) (the certificates that the source lets a clone in with are Secrets of its namespace, which no other namespace can read)`,
    good: [clone('orders')],
  },
  ...(
    [
      [RecoveryTarget.transaction('742'), `transaction('742'`],
      [RecoveryTarget.restorePoint('before-v3'), `restorePoint('before-v3'`],
    ] as const
  ).map(([target, write]) => ({
    rule: 'CNPG-021',
    bad: recovery(target),
    message: `[test/db] [CNPG-021] 'recovery.target' must say with which backup it begins, got none; write RecoveryTarget.${write}, { backup: '20260801T020000' }) (${REFUSED} the cluster: only a time or a position says which backups come before it)`,
    good: [
      recovery(RecoveryTarget.transaction('742', { backup: '20260801T020000' })),
      recovery(RecoveryTarget.lsn('0/3000060')),
      {
        cluster: {
          recovery: RecoverySource.fromSnapshots({ dataSnapshot: 'data', archive: OLD_ARCHIVE, target }),
        },
        backup: {},
      },
    ],
  })),
  {
    rule: 'CNPG-022',
    bad: recovery(RecoveryTarget.backup('20260801-020000F')),
    message: `[test/db] [CNPG-022] 'recovery.target' must name a backup like '20260801T020000', got '20260801-020000F'; write what its Backup object has as status.backupId (there is no backup with another ID, and the recovery would begin again and again)`,
    good: [recovery(RecoveryTarget.backup('20260801T020000')), recovery(RecoveryTarget.latest())],
  },
  {
    rule: 'CNPG-023',
    bad: snapshots('wal'),
    message: `[test/db] [CNPG-023] 'walStorage' must be given for 'recovery.walSnapshot', got none for 'wal'; write walStorage: { size: ... }, as the source has it (${REFUSED} a snapshot without volume, and no volume is made where there is no snapshot for it)`,
    good: [snapshots(undefined), snapshots('wal', { walStorage: { size: Size.gibibytes(10) } })],
  },
  {
    rule: 'CNPG-023',
    bad: snapshots(undefined, { walStorage: { size: Size.gibibytes(10) } }),
    message: `[test/db] [CNPG-023] 'recovery.walSnapshot' must be given for 'walStorage', got none; write the snapshot of the WAL volume, or leave 'walStorage' out and add it later (${REFUSED} a snapshot without volume, and no volume is made where there is no snapshot for it)`,
    good: [],
  },
  ...(
    [
      ['AWS', role('old'), role('new'), `'arn:aws:iam::123456789012:role/new' and 'arn:aws:iam::123456789012:role/old'`],
      ['AWS', role(''), role('new'), `'arn:aws:iam::123456789012:role/new' and that of the platform`],
      [
        'Google Cloud',
        gcs(GcsCredentials.fromSecret('old')),
        gcs(GcsCredentials.workloadIdentity()),
        `that of the platform and the key 'gcs-key.json' of the Secret 'old'`,
      ],
      [
        'Azure',
        azure(AzureCredentials.workloadIdentity(AZURE_CLIENT)),
        azure(AzureCredentials.workloadIdentity()),
        `that of the platform and '${AZURE_CLIENT}'`,
      ],
    ] as const
  ).map(([cloud, from, to, got]) => ({
    rule: 'CNPG-024',
    bad: between(from, to),
    message: `[test/db] [CNPG-024] the archives in ${cloud} must have the same credentials, got ${got}; write one of them for all (${IDENTITY_WHY})`,
    good: [
      between(from, from),
      between(to, to),
      between(role('old'), S3),
      between(gcs(GcsCredentials.fromSecret('old')), role('new')),
      between(azure(AzureCredentials.fromSecret('old')), azure(AzureCredentials.sasToken('new'))),
    ],
  })),
  {
    rule: 'CNPG-025',
    bad: between(S3, minio()),
    message: `[test/db] [CNPG-025] the archives that are read and written must have one 'region', got 'us-east-1' and 'eu-west-1'; write it in BackupTarget.s3Compatible(...), or let a Secret hold the region of one: ObjectStoreCredentials.fromSecret('...', { region: 'REGION' }) (the pods have one AWS_DEFAULT_REGION; Amazon leads a request to the right region, other stores may refuse it)`,
    good: [
      between(S3, BackupTarget.s3Compatible({ ...GARAGE, credentials: WITH_REGION })),
      between(BackupTarget.s3({ ...BUCKET, credentials: WITH_REGION }), BackupTarget.s3Compatible(GARAGE)),
      between(S3, minio('eu-west-1')),
      between(S3, BackupTarget.s3({ ...BUCKET, region: 'eu-north-1' })),
      between(minio(), minio()),
    ],
  },
  {
    rule: 'CNPG-026',
    bad: { cluster: { clusterName: 'o'.repeat(43) }, onDemand: [{ backupId: 'before-the-great-move' }] },
    message: `[test/db] [CNPG-026] 'backupId' must be at most 19 characters for the cluster '${'o'.repeat(43)}', got 21 in 'before-the-great-move' (what belongs to a backup has its name as the value of a label)`,
    good: [{ cluster: { clusterName: 'o'.repeat(43) }, onDemand: [{ backupId: 'before-a-great-move' }] }],
  },
  {
    rule: 'CNPG-031',
    bad: { backup: { target: gcs(GcsCredentials.fromSecret('pg-gcs')), transfer: { bandwidthPerSecond: Size.mebibytes(50) } } },
    message: `[test/backups] [CNPG-031] 'transfer.bandwidthPerSecond' must not be given for the target 'gcs', got 50Mi; leave it out (barman-cloud limits what it sends to S3 and to Azure only, and would send as fast as it can)`,
    good: [
      { backup: { transfer: { bandwidthPerSecond: Size.mebibytes(50) } } },
      { backup: { target: azure(AzureCredentials.fromSecret('pg-azure')), transfer: { bandwidthPerSecond: Size.mebibytes(50) } } },
    ],
  },
];

const FULL = BackupSchedule.full('0 2 * * *');
const LACKS = '(CloudNativePG 1.30 does not have it)';

const refusal = (rule: string, backup: Partial<BackupPolicyProps>, said: string): Case => ({
  rule,
  bad: { backup },
  message: `[test/backups] [${rule}] asked for ${said} ${LACKS}`,
  good: [],
});

/** What is refused of backups and restores; who else has it is a matter of the contract suite. */
export const REFUSAL_CASES: readonly Case[] = [
  refusal(
    'CNPG-055',
    {
      target: BackupTarget.s3Compatible({
        bucket: 'acme-pg',
        endpoint: 'https://store.acme.example',
        credentials: SECRET,
        virtualHostStyle: true,
      }),
    },
    `a target with 'virtualHostStyle'; leave out 'virtualHostStyle'; requests name the bucket in the path; available on Zalando Postgres Operator and Crunchy PGO`,
  ),
  refusal(
    'CNPG-056',
    { retention: BackupRetention.count(7) },
    'retention by number; write BackupRetention.days(...); a daily backup makes as many of them as there are days; available on Zalando Postgres Operator and Crunchy PGO',
  ),
  refusal(
    'CNPG-057',
    { retention: BackupRetention.daysAndCount(7, 7) },
    'retention in days and by number; write BackupRetention.days(...); the backup that the days begin with is kept, however old; available on Zalando Postgres Operator',
  ),
  {
    rule: 'CNPG-058',
    bad: {
      backup: { schedules: [FULL, BackupSchedule.differential('0 8 * * *')], retention: BackupRetention.days(7, { differentialCount: 7 }) },
    },
    message: [
      `[test/backups] [CNPG-051] `,
      `[test/backups] [CNPG-058] asked for retention with 'differentialCount'; leave out 'differentialCount'; there are full backups only; available on Crunchy PGO ${LACKS}`,
    ],
    good: [],
  },
  refusal(
    'CNPG-059',
    { retention: BackupRetention.days(7, { walCount: 2 }) },
    `retention with 'walCount'; leave out 'walCount'; WAL is kept as long as a backup needs it; available on Crunchy PGO`,
  ),
  refusal(
    'CNPG-060',
    { encryption: BackupEncryption.clientSide('pg-key') },
    'encryption by the backup tool; write BackupEncryption.kms(...) for a store that speaks S3, or let the store encrypt by itself; available on Zalando Postgres Operator and Crunchy PGO',
  ),
  refusal(
    'CNPG-061',
    { transfer: { compression: BackupCompression.ZSTD } },
    `compression 'zstd'; write BackupCompression.LZ4 or BackupCompression.GZIP; base backups are compressed with nothing else; available on Zalando Postgres Operator and Crunchy PGO`,
  ),
  refusal('CNPG-120', { place: ArchivePlace.walG() }, `a place of WAL-G; ${BARMAN_PLACE}; available on Zalando Postgres Operator`),
  refusal('CNPG-121', { place: ArchivePlace.pgBackRest() }, `a place of pgBackRest; ${BARMAN_PLACE}; available on Crunchy PGO`),
  {
    rule: 'CNPG-124',
    bad: {
      cluster: {
        recovery: RecoverySource.fromSnapshots({ dataSnapshot: 'data', tablespaceSnapshots: { slow: 'orders-slow' } }),
        tablespaces: [FAST],
      },
    },
    message: [
      `[test/db] [CNPG-124] 'recovery.tablespaceSnapshots' must name the snapshot of the tablespace 'fast', got none; add it (${REFUSED} a snapshot without tablespace, and the volume of a tablespace without snapshot would be empty)`,
      `[test/db] [CNPG-124] 'tablespaces' must have 'slow' for its snapshot, got none; add it, as the source has it (${REFUSED} a snapshot without tablespace, and the volume of a tablespace without snapshot would be empty)`,
    ],
    good: [
      {
        cluster: {
          recovery: RecoverySource.fromSnapshots({ dataSnapshot: 'data', tablespaceSnapshots: { fast: 'orders-fast' } }),
          tablespaces: [FAST],
        },
      },
    ],
  },
  {
    rule: 'CNPG-125',
    bad: {
      cluster: { tablespaces: [FAST] },
      backup: { snapshots: { className: 'csi', tablespaceClassNames: { slow: 'csi-slow' } } },
    },
    message: `[test/db] [CNPG-125] 'snapshots.tablespaceClassNames' of the policy must name a tablespace of the cluster, got 'slow'; leave it out (${REFUSED} the cluster)`,
    good: [
      {
        cluster: { tablespaces: [FAST] },
        backup: { snapshots: { className: 'csi', tablespaceClassNames: { fast: 'csi-fast' } } },
      },
    ],
  },
  {
    rule: 'CNPG-122',
    bad: { logical: {} },
    message: `[test/dumps] [CNPG-122] asked for dumps on a schedule; ${OWN_DUMPS}; available on Zalando Postgres Operator ${LACKS}`,
    good: [],
  },
  {
    rule: 'CNPG-123',
    bad: { logical: { retentionDays: 14 } },
    message: [
      '[test/dumps] [CNPG-122] ',
      `[test/dumps] [CNPG-123] asked for 'retentionDays'; ${OWN_DUMPS}; available on Zalando Postgres Operator ${LACKS}`,
    ],
    good: [],
  },
  {
    rule: 'CNPG-062',
    bad: { inPlace: {} },
    message: `[test/restore] [CNPG-062] asked for the restore 'undo-v3' over the data of a running cluster; write a new HaCluster with recovery: RecoverySource.fromArchive(policy.archive, { target }) and let the applications move there; available on Crunchy PGO ${LACKS}`,
    good: [],
  },
  ...BAD_TOKENS.map(([token, problem]): Case => ({
    rule: 'CNPG-090',
    bad: { replica: {}, pair: PairStep.promote(token) },
    message: `[test/replica] [CNPG-090] the token of 'step' must ${problem}; write PairStep.promote('...') with all of status.demotionToken of 'orders', which is there when the demotion has ended (the admission webhook of CloudNativePG reads it, and refuses the cluster that is to be promoted)`,
    good: [
      { replica: {}, pair: PairStep.promote(TOKEN) },
      { replica: {}, pair: PairStep.promote() },
    ],
  })),
];
