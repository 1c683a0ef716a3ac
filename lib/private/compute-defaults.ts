import { Size } from 'cdk8s';
import { ComputeModel, ComputeOptions } from '../model/compute';
import { cpuQuantity, millicores, sizeQuantity } from '../model/quantity';
import { nonEmpty } from './kubernetes';

/** The resource of huge pages as Kubernetes calls it. */
export const HUGE_PAGES = 'hugepages-2Mi';

/** Resources by their names. */
export interface Quantities {
  [resource: string]: string;
}

/** What stands where nothing is said. Without a limit of memory, it is the request. */
export interface ComputeDefaults extends Omit<ComputeModel, 'cpuLimit' | 'withoutCpuLimit' | 'memoryLimit' | 'hugePages2Mi' | 'unsaid'> {
  readonly cpuLimit: string;
  readonly memoryLimit?: string;
}

const FIELDS = ['cpu', 'cpuLimit', 'memory', 'memoryLimit'] as const;

/** CPU and memory with the defaults filled in; a default limit gives way to a higher request. */
export function computeModel(options: ComputeOptions | undefined, defaults: ComputeDefaults, asItRuns = false): ComputeModel {
  const cpu = options?.cpu ? cpuQuantity(options.cpu.amount) : defaults.cpu;
  const memory = options?.memory ? sizeQuantity(options.memory) : defaults.memory;
  const defaultLimit = millicores(cpu) > millicores(defaults.cpuLimit) ? cpu : defaults.cpuLimit;
  const memoryLimit = options?.memory ? memory : (defaults.memoryLimit ?? memory);
  return {
    cpu,
    ...cpuLimit(options, defaultLimit),
    memory,
    memoryLimit: options?.memoryLimit ? sizeQuantity(options.memoryLimit) : memoryLimit,
    ...(options?.hugePages2Mi && { hugePages2Mi: sizeQuantity(options.hugePages2Mi) }),
    ...(asItRuns && { unsaid: FIELDS.filter((field) => options?.[field] === undefined) }),
  };
}

/** Both where both are given, for the rules to say so. */
function cpuLimit(options: ComputeOptions | undefined, byDefault: string): Pick<ComputeModel, 'cpuLimit' | 'withoutCpuLimit'> {
  const given = options?.cpuLimit && cpuQuantity(options.cpuLimit.amount);
  return options?.withoutCpuLimit
    ? { withoutCpuLimit: true, ...(given !== undefined && { cpuLimit: given }) }
    : { cpuLimit: given ?? byDefault };
}

/** Memory that a process of a backup tool may come to hold: it compresses, encrypts, and keeps a part of an upload. */
const MEBIBYTES_A_PROCESS = 256;
const LEAST_MEBIBYTES = 1024;

/**
 * CPU and memory of a container that sends or fetches backups. The limits leave room for as many processes as there are: a container that is
 * killed for its memory is one whose backups fail while everything else looks well.
 */
export function backupCompute(options?: ComputeOptions, parallelism = 1, asItRuns = false): ComputeModel {
  const processes = Number.isInteger(parallelism) && parallelism > 0 ? parallelism : 1;
  return computeModel(
    options,
    {
      cpu: '100m',
      cpuLimit: `${processes}`,
      memory: '256Mi',
      memoryLimit: sizeQuantity(Size.mebibytes(Math.max(LEAST_MEBIBYTES, MEBIBYTES_A_PROCESS * processes))),
    },
    asItRuns,
  );
}

/** Of a container that waits for files to change and copies them. */
export const HELPER_COMPUTE = { cpu: '10m', cpuLimit: '100m', memory: '16Mi', memoryLimit: '64Mi' } satisfies ComputeModel;

/** Requests and limits as Kubernetes has them in every pod, and every operator in its own objects. */
export function resourceRequirements(compute: ComputeModel): { requests: Quantities; limits: Quantities } {
  // Kubernetes takes no limit of them that differs from the request.
  const pages: Quantities = compute.hugePages2Mi === undefined ? {} : { [HUGE_PAGES]: compute.hugePages2Mi };
  const said = (field: (typeof FIELDS)[number], resource: string): Quantities => {
    const quantity = compute[field];
    return quantity === undefined || compute.unsaid?.includes(field) ? {} : { [resource]: quantity };
  };
  return {
    requests: { ...said('cpu', 'cpu'), ...said('memory', 'memory'), ...pages },
    limits: { ...said('cpuLimit', 'cpu'), ...said('memoryLimit', 'memory'), ...pages },
  };
}

/** The same, or nothing where nothing is said. */
export function saidRequirements(compute: ComputeModel): { requests?: Quantities; limits?: Quantities } | undefined {
  const { requests, limits } = resourceRequirements(compute);
  const [some, most] = [nonEmpty(requests), nonEmpty(limits)];
  return some || most ? { ...(some && { requests: some }), ...(most && { limits: most }) } : undefined;
}
