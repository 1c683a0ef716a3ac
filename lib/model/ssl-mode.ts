import { onlyMembers } from './members';

/**
 * What a client asks of TLS. Less than `REQUIRE` there is not: no cluster of this library takes connections in the clear.
 *
 * @see https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
 */
export enum SslMode {
  /** Encrypted, to whomever answers. */
  REQUIRE = 'require',
  /** Encrypted, to somebody whose certificate the CA has signed. */
  VERIFY_CA = 'verify-ca',
  /** Encrypted, to the very host that was asked for. */
  VERIFY_FULL = 'verify-full',
}
onlyMembers(SslMode, 'SslMode');
