import { ApiObject, Chart, Testing } from 'cdk8s';

/** An object of the output. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Record<string, string>;
    readonly labels?: Record<string, string>;
  };
  readonly spec?: Record<string, unknown>;
  readonly data?: Record<string, string>;
}

/** A chart of its own app, in the namespace `orders` unless another, or none (null), is asked for. */
export function newChart(namespace: string | null = 'orders'): Chart {
  return new Chart(Testing.app(), 'test', { namespace: namespace ?? undefined });
}

/** All objects that a program prints into one chart. */
export function render(build: (chart: Chart) => void, namespace?: string | null): Manifest[] {
  const chart = newChart(namespace);
  build(chart);
  return Testing.synth(chart) as Manifest[];
}

/** All objects but those by which a cluster is watched, which have tests of their own. */
export const unwatched = (manifests: readonly Manifest[]): Manifest[] =>
  manifests.filter(
    ({ kind, metadata }) =>
      !['PodMonitor', 'PrometheusRule'].includes(kind) && !/-metric(s-[a-z0-9]+|-queries)$/.test(String(metadata.name)),
  );

/** The message that a program is refused with; fails where it is not refused. */
export function refusal(build: (chart: Chart) => void, namespace?: string | null): string {
  try {
    render(build, namespace);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the program was not refused');
}

/** The findings that a program is refused with, one a line, without the head of the message. */
export function findings(build: (chart: Chart) => void, namespace?: string | null): string[] {
  return refusal(build, namespace)
    .split('\n')
    .slice(1)
    .map((line) => line.trim());
}

/** The only object of a kind. */
export function only(manifests: readonly Manifest[], kind: string): Manifest {
  const found = manifests.filter((manifest) => manifest.kind === kind);
  if (found.length !== 1) {
    throw new Error(`expected one ${kind}, got ${found.length}`);
  }
  return found[0]!;
}

/** The value at a JSON pointer; undefined where there is none. */
export function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((word) => word.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>((inner, word) => (inner as Record<string, unknown> | undefined)?.[word], value);
}

/** All API objects below a construct. */
export function apiObjects(chart: Chart): ApiObject[] {
  return chart.node.findAll().filter((construct) => construct instanceof ApiObject);
}
