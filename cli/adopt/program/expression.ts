import { Json } from '../../values/json';

/** Something that a program says: a value of a prop, with the names that it takes from packages. */
export type Expression =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'name'; readonly text: string; readonly from?: string }
  | { readonly kind: 'call'; readonly of: Expression; readonly args: readonly Expression[] }
  | { readonly kind: 'map'; readonly fields: readonly (readonly [name: string, value: Expression])[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] };

export const OURS = 'cdk8s-postgres';
export const CDK8S = 'cdk8s';
export const PLUS = 'cdk8s-plus-28';

/** A value as JSON has it. */
export const value = (json: Json): Expression => ({ kind: 'value', value: json });

/** A name of this program, such as that of a constant. */
export const local = (text: string): Expression => ({ kind: 'name', text });

/** A member of something that a package exports: `PostgresVersion.V17`. */
export const member = (text: string, from: string = OURS): Expression => ({ kind: 'name', text, from });

/** A call of something that a package exports: `Size.gibibytes(10)`. */
export const call = (text: string, args: readonly Expression[] = [], from: string = OURS): Expression => ({
  kind: 'call',
  of: member(text, from),
  args,
});

/** A map of expressions; what is undefined is left out. */
export const map = (fields: { readonly [name: string]: Expression | undefined }): Expression => ({
  kind: 'map',
  fields: Object.entries(fields).flatMap(([name, field]) => (field === undefined ? [] : [[name, field] as const])),
});

export const list = (items: readonly Expression[]): Expression => ({ kind: 'list', items });

/** What an expression takes from packages: the name before the first dot, by package. */
export function imports(expression: Expression): readonly (readonly [from: string, name: string])[] {
  switch (expression.kind) {
    case 'value':
      return [];
    case 'name':
      return expression.from === undefined ? [] : [[expression.from, expression.text.split('.')[0]!]];
    case 'call':
      return [expression.of, ...expression.args].flatMap(imports);
    case 'map':
      return expression.fields.flatMap(([, field]) => imports(field));
    case 'list':
      return expression.items.flatMap(imports);
  }
}
