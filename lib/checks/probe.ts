import { Capability } from '../model/capability';

/** What of a model asks for a capability, in the words of the props; undefined where nothing does. */
export type Probe<M> = readonly [Capability, (model: M) => string | undefined];

/** A prop that was given and is not empty. */
export const given = (prop: string, value: unknown): string | undefined =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0) ? undefined : `'${prop}'`;

/** A prop that was given as a certain value. */
export const when = (condition: boolean, asked: string): string | undefined => (condition ? asked : undefined);
