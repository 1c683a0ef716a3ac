import { ClusterModel } from '../../../model/cluster-model';
import { PASSWORD_METHOD, accessRuleLines } from './access-rule-lines';

/** Lines of pg_hba.conf that the schema of PGO takes. */
export const MAX_HBA_LINES = 10;

/**
 * Last line of pg_hba.conf: whoever has a password is let in, with TLS. PGO writes it by itself, but drops it as soon as there is another
 * line. It has no line for connections without TLS, so those are refused.
 */
export const LAST_HBA_LINE = `hostssl all all all ${PASSWORD_METHOD}`;

/**
 * All lines of pg_hba.conf that are the program's. PGO puts those that it needs before them: its own socket, replicas, the login of
 * pgbouncer and of the exporter. Whoever comes through pgbouncer is let in by these lines, at the address of the pod of the pool.
 */
export function hbaLines(model: ClusterModel): string[] {
  const { hbaRules, accessRules } = model;
  if (accessRules.length > 0) {
    return [...hbaRules, ...accessRuleLines(model)];
  }
  return hbaRules.length > 0 ? [...hbaRules, LAST_HBA_LINE] : [];
}
