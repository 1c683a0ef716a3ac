import { Size } from 'cdk8s';
import { StorageOptions } from './storage';

/** As much as a volume may hold: it may have grown. */
export const reachOf = ({ size, autoGrow }: Pick<StorageOptions, 'size' | 'autoGrow'>): Size => autoGrow?.limit ?? size;

/** A volume that holds whatever another one may hold, and does not grow. */
export const fullyGrown = ({ storageClass, ...rest }: StorageOptions): StorageOptions => ({ size: reachOf(rest), storageClass });
