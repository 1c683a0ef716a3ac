import { KubeObject } from '../../manifests/object';
import { at, Json, listOf, mapOf, textOf } from '../../values/json';
import { call, Expression, list, local, map, member, value } from '../program/expression';
import { Part, Row } from '../program/program';
import { claim } from './volumes';
import { given, needed, number, row, scalar } from '../shared/values';

type Options = { readonly [name: string]: Json };

const COMPRESSIONS: { readonly [method: string]: string } = { none: 'NONE', gz: 'GZIP', bz2: 'BZIP2', lz4: 'LZ4', zst: 'ZSTD' };

/** Where a repository stands. */
function target(repo: Json, options: Options, secret: string | undefined): Expression | undefined {
  const name = textOf(at(repo, 'name')) ?? '';
  const [s3, gcs, azure, volume] = ['s3', 'gcs', 'azure', 'volume'].map((kind) => at(repo, kind));
  const credentials = (type: string): Expression =>
    secret === undefined ? call(`${type}.workloadIdentity`) : call(`${type}.fromSecret`, [value(secret)]);
  if (s3 !== undefined) {
    const endpoint = textOf(at(s3, 'endpoint')) ?? '';
    const amazon = /(^|\.)amazonaws\.com$/.test(endpoint);
    return call(`BackupTarget.${amazon ? 's3' : 's3Compatible'}`, [
      map({
        bucket: scalar(at(s3, 'bucket')),
        endpoint: amazon ? undefined : value(`https://${endpoint}`),
        region: scalar(at(s3, 'region')),
        credentials: credentials('ObjectStoreCredentials'),
        virtualHostStyle: !amazon && options[`${name}-s3-uri-style`] !== 'path' ? value(true) : undefined,
      }),
    ]);
  }
  if (gcs !== undefined) {
    return call('BackupTarget.gcs', [map({ bucket: scalar(at(gcs, 'bucket')), credentials: credentials('GcsCredentials') })]);
  }
  if (azure !== undefined) {
    return call('BackupTarget.azure', [
      map({
        storageAccount: value(textOf(options[`${name}-azure-account`]) ?? 'account'),
        container: scalar(at(azure, 'container')),
        credentials: credentials('AzureCredentials'),
      }),
    ]);
  }
  return volume === undefined ? undefined : call('BackupTarget.volume', [claim(at(volume, 'volumeClaimSpec'))]);
}

function retention(name: string, options: Options): Expression {
  const full = number(options[`${name}-retention-full`]);
  const differential = number(options[`${name}-retention-diff`]);
  const rest = differential === undefined ? [] : [map({ differentialCount: value(differential) })];
  return options[`${name}-retention-full-type`] === 'time'
    ? call('BackupRetention.days', [value(full ?? 30), ...rest])
    : full === undefined && rest.length === 0
      ? call('BackupRetention.unlimited')
      : call('BackupRetention.count', [value(full ?? 9_999_999), ...rest]);
}

/** How pgBackRest encrypts a repository: with a passphrase of the Secret in which its credentials are. */
const encryptionOf = (name: string, options: Options, secret: string | undefined): Expression | undefined =>
  options[`${name}-cipher-type`] === 'aes-256-cbc' && secret !== undefined
    ? call('BackupEncryption.clientSide', [value(secret), map({ configFile: value('s3.conf') })])
    : undefined;

/** The folder of a repository; PGO's own where none is said. */
const place = (name: string, options: Options): Expression => {
  const path = textOf(options[`${name}-path`]);
  return call('ArchivePlace.pgBackRest', path === undefined ? [] : [map({ path: value(path) })]);
};

const schedules = (repo: Json): Expression =>
  list(
    ['full', 'differential', 'incremental'].flatMap((type) => {
      const cron = textOf(at(repo, 'schedules', type));
      return cron === undefined ? [] : [call(`BackupSchedule.${type}`, [value(cron)])];
    }),
  );

/** The policy that says where backups go, when, and for how long. */
export function policyParts({ raw: { spec } }: KubeObject): Part[] {
  const pgbackrest = at(spec, 'backups', 'pgbackrest');
  const options = mapOf(at(pgbackrest, 'global'));
  const secret = listOf(at(pgbackrest, 'configuration')).flatMap((one) => textOf(at(one, 'secret', 'name')) ?? [])[0];
  const encryption = (name: string): { readonly encryption?: Expression } => {
    const said = encryptionOf(name, options, secret);
    return said === undefined ? {} : { encryption: said };
  };
  const repositories = listOf(at(pgbackrest, 'repos')).flatMap((repo) => {
    const where = target(repo, options, secret);
    const name = textOf(at(repo, 'name')) ?? '';
    return where === undefined
      ? []
      : [
          {
            target: where,
            place: place(name, options),
            schedules: schedules(repo),
            retention: retention(name, options),
            ...encryption(name),
          },
        ];
  });
  const [first, ...others] = repositories;
  if (!first) {
    return [];
  }
  const compression = COMPRESSIONS[textOf(options['compress-type']) ?? ''];
  const startFast = textOf(options['start-fast']);
  const processes = number(options['process-max']);
  return [
    {
      variable: 'backups',
      construct: 'BackupPolicy',
      id: 'Backups',
      rows: [
        needed('cluster', local('cluster')),
        needed('target', first.target),
        { path: 'place', value: first.place },
        ...row('encryption', first.encryption),
        needed('schedules', first.schedules),
        needed('retention', first.retention),
        ...(others.length > 0 ? row('additionalRepositories', list(others.map((one) => map(one)))) : []),
        ...row('transfer.compression', compression === undefined ? undefined : member(`BackupCompression.${compression}`)),
        ...row('transfer.immediateCheckpoint', startFast === undefined ? undefined : value(startFast === 'y')),
        ...row('transfer.parallelism', given(processes)),
      ],
    },
  ];
}

/** What the cluster was made of: an archive that somebody else may have written. It is read once, when the cluster is made. */
export function originRow({ name: cluster, raw: { spec } }: KubeObject): Row[] {
  const source = at(spec, 'dataSource', 'pgbackrest');
  const repo = at(source, 'repo');
  const options = mapOf(at(source, 'global'));
  const secret = listOf(at(source, 'configuration')).flatMap((one) => textOf(at(one, 'secret', 'name')) ?? [])[0];
  const name = textOf(at(repo, 'name')) ?? '';
  const where = repo === undefined ? undefined : target(repo, options, secret);
  if (where === undefined) {
    return [];
  }
  const path = textOf(options[`${name}-path`]);
  const stanza = textOf(at(source, 'stanza'));
  const index = Number(name.replace('repo', ''));
  const archive = map({
    clusterName: value(cluster),
    target: where,
    repository: index === 1 ? undefined : value(index),
    encryption: encryptionOf(name, options, secret),
    place: call('ArchivePlace.pgBackRest', [
      map({
        path: given(path),
        stanza: stanza === undefined || stanza === 'db' ? undefined : value(stanza),
      }),
    ]),
  });
  return [{ path: 'recovery', value: call('RecoverySource.fromArchive', [call('BackupArchive.at', [archive])]) }];
}
