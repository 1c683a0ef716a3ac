import { ChangeEffect } from '../effect';
import { of } from '../rows';
import { ACCESS } from './access';
import { BACKUPS } from './backups';
import { DATABASE } from './database';
import { DATABASE_ROLE } from './database-role';
import { OBJECT_STORE } from './object-store';
import { ORIGIN } from './origin';
import { PODS } from './pods';
import { POOLER } from './pooler';
import { SCHEDULED_BACKUP } from './scheduled-backup';
import { STORAGE } from './storage';

/** What CloudNativePG makes of a change. The first row without a rule that fits decides; of rows with a rule, every one that fits. */
export const CNPG_EFFECTS: readonly ChangeEffect[] = [
  ...of('postgresql.cnpg.io/Cluster', [...STORAGE, ...ORIGIN, ...BACKUPS, ...ACCESS, ...PODS]),
  ...of('postgresql.cnpg.io/Pooler', POOLER),
  ...of('barmancloud.cnpg.io/ObjectStore', OBJECT_STORE),
  ...of('postgresql.cnpg.io/ScheduledBackup', SCHEDULED_BACKUP),
  ...of('postgresql.cnpg.io/Database', DATABASE),
  ...of('postgresql.cnpg.io/DatabaseRole', DATABASE_ROLE),
];
