import { BackupEncryption } from '../../../model/backup-encryption';
import { BackupTarget } from '../../../model/backup-target';

/** A repository as pgBackRest has it. The number is that in the cluster that uses it, which need not be the one that wrote it. */
export interface Store {
  readonly index: number;
  readonly target: BackupTarget;
  readonly encryption?: BackupEncryption;
  /** Folder from the top of the bucket; none for a volume, which PGO mounts. */
  readonly path?: string;
  /** The stanza in it, where it is not that of PGO. */
  readonly stanza?: string;
}
