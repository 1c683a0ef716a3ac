import { IConstruct } from 'constructs';
import { plainCopy } from './plain-copy';

/** A text that something else puts in after the synth, and what stands for it until then. */
export interface DeclaredPlaceholder {
  readonly text: string;
  readonly sample: string;
}

/** One of a field whose values are told apart by their place alone. */
interface PlacedPlaceholder {
  readonly pointer: string;
  readonly text: string;
}

const DECLARED = new WeakMap<IConstruct, DeclaredPlaceholder[]>();
const PLACED = new WeakMap<IConstruct, PlacedPlaceholder[]>();

export const declaredAt = (construct: IConstruct): readonly DeclaredPlaceholder[] => DECLARED.get(construct) ?? [];

export function declare(construct: IConstruct, placeholder: DeclaredPlaceholder): void {
  DECLARED.set(construct, [...declaredAt(construct), placeholder]);
}

export function place(object: IConstruct, placeholder: PlacedPlaceholder): void {
  PLACED.set(object, [...(PLACED.get(object) ?? []), placeholder]);
}

/** An object with placeholders instead of their samples. What rules and schemas looked at had the samples. */
export function withPlaceholders(object: IConstruct, json: Record<string, unknown>): Record<string, unknown> {
  const declared = object.node.scopes.flatMap(declaredAt);
  const placed = PLACED.get(object) ?? [];
  if (declared.length === 0 && placed.length === 0) {
    return json;
  }
  const copy = plainCopy(json, (text) => declared.reduce((left, { sample, text: wanted }) => left.split(sample).join(wanted), text));
  placed.forEach((one) => set(copy, one));
  return copy;
}

/** Sets a value that is there; where nothing stands at the pointer, there is nothing that the placeholder is about. */
function set(json: Record<string, unknown>, { pointer, text }: PlacedPlaceholder): void {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
  const last = steps.pop() ?? '';
  const parent = steps.reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], json);
  if (typeof parent === 'object' && parent !== null && last in parent) {
    (parent as Record<string, unknown>)[last] = text;
  }
}
