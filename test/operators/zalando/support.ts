import { IPostgresOperator, PostgresOperator, ZalandoOptions } from '../../../lib';
import { Ask, program } from '../../support/programs';
import { Manifest, findings, only, render } from '../../support/render';

/** The operator, of the team `acme` unless asked otherwise. */
export const zalando = (options: Partial<ZalandoOptions> = {}): IPostgresOperator =>
  PostgresOperator.zalando({ teamId: 'acme', ...options });

/** The one object that a program prints. */
export function printed(ask: Ask, options: Partial<ZalandoOptions> = {}): Manifest {
  const manifests = render(program(zalando(options), ask));
  expect(manifests).toHaveLength(1);
  return only(manifests, 'postgresql');
}

/** Everything that a program is refused with. */
export const refused = (ask: Ask, options: Partial<ZalandoOptions> = {}): string[] => findings(program(zalando(options), ask));
