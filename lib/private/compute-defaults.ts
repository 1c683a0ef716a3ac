import { ComputeModel, ComputeOptions } from '../model/compute';
import { cpuQuantity, millicores, sizeQuantity } from '../model/quantity';

/** The resource of huge pages as Kubernetes calls it. */
export const HUGE_PAGES = 'hugepages-2Mi';

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
    hugePages2Mi: options?.hugePages2Mi && sizeQuantity(options.hugePages2Mi),
  };
}

/** Requests and limits as Kubernetes has them in every pod, and every operator in its own objects. */
export function resourceRequirements(compute: ComputeModel) {
  // Kubernetes takes no limit of them that differs from the request.
  const pages: { readonly [name: string]: string } = compute.hugePages2Mi === undefined ? {} : { [HUGE_PAGES]: compute.hugePages2Mi };
  return {
    requests: { cpu: compute.cpu, memory: compute.memory, ...pages },
    limits: { cpu: compute.cpuLimit, memory: compute.memoryLimit, ...pages },
  };
}
