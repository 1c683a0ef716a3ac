import { ClusterModel } from './cluster-model';
import { MEMORY_UNITS } from './memory-size';
import { sizeBytes } from './quantity';

/** Bytes of a file of WAL, which are given once, when a cluster is made. */
export const walFileBytes = ({ creation: { walSegmentSize } }: Pick<ClusterModel, 'creation'>): number =>
  walSegmentSize === undefined ? 16 * MEMORY_UNITS.MB : sizeBytes(walSegmentSize);
