import { Rule } from '../../../private/rules';
import type { ClusterContext } from '../rule-contexts';
import { hasExtensions } from './database-spec';
import { extensionProblem } from './extensions';
import { DatabaseOptions } from '../../../model/database';
import { characters, provider } from '../cluster/spilo';
import { localesOf } from '../../shared/locales';

/** The operator's own pattern, without the one name that JavaScript cannot have as a key. */
const DATABASE = /^(?!(__proto__|constructor)$)[a-zA-Z_][a-zA-Z0-9_]*$/;

/** The roles that come with extensions are called `<database>_writer` at the longest, and PostgreSQL cuts names at 63 bytes. */
const MAX_NAME_WITH_EXTENSIONS = 56;

/** The last major whose initdb makes no checksums by itself. */
const LAST_WITHOUT_CHECKSUMS = 17;

/** Locales that Spilo is built with where nobody asks for others, and those of every Ubuntu; the C library has no eye for the case of an encoding. */
const SPILO_LOCALES = /^(C|POSIX|(C|en_US)\.[Uu][Tt][Ff]-?8)$/;

/** Encodings that go with a locale of UTF-8. */
const FIT_UTF8 = ['UTF8', 'SQL_ASCII'];

/** What this operator adds to the rules of databases. */
export const DATABASE_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'ZAL-008',
    summary: `database names are letters, digits and '_', with no digit first`,
    why: 'the operator skips such a database, and only its log says why',
    check: ({ model: { databases } }) =>
      databases.flatMap(({ name }, i) =>
        DATABASE.test(name)
          ? []
          : [
              `'databases[${i}].name' must be letters, digits and '_', with no digit first, got '${name}'; write for example 'orders_archive'`,
            ],
      ),
  },
  {
    id: 'ZAL-151',
    summary: 'all databases have the same encoding and locale',
    why: 'the operator creates databases without either, so that each is like the template of the cluster',
    check: ({ model: { databases } }) => {
      const [first, ...others] = databases.map((database) => ({ name: database.name, ...characters(database) }));
      const other = others.find(({ encoding, locale }) => encoding !== first?.encoding || locale !== first.locale);
      return first && other
        ? `'encoding' and 'locale' must be the same for all databases, got ${first.encoding} and ${first.locale} of '${first.name}', ${other.encoding} and ${other.locale} of '${other.name}'; write the same for each`
        : undefined;
    },
  },
  {
    id: 'ZAL-152',
    summary: 'encoding and locale go together',
    why: 'initdb refuses other pairs, so that no instance ever starts',
    check: ({ model: { databases } }) =>
      databases.flatMap((database) => {
        const { encoding, locale } = characters(database);
        return !/\.utf-?8$/i.test(locale) || FIT_UTF8.includes(encoding)
          ? []
          : [
              `'encoding' of '${database.name}' must be UTF8 with the locale '${locale}', got '${encoding}'; write locale: 'C', or a locale of that encoding`,
            ];
      }),
  },
  {
    id: 'ZAL-294',
    summary: 'the image of the operator has the locales of the databases and of the parameters',
    why: 'initdb fails, or the server does not start: Spilo is built with one locale beside those of every system',
    check: ({ model, settings }) =>
      model.image === undefined && settings.defaultImage === undefined
        ? localesOf(model)
            .filter(({ locale }) => !SPILO_LOCALES.test(locale))
            .map(
              ({ of, locale }) =>
                `the locale of '${of}' must be en_US.UTF-8, C.UTF-8, C or POSIX with the image that the operator takes, got '${locale}'; write PostgresImage.pinned(...) of a Spilo image that was built with it, or a database with the locale provider ICU`,
            )
        : undefined,
  },
  {
    id: 'ZAL-201',
    summary: `checksums can be left off up to PostgreSQL ${LAST_WITHOUT_CHECKSUMS}`,
    why: 'later initdb turns them on by itself, and the operator cannot tell it not to',
    check: ({ model: { creation, version } }) =>
      creation.dataChecksums === false && version.majorNumber > LAST_WITHOUT_CHECKSUMS
        ? `'creation.dataChecksums' must not be false on PostgreSQL ${version.major}; leave it out`
        : undefined,
  },
  {
    id: 'ZAL-202',
    summary: 'all databases have the same locale provider',
    why: 'the operator creates databases as copies of the template of the cluster, and says nothing of another provider',
    check: ({ model: { databases } }) => {
      const [first, ...others] = databases;
      const says = (one: DatabaseOptions): string => JSON.stringify(provider(one));
      const other = others.find((one) => says(one) !== says(first!));
      return first && other
        ? `'localeProvider' and what goes with it must be the same for all databases, got ${says(first)} of '${first.name}' and ${says(other)} of '${other.name}'; write the same for each`
        : undefined;
    },
  },
  {
    id: 'ZAL-153',
    summary: 'extensions can be in the schema that they go to',
    why: 'the operator names the schema when it creates an extension, PostgreSQL refuses it, and the cluster is never complete',
    check: ({ model: { databases } }) =>
      databases.flatMap(({ name, extensions = [] }) =>
        extensions.map((extension) => extensionProblem(name, extension)).filter((problem) => problem !== undefined),
      ),
  },
  {
    id: 'ZAL-154',
    summary: `the name of a database with extensions is in lower case, with at most ${MAX_NAME_WITH_EXTENSIONS} characters`,
    why: 'the operator makes roles with that name in front, which it does not quote and which PostgreSQL cuts, and gives up',
    check: ({ model: { databases } }) =>
      databases
        .filter(hasExtensions)
        .filter(({ name }) => DATABASE.test(name) && (name !== name.toLowerCase() || name.length > MAX_NAME_WITH_EXTENSIONS))
        .map(
          ({ name }) =>
            `the name of a database with extensions must be in lower case with at most ${MAX_NAME_WITH_EXTENSIONS} characters, got '${name}'; write another name, or leave 'extensions' out`,
        ),
  },
];
