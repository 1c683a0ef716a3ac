import { ClusterModel } from '../model/cluster-model';
import { Rule } from '../private/rules';
import { isCount, isIdentifier } from '../private/value-problems';

/** The schema that every database has. */
export const PUBLIC = 'public';
const SCHEMA_OF_THE_SYSTEM = /^(pg_|information_schema$)/;
const EXTENSION = /^[a-z][a-z0-9_-]*$/;
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._+-]*$/;
const LOCALE = /^[A-Za-z0-9][A-Za-z0-9._@-]*$/;

/** Encodings of PostgreSQL that a server can have. @see https://www.postgresql.org/docs/current/multibyte.html */
const ENCODINGS: readonly string[] =
  'EUC_CN EUC_JP EUC_JIS_2004 EUC_KR EUC_TW ISO_8859_5 ISO_8859_6 ISO_8859_7 ISO_8859_8 KOI8R KOI8U LATIN1 LATIN2 LATIN3 LATIN4 LATIN5 LATIN6 LATIN7 LATIN8 LATIN9 LATIN10 MULE_INTERNAL SQL_ASCII UTF8 WIN866 WIN874 WIN1250 WIN1251 WIN1252 WIN1253 WIN1254 WIN1255 WIN1256 WIN1257 WIN1258'.split(
    ' ',
  );

/** What is wrong with how many may be connected at once, as a role or to a database. */
export const connectionLimitProblems = (limited: readonly { readonly name: string; readonly connectionLimit?: number }[]): string[] =>
  limited.flatMap(({ name, connectionLimit: limit }) =>
    limit === undefined || isCount(limit, 0) ? [] : [`'connectionLimit' of '${name}' must be a whole number from 0, got ${limit}`],
  );

/** What holds for what is in a database on every operator. */
export const DATABASE_RULES: readonly Rule<{ readonly model: ClusterModel }>[] = [
  {
    id: 'DB-001',
    summary: 'schemas have names of 1 to 63 bytes, each once, not those of PostgreSQL itself',
    why: 'PostgreSQL refuses or cuts other names, and public is there already',
    check: ({ model: { databases } }) =>
      databases.flatMap(({ name, schemas = [] }) =>
        schemas.flatMap((schema, i) => {
          if (!isIdentifier(schema) || SCHEMA_OF_THE_SYSTEM.test(schema) || schema === PUBLIC) {
            return [`'schemas' of '${name}' must be names of 1 to 63 bytes, not public, information_schema nor 'pg_...', got '${schema}'`];
          }
          return schemas.indexOf(schema) < i ? [`'schemas' of '${name}' has '${schema}' twice`] : [];
        }),
      ),
  },
  {
    id: 'DB-002',
    summary: 'extensions have the names of extensions, each once',
    why: 'the image has no other, and the operator would try for ever',
    check: ({ model: { databases } }) =>
      databases.flatMap(({ name, extensions = [] }) =>
        extensions.flatMap((extension, i) => {
          if (!EXTENSION.test(extension.name) || !isIdentifier(extension.name)) {
            return [`'extensions' of '${name}' must be lower-case letters, digits, '_' and '-', got '${extension.name}'`];
          }
          return extensions.findIndex((other) => other.name === extension.name) < i
            ? [`'extensions' of '${name}' has '${extension.name}' twice`]
            : [];
        }),
      ),
  },
  {
    id: 'DB-003',
    summary: 'versions of extensions are versions',
    why: 'PostgreSQL refuses the extension',
    check: ({ model: { databases } }) =>
      databases.flatMap(({ name, extensions = [] }) =>
        extensions
          .filter(({ version }) => version !== undefined && !VERSION.test(version))
          .map(
            (extension) =>
              `the version of '${extension.name}' in '${name}' must be letters, digits, '.', '_', '+' and '-', got '${extension.version}'`,
          ),
      ),
  },
  {
    id: 'DB-004',
    summary: 'an extension goes to public or to a schema that the database declares',
    why: 'PostgreSQL refuses an extension for a schema that is not there',
    check: ({ model: { databases } }) =>
      databases.flatMap(({ name, extensions = [], schemas = [] }) =>
        extensions
          .filter(({ schema = PUBLIC }) => ![PUBLIC, ...schemas].includes(schema))
          .map((extension) => `the schema of '${extension.name}' must be one of '${name}', got '${extension.schema}'; add it to 'schemas'`),
      ),
  },
  {
    id: 'DB-005',
    summary: 'a limit of connections is a whole number from 0',
    why: 'the API server or PostgreSQL refuses it',
    check: ({ model: { databases } }) => connectionLimitProblems(databases),
  },
  {
    id: 'DB-006',
    summary: 'encoding is one that PostgreSQL can have on a server',
    why: 'the database, or the cluster, would not be created',
    check: ({ model: { databases } }) =>
      databases.flatMap(({ name, encoding }) =>
        encoding === undefined || ENCODINGS.includes(encoding)
          ? []
          : [`'encoding' of '${name}' must be ${ENCODINGS.join(', ')}, got '${encoding}'`],
      ),
  },
  {
    id: 'DB-007',
    summary: 'locale is the name of a locale',
    why: 'the database, or the cluster, would not be created',
    check: ({ model: { databases } }) =>
      databases.flatMap(({ name, locale }) =>
        locale === undefined || (LOCALE.test(locale) && locale.length <= 63)
          ? []
          : [`'locale' of '${name}' must be a name such as 'de_DE.UTF-8' or 'C', got '${locale}'`],
      ),
  },
];
