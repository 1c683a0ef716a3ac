import { fits } from '../../manifests/compare/path';
import { at, canonical, isMap, Json, listOf, textOf } from '../../values/json';
import { sameLines } from '../crunchy/hba';

/** A field that may differ, and when both say the same. */
interface Meaning {
  readonly type?: string;
  readonly field: string;
  readonly same: (read: Json | undefined, printed: Json | undefined) => boolean;
  /** What is different all the same, for the report. */
  readonly why: string;
}

/** Fields of a cron value without needless zeros and white space. */
const cron = (json: Json | undefined): string =>
  (textOf(json) ?? '')
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/\b0+(?=\d)/g, '');

/** A moment in milliseconds, that of UTC where there is no zone. */
const moment = (json: Json | undefined): number => {
  const text = (textOf(json) ?? '').replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
};

const onlyPrinted = (read: Json | undefined): boolean => read === undefined;

/** Attributes of a role without those that every role has, in one order. */
function attributes(options: Json | undefined): string {
  return (textOf(options) ?? '')
    .toUpperCase()
    .replace(/\bCONNECTION\s+LIMIT\s+-1\b/, '')
    .replace(/\bVALID\s+UNTIL\s+'INFINITY'/, '')
    .split(/\s+/)
    .filter((word) => word !== '' && word !== 'LOGIN')
    .sort()
    .join(' ');
}

/** Flags of a role, in one order. */
const flags = (json: Json | undefined): string =>
  listOf(json)
    .map((flag) => (textOf(flag) ?? '').toLowerCase())
    .filter((flag) => flag !== 'login')
    .sort()
    .join(' ');

const NOTES = 'the library writes notes of its own, and what keeps Argo CD, Flux and Helm from deleting data; no operator reads them';

/** What may differ without making a difference to a cluster that runs. */
const MEANINGS: readonly Meaning[] = [
  ...['metadata.annotations', 'metadata.annotations.*', 'metadata.annotations["*"]'].map((field) => ({
    field,
    same: onlyPrinted,
    why: NOTES,
  })),
  {
    type: 'postgres-operator.crunchydata.com/PostgresCluster',
    field: 'spec.users[*].options',
    same: (read, printed) => attributes(read) === attributes(printed),
    why: 'other words with the same meaning to ALTER ROLE',
  },
  {
    type: 'postgres-operator.crunchydata.com/PostgresCluster',
    field: 'spec.users[*].databases',
    same: (read, printed) => Array.isArray(read) && read.length === 0 && printed === undefined,
    why: 'a user of no database, as one of whom none is said',
  },
  ...['spec.preparedDatabases', 'spec.preparedDatabases.*'].map((field) => ({
    type: 'acid.zalan.do/postgresql',
    field,
    same: (read: Json | undefined, printed: Json | undefined) =>
      (isMap(read) && Object.keys(read).length === 0 && isMap(printed) && Object.keys(printed).length === 1) ||
      (read === undefined && isMap(printed) && Object.keys(printed).length === 0),
    why: 'an empty map is to the operator a database of the name of the cluster',
  })),
  {
    type: 'acid.zalan.do/postgresql',
    field: 'spec.users.*',
    same: (read, printed) => flags(read) === flags(printed),
    why: 'the same flags in another order',
  },
  ...['spec.authentication', 'spec.authentication.rules'].map((field) => ({
    type: 'postgres-operator.crunchydata.com/PostgresCluster',
    field,
    same: (read: Json | undefined, printed: Json | undefined) =>
      field.endsWith('rules') ? sameLines(read, printed) : printed === undefined && sameLines(at(read, 'rules'), undefined),
    why: 'a line that is reached by nobody, or that PGO writes by itself',
  })),
  ...[
    ['postgresql.cnpg.io/Cluster', 'spec.backup.barmanObjectStore.destinationPath'],
    ['postgresql.cnpg.io/Cluster', 'spec.externalClusters[*].barmanObjectStore.destinationPath'],
    ['barmancloud.cnpg.io/ObjectStore', 'spec.configuration.destinationPath'],
  ].map(([type, field]) => ({
    type: type!,
    field: field!,
    same: (read: Json | undefined, printed: Json | undefined) =>
      (textOf(read) ?? '').replace(/\/$/, '') === (textOf(printed) ?? '').replace(/\/$/, ''),
    why: 'the same place: barman-cloud makes nothing of a slash at the end',
  })),
  ...['spec.users[*].password', 'spec.users[*].password.type'].map((field) => ({
    type: 'postgres-operator.crunchydata.com/PostgresCluster',
    field,
    same: onlyPrinted,
    why: 'of which characters PGO makes a password where there is none; the one that is there stays',
  })),
  ...['superuser', 'createdb', 'createrole', 'replication', 'bypassrls'].map((attribute) => ({
    type: 'postgresql.cnpg.io/Cluster',
    field: `spec.managed.roles[*].${attribute}`,
    same: (read: Json | undefined, printed: Json | undefined) => read === false && printed === undefined,
    why: 'what a role has not where nothing is said',
  })),
  {
    type: 'postgresql.cnpg.io/Cluster',
    field: 'spec.bootstrap.recovery.recoveryTarget.targetTime',
    same: (read, printed) => !Number.isNaN(moment(read)) && moment(read) === moment(printed),
    why: 'the same moment',
  },
  ...[
    ['postgres-operator.crunchydata.com/PostgresCluster', 'spec.backups.pgbackrest.repos[*].schedules.*'],
    ['acid.zalan.do/postgresql', 'spec.logicalBackupSchedule'],
    ['postgresql.cnpg.io/ScheduledBackup', 'spec.schedule'],
  ].map(([type, field]) => ({
    type: type!,
    field: field!,
    same: (read: Json | undefined, printed: Json | undefined) => cron(read) !== '' && cron(read) === cron(printed),
    why: 'the same times in other digits',
  })),
  ...['archive-push-queue-max', 'start-fast', 'compress-*', 'repo*-bundle', 'repo*-bundle-*', 'repo*-block', 'repo*-retention-*'].map(
    (option) => ({
      type: 'postgres-operator.crunchydata.com/PostgresCluster',
      field: `spec.dataSource.pgbackrest.global.${option}`,
      same: (_: Json | undefined, printed: Json | undefined) => printed === undefined,
      why: 'a restore does not read it',
    }),
  ),
];

const find = (type: string, field: string, read: Json | undefined, printed: Json | undefined): Meaning | undefined =>
  MEANINGS.find((one) => (one.type === undefined || one.type === type) && fits(one.field, field) && one.same(read, printed));

/** Whether what is printed means to the operator what was read. */
export const meansTheSame = (type: string, field: string, read: Json | undefined, printed: Json | undefined): boolean =>
  canonical(read) === canonical(printed) || find(type, field, read, printed) !== undefined;

/** Why a difference makes none. */
export const whyTheSame = (type: string, field: string, read: Json | undefined, printed: Json | undefined): string | undefined =>
  find(type, field, read, printed)?.why;
