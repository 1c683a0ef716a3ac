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
