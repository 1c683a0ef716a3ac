import { ChangeCaptureOptions } from '../model/change-capture';
import { mebibytes } from '../model/quantity';

/** How much WAL a slot keeps, as PostgreSQL calls it. */
export const SLOT_LIMIT = 'max_slot_wal_keep_size';

/** Parameters that come with the capture of changes. What the program says in `parameters` counts more, and rules speak of it. */
export const captureParameters = (capture: ChangeCaptureOptions | undefined): { [name: string]: string } =>
  capture === undefined ? {} : { wal_level: 'logical', ...(capture.walLimit && { [SLOT_LIMIT]: `${mebibytes(capture.walLimit)}MB` }) };
