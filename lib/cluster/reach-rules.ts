import { HBA_RULES } from '../access/hba-rules';
import { EGRESS_RULES, NETWORK_RULES } from '../network/network-rules';
import { DATABASE_RULES } from '../access/database-rules';
import { ROLE_RULES } from '../access/role-rules';
import { CHANGE_CAPTURE_RULES } from '../access/change-capture-rules';
import { CREATION_RULES } from '../access/creation-rules';
import { PRIVILEGE_RULES } from '../access/privilege-rules';
import { TLS_RULES } from '../network/tls-rules';
import { ClusterModel } from '../model/cluster-model';
import { RoleOptions } from '../model/role';
import { APART, CLUSTER_EXPOSURE_RULES, REPLICAS_EXIST } from '../network/exposure-rules';
import { Rule } from '../private/rules';

/** A cluster, with what is not a part of its model. */
export interface ReachContext {
  readonly model: ClusterModel;
  /** Whether the operator makes the schemas of databases, and no Job. */
  readonly createsSchemas: boolean;
  /** The roles as given, in which one may stand twice. */
  readonly given: readonly RoleOptions[];
  /** Image of the Jobs that give access, where it was given. */
  readonly accessImage?: string;
  /** Whether the access rules were given as an empty list. */
  readonly noAccessRules: boolean;
}

/** What holds on every operator for those who get at a cluster. */
export const REACH_RULES: readonly Rule<ReachContext>[] = [
  ...DATABASE_RULES,
  ...ROLE_RULES,
  ...CREATION_RULES,
  ...PRIVILEGE_RULES,
  ...CHANGE_CAPTURE_RULES,
  ...TLS_RULES,
  ...NETWORK_RULES,
  ...EGRESS_RULES,
  ...CLUSTER_EXPOSURE_RULES,
  REPLICAS_EXIST,
  APART,
  ...HBA_RULES,
];
