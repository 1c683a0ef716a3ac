import { BackupTarget } from '../../../model/backup-target';
import { ClusterModel } from '../../../model/cluster-model';
import { RecoveryKind } from '../../../model/recovery-source';
import { RecoveryTargetKind } from '../../../model/recovery-target';
import { Rule } from '../../../private/rules';
import { MAX_BACKUP_NAME, onDemandName } from '../names';
import { storesOf } from './origins';
import { tokenProblem } from './promotion-token';
import { ClusterContext } from '../rule-contexts';

/** Id of a backup as barman-cloud makes it. */
const BARMAN_ID = /^\d{8}T\d{6}$/;
const EXAMPLE_ID = '20260801T020000';

/** Ends of a recovery that no time belongs to, and what to write for each. */
const TIMELESS: { readonly [kind in RecoveryTargetKind]?: string } = {
  [RecoveryTargetKind.TRANSACTION]: 'transaction',
  [RecoveryTargetKind.RESTORE_POINT]: 'restorePoint',
};

const PLATFORM = 'that of the platform';

/** What the pods of a cluster have one of for each cloud; undefined where a store has a Secret of its own. */
const SHARED_IDENTITIES: readonly (readonly [cloud: string, identity: (target: BackupTarget) => string | undefined])[] = [
  ['AWS', ({ bucket }) => bucket?.credentials.identity && quoted(bucket.credentials.identity.awsRoleArn)],
  [
    'Google Cloud',
    ({ gcsBucket: gcs }) =>
      gcs &&
      (gcs.credentials.secretName === undefined
        ? quoted(gcs.credentials.serviceAccount)
        : `the key '${gcs.credentials.key}' of the Secret '${gcs.credentials.secretName}'`),
  ],
  [
    'Azure',
    ({ azureContainer: azure }) => (azure && azure.credentials.secretName === undefined ? quoted(azure.credentials.clientId) : undefined),
  ],
];

