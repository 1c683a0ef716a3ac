import { Capability } from '../model/capability';
import { Ask } from '../private/asks';

/** What a migration asks of each of its clusters: the side that it is. */
export const MIGRATION_ASKS: readonly Ask<string>[] = [[Capability.MIGRATION, (side) => [`a migration ${side} it`]]];
