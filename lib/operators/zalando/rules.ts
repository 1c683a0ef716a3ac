import { Rule, RuleFacts } from '../../private/rules';
import { BACKUP_RULES } from './backup/backup-rules';
import { LOGICAL_RULES } from './backup/logical-rules';
import { OBJECT_RULES } from './cluster/cluster-rules';
import { LOG_RULES } from './cluster/log-rules';
import { OPTION_RULES } from './cluster/option-rules';
import type { ClusterContext } from './rule-contexts';
import { DATABASE_RULES } from './access/database-rules';
import { PREPARED_RULES } from './access/prepared-rules';
import { MONITORING_RULES } from './monitoring/monitoring-rules';
import { POOL_RULES } from './pool/pool-rules';
import { ORIGIN_RULES } from './recovery/recovery-rules';
import { ROLE_RULES } from './access/role-rules';
import { STATE_RULES } from './cluster/state';
import { UPGRADE_RULES } from './upgrade/upgrade-rules';
import { TLS_RULES } from './network/tls-rules';

/** What this operator adds to the rules of a cluster. */
export const CLUSTER_RULES: readonly Rule<ClusterContext>[] = [
  ...OBJECT_RULES,
  ...LOG_RULES,
  ...STATE_RULES,
  ...ROLE_RULES,
  ...DATABASE_RULES,
  ...PREPARED_RULES,
  ...TLS_RULES,
  ...MONITORING_RULES,
  ...LOGICAL_RULES,
  ...OPTION_RULES,
];

/** Every rule of this operator, for the catalogue. */
export const ZALANDO_RULES: readonly RuleFacts[] = [
  ...CLUSTER_RULES,
  ...BACKUP_RULES,
  ...POOL_RULES,
  ...ORIGIN_RULES,
  ...UPGRADE_RULES,
].sort((one, other) => one.id.localeCompare(other.id));
