import { DatabaseOptions } from '../../../model/database';
import { ClusterModel } from '../../../model/cluster-model';
import { mebibytes } from '../../../model/quantity';
import { ClusterDefault } from '../../../model/take-over';
import { hasDefault } from '../../../private/cluster-defaults';
import { citusFirst } from '../../shared/libraries';

/**
 * What the Spilo image sets by itself and gives up where a cluster sets the same thing: it merges maps, but takes lists as they are.
 *
 * @see https://github.com/zalando/spilo/blob/master/postgres-appliance/scripts/configure_spilo.py
 */

/**
 * Options of initdb. The operator always passes a list of its own, so that Spilo's defaults are lost unless they are repeated; without
 * checksums a broken page would be replicated and backed up for months before anybody reads it.
 *
 * Every database is a copy of the template that initdb makes, so the first one speaks for all: rule ZAL-151 has refused another.
 */
export function initdb({ databases: [first], creation, leftOff }: Pick<ClusterModel, 'databases' | 'creation' | 'leftOff'>): {
  [option: string]: string;
} {
  const decides = hasDefault({ leftOff }, ClusterDefault.CREATION);
  const { dataChecksums = decides, walSegmentSize } = creation;
  const { encoding, locale } = first ?? {};
  return {
    ...(decides ? characters(first) : { ...(encoding !== undefined && { encoding }), ...(locale !== undefined && { locale }) }),
    ...provider(first),
    // An option that says no has a value here, which initdb refuses.
    ...(dataChecksums && { 'data-checksums': 'true' }),
    ...(walSegmentSize && { 'wal-segsize': String(mebibytes(walSegmentSize)) }),
  };
}

/** What compares and sorts texts, as far as it is said. */
export const provider = ({ localeProvider, icuLocale, icuRules, builtinLocale }: Partial<DatabaseOptions> = {}): {
  [option: string]: string;
} => ({
  ...(localeProvider !== undefined && { 'locale-provider': localeProvider }),
  ...(icuLocale !== undefined && { 'icu-locale': icuLocale }),
  ...(icuRules !== undefined && { 'icu-rules': icuRules }),
  ...(builtinLocale !== undefined && { 'builtin-locale': builtinLocale }),
});

/** How a database stores and sorts texts. */
export const characters = ({ encoding = 'UTF8', locale = 'en_US.UTF-8' }: Partial<DatabaseOptions> = {}): {
  encoding: string;
  locale: string;
} => ({ encoding, locale });

const LIBRARIES = ['bg_mon', 'pg_stat_statements', 'pgextwlist', 'pg_auth_mon', 'set_user'];

/** Spilo adds these when `shared_preload_libraries` is not set; up to which major the images have them for certain. */
const ADDED_LIBRARIES: readonly (readonly [name: string, newest: number])[] = [
  // TimescaleDB followed PostgreSQL 18 later than the image did. A library that is missing keeps the server from starting, and one that
  // is not loaded can be listed by those who use it.
  ['timescaledb', 17],
  ['pg_cron', 18],
  ['pg_stat_kcache', 18],
];

/** What Spilo loads by itself. */
export function libraries({ version }: ClusterModel): string[] {
  return [...LIBRARIES, ...ADDED_LIBRARIES.filter(([, newest]) => version.majorNumber <= newest).map(([name]) => name)];
}

/** The libraries that Spilo loads, then those that the user asks for. Citus alone insists on being the first. */
export function preloadLibraries(model: ClusterModel): string {
  return citusFirst([...new Set([...libraries(model), ...model.preloadLibraries])]).join(',');
}
