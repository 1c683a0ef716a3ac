import { ClusterIdentity } from '../../../model/identity';
import { RoleSecret } from '../../../model/role-credentials';
import { AccessFacts } from '../../recovery-contract';
import { PGO_PREFIX, clusterLabels, roleSecretName } from '../names';

/** PGO has no condition that says so. The field appears with the first instance that takes connections. */
export const READY = 'jsonpath={.status.instances[0].readyReplicas}=1';

export const API_GROUP = 'postgres-operator.crunchydata.com';

export const PLURAL = 'postgresclusters';

const USERNAME_KEY = 'user';
const PASSWORD_KEY = 'password';

/** Namespace of PGO in its own instructions. */
export const OPERATOR_NAMESPACE = 'postgres-operator';

/** How a program gets into a cluster. */
export function accessFacts(identity: ClusterIdentity, role: string): AccessFacts {
  return {
    apiGroup: API_GROUP,
    plural: PLURAL,
    ready: READY,
    secretName: roleSecretName(identity, role),
    usernameKey: USERNAME_KEY,
    passwordKey: PASSWORD_KEY,
    podLabels: clusterLabels(identity),
    operatorNamespace: OPERATOR_NAMESPACE,
    // It works through the API server only.
    operatorPorts: [],
  };
}

/**
 * Where the password of a role is. PGO makes the Secret unless it finds one with these labels, takes the password from it, and adds the
 * rest: its hash, the address, URLs.
 */
export function roleSecret(identity: ClusterIdentity, role: string): RoleSecret {
  return {
    role,
    secretName: roleSecretName(identity, role),
    usernameKey: USERNAME_KEY,
    passwordKey: PASSWORD_KEY,
    secretType: 'Opaque',
    labels: { ...clusterLabels(identity), [`${PGO_PREFIX}pguser`]: role },
    // The hash. PGO does not hold it against the password: with an old hash the old password would stay in force.
    emptyKeys: ['verifier'],
    // Whoever delivers the password makes the Secret. One that merged into PGO's would see each new hash as a change to be undone, and PGO
    // would make another one, without end.
    madeByOperator: false,
  };
}
