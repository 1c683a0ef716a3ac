import { ClusterModel } from '../model/cluster-model';
import { CreationSql } from '../model/creation-sql';
import { DatabaseOptions } from '../model/database';
import { LocaleProvider } from '../model/locale-provider';
import { DNS_SUBDOMAIN } from '../model/names';
import { mebibytes } from '../model/quantity';
import { RecoveryKind } from '../model/recovery-source';
import { Rule } from '../private/rules';

/** Databases that every cluster has, and that SQL of one's own may be for. */
const OF_EVERY_CLUSTER = ['postgres', 'template1'];

const KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/** A password that stands in a statement. None and a verifier of none are no passwords. */
const PASSWORD = /\bPASSWORD\s+(?:[EU]&?)?(?:'(?!')|\$)/i;

const MAX_SEGMENT = 1024;

/** The first major versions that have what is said of a locale. */
const SINCE = { icu: 15, icuRules: 16, builtin: 17 };

const BUILTIN_LOCALES = ['C', 'C.UTF-8', 'PG_UNICODE_FAST'];

const ICU_LOCALE = /^[A-Za-z0-9][A-Za-z0-9@=;_-]*$/;

/** What holds on every operator for what counts once, when a cluster is made. */
export const CREATION_RULES: readonly Rule<{ readonly model: ClusterModel }>[] = [
  {
    id: 'SQL-001',
    summary: 'SQL of creation is a text, or a key of a ConfigMap',
    why: 'there would be nothing to run, and the cluster would wait for ever',
    check: ({ model: { creation } }) => (creation.sql ?? []).flatMap((one, i) => sourceProblems(one, `creation.sql[${i}]`)),
  },
  {
    id: 'SQL-002',
    summary: 'SQL of creation runs in postgres, template1 or a database of the cluster',
    why: 'the operator would try for ever to reach another one',
    check: ({ model: { creation, databases } }) =>
      (creation.sql ?? []).flatMap(({ database }, i) => {
        const known = [...OF_EVERY_CLUSTER, ...databases.map(({ name }) => name)];
        return known.includes(database) ? [] : [`'creation.sql[${i}].database' must be ${known.join(', ')}, got '${database}'`];
      }),
  },
  {
    id: 'SQL-003',
    summary: 'a cluster with SQL of creation begins empty',
    why: 'the data of another cluster has what was run there, and one operator would run it once more while the others would not',
    check: ({ model: { creation, recovery, formerOrigin, replica } }) =>
      (creation.sql ?? []).length > 0 &&
      (replica !== undefined || ![undefined, RecoveryKind.IMPORT].includes((recovery ?? formerOrigin)?.kind))
        ? `'creation.sql' must not be given beside '${replica === undefined ? 'recovery' : 'source'}'; leave it out, and run by hand what the data does not have`
        : undefined,
  },
  {
    id: 'SQL-004',
    summary: 'SQL of creation sets no password',
    why: 'a credential in the program is a credential in the repository, for ever',
    check: ({ model: { creation } }) =>
      (creation.sql ?? []).flatMap(({ sql }, i) =>
        sql !== undefined && PASSWORD.test(sql)
          ? [
              `'creation.sql[${i}]' must not set a password; write the role in 'roles', whose password is in a Secret, and consider this one as leaked`,
            ]
          : [],
      ),
  },
  {
    id: 'DB-020',
    summary: 'data pages have checksums, or there is a reason',
    why: 'a damaged page is copied to replicas and backups for months before anybody reads it',
    check: ({ model: { creation } }) =>
      creation.dataChecksums === false
        ? `'creation.dataChecksums' must not be false; leave it out, or Rules.of(cluster).suppress('DB-020', '<the reason>')`
        : undefined,
  },
  {
    id: 'DB-021',
    summary: `files of WAL are 1 to ${MAX_SEGMENT} MiB large, a power of two`,
    why: 'initdb refuses another size, and no instance ever starts',
    check: ({ model: { creation } }) => {
      const size = creation.walSegmentSize && mebibytes(creation.walSegmentSize);
      return size === undefined || (size >= 1 && size <= MAX_SEGMENT && Number.isInteger(Math.log2(size)))
        ? undefined
        : `'creation.walSegmentSize' must be 1, 2, 4 ... ${MAX_SEGMENT} MiB, got ${size}`;
    },
  },
  {
    id: 'DB-022',
    summary: 'a database has what its locale provider sorts by, and of no other provider',
    why: 'PostgreSQL refuses the database, or the cluster',
    check: ({ model: { databases } }) => databases.flatMap(providerProblems),
  },
  {
    id: 'DB-023',
    summary: `ICU needs PostgreSQL ${SINCE.icu}, its rules ${SINCE.icuRules}, and the provider of PostgreSQL itself ${SINCE.builtin}`,
    why: 'PostgreSQL refuses the database, or the cluster',
    check: ({ model: { databases, version } }) =>
      databases.flatMap(({ name, localeProvider, icuRules }) =>
        (
          [
            ['localeProvider: ICU', localeProvider === LocaleProvider.ICU, SINCE.icu],
            ['icuRules', icuRules !== undefined, SINCE.icuRules],
            ['localeProvider: BUILTIN', localeProvider === LocaleProvider.BUILTIN, SINCE.builtin],
          ] as const
        )
          .filter(([, isSaid, since]) => isSaid && version.majorNumber < since)
          .map(
            ([prop, , since]) =>
              `'${prop}' of '${name}' needs PostgreSQL ${since} or later, got ${version.major}; leave it out, or take a later one`,
          ),
      ),
  },
];

function sourceProblems({ sql, configMapName, configMapKey }: CreationSql, place: string): string[] {
  if (sql !== undefined) {
    return sql.trim() === '' || sql.includes('\0') ? [`'${place}' must have a statement, got ${JSON.stringify(sql)}`] : [];
  }
  return [
    ...(configMapName !== undefined && DNS_SUBDOMAIN.test(configMapName) && configMapName.length <= 253
      ? []
      : [`'${place}.configMapName' must be the name of a ConfigMap, got '${configMapName}'`]),
    ...(configMapKey !== undefined && KEY.test(configMapKey)
      ? []
      : [`'${place}.configMapKey' must be letters, digits, '-', '_' and '.', got '${configMapKey}'`]),
  ];
}

function providerProblems({ name, localeProvider, icuLocale, icuRules, builtinLocale }: DatabaseOptions): string[] {
  const isIcu = localeProvider === LocaleProvider.ICU;
  const isBuiltin = localeProvider === LocaleProvider.BUILTIN;
  return [
    ...(isIcu === (icuLocale !== undefined)
      ? []
      : [`'icuLocale' of '${name}' goes with localeProvider: LocaleProvider.ICU, and that with it; write both, or neither`]),
    ...(icuLocale === undefined || ICU_LOCALE.test(icuLocale)
      ? []
      : [`'icuLocale' of '${name}' must be a language tag such as 'de-DE' or 'und', got '${icuLocale}'`]),
    ...(icuRules === undefined || isIcu ? [] : [`'icuRules' of '${name}' goes with localeProvider: LocaleProvider.ICU; leave it out`]),
    ...(isBuiltin === (builtinLocale !== undefined)
      ? []
      : [`'builtinLocale' of '${name}' goes with localeProvider: LocaleProvider.BUILTIN, and that with it; write both, or neither`]),
    ...(builtinLocale === undefined || BUILTIN_LOCALES.includes(builtinLocale)
      ? []
      : [`'builtinLocale' of '${name}' must be ${BUILTIN_LOCALES.join(', ')}, got '${builtinLocale}'`]),
  ];
}
