import { IPostgresOperator, PostgresOperator, ZalandoOptions } from '../../../lib';
import { Ask, AskOf, program } from '../../support/programs';
import { Manifest, findings, only, render } from '../../support/render';

/** A variable of the database container. */
export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: unknown;
}

/** A variable with a value. */
export const set = (name: string, value: string): Variable => ({ name, value });

/** A variable with the key of a Secret. */
export const secret = (name: string, secretName: string, key: string): Variable => ({
  name,
  valueFrom: { secretKeyRef: { name: secretName, key } },
});

/** The operator, of the team `acme` unless asked otherwise. */
export const zalando = (options: Partial<ZalandoOptions> = {}): IPostgresOperator =>
  PostgresOperator.zalando({ teamId: 'acme', ...options });

/** The one object that a program prints. */
export function printed(ask: Ask, options: Partial<ZalandoOptions> = {}): Manifest {
  const manifests = render(program(zalando(options), ask));
  expect(manifests).toHaveLength(1);
  return only(manifests, 'postgresql');
}

/** The cluster of a name, where a program prints several. */
export function cluster(name: string, ask: Ask, options: Partial<ZalandoOptions> = {}): Manifest {
  return only(
    render(program(zalando(options), ask)).filter(({ metadata }) => metadata.name === name),
    'postgresql',
  );
}

/** The variables of the cluster `orders`. */
export const env = (ask: Ask, options: Partial<ZalandoOptions> = {}): Variable[] =>
  (cluster('orders', ask, options).spec?.env ?? []) as Variable[];

/** Everything that a program is refused with. */
export const refused = (ask: Ask | AskOf, options: Partial<ZalandoOptions> = {}): string[] => findings(program(zalando(options), ask));
