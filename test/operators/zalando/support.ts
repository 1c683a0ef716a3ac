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

/** What is added to a cluster that is watched has a test of its own; the others look at the rest. */
const unwatched = (ask: Ask): Ask => ({
  ...ask,
  cluster: { monitoring: { enabled: false }, ...ask.cluster },
  replica: ask.replica && { monitoring: { enabled: false }, ...ask.replica },
});

/** All that a program prints. */
export const all = (ask: Ask, options: Partial<ZalandoOptions> = {}): Manifest[] => render(program(zalando(options), unwatched(ask)));

/** The one object of the operator that a program prints; what is printed besides says who reaches it. */
export function printed(ask: Ask, options: Partial<ZalandoOptions> = {}): Manifest {
  const manifests = all(ask, options);
  expect([...new Set(manifests.map(({ kind }) => kind))].sort()).toEqual(['NetworkPolicy', 'postgresql']);
  return only(manifests, 'postgresql');
}

/** The cluster of a name, where a program prints several. */
export function cluster(name: string, ask: Ask, options: Partial<ZalandoOptions> = {}): Manifest {
  return only(
    all(ask, options).filter(({ metadata }) => metadata.name === name),
    'postgresql',
  );
}

/** The variables of the cluster `orders`. */
export const env = (ask: Ask, options: Partial<ZalandoOptions> = {}): Variable[] =>
  (cluster('orders', ask, options).spec?.env ?? []) as Variable[];

/** Everything that a program is refused with. */
export const refused = (ask: Ask | AskOf, options: Partial<ZalandoOptions> = {}): string[] => findings(program(zalando(options), ask));
