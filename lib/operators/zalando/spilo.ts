import { ClusterModel } from '../../model/models';
import { POOLER } from './names';

/**
 * What the Spilo image sets by itself and gives up where a cluster sets the same thing: it merges maps, but takes lists as they are.
 *
 * @see https://github.com/zalando/spilo/blob/master/postgres-appliance/scripts/configure_spilo.py
 */

/**
 * Options of initdb. The operator always passes a list of its own, so that Spilo's defaults are lost unless they are repeated; without
 * checksums a broken page would be replicated and backed up for months before anybody reads it.
 */
export const INITDB: { [option: string]: string } = { encoding: 'UTF8', locale: 'en_US.UTF-8', 'data-checksums': 'true' };

const LIBRARIES = ['bg_mon', 'pg_stat_statements', 'pgextwlist', 'pg_auth_mon', 'set_user'];

/** Spilo adds these when `shared_preload_libraries` is not set; up to which major the images have them for certain. */
const ADDED_LIBRARIES: readonly (readonly [name: string, newest: number])[] = [
  // TimescaleDB followed PostgreSQL 18 later than the image did. A library that is missing keeps the server from starting, and one that
  // is not loaded can be listed by those who use it.
  ['timescaledb', 17],
  ['pg_cron', 18],
  ['pg_stat_kcache', 18],
];

/** The libraries that Spilo loads, then those that the user asks for. */
export function preloadLibraries({ preloadLibraries: asked, version }: ClusterModel): string {
  const added = ADDED_LIBRARIES.filter(([, newest]) => version.majorNumber <= newest).map(([name]) => name);
  return [...new Set([...LIBRARIES, ...added, ...asked])].join(',');
}

// The method `md5` takes both kinds of stored passwords: the SCRAM verifiers that version 2.0 of the operator writes and the MD5 hashes of
// 1.15. The method `scram-sha-256` would lock out every role that an older operator created.
const LOCAL_LINES = ['local all all trust', 'host all all 127.0.0.1/32 md5', 'host all all ::1/128 md5', 'local replication standby trust'];
const REMOTE_LINES = ['hostssl replication standby all md5', 'hostssl all postgres all md5'];
const POOLER_LINE = `hostssl all ${POOLER} all md5`;
const LAST_LINES = ['hostnossl all all all reject', 'hostssl all all all md5'];

/**
 * pg_hba.conf: what the scripts of the image, the replicas, the operator and the pooler need, then the user's lines, then the last lines
 * that Spilo has as well. The operator and pg_rewind come as `postgres` over the network.
 */
export function hbaLines({ hbaRules, pools }: ClusterModel): string[] {
  return [...LOCAL_LINES, ...REMOTE_LINES, ...(pools.length > 0 ? [POOLER_LINE] : []), ...hbaRules, ...LAST_LINES];
}
