import { Size } from 'cdk8s';
import { CreationSql } from './creation-sql';

/**
 * What counts once, when a cluster begins empty, and never again: a change here does nothing to a cluster that runs.
 */
export interface CreationOptions {
  /**
   * SQL that the superuser runs. Not for a cluster that begins with the data of another one (rule SQL-003), which has what the other one has.
   *
   * @default - what the library runs
   * @see docs/how-to/roles-and-access.md
   */
  readonly sql?: CreationSql[];

  /**
   * Whether data pages have checksums, by which damaged ones are found before backups spread them. Off needs a written reason (rule DB-020).
   *
   * @default true
   * @see https://www.postgresql.org/docs/current/checksums.html
   */
  readonly dataChecksums?: boolean;

  /**
   * Size of the files of WAL: 1 MiB to 1 GiB, a power of two (rule DB-021). Larger ones mean fewer files for the archive where much is written.
   *
   * @default - 16 MiB
   */
  readonly walSegmentSize?: Size;
}
