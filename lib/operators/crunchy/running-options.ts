import { ComputeOptions } from '../../model/compute';
import { VolumeAccessMode } from '../../model/storage';

/**
 * The exporter of PGO, which serves the metrics of an instance.
 *
 * @see https://access.crunchydata.com/documentation/postgres-operator/latest/tutorials/day-two/monitoring
 */
export interface CrunchyExporter {
  /**
   * Its image, with a tag that is not `latest` (rule PGO-195).
   *
   * @default - the one of the operator's deployment
   */
  readonly image?: string;

  /**
   * Its CPU and memory.
   *
   * @default - 25m CPU with a limit of 200m, 64Mi memory with a limit of 128Mi; none for a cluster that was taken over
   */
  readonly compute?: ComputeOptions;

  /**
   * Names of ConfigMaps with queries in its own form, instead of those that it has by itself.
   *
   * @default - its own
   */
  readonly queriesConfigMaps?: string[];
}

/**
 * What a claim of a volume says besides its size and its class. PGO asks for it when it makes a volume; one that is there stays as it is.
 */
export interface CrunchyVolumeClaim {
  /**
   * Who may mount the volume at once.
   *
   * @default VolumeAccessMode.READ_WRITE_ONCE
   */
  readonly accessMode?: VolumeAccessMode;

  /**
   * Name of the PersistentVolume that is claimed: for a single instance (rule PGO-196).
   *
   * @default - any
   */
  readonly volumeName?: string;

  /**
   * Labels of the PersistentVolumes that may be claimed.
   *
   * @default - any
   */
  readonly labels?: { [key: string]: string };
}
