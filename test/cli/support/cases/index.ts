import { access } from './access';
import { argo } from './argo';
import { backups } from './backups';
import { identity } from './identity';
import { origin } from './origin';
import { rest } from './rest';
import { running } from './running';
import { storage } from './storage';
import { versions } from './versions';
import { RuleCase } from './fixtures';

/** A failing and a passing case of each rule on each operator that it is about. */
export const CASES: readonly RuleCase[] = [
  ...identity,
  ...argo,
  ...storage,
  ...origin,
  ...versions,
  ...backups,
  ...access,
  ...running,
  ...rest,
];