/** What CloudNativePG would refuse or get wrong in where a cluster comes from and what it reads. */
export const RECOVERY_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'CNPG-020',
    summary: 'a clone is in the namespace of its source',
    why: 'the certificates that the source lets a clone in with are Secrets of its namespace, which no other namespace can read',
    check: ({ model: { identity, recovery } }) => {
      const source = recovery?.cluster?.identity;
      return source === undefined || source.namespace === identity.namespace
        ? undefined
        : `'recovery' must clone a cluster of the namespace '${identity.namespace}', got '${source.name}' of '${source.namespace}'; write RecoverySource.fromArchive(policy.archive)`;
    },
  },
  {
    id: 'CNPG-021',
    summary: 'recovery to a transaction or a restore point names the backup that it begins with',
    why: 'the admission webhook of CloudNativePG refuses the cluster: only a time or a position says which backups come before it',
    check: ({ model: { recovery } }) => {
      const write = recovery?.kind === RecoveryKind.ARCHIVE ? TIMELESS[recovery.target.kind] : undefined;
      return write === undefined || recovery?.target.options.backup !== undefined
        ? undefined
        : `'recovery.target' must say with which backup it begins, got none; write RecoveryTarget.${write}('${recovery?.target.value}', { backup: '${EXAMPLE_ID}' })`;
    },
  },
  {
    id: 'CNPG-022',
    summary: 'a backup is named by its ID in barman-cloud',
    why: 'there is no backup with another ID, and the recovery would begin again and again',
    check: ({ model: { recovery } }) => {
      const label = recovery?.target.options.backup;
      return label === undefined || BARMAN_ID.test(label)
        ? undefined
        : `'recovery.target' must name a backup like '${EXAMPLE_ID}', got '${label}'; write what its Backup object has as status.backupId`;
    },
  },
  {
    id: 'CNPG-023',
    summary: 'a WAL volume comes with its snapshot',
    why: 'the admission webhook of CloudNativePG refuses a snapshot without volume, and no volume is made where there is no snapshot for it',
    check: ({ model }) => snapshotProblem(model),
  },
  {
    id: 'CNPG-124',
    summary: 'each tablespace comes with its snapshot',
    why: 'the admission webhook of CloudNativePG refuses a snapshot without tablespace, and the volume of a tablespace without snapshot would be empty',
    check: ({ model: { recovery, tablespaces } }) => {
      if (recovery?.snapshots === undefined) {
        return undefined;
      }
      const given = Object.keys(recovery.snapshots.tablespaceSnapshots ?? {});
      const names = tablespaces.map(({ name }) => name);
      return [
        ...names
          .filter((name) => !given.includes(name))
          .map((name) => `'recovery.tablespaceSnapshots' must name the snapshot of the tablespace '${name}', got none; add it`),
        ...given
          .filter((name) => !names.includes(name))
          .map((name) => `'tablespaces' must have '${name}' for its snapshot, got none; add it, as the source has it`),
      ];
    },
  },
  {
    id: 'CNPG-125',
    summary: 'classes of snapshots are named for tablespaces that there are',
    why: 'the admission webhook of CloudNativePG refuses the cluster',
    check: ({ model: { backup, tablespaces } }) =>
      Object.keys(backup?.snapshots?.tablespaceClassNames ?? {})
        .filter((name) => !tablespaces.some((tablespace) => tablespace.name === name))
        .map((name) => `'snapshots.tablespaceClassNames' of the policy must name a tablespace of the cluster, got '${name}'; leave it out`),
  },
  {
    id: 'CNPG-024',
    summary: 'the archives that a cluster reads and writes in one cloud have one identity',
    why: 'the pods have one service account, and one place for a key of Google',
    check: ({ model }) => {
      const stores = storesOf(model);
      return stores.length < 2
        ? undefined
        : SHARED_IDENTITIES.flatMap(([cloud, identityOf]) => {
            const identities = distinct(stores.map(identityOf));
            return identities.length < 2
              ? []
              : [`the archives in ${cloud} must have the same credentials, got ${identities.join(' and ')}; write one of them for all`];
          });
    },
  },
  {
    id: 'CNPG-025',
    summary: 'a cluster with an S3-compatible store signs for one region',
    why: 'the pods have one AWS_DEFAULT_REGION; Amazon leads a request to the right region, other stores may refuse it',
    check: ({ model }) => {
      // The others have the region in a Secret of their own.
      const buckets = storesOf(model).flatMap(({ bucket }) =>
        bucket && bucket.credentials.secretKeys?.region === undefined ? bucket : [],
      );
      const regions = distinct(buckets.map(({ region }) => `'${region}'`));
      return regions.length < 2 || buckets.every(({ endpoint }) => endpoint === undefined)
        ? undefined
        : `the archives that are read and written must have one 'region', got ${regions.join(' and ')}; write it in BackupTarget.s3Compatible(...), or let a Secret hold the region of one: ObjectStoreCredentials.fromSecret('...', { region: 'REGION' })`;
    },
  },
  {
    id: 'CNPG-026',
    summary: `names of Backup objects have at most ${MAX_BACKUP_NAME} characters`,
    why: 'what belongs to a backup has its name as the value of a label',
    check: ({ model: { identity, onDemandBackups } }) =>
      onDemandBackups
        .filter((backup) => onDemandName(backup).length > MAX_BACKUP_NAME)
        .map(
          ({ id }) =>
            `'backupId' must be at most ${MAX_BACKUP_NAME - identity.name.length - 1} characters for the cluster '${identity.name}', got ${id.length} in '${id}'`,
        ),
  },
  {
    id: 'CNPG-090',
    summary: 'a promotion token is the whole of what the demoted cluster shows',
    why: 'the admission webhook of CloudNativePG reads it, and refuses the cluster that is to be promoted',
    check: ({ model: { pair } }) => {
      // Rule PAIR-006 has spoken of a text that is no base64.
      const problem = pair?.promotionToken === undefined ? undefined : tokenProblem(pair.promotionToken);
      return (
        problem &&
        `the token of 'step' must ${problem}; write PairStep.promote('...') with all of status.demotionToken of '${pair!.other}', which is there when the demotion has ended`
      );
    },
  },
];

function snapshotProblem({ recovery, walStorage }: ClusterModel): string | undefined {
  if (recovery?.snapshots === undefined) {
    return undefined;
  }
  const { walSnapshot } = recovery.snapshots;
  if (walSnapshot !== undefined && walStorage === undefined) {
    return `'walStorage' must be given for 'recovery.walSnapshot', got none for '${walSnapshot}'; write walStorage: { size: ... }, as the source has it`;
  }
  return walSnapshot === undefined && walStorage !== undefined
    ? `'recovery.walSnapshot' must be given for 'walStorage', got none; write the snapshot of the WAL volume, or leave 'walStorage' out and add it later`
    : undefined;
}

const quoted = (identity: string | undefined): string => (identity === undefined ? PLATFORM : `'${identity}'`);

const distinct = (texts: readonly (string | undefined)[]): string[] => [...new Set(texts.filter((text) => text !== undefined))];
