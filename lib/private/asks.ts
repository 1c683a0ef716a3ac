import { Capability } from '../model/capability';

/**
 * A capability, and what of a model asks for it, in the words of the props: a text for each thing that does, so that all that the operator
 * does not have is told at once; none where nothing does.
 */
export type Ask<M> = readonly [Capability, (model: M) => readonly string[]];

const NOTHING: readonly string[] = [];

/** A prop that was given and is not empty. */
export const askedByProp = (prop: string, value: unknown): readonly string[] =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0) ? NOTHING : [`'${prop}'`];

/** Something that is asked for under a condition. */
export const askedWhen = (condition: boolean, asked: string): readonly string[] => (condition ? [asked] : NOTHING);

/** Something that things of a list ask for, in the same words; where several do, their names tell them apart. */
export const askedByEach = (asked: string, names: readonly string[]): readonly string[] =>
  names.length > 1 ? names.map((name) => `${asked} (${name})`) : names.map(() => asked);

/** A capability for each kind of something, and how it is asked for. */
export type AsksByKind<K extends string> = { readonly [kind in K]: readonly [Capability, asked: string] };

/** The asks of a table that has one for each kind, so that the compiler finds a kind that nothing would be asked for. */
export const asksByKind = <K extends string, M>(
  table: AsksByKind<K>,
  askedBy: (model: M, kind: K, asked: string) => readonly string[],
): Ask<M>[] =>
  (Object.entries(table) as [K, AsksByKind<K>[K]][]).map(([kind, [capability, asked]]) => [
    capability,
    (model) => askedBy(model, kind, asked),
  ]);
