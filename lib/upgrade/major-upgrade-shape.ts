import type { MajorUpgradeProps } from './major-upgrade-props';
import { UpgradeTransfer } from '../model/upgrade-model';
import { UpgradeStep } from '../model/upgrade-step';
import { Shape, instance, number, oneOf, optional, required, text, wrongType } from '../private/shape';
import { cluster, image, version } from '../private/value-shapes';

const STEP = 'an UpgradeStep such as UpgradeStep.prepare()';

/** Steps of other constructs have a kind, too, and some of its names. */
const step = instance(STEP, ['kind'], (value: UpgradeStep, place) =>
  KINDS.includes(value.kind) && !('check' in value) ? [] : [wrongType(place, STEP, value)],
);

const KINDS: readonly string[] = ['prepare', 'run', 'finish', 'tidy'];

export const MAJOR_UPGRADE_SHAPE: Shape<MajorUpgradeProps> = {
  cluster: required(cluster),
  to: required(version),
  step: required(step),
  archiveGeneration: optional(number),
  image: optional(image),
  transfer: optional(oneOf(UpgradeTransfer, 'UpgradeTransfer')),
  attempt: optional(number),
  jobImage: optional(text),
};
