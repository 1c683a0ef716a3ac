import { Construct } from 'constructs';
import { Endpoint } from '../model/endpoint';
import { ClusterModel } from '../model/models';
import { IPostgresOperator } from '../operators/contract';
import { bindAccess } from './access-job';
import { accessPlans } from './access-sql';
import { bindRoleSecrets } from './role-secrets';

/** Prints what gives the roles of a cluster their passwords and their access, beside what the operator does. */
export function bindClusterAccess(
  scope: Construct,
  model: ClusterModel,
  plan: { readonly operator: IPostgresOperator; readonly primary: Endpoint; readonly image?: string },
): void {
  const { databases, roles, identity, version } = model;
  const { operator, primary, image = `postgres:${version.major}` } = plan;
  bindRoleSecrets(scope, roles, (role) => operator.roleSecret(identity, role));
  accessPlans(databases, roles, operator.facts.createsSchemas).forEach((access, i) => {
    const owner = roles.find(({ name }) => name === access.database.owner)!;
    bindAccess(scope, `Access-${i + 1}`, model, { plan: access, primary, credentials: operator.roleSecret(identity, owner), image });
  });
}
