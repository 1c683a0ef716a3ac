import { ChangeEffect } from '../effect';
import { of } from '../rows';
import { ACCESS } from './access';
import { BACKUPS } from './backups';
import { OPERATOR_CONFIGURATION } from './operator-configuration';
import { ORIGIN } from './origin';
import { PODS } from './pods';
import { STORAGE } from './storage';

/** What the Zalando Postgres Operator makes of a change. The first row without a rule that fits decides; of rows with a rule, every one that fits. */
export const ZALANDO_EFFECTS: readonly ChangeEffect[] = [
  ...of('acid.zalan.do/postgresql', [...STORAGE, ...ORIGIN, ...BACKUPS, ...ACCESS, ...PODS]),
  ...of('acid.zalan.do/OperatorConfiguration', OPERATOR_CONFIGURATION),
];
