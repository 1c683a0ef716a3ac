import { Shape, optional, required, text } from '../private/shape';
import { cluster } from '../private/value-shapes';
import { KUBECTL_JOB_SHAPE } from './kubectl-job-shape';
import type { SleepScheduleProps } from './sleep-schedule-props';

export const SLEEP_SCHEDULE_SHAPE: Shape<SleepScheduleProps> = {
  ...KUBECTL_JOB_SHAPE,
  cluster: required(cluster),
  sleepsAt: required(text),
  wakesAt: required(text),
  timeZone: optional(text),
};
