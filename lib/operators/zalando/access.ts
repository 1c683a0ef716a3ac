import { ClusterIdentity } from '../../model/models';
import { AccessFacts } from '../contract';
import { PORT, credentialsSecret, podLabels } from './names';

/** Patroni answers here, and takes its configuration from the operator. */
const PATRONI_PORT = 8008;

/** What `kubectl wait` waits for until a cluster takes connections. */
export const READY = 'jsonpath={.status.PostgresClusterStatus}=Running';

/** How a program gets into a cluster. */
export function accessFacts({ name }: ClusterIdentity, role: string): AccessFacts {
  return {
    apiGroup: 'acid.zalan.do',
    plural: 'postgresqls',
    ready: READY,
    secretName: credentialsSecret(name, role),
    usernameKey: 'username',
    passwordKey: 'password',
    podLabels: podLabels(name),
    operatorNamespace: 'postgres-operator',
    operatorPorts: [PORT, PATRONI_PORT],
  };
}
