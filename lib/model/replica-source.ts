import { BackupArchive } from './backup-archive';
import { SecretKeyRef } from './backup-target';

/**
 * How a replica cluster reaches the primary of its source over the network.
 */
export interface StreamingSourceOptions {
  /** Name of the source cluster. */
  readonly clusterName: string;

  /** Host name of its primary, as it is reached from the replica cluster. */
  readonly host: string;

  /**
   * Port of its primary.
   *
   * @default 5432
   */
  readonly port?: number;

  /**
   * Name of the TLS Secret (`tls.crt`, `tls.key`) with the client certificate of the replication role, copied from the source into the
   * namespace of the replica cluster. Only CloudNativePG takes it from here.
   *
   * @default - `<clusterName>-replication`, as the source has it
   */
  readonly certificateSecret?: string;

  /**
   * The CA of the source's server certificate, copied into the namespace of the replica cluster. Only CloudNativePG takes it from here.
   *
   * @default - key `ca.crt` of the Secret `<clusterName>-ca`, as the source has it
   */
  readonly ca?: SecretKeyRef;
}

/**
 * What a replica cluster follows.
 */
export class ReplicaSource {
  /**
   * The archive of the source: behind by the time that it takes to fill and send a WAL file, and reachable as long as the bucket is.
   *
   * @param archive archive of the source: `policy.archive`, or `BackupArchive.of(...)` where the source belongs to another app
   */
  public static archive(archive: BackupArchive): ReplicaSource {
    return new ReplicaSource(archive, undefined, ['archive']);
  }

  /**
   * The primary of the source: behind by milliseconds, as long as the network holds.
   *
   * @param streaming where the primary is
   */
  public static streaming(streaming: StreamingSourceOptions): ReplicaSource {
    return new ReplicaSource(undefined, streaming, ['streaming']);
  }

  /**
   * The primary, and the archive where the primary does not answer or no longer has the WAL that is needed.
   *
   * @param archive archive of the source
   * @param streaming where the primary is
   */
  public static archiveAndStreaming(archive: BackupArchive, streaming: StreamingSourceOptions): ReplicaSource {
    return new ReplicaSource(archive, streaming, ['archive', 'streaming']);
  }

  /** The archive; undefined where only the primary is asked. */
  public readonly sourceArchive?: BackupArchive;

  /** The primary; undefined where only the archive is read. */
  public readonly primaryAddress?: StreamingSourceOptions;

  /** Which of the two were asked for, so that one that was forgotten is found. @internal */
  public readonly _asked: readonly string[];

  private constructor(archive: BackupArchive | undefined, streaming: StreamingSourceOptions | undefined, asked: readonly string[]) {
    this._asked = asked;
    this.sourceArchive = archive;
    this.primaryAddress = streaming;
  }

  /** Name of the cluster that is followed. */
  public get clusterName(): string {
    return this.sourceArchive?.cluster.name ?? this.primaryAddress?.clusterName ?? '';
  }
}
