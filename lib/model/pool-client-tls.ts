import { onlyMembers } from './members';

/**
 * Whether a pool takes connections of its clients in the clear. What goes on between the pool and PostgreSQL is encrypted in any case.
 *
 * @see https://www.pgbouncer.org/config.html#client_tls_sslmode
 */
export enum PoolClientTls {
  /** It does not. */
  REQUIRE = 'require',
  /** It does, where a client does not ask for TLS: the client decides, and its password may be readable on the way (rule POOL-042). */
  PREFER = 'prefer',
  /** It takes nothing else. What this library connects asks for TLS, and is not let in (rule POOL-042). */
  DISABLE = 'disable',
}
onlyMembers(PoolClientTls, 'PoolClientTls');
