import { Part } from '../program/program';
import { Problem } from './synthesis';

/** The constant of the construct that a path leads to, or below. */
export const variableOf = (parts: readonly Part[], path: string): string => {
  const id = path.split('/')[1];
  return parts.find((part) => part.id === id)?.variable ?? 'chart';
};

/** The expression of the construct that prints the object at a path. */
export function constructOf(parts: readonly Part[], path: string): string {
  const rest = path.split('/').slice(2);
  const below = rest.length === 1 && rest[0] === 'Resource' ? [] : rest;
  return variableOf(parts, path) + below.map((step) => `.node.findChild('${step}')`).join('');
}

/** The parts without props that this version of the library does not have. */
export function withoutUnknown(parts: readonly Part[], problems: readonly Problem[]): readonly Part[] {
  const unknown = problems.flatMap(({ rule, what }) => (rule === 'PROP-001' ? (/^'([^']*)' is not a prop/.exec(what)?.[1] ?? []) : []));
  return unknown.length === 0
    ? parts
    : parts.map((part) => ({
        ...part,
        rows: part.rows.filter((row) => !unknown.some((place) => row.path === place || row.path.startsWith(`${place}.`))),
      }));
}

/** The parts without a construct, or without one of its props; undefined if it is not there. */
export function dropped(parts: readonly Part[], variable: string, path?: string): readonly Part[] | undefined {
  const part = parts.find((one) => one.variable === variable);
  if (!part) {
    return undefined;
  }
  if (path === undefined) {
    return parts.filter((one) => one !== part);
  }
  const rows = part.rows.filter((row) => row.path !== path);
  return rows.length === part.rows.length ? undefined : parts.map((one) => (one === part ? { ...one, rows } : one));
}

/** The parts without each prop that may be missing, and without each construct but the cluster. */
export function* without(
  parts: readonly Part[],
): Generator<readonly [prop: string, parts: readonly Part[], variable: string, path?: string]> {
  for (const [index, part] of parts.entries()) {
    for (const row of part.rows.filter(({ needed }) => !needed)) {
      yield [`${part.variable}.${row.path}`, dropped(parts, part.variable, row.path)!, part.variable, row.path];
    }
    if (index > 0) {
      yield [part.variable, dropped(parts, part.variable)!, part.variable];
    }
  }
}
