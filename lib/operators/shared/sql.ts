/** A name as an identifier of SQL: quoted always, so that capitals, keywords and quotes are a part of the name. */
export const identifier = (name: string): string => `"${name.replace(/"/g, '""')}"`;

/** A text as a literal of SQL that means the same whatever `standard_conforming_strings` says. */
export const literal = (text: string): string => (text.includes('\\') ? `E'${escaped(text)}'` : `'${escaped(text)}'`);

const escaped = (text: string): string => text.replace(/\\/g, '\\\\').replace(/'/g, "''");

/** A block of PL/pgSQL that is run at once; no name in it can end it. */
export function doBlock(...lines: readonly string[]): string {
  const body = lines.join('\n');
  let tag = '$do$';
  while (body.includes(tag)) {
    tag = `${tag.slice(0, -1)}_$`;
  }
  return `DO ${tag}\n${body}\n${tag};`;
}
