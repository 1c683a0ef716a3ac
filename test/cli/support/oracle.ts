import { Json } from '../../../cli/values/json';
import { Edit } from './edits';

const DATABASES = ['Cluster', 'postgresql', 'PostgresCluster'];

const number = (value: Json | undefined): number => {
  const match = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|Ti)?/.exec(String(value ?? ''));
  return match ? Number(match[1]) * ({ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 }[match[2] ?? ''] ?? 1) : NaN;
};

/** Fields whose loss or change loses data or backups, by kind; they are written here once more, on purpose. */
const PRECIOUS: { readonly [kind: string]: readonly RegExp[] } = {
  Cluster: [
    /^\.spec\.plugins(\[[^\]]*\])?(\.(isWALArchiver|enabled|parameters(\.(barmanObjectName|serverName))?))?$/,
    /^\.spec\.(instances|imageName)$/,
    /^\.spec\.replica(\.(primary|source))?$/,
  ],
  postgresql: [
    /^\.spec\.env\[(WAL_S3_BUCKET|WAL_GS_BUCKET|WAL_AZ_BUCKET)\](\.value)?$/,
    /^\.spec\.env\[WAL_BUCKET_SCOPE_SUFFIX\]\.value$/,
    /^\.spec\.standby$/,
  ],
  PostgresCluster: [
    /^\.spec\.backups(\.pgbackrest(\.repos(\[[^\]]*\](\.(s3|gcs|azure|volume))?)?)?)?$/,
    /^\.spec\.backups\.pgbackrest\.repos\[[^\]]*\]\.(s3\.(bucket|endpoint|region)|gcs\.bucket|azure\.container)$/,
    /^\.spec\.backups\.pgbackrest\.global\.repo\d+-path$/,
    /^\.spec\.instances(\[[^\]]*\](\.name)?)?$/,
  ],
  ObjectStore: [/^\.spec\.configuration\.destinationPath$/],
};

const SHRINKS = [
  /\.storage\.size$/,
  /\.walStorage\.size$/,
  /\.volume\.size$/,
  /olumeClaimSpec\.resources\.requests\.storage$/,
  /^\.spec\.instances\[[^\]]*\]\.replicas$/,
  /^\.spec\.(instances|numberOfInstances)$/,
];

/** What an edit does, as somebody would say who knows the operators and not the guard. */
export function oracle({ how, kind, path: at, old, new: now, same }: Edit): 'destructive' | 'disruptive' | 'harmless' {
  if (same) {
    return 'harmless';
  }
  const isDatabase = DATABASES.includes(kind);
  if (isDatabase || kind === 'ObjectStore') {
    const identity = at === '' || at === '.metadata.name' || at === '.metadata.namespace';
    const protection =
      at === '.metadata.annotations.argocd.argoproj.io/sync-options' ||
      (at === '.metadata.annotations' && how === 'removal' && JSON.stringify(old).includes('Prune=false'));
    if (identity || protection || (how === 'addition' && at.endsWith('hook') && isDatabase)) {
      return 'destructive';
    }
    if (how === 'addition' && kind === 'PostgresCluster' && /dataSource|standby|shutdown/.test(at)) {
      return 'destructive';
    }
  }
  if (isDatabase && how === 'value' && SHRINKS.some((pattern) => pattern.test(at))) {
    return number(now) < number(old) ? 'destructive' : number(now) > number(old) ? 'harmless' : 'disruptive';
  }
  if (how === 'value' && /(^\.spec\.postgresVersion|^\.spec\.postgresql\.version)$/.test(at)) {
    return 'destructive';
  }
  if (how === 'value' && /retention-full$|retentionPolicy$|BACKUP_NUM_TO_RETAIN\]\.value$/.test(at)) {
    return number(now) < number(old) ? 'destructive' : 'harmless';
  }
  // A writer only remembers where it would follow; of a follower, the field is one of several that change with it.
  if (how === 'value' && kind === 'Cluster' && at === '.spec.replica.source') {
    return 'disruptive';
  }
  // An image with another tag, and the tail of a number, are no loss; a removed image is.
  if (how === 'value' && at === '.spec.imageName') {
    return 'disruptive';
  }
  // What is left out has its default, which is to be on.
  if (how === 'removal' && kind === 'Cluster' && at.endsWith('.enabled')) {
    return 'harmless';
  }
  if ((how === 'removal' || how === 'value') && (PRECIOUS[kind] ?? []).some((pattern) => pattern.test(at))) {
    return 'destructive';
  }
  if (kind === 'ScheduledBackup' && how === 'addition' && at === '.spec.suspend') {
    return 'destructive';
  }
  if (how === 'addition' && (/^\.metadata\.labels$/.test(at) || at === '.metadata.annotations')) {
    return 'harmless';
  }
  if (how === 'addition' && kind === 'Cluster' && /description|logLevel|postgresUID/.test(at)) {
    return 'harmless';
  }
  return 'disruptive';
}
