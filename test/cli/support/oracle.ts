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
    /^\.spec\.plugins(\[[^\]]*\])?(\.(isWALArchiver|enabled|name|parameters(\.(barmanObjectName|serverName))?))?$/,
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
export function oracle({ how, kind, path: at, old, new: now, same, weekly }: Edit): 'destructive' | 'disruptive' | 'harmless' {
  if (same || weekly) {
    return 'harmless';
  }
  const isDatabase = DATABASES.includes(kind);
  if (isDatabase || kind === 'ObjectStore') {
    const identity = (at === '' && how === 'removal') || at === '.metadata.name' || at === '.metadata.namespace';
    const protection =
      at === '.metadata.annotations.argocd.argoproj.io/sync-options' ||
      (at === '.metadata.annotations' && (how === 'removal' || how === 'rename') && JSON.stringify(old).includes('Prune=false'));
    if (identity || protection) {
      return 'destructive';
    }
  }
  if (how === 'addition') {
    return added(kind, at, now);
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
  // A writer only remembers where it would follow; of a follower, the field is one of several that change with it. Without it the API server
  // refuses the object.
  if ((how === 'value' || how === 'removal') && kind === 'Cluster' && at === '.spec.replica.source') {
    return 'disruptive';
  }
  // An image with another tag, and the tail of a number, are no loss; a removed image is.
  if (how === 'value' && at === '.spec.imageName') {
    return 'disruptive';
  }
  // What is left out has its default, which is to be on.
  if ((how === 'removal' || how === 'rename') && kind === 'Cluster' && at.endsWith('.enabled')) {
    return how === 'removal' ? 'harmless' : 'disruptive';
  }
  if ((how === 'removal' || how === 'value' || how === 'rename') && (PRECIOUS[kind] ?? []).some((pattern) => pattern.test(at))) {
    return 'destructive';
  }
  return 'disruptive';
}

/** What is destructive where nothing was before, by kind. */
const DEADLY: { readonly [kind: string]: RegExp } = {
  Cluster: /\.(bootstrap\.recovery|replica|cnpg\.io\/(hibernation|fencedInstances|validation))$|hook$/,
  postgresql: /\.standby$|hook$/,
  PostgresCluster: /\.(standby|shutdown|dataSource)$|hook$/,
  ScheduledBackup: /\.suspend$/,
  Database: /\.(ensure|databaseReclaimPolicy)$/,
  ObjectStore: /\.retentionPolicy$/,
};

/** What becomes of something that is new. */
function added(kind: string, at: string, now: Json | undefined): ReturnType<typeof oracle> {
  if (DEADLY[kind]?.test(at)) {
    return 'destructive';
  }
  const known = at === '' || /^\.metadata\.(labels|annotations(\.example\.com\/owner)?)$/.test(at) || /\.(description|logLevel)$/.test(at);
  // 26 is the user that is taken where none is named.
  return known || (at.endsWith('.postgresUID') && now === 26) ? 'harmless' : 'disruptive';
}
