import type { MaintenanceJobProps } from './maintenance-job-props';
import { MaintenanceTask } from '../model/maintenance-task';
import { Shape, instance, listOf, optional, required, text } from '../private/shape';
import { cluster } from '../private/value-shapes';

const task = instance('a MaintenanceTask such as MaintenanceTask.analyze()', ['kind', 'roles'], ({ roles }: MaintenanceTask, place) =>
  roles === undefined ? [] : listOf(text)(roles, place),
);

export const MAINTENANCE_JOB_SHAPE: Shape<MaintenanceJobProps> = {
  cluster: required(cluster),
  database: required(text),
  task: required(task),
  token: required(text),
  image: optional(text),
};
