import { lookup } from '../model/lookup';

/**
 * What known extensions need beside their name. Of an extension that is not here nothing is known, so it passes.
 *
 * What comes with PostgreSQL is tried out on PostgreSQL itself (test/real); the rest is what the documentation of each says.
 */
interface ExtensionFacts {
  /** The library without which it cannot be created, or does nothing. It has to be there when the server starts. */
  readonly library?: string;
  /** Extensions that have to be there before. */
  readonly after?: readonly string[];
  /** Whether a server can have it in one database only, the one that the parameter of its library names. */
  readonly single?: true;
  /** It comes with PostgreSQL, in all versions that this library knows. */
  readonly contrib?: true;
}

/** Extensions that have a library which must be preloaded, are made of others, or are in some images only. */
const EXTENSIONS: { readonly [name: string]: ExtensionFacts } = {
  // https://www.postgresql.org/docs/current/contrib.html
  pg_stat_statements: { library: 'pg_stat_statements', contrib: true },
  earthdistance: { after: ['cube'], contrib: true },
  bool_plperl: { after: ['plperl'], contrib: true },
  bool_plperlu: { after: ['plperlu'], contrib: true },
  hstore_plperl: { after: ['hstore', 'plperl'], contrib: true },
  hstore_plperlu: { after: ['hstore', 'plperlu'], contrib: true },
  hstore_plpython3u: { after: ['hstore', 'plpython3u'], contrib: true },
  jsonb_plperl: { after: ['plperl'], contrib: true },
  jsonb_plperlu: { after: ['plperlu'], contrib: true },
  jsonb_plpython3u: { after: ['plpython3u'], contrib: true },
  ltree_plpython3u: { after: ['ltree', 'plpython3u'], contrib: true },
  // https://github.com/citusdata/pg_cron#setting-up-pg_cron
  pg_cron: { library: 'pg_cron', single: true },
  // https://docs.citusdata.com/en/stable/installation/multi_node.html
  citus: { library: 'citus' },
  // https://docs.timescale.com/self-hosted/latest/install/
  timescaledb: { library: 'timescaledb' },
  timescaledb_toolkit: {},
  // https://github.com/pgaudit/pgaudit#settings
  pgaudit: { library: 'pgaudit' },
  // https://github.com/powa-team/pg_stat_kcache#installation
  pg_stat_kcache: { library: 'pg_stat_kcache', after: ['pg_stat_statements'] },
  // https://github.com/powa-team/pg_qualstats#installation
  pg_qualstats: { library: 'pg_qualstats' },
  // https://github.com/postgrespro/pg_wait_sampling#installation
  pg_wait_sampling: { library: 'pg_wait_sampling' },
  // https://github.com/2ndQuadrant/pglogical#usage
  pglogical: { library: 'pglogical' },
  // https://github.com/cybertec-postgresql/pg_squeeze#install
  pg_squeeze: { library: 'pg_squeeze' },
  // https://github.com/supabase/pg_net#installation
  pg_net: { library: 'pg_net' },
  // https://github.com/aws/pg_tle/blob/main/docs/01_install.md
  pg_tle: { library: 'pg_tle' },
  // https://github.com/CrunchyData/pgnodemx#configuration
  pgnodemx: { library: 'pgnodemx' },
  // https://github.com/RafiaSabih/pg_auth_mon
  pg_auth_mon: { library: 'pg_auth_mon' },
  // https://postgis.net/documentation/getting_started/
  postgis: {},
  postgis_raster: { after: ['postgis'] },
  postgis_sfcgal: { after: ['postgis'] },
  postgis_topology: { after: ['postgis'] },
  postgis_tiger_geocoder: { after: ['postgis', 'fuzzystrmatch'] },
  address_standardizer: {},
  // https://docs.pgrouting.org/latest/en/pgRouting-installation.html
  pgrouting: { after: ['postgis'] },
  // https://github.com/pgvector/pgvector#getting-started, https://github.com/timescale/pgvectorscale
  vector: {},
  vectorscale: { after: ['vector'] },
  // https://docs.percona.com/pg-stat-monitor/setup.html
  pg_stat_monitor: { library: 'pg_stat_monitor' },
  // https://github.com/michelp/pgsodium#installation
  pgsodium: { library: 'pgsodium' },
  supabase_vault: {},
};

/** Those that need nothing but an image that has them. */
const EXTENSIONS_OF_IMAGES: ReadonlySet<string> = new Set(
  `
  age count_distinct credcheck emaj h3 h3_postgis hll http hypopg index_advisor ip4r jsquery mobilitydb mongo_fdw multicorn mysql_fdw
  oracle_fdw orafce periods pg_background pg_bigm pg_duckdb pg_graphql pg_hint_plan pg_ivm pg_partman pg_repack pg_search pg_show_plans
  pg_similarity pg_textsearch pg_track_settings pg_uuidv7 pgfincore pgjwt pgml pgmq pgroonga pgtap pldbgapi pljava pllua plperl plperlu
  plprofiler plsh plv8 powa prefix q3c rdkit roaringbitmap rum semver set_user tds_fdw temporal_tables unit vchord vectors wrappers
`
    .trim()
    .split(/\s+/),
);

