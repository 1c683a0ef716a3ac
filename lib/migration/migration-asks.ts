import { Capability } from '../model/capability';
import { Ask, askedWhen } from '../private/asks';
import { MigrationModel } from './migration-model';

/** A migration, seen from one of its clusters. */
export interface AskedSide {
  readonly migration: MigrationModel;
  readonly isSource: boolean;
}

/** What a migration asks of each of its clusters. */
export const MIGRATION_ASKS: readonly Ask<AskedSide>[] = [
  [Capability.MIGRATION, ({ isSource }) => [`a migration ${isSource ? 'from' : 'to'} it`]],
  [
    Capability.MIGRATION_SUBSCRIPTION,
    ({ isSource, migration }) =>
      askedWhen(!isSource && migration.method.logicalOptions?.subscriptionObjects === true, `'method' with 'subscriptionObjects'`),
  ],
];
