import { Shape, listOf, number, optional, text } from '../private/shape';
import type { KubectlJobOptions } from './kubectl-job-props';

export const KUBECTL_JOB_SHAPE: Shape<KubectlJobOptions> = {
  apiServerCidrs: optional(listOf(text)),
  apiServerPort: optional(number),
  image: optional(text),
};
