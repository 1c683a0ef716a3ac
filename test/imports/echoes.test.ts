import { withoutEchoes } from '../../scripts/import-crds/echoes';

/** A function as `cdk8s import` writes it, after the filter has been shared. */
const printer = (name: string, ...fields: string[]): string =>
  [
    `function toJson_${name}(obj: ${name} | undefined): Record<string, any> | undefined {`,
    '  if (obj === undefined) { return undefined; }',
    '  const result = {',
    ...fields.map((field) => `    ${field},`),
    '  };',
    '  return defined(result);',
    '}\n\n',
  ].join('\n');

const mapOf = (name: string, value: string): string =>
  `'${name}': ((obj.${name}) === undefined) ? undefined : (Object.entries(obj.${name}).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: ${value} }), {}))`;

const LEAF = printer('Leaf', `'name': obj.name`, `'all': obj.all?.map(y => y)`, mapOf('labels', 'i[1]'));
const RENAMED = printer('Renamed', `'hostIP': obj.hostIp`);
const VALUE = printer('Value', `'port': obj.port?.value`);

describe('a module without echoes', () => {
  test('has no function that prints what it is given, and prints its fields as they are', () => {
    const branch = printer('Branch', `'leaf': toJson_Leaf(obj.leaf)`, `'leaves': obj.leaves?.map(y => toJson_Leaf(y))`);
    const root = `export ${printer('Root', `'branch': toJson_Branch(obj.branch)`, `'leafURL': toJson_Leaf(obj.leafUrl)`, mapOf('more', 'toJson_Leaf(i[1])'))}`;
    expect(withoutEchoes(root + branch + LEAF)).toBe(
      `export ${printer('Root', `'branch': obj.branch`, `'leafURL': obj.leafUrl`, `'more': obj.more`)}`,
    );
  });

  test('keeps a function that prints a field under another name or another value, and those that lead to it', () => {
    const branch = printer('Branch', `'renamed': obj.renamed?.map(y => toJson_Renamed(y))`, mapOf('values', 'toJson_Value(i[1])'));
    const root = `export ${printer('Root', `'branch': toJson_Branch(obj.branch)`)}`;
    const code = root + branch + RENAMED + VALUE;
    expect(withoutEchoes(code)).toBe(code);
  });

  test('keeps what is exported', () => {
    expect(withoutEchoes(`export ${printer('Root', `'leaf': toJson_Leaf(obj.leaf)`)}${LEAF}`)).toBe(
      `export ${printer('Root', `'leaf': obj.leaf`)}`,
    );
  });
});
