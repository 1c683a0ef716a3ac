import { ClusterIdentity } from '../../model/models';
import { AccessFacts } from '../contract';
import { clusterLabels, roleSecret } from './names';

/** PGO has no condition that says so. The field appears with the first instance that takes connections. */
export const READY = 'jsonpath={.status.instances[0].readyReplicas}=1';

export const API_GROUP = 'postgres-operator.crunchydata.com';

export const PLURAL = 'postgresclusters';

/** How a program gets into a cluster. */
export function accessFacts(identity: ClusterIdentity, role: string): AccessFacts {
  return {
    apiGroup: API_GROUP,
    plural: PLURAL,
    ready: READY,
    secretName: roleSecret(identity, role),
    usernameKey: 'user',
    passwordKey: 'password',
    podLabels: clusterLabels(identity),
    operatorNamespace: 'postgres-operator',
    // It works through the API server only.
    operatorPorts: [],
  };
}
