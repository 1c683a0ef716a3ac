import { policy } from '../backup/on-demand-backup-shape';
import { DrillCheck, DrillImages, DrillNetworkOptions } from '../model/drill';
import { recoveryTarget } from '../origin/recovery-source-shape';
import { Shape, boolean, instance, listOf, number, optional, required, struct, text } from '../private/shape';
import { COMPUTE, PLACEMENT, STORAGE } from '../private/value-shapes';
import type { RestoreDrillProps } from './restore-drill-props';

const check = instance('a DrillCheck such as DrillCheck.isTrue(...)', ['title', 'sql'], ({ title, sql }: DrillCheck, place) => [
  ...text(title, place),
  ...text(sql, place),
]);

const DRILL_NETWORK: Shape<DrillNetworkOptions> = {
  apiServerCidrs: required(listOf(text)),
  apiServerPort: optional(number),
  archiveCidrs: optional(listOf(text)),
  operatorNamespace: optional(text),
};

const DRILL_IMAGES: Shape<DrillImages> = { kubectl: optional(text), psql: optional(text) };

export const RESTORE_DRILL_SHAPE: Shape<RestoreDrillProps> = {
  policy: required(policy),
  drillName: required(text),
  schedule: required(text),
  checks: required(listOf(check)),
  network: required(struct(DRILL_NETWORK)),
  database: optional(text),
  readAllData: optional(boolean),
  target: optional(recoveryTarget),
  repository: optional(number),
  maxAgeDays: optional(number),
  deadline: optional(instance('a Duration of cdk8s such as Duration.hours(6)', ['toSeconds'])),
  storage: optional(struct(STORAGE)),
  compute: optional(struct(COMPUTE)),
  placement: optional(struct(PLACEMENT)),
  images: optional(struct(DRILL_IMAGES)),
};
