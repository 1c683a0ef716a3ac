import { onlyMembers } from './members';

/**
 * When a pool takes a server connection back from its client.
 *
 * @see https://www.pgbouncer.org/features.html
 */
export enum PoolMode {
  /** When the client disconnects. Everything works as without a pool. */
  SESSION = 'session',
  /**
   * At the end of each transaction. Many clients share few connections; session state (`SET`, advisory locks, `LISTEN`) does not
   * survive a transaction.
   */
  TRANSACTION = 'transaction',
  /** After each statement. Transactions of several statements are impossible. */
  STATEMENT = 'statement',
}
onlyMembers(PoolMode, 'PoolMode');

/**
 * Which instances a pool leads to.
 */
export enum PoolAccess {
  /** The primary. */
  READ_WRITE = 'read-write',
  /** The replicas. */
  READ_ONLY = 'read-only',
}
onlyMembers(PoolAccess, 'PoolAccess');
