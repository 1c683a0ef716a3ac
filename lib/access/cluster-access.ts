import { Construct } from 'constructs';
import { Endpoint } from '../model/endpoint';
import { follows, writes } from '../model/standing';
import { loginsOf } from '../model/superuser';
import { fromRegistry } from '../private/platform-facts';
import { IClusterView } from '../operators/cluster-view';
import { IPostgresOperator } from '../operators/contract';
import { bindAccess } from './access-job';
import { accessPlans } from './access-sql';
import { bindRoleSecrets } from './role-secrets';

/**
 * Prints what gives the roles of a cluster their passwords and their access, beside what the operator does.
 *
 * A cluster that follows another one has the roles, the passwords and the schemas of that one. One that was demoted keeps its Secrets, and
 * nobody could give any access in it.
 */
export function bindClusterAccess(
  scope: Construct,
  view: IClusterView,
  plan: { readonly operator: IPostgresOperator; readonly primary: Endpoint; readonly image?: string },
): void {
  const { databases, roles, identity, version } = view.model;
  const { operator, primary, image = fromRegistry(view.model.platform.imageRegistry, `postgres:${version.major}`) } = plan;
  bindRoleSecrets(scope, loginsOf(view.model), {
    secretOf: (role) => operator.roleSecret(identity, role),
    hasPools: () => view.model.pools.length > 0,
    printedWhile: () => !follows(view.model),
  });
  accessPlans(databases, roles, operator.facts.createsSchemas).forEach((access, i) => {
    const owner = roles.find(({ name }) => name === access.database.owner)!;
    const credentials = operator.roleSecret(identity, owner);
    // Of a stopped cluster the Job would wait for a day, and fail.
    const printedWhile = (): boolean => writes(view.model) && view.model.state._kind !== 'stopped';
    bindAccess(scope, `Access-${i + 1}`, identity, { plan: access, primary, credentials, image, settings: view.model, printedWhile });
  });
}
