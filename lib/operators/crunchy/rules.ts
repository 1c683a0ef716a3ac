import { Rule, RuleFacts } from '../../private/rules';
import { BACKUP_RULES } from './backup/backup-rules';
import { METADATA_RULE, OBJECT_RULES } from './cluster/cluster-rules';
import { HBA_RULES } from './access/hba-rules';
import { OPTION_RULES } from './cluster/option-rules';
import { PARAMETER_RULES } from './cluster/parameter-rules';
import { RUNNING_RULES } from './cluster/running-rules';
import { TABLESPACE_RULES } from './cluster/tablespace-rules';
import { PATRONI_RULES } from './cluster/patroni-rules';
import { MONITORING_RULES } from './monitoring/monitoring-rules';
import { PG_ADMIN_RULES } from './pgadmin/pg-admin-rules';
import { POOL_RULES } from './pool/pool-rules';
import { RECOVERY_RULES } from './recovery/recovery-rules';
import { REPLICA_RULES } from './recovery/replica-rules';
import { ROLE_RULES } from './access/role-rules';
import { ClusterContext } from './rule-contexts';
import { UPGRADE_RULES } from './upgrade/upgrade-rules';
import { TLS_RULES } from './network/tls-rules';

/** What PGO refuses, ignores or gets wrong in a cluster. */
export const CLUSTER_RULES: readonly Rule<ClusterContext>[] = [
  ...OBJECT_RULES,
  ...ROLE_RULES,
  ...PARAMETER_RULES,
  ...HBA_RULES,
  METADATA_RULE,
  ...TABLESPACE_RULES,
  ...PATRONI_RULES,
  ...RECOVERY_RULES,
  ...REPLICA_RULES,
  ...TLS_RULES,
  ...MONITORING_RULES,
  ...OPTION_RULES,
  ...RUNNING_RULES,
];

/** All rules of PGO, for the catalogue. */
export const CRUNCHY_RULES: readonly RuleFacts[] = [...CLUSTER_RULES, ...BACKUP_RULES, ...POOL_RULES, ...UPGRADE_RULES, ...PG_ADMIN_RULES];
