/**
 * Warnings of the library about programs of the tests, which would be taken for failures. Tests that want to see them watch `emitWarning`.
 */
const { emitWarning } = process;

process.emitWarning = ((warning: string, options?: { readonly type?: string }, ...rest: never[]) => {
  if (options?.type !== 'cdk8s-postgres') {
    (emitWarning as (...all: unknown[]) => void)(warning, options, ...rest);
  }
}) as typeof process.emitWarning;
