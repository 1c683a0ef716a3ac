import { onlyMembers } from './members';

/**
 * What compares and sorts texts.
 *
 * @see https://www.postgresql.org/docs/current/locale.html#LOCALE-PROVIDERS
 */
export enum LocaleProvider {
  /** The C library of the image, by `locale`. */
  LIBC = 'libc',
  /** ICU, by `icuLocale`. */
  ICU = 'icu',
  /** PostgreSQL itself, by `builtinLocale`; from PostgreSQL 17 on. */
  BUILTIN = 'builtin',
}
onlyMembers(LocaleProvider, 'LocaleProvider');
