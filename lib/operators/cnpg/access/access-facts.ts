import { ClusterIdentity } from '../../../model/identity';
import { RoleSecret } from '../../../model/role-credentials';
import { RoleModel } from '../../../model/role-model';
import { SUPERUSER } from '../../../model/superuser';
import { isSupplied } from '../../../model/supplied-role';
import { AccessFacts } from '../../recovery-contract';
import { RELOAD_LABEL, applicationSecret, clusterLabels, roleObjectName, superuserSecret } from '../names';
import { OPERATOR_NAMESPACE, OPERATOR_PORTS } from '../network/pods';

export const API_GROUP = 'postgresql.cnpg.io';

export const PLURAL = 'clusters';

export const READY = 'condition=Ready';

/** How a program gets into a cluster. The operator makes one role with a password, the owner of the first database. */
export function accessFacts(identity: ClusterIdentity): AccessFacts {
  return {
    apiGroup: API_GROUP,
    plural: PLURAL,
    ready: READY,
    secretName: applicationSecret(identity),
    usernameKey: 'username',
    passwordKey: 'password',
    podLabels: clusterLabels(identity),
    operatorNamespace: OPERATOR_NAMESPACE,
    operatorPorts: [...OPERATOR_PORTS],
  };
}

/** The Secret with the password of a role. */
export function roleSecret(identity: ClusterIdentity, role: RoleModel): RoleSecret {
  return {
    role: role.name,
    secretName: role.password.secretName ?? conventionalName(identity, role),
    usernameKey: 'username',
    passwordKey: 'password',
    secretType: 'kubernetes.io/basic-auth',
    labels: { ...RELOAD_LABEL },
    emptyKeys: [],
    madeByOperator: false,
  };
}

function conventionalName(identity: ClusterIdentity, role: RoleModel): string {
  if (role.name === SUPERUSER) {
    return superuserSecret(identity);
  }
  return role.ownsFirst && !isSupplied(role) ? applicationSecret(identity) : roleObjectName(identity, role.name);
}
