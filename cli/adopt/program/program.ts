import { JsonMap } from '../../values/json';
import { call, Expression, list, local, map, value } from './expression';

/** One prop of a construct. */
export interface Row {
  /** Names of the props on the way to it, with dots between them: `storage.size`. Below `operator` stand the options of the factory. */
  readonly path: string;
  readonly value: Expression;
  /** Whether the construct cannot be without it, or it says something that no manifest shows. */
  readonly needed?: boolean;
}

/** A construct of the program. */
export interface Part {
  /** Name of its constant; also what makes its id. */
  readonly variable: string;
  /** Class, exported by the library. */
  readonly construct: string;
  readonly id: string;
  readonly rows: readonly Row[];
}

/** A rule that does not apply, and why. */
export interface Exemption {
  /** Expression of the construct. */
  readonly construct: string;
  readonly rule: string;
  readonly reason: string;
  /** What the rule says. */
  readonly what: string;
  /** The field that is allowed, for a rule about unknown fields. */
  readonly pointer?: string;
}

export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly pointer: string;
  readonly value?: JsonMap[string];
}

/** Patches of one object. */
export interface Patch {
  /** Expression of the construct whose object it is. */
  readonly construct: string;
  readonly operations: readonly PatchOperation[];
}

/** An object that no construct prints, as it is. */
export interface Verbatim {
  readonly id: string;
  readonly manifest: JsonMap;
}

/** A text that something else puts in after the synth. */
export interface Placeholder {
  /** Name of its constant. */
  readonly variable: string;
  /** As it stands in the manifests: `${BUCKET}`. */
  readonly text: string;
  /** What stands for it while rules look. */
  readonly sample: string;
}

/** A placeholder in one place of an object. */
export interface Placement {
  /** Expression of the construct whose object it is. */
  readonly construct: string;
  readonly pointer: string;
  readonly text: string;
}

/** A program that prints what was read. */
export interface Program {
  /** Id of its chart, and so the name of the file that it prints. */
  readonly chart: string;
  readonly namespace?: string;
  readonly placeholders: readonly Placeholder[];
  readonly placements: readonly Placement[];
  readonly parts: readonly Part[];
  readonly exemptions: readonly Exemption[];
  readonly patches: readonly Patch[];
  readonly verbatim: readonly Verbatim[];
}

/** The classes of clusters; their prop `operator` is a call of the factory. */
export const CLUSTERS = ['HaCluster', 'ReplicaCluster'];

interface Branch {
  [name: string]: Branch | Expression;
}

const isExpression = (node: Branch | Expression): node is Expression => typeof node.kind === 'string';

/** The props of a part as one map. */
export function propsOf(part: Part, factory?: string): Expression {
  const root: Branch = {};
  if (factory !== undefined && CLUSTERS.includes(part.construct)) {
    // Beside each other: what the cluster is called and what runs it.
    Object.assign(root, { clusterName: {}, operator: {} });
  }
  for (const row of part.rows) {
    const steps = row.path.split('.');
    let branch = root;
    for (const step of steps.slice(0, -1)) {
      const below = branch[step];
      branch = (branch[step] = below === undefined || isExpression(below) ? {} : below) as Branch;
    }
    branch[steps[steps.length - 1]!] = row.value;
  }
  return assembled(root, factory);
}

function assembled(branch: Branch, factory?: string): Expression {
  return map(
    Object.fromEntries(
      Object.entries(branch).map(([name, node]): [string, Expression] => {
        if (name === 'operator' && factory !== undefined && node !== undefined && !isExpression(node)) {
          const options = assembled(node);
          return [name, call(factory, options.kind === 'map' && options.fields.length > 0 ? [options] : [])];
        }
        return [name, isExpression(node) ? node : assembled(node)];
      }),
    ),
  );
}

/** An operation as it is written in a program. */
export function operation({ op, pointer, value: wanted }: PatchOperation): Expression {
  return call(`JsonPatch.${op}`, [value(pointer), ...(op === 'remove' ? [] : [value(wanted ?? null)])], 'cdk8s');
}

/** A text that holds placeholders among other things, as a template; one that holds none as it is. */
function withinText(text: string, placeholders: readonly Placeholder[]): Expression {
  if (!placeholders.some(({ sample }) => text.includes(sample))) {
    return value(text);
  }
  const escaped = text.replace(/[\\`]/g, '\\$&').replace(/\$\{/g, '\\${').replace(/\n/g, '\\n');
  return local(`\`${placeholders.reduce((left, { sample, variable }) => left.split(sample).join(`\${${variable}}`), escaped)}\``);
}

/** Every value of the program with placeholders in their constants. */
export function withPlaceholders(expression: Expression, placeholders: readonly Placeholder[]): Expression {
  if (placeholders.length === 0) {
    return expression;
  }
  switch (expression.kind) {
    case 'value': {
      const { value: json } = expression;
      if (typeof json === 'string') {
        const one = placeholders.find(({ sample }) => sample === json);
        return one ? local(one.variable) : withinText(json, placeholders);
      }
      if (Array.isArray(json)) {
        return list(json.map((item) => withPlaceholders(value(item), placeholders)));
      }
      return typeof json === 'object' && json !== null
        ? map(Object.fromEntries(Object.entries(json).map(([key, item]) => [key, withPlaceholders(value(item), placeholders)])))
        : expression;
    }
    case 'name':
      return expression;
    case 'call':
      return { ...expression, args: expression.args.map((one) => withPlaceholders(one, placeholders)) };
    case 'map':
      return { ...expression, fields: expression.fields.map(([name, one]) => [name, withPlaceholders(one, placeholders)] as const) };
    case 'list':
      return list(expression.items.map((one) => withPlaceholders(one, placeholders)));
  }
}
