import { CapturePublication, ChangeCaptureOptions, LogicalSlot } from '../model/change-capture';
import { Shape, listOf, optional, required, struct, text } from '../private/shape';
import { size } from '../private/value-shapes';

const SLOT: Shape<LogicalSlot> = { name: required(text), database: required(text), plugin: optional(text) };

const PUBLICATION: Shape<CapturePublication> = {
  name: required(text),
  database: required(text),
  tables: optional(listOf(text)),
  schemas: optional(listOf(text)),
};

export const CHANGE_CAPTURE: Shape<ChangeCaptureOptions> = {
  walLimit: optional(size),
  slots: optional(listOf(struct(SLOT))),
  publications: optional(listOf(struct(PUBLICATION))),
};
