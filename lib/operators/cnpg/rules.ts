import { Rule, RuleFacts } from '../../private/rules';
import { PUBLICATION_RULES } from './access/publication-objects';
import { CREATION_RULES } from './access/creation-spec';
import { SLOT_RULES } from './access/slots-spec';
import { ROLE_RULES } from './access/role-rules';
import { BACKUP_RULES } from './backup/backup-rules';
import { OBJECT_RULES, NAME_LENGTH } from './cluster/cluster-rules';
import { IMAGE_RULES } from './cluster/image-rules';
import { ClusterContext } from './rule-contexts';
import { ARCHIVE_RULES } from './cluster/archive-rules';
import { CATALOG_RULES } from './cluster/catalog-rules';
import { OPTION_RULES } from './cluster/option-rules';
import { PARAMETER_RULES } from './cluster/parameter-rules';
import { POOL_RULES } from './pool/pool-rules';
import { STATE_RULES } from './cluster/state';
import { UPGRADE_RULES } from './upgrade/upgrade-rules';
import { RECOVERY_RULES } from './recovery/recovery-rules';

/** What CloudNativePG would refuse, ignore or get wrong in a cluster. */
export const CLUSTER_RULES: readonly Rule<ClusterContext>[] = [
  NAME_LENGTH,
  ...PARAMETER_RULES,
  ...OBJECT_RULES,
  ...STATE_RULES,
  ...IMAGE_RULES,
  ...RECOVERY_RULES,
  ...ROLE_RULES,
  ...SLOT_RULES,
  ...PUBLICATION_RULES,
  ...CREATION_RULES,
  ...OPTION_RULES,
  ...ARCHIVE_RULES,
];

/** All rules, for the catalogue. */
export const CNPG_RULES: readonly RuleFacts[] = [...CLUSTER_RULES, ...CATALOG_RULES, ...BACKUP_RULES, ...POOL_RULES, ...UPGRADE_RULES];
