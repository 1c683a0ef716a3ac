import { Shape, boolean, listOf, number, oneOf, optional, required, struct, text, textMap } from '../private/shape';
import { COMPUTE, cluster } from '../private/value-shapes';
import { CheckLevel, DataCheckProps } from './data-check-props';
import { DATABASE, SOURCE } from './migration-shape';

export const DATA_CHECK_SHAPE: Shape<DataCheckProps> = {
  from: required(SOURCE),
  to: required(cluster),
  token: required(text),
  databases: optional(listOf(struct(DATABASE))),
  renamedRoles: optional(textMap),
  level: optional(oneOf(CheckLevel, 'CheckLevel')),
  chunkRows: optional(number),
  excludeTables: optional(listOf(text)),
  tolerant: optional(boolean),
  role: optional(text),
  passed: optional(text),
  image: optional(text),
  compute: optional(struct(COMPUTE)),
};
