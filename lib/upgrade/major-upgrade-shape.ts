import type { MajorUpgradeProps } from './major-upgrade-props';
import { UpgradeTransfer } from '../model/upgrade-model';
import { UpgradeStep } from '../model/upgrade-step';
import { Shape, instance, number, oneOf, optional, required, text } from '../private/shape';
import { cluster, image, version } from '../private/value-shapes';

const step = instance('an UpgradeStep such as UpgradeStep.prepare()', ['kind'], (_: UpgradeStep) => []);

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
