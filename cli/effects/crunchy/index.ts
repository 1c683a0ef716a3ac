import { ChangeEffect } from '../effect';
import { of } from '../rows';
import { ACCESS } from './access';
import { BACKUPS } from './backups';
import { ORIGIN } from './origin';
import { PG_ADMIN } from './pg-admin';
import { PODS } from './pods';
import { STORAGE } from './storage';
import { UPGRADE } from './upgrade';

/** What PGO makes of a change. The first row without a rule that fits decides; of rows with a rule, every one that fits. */
export const CRUNCHY_EFFECTS: readonly ChangeEffect[] = [
  ...of('postgres-operator.crunchydata.com/PostgresCluster', [...STORAGE, ...ORIGIN, ...BACKUPS, ...ACCESS, ...PODS]),
  ...of('postgres-operator.crunchydata.com/PGUpgrade', UPGRADE),
  ...of('postgres-operator.crunchydata.com/PGAdmin', PG_ADMIN),
];
