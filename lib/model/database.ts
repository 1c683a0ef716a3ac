import { LocaleProvider } from './locale-provider';

/**
 * An extension in a database.
 */
export interface ExtensionOptions {
  /** Name of the extension, as in `CREATE EXTENSION`. The image has to have it. */
  readonly name: string;

  /**
   * Version of the extension, as in `CREATE EXTENSION ... VERSION`.
   *
   * @default - the one that the image has as its default, at the time of creation
   */
  readonly version?: string;

  /**
   * Schema that the objects of the extension go to: `public` or one that the database declares (rule DB-004).
   *
   * @default - the one that the extension says, or `public`
   */
  readonly schema?: string;
}

/**
 * A database and the role that owns it.
 */
export interface DatabaseOptions {
  /** Name of the database. Not `postgres`, `template0` or `template1` (rule HA-012). */
  readonly name: string;

  /**
   * The role that owns the database; it is created with a password that the operator generates, unless `roles` says something else of it.
   *
   * The owner may do everything inside its database, creating tables in the schema `public` included, and nothing outside of it.
   */
  readonly owner: string;

  /**
   * Schemas of the database beside `public`, which the owner owns too.
   *
   * @default - none
   */
  readonly schemas?: string[];

  /**
   * Extensions of the database.
   *
   * @default - those that the operator needs
   */
  readonly extensions?: ExtensionOptions[];

  /**
   * Encoding of the database; `UTF8` everywhere but for a reason.
   *
   * @default UTF8
   * @see https://www.postgresql.org/docs/current/multibyte.html
   */
  readonly encoding?: string;

  /**
   * Locale of the C library that texts are compared and sorted by, as the image has it: `de_DE.UTF-8`. It cannot be changed later.
   *
   * @default - the operator's
   * @see https://www.postgresql.org/docs/current/locale.html
   */
  readonly locale?: string;

  /**
   * What compares and sorts texts. It cannot be changed later, and other databases of the cluster may have another one on CloudNativePG alone.
   *
   * @default - that of the template, which is libc unless somebody said otherwise
   */
  readonly localeProvider?: LocaleProvider;

  /**
   * Locale of ICU, a language tag: `de-DE`, `und`; with `LocaleProvider.ICU` (rule DB-022).
   *
   * @default - none
   */
  readonly icuLocale?: string;

  /**
   * Rules of ICU on top of its locale (rule DB-023).
   *
   * @default - none
   * @see https://www.postgresql.org/docs/current/collation.html#ICU-TAILORING-RULES
   */
  readonly icuRules?: string;

  /**
   * `C`, `C.UTF-8` or, from PostgreSQL 18 on, `PG_UNICODE_FAST`; with `LocaleProvider.BUILTIN` (rule DB-022).
   *
   * @default - none
   */
  readonly builtinLocale?: string;

  /**
   * Connections that the database takes at once, from 0 (rule DB-005).
   *
   * @default - no limit of its own
   */
  readonly connectionLimit?: number;
}
