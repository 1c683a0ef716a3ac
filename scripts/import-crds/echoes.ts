// `cdk8s import` writes a function for each structure of a CRD, which copies what it is given field by field. Few of them change anything: a
// field that prints under another name, a value that is a class. The others are half of a module, and Node reads all of it for one object.

/** A function that prints a structure: `toJson_Name`, with a line for each field. */
const FUNCTION =
  /^(export )?function toJson_(\w+)\(.*\n {2}if \(obj === undefined\).*\n {2}const result = \{\n((?: {4}.*\n)*) {2}\};\n.*\n\}\n\n/gm;

/** A field as it is given, one that another function prints, a list, and a map. */
const FIELDS: readonly RegExp[] = [
  /^'(?<as>\w+)': obj\.(?<name>\w+)(?:\?\.map\(y => y\))?,$/,
  /^'(?<as>\w+)': toJson_(?<by>\w+)\(obj\.(?<name>\w+)\),$/,
  /^'(?<as>\w+)': obj\.(?<name>\w+)\?\.map\(y => toJson_(?<by>\w+)\(y\)\),$/,
  /^'(?<as>\w+)': \(\(obj\.(?<name>\w+)\) === .*\(\{ \.\.\.r, \[i\[0\]\]: (?:toJson_(?<by>\w+)\(i\[1\]\)|i\[1\]) \}\), \{\}\)\),$/,
];

interface Field {
  readonly line: string;
  /** Its name; absent where the value is made of another one. */
  readonly name?: string;
  /** The name that it prints under. */
  readonly as?: string;
  /** The structure that it holds. */
  readonly by?: string;
}

const fieldOf = (line: string): Field => ({ line, ...FIELDS.map((pattern) => pattern.exec(line)).find((match) => match !== null)?.groups });

/**
 * A module without the functions that give back what they are given. The fields that they printed are printed as they are; what is exported
 * stays.
 */
export function withoutEchoes(code: string): string {
  const functions = [...code.matchAll(FUNCTION)].map(([text, exported, name, lines]) => ({
    text,
    name: name!,
    isExported: exported !== undefined,
    fields: lines!
      .trim()
      .split('\n')
      .map((line) => fieldOf(line.trim())),
  }));
  const byName = new Map(functions.map((each) => [each.name, each]));
  const known = new Map<string, boolean>();
  const echoes = (name: string): boolean => {
    const answer = known.get(name) ?? byName.get(name)!.fields.every((field) => isPlain(field) && field.as === field.name);
    known.set(name, answer);
    return answer;
  };
  // Whether what the field holds prints as it is, under whatever name.
  const isPlain = ({ name, by }: Field): boolean => name !== undefined && (by === undefined || echoes(by));
  return functions.reduce((rest, { text, name, isExported, fields }) => {
    if (!isExported && echoes(name)) {
      return rest.replace(text, '');
    }
    const shorter = fields.filter(isPlain).reduce((lines, field) => lines.replace(field.line, `'${field.as}': obj.${field.name},`), text);
    return rest.replace(text, shorter);
  }, code);
}