/** Libraries that are loaded and are not extensions, so that CREATE EXTENSION finds nothing of that name. */
export const LIBRARIES_ALONE: readonly string[] = [
  // https://www.postgresql.org/docs/current/contrib.html
  ...['auth_delay', 'auto_explain', 'basebackup_to_shell', 'basic_archive', 'passwordcheck', 'pg_overexplain', 'pgoutput', 'test_decoding'],
  ...['decoderbufs', 'pg_failover_slots', 'pg_plan_filter', 'pgextwlist', 'safeupdate', 'supautils', 'wal2json'],
];

/** Major versions of PostgreSQL. */
export interface Majors {
  readonly from?: number;
  readonly to?: number;
}

/**
 * What comes with PostgreSQL in some of its versions only.
 *
 * See appendix E of its documentation, the release notes, and the list of contributed modules of each version.
 */
export const EXTENSIONS_OF_SOME_VERSIONS: { readonly [name: string]: Majors } = {
  adminpack: { to: 16 },
  chkpass: { to: 10 },
  hstore_plpython2u: { to: 14 },
  hstore_plpythonu: { to: 14 },
  jsonb_plpython2u: { to: 14 },
  jsonb_plpythonu: { to: 14 },
  ltree_plpython2u: { to: 14 },
  ltree_plpythonu: { to: 14 },
  old_snapshot: { from: 14, to: 16 },
  pg_logicalinspect: { from: 18 },
  pg_walinspect: { from: 15 },
  plpython2u: { to: 14 },
  plpythonu: { to: 14 },
  timetravel: { to: 11 },
  tsearch2: { to: 9 },
};

/** The same of libraries that are no extensions. */
export const LIBRARIES_OF_SOME_VERSIONS: { readonly [library: string]: Majors } = {
  basebackup_to_shell: { from: 15 },
  basic_archive: { from: 15 },
  pg_overexplain: { from: 18 },
};

/** What people call some extensions, and what these are called. */
export const MISNOMERS: { readonly [name: string]: string } = {
  cron: 'pg_cron',
  pgcron: 'pg_cron',
  pg_audit: 'pgaudit',
  pg_vector: 'vector',
  pgvector: 'vector',
  pgvectorscale: 'vectorscale',
  pgpartman: 'pg_partman',
  timescale: 'timescaledb',
  uuid_ossp: 'uuid-ossp',
};

/** Libraries that work in one database, the parameter that names it, and the database where it does not; none where nothing works then. */
export const LIBRARY_HOMES: { readonly [library: string]: readonly [parameter: string, byDefault: string | undefined] } = {
  pg_cron: ['cron.database_name', 'postgres'],
  // https://github.com/pgpartman/pg_partman/blob/development/doc/pg_partman.md#background-worker
  pg_partman_bgw: ['pg_partman_bgw.dbname', undefined],
};

/** Libraries by names that their files do not have, and what these are called. */
export const LIBRARY_MISNOMERS: { readonly [library: string]: string } = {
  intarray: '_int',
  pg_audit: 'pgaudit',
  pg_partman: 'pg_partman_bgw',
  pg_vector: 'vector',
  pgcron: 'pg_cron',
  pgvector: 'vector',
  plpython3u: 'plpython3',
  postgis: 'postgis-3',
  postgis_raster: 'postgis_raster-3',
  postgis_topology: 'postgis_topology-3',
  timescale: 'timescaledb',
  xml2: 'pgxml',
};

/**
 * Libraries that have a worker of their own as long as the server runs. Those that start workers now and then need more, by their own
 * settings.
 */
export const LIBRARIES_WITH_WORKER: readonly string[] = [
  ...['bg_mon', 'pg_cron', 'pg_failover_slots', 'pg_net', 'pg_partman_bgw', 'pg_prewarm', 'pg_squeeze', 'pg_wait_sampling', 'pglogical'],
  'timescaledb',
];

/** All extensions that something is known of. */
export const KNOWN_EXTENSIONS: readonly string[] = [...Object.keys(EXTENSIONS), ...EXTENSIONS_OF_IMAGES];

/** What is known of an extension. */
export const extensionFacts = (name: string): ExtensionFacts | undefined =>
  lookup(EXTENSIONS, name) ?? (EXTENSIONS_OF_IMAGES.has(name) ? {} : undefined);
