import { Capability } from '../model/capability';
import { PgAdminModel } from '../model/pg-admin';
import { Ask } from '../private/asks';

/** What a pgAdmin asks for: the whole of it. */
export const PG_ADMIN_ASKS: readonly Ask<PgAdminModel>[] = [[Capability.PGADMIN, ({ name }) => [`the pgAdmin '${name}'`]]];
