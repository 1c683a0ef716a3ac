/** A variable of a container. */
interface Variable {
  readonly name: string;
  readonly value?: string;
}

/**
 * The environment as the kubelet gives it to a program: `$(NAME)` is the value of a variable before it, an unknown name stays as it is,
 * and of two dollars one is left.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/third_party/forked/golang/expansion/expand.go
 */
export function expanded(variables: readonly Variable[]): { readonly [name: string]: string } {
  const known: Record<string, string> = {};
  for (const { name, value } of variables) {
    known[name] =
      value === undefined
        ? `<${name}>`
        : value.replace(/\$(\$|\(([^)]*)\))/g, (found, word: string, other: string) => (word === '$' ? '$' : (known[other] ?? found)));
  }
  return known;
}
