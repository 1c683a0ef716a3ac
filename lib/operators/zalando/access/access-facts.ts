import { ClusterIdentity } from '../../../model/identity';
import { RoleModel } from '../../../model/role-model';
import { RoleSecret } from '../../../model/role-credentials';
import { POSTGRES_PORT } from '../../../model/service-address';
import { AccessFacts } from '../../recovery-contract';
import { OPERATOR_NAMESPACE, PATRONI_PORT, credentialsSecret, podLabels } from '../names';

const USERNAME = 'username';
const PASSWORD = 'password';

/** What `kubectl wait` waits for until a cluster takes connections. */
export const READY = 'jsonpath={.status.PostgresClusterStatus}=Running';

/** How a program gets into a cluster. */
export function accessFacts({ name }: ClusterIdentity, role: string): AccessFacts {
  return {
    apiGroup: 'acid.zalan.do',
    plural: 'postgresqls',
    ready: READY,
    secretName: credentialsSecret(name, role),
    usernameKey: USERNAME,
    passwordKey: PASSWORD,
    podLabels: podLabels(name),
    operatorNamespace: OPERATOR_NAMESPACE,
    operatorPorts: [POSTGRES_PORT, PATRONI_PORT],
    // Kept with `enable_persistent_volume_claim_deletion: false`, and where the operator has been restarted meanwhile. Patroni clones into
    // an empty volume only.
    volumeClaims: [`pgdata-${name}-0`],
  };
}

/**
 * The Secret of a role. One that is there before the cluster is taken as it is, and a password that changes later is given to the role at
 * the next sync of the operator; rule ZAL-150 has refused another name.
 */
export function roleSecret({ name: cluster }: ClusterIdentity, { name, password }: RoleModel): RoleSecret {
  return {
    role: name,
    secretName: password.secretName ?? credentialsSecret(cluster, name),
    usernameKey: USERNAME,
    passwordKey: PASSWORD,
    secretType: 'Opaque',
    labels: {},
    emptyKeys: [],
    // It makes those that are missing only, and keeps what others have written. An owner reference it would take away at each sync.
    madeByOperator: false,
  };
}
