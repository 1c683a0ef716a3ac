import { ComputeModel, ComputeOptions } from '../model/compute';
import { cpuQuantity, millicores, sizeQuantity } from '../model/quantity';

/** CPU and memory with the defaults filled in; a default limit gives way to a higher request. */
export function computeModel(options: ComputeOptions | undefined, defaults: Omit<ComputeModel, 'memoryLimit'>): ComputeModel {
  const cpu = options?.cpu ? cpuQuantity(options.cpu.amount) : defaults.cpu;
  const memory = options?.memory ? sizeQuantity(options.memory) : defaults.memory;
  const defaultLimit = millicores(cpu) > millicores(defaults.cpuLimit) ? cpu : defaults.cpuLimit;
  return {
    cpu,
    cpuLimit: options?.cpuLimit ? cpuQuantity(options.cpuLimit.amount) : defaultLimit,
    memory,
    memoryLimit: options?.memoryLimit ? sizeQuantity(options.memoryLimit) : memory,
  };
}

/** Requests and limits as Kubernetes has them in every pod, and every operator in its own objects. */
export function resourceRequirements(compute: ComputeModel) {
  return {
    requests: { cpu: compute.cpu, memory: compute.memory },
    limits: { cpu: compute.cpuLimit, memory: compute.memoryLimit },
  };
}
