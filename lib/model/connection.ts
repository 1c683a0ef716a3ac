import { onlyMembers } from './members';

/**
 * Which instances a connection leads to.
 */
export enum ConnectionTarget {
  /** The primary: reads and writes. */
  PRIMARY = 'primary',
  /** The replicas: reads that may be a moment old. */
  REPLICAS = 'replicas',
  /** Any instance that runs: reads that may be a moment old. Not every operator has a service for it. */
  ANY = 'any',
}
onlyMembers(ConnectionTarget, 'ConnectionTarget');
