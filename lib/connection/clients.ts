import type { INetworkPolicyPeer } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { AnyContainer, AnyPeer } from '../refs/any-cdk8s-plus';
import type { IConnectionPool } from '../refs/connection-pool-ref';
import { EMPTY_PEER, KNOWN_ROLE, NOT_SUPERUSER, NO_SUCH_ENDPOINT, unknownRole } from './connection-refusals';
import { DatabaseConnection } from './database-connection';
import type { ConnectOptions } from '../refs/connect-options';
import type { IHaCluster } from '../refs/ha-cluster-ref';
import { Endpoint } from '../model/endpoint';
import { Finding } from '../model/finding';
import { RoleCredentials } from '../model/role-credentials';
import { SUPERUSER } from '../model/superuser';
import { Admission } from '../network/admission';
import { peerSpecs } from '../network/peer';
import { refuse } from '../private/errors';
import { breach } from '../private/rules';
import { instance } from '../private/shape';

/** What clusters of this app and clusters of other apps have in common for those who use them. */

/** Where user and password of a role are. */
export function credentialsFor(cluster: IHaCluster, name: string): RoleCredentials {
  const role = cluster.roles.find((one) => one.name === name);
  if (name === SUPERUSER || role === undefined) {
    const finding =
      name === SUPERUSER
        ? breach(NOT_SUPERUSER, `the role must not be '${SUPERUSER}'; write the owner of a database or one of 'roles'`)
        : breach(KNOWN_ROLE, unknownRole(cluster.roles, cluster.clusterName, String(name)));
    return refuse(cluster.node.path, [finding], cluster.credentialsFor);
  }
  const { secretName, usernameKey, passwordKey } = cluster.operator.roleSecret(cluster.identity, role);
  return { role: name, secretName, usernameKey, passwordKey };
}

/** The service of every instance, or a refusal. */
export function anyInstance(cluster: IHaCluster, endpoint: Endpoint | undefined): Endpoint {
  const { displayName } = cluster.operator.facts;
  return (
    endpoint ??
    refuse(
      cluster.node.path,
      [breach(NO_SUCH_ENDPOINT, `asked for 'anyInstance', and ${displayName} has no service for it; write 'replicas' or 'primary'`)],
      anyInstance,
    )
  );
}

/** Connects a container. */
export function connect(cluster: Construct & IHaCluster, container: AnyContainer, options: ConnectOptions): DatabaseConnection {
  const made = cluster.node.children.filter(({ node }) => node.id.startsWith('Connection-')).length;
  const connection = new DatabaseConnection(cluster, `Connection-${made + 1}`, { ...options, cluster });
  connection.addTo(container);
  return connection;
}

/** Lets somebody in to the instances of a cluster or to the pods of a pool. */
export function allowFrom(target: IHaCluster | IConnectionPool, given: AnyPeer): void {
  const peer = given as INetworkPolicyPeer;
  const { identity } = 'cluster' in target ? target.cluster : target;
  const problems = peerProblems(peer, identity.namespace);
  if (problems.length > 0) {
    refuse(target.node.path, problems, target.allowFrom);
  }
  Admission.of(target)?.admit(() => peerSpecs(peer, identity.namespace));
}

const PEER = instance('a peer of cdk8s-plus such as a Deployment or Pods.select(...)', ['toNetworkPolicyPeerConfig']);

/** What is wrong with a peer; one that names no namespace would be a rule without peers, which lets in everybody. */
function peerProblems(peer: INetworkPolicyPeer, own: string | undefined): Finding[] {
  const wrong = PEER(peer, 'peer');
  return wrong.length > 0 || peerSpecs(peer, own).length > 0
    ? wrong
    : [breach(EMPTY_PEER, `the peer '${peer.node.path}' names no namespace; write at least one`)];
}
