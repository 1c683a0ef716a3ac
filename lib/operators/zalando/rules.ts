import { Rule, RuleFacts } from '../../private/rules';
import { ZALANDO_BACKUP_RULES } from './backup/backup-rules';
import { BASIC_RULES } from './cluster/cluster-rules';
import type { ZalandoClusterContext } from './rule-contexts';
import { ZALANDO_DATABASE_RULES } from './access/database-rules';
import { ZALANDO_POOL_RULES } from './pool/pool-rules';
import { ZALANDO_ORIGIN_RULES } from './recovery/recovery-rules';
import { ZALANDO_ROLE_RULES } from './access/role-rules';
import { ZALANDO_TLS_RULES } from './network/tls-rules';

/** What this operator adds to the rules of a cluster. */
export const ZALANDO_CLUSTER_RULES: readonly Rule<ZalandoClusterContext>[] = [
  ...BASIC_RULES,
  ...ZALANDO_ROLE_RULES,
  ...ZALANDO_DATABASE_RULES,
  ...ZALANDO_TLS_RULES,
];

/** Every rule of this operator, for the catalogue. */
export const ZALANDO_RULES: readonly RuleFacts[] = [
  ...ZALANDO_CLUSTER_RULES,
  ...ZALANDO_BACKUP_RULES,
  ...ZALANDO_POOL_RULES,
  ...ZALANDO_ORIGIN_RULES,
].sort((one, other) => one.id.localeCompare(other.id));
