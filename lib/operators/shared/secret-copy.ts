import { ClusterIdentity } from '../../model/identity';
import { RoleSecret } from '../../model/role-credentials';

/**
 * A command that gives a cluster the password that a role has in another one: a Secret under the name, with the type and the labels, that the
 * operator looks for. What else stands in the old Secret, such as hosts, is left behind.
 */
export function copySecret(
  from: { readonly cluster: ClusterIdentity; readonly secretName: string },
  to: ClusterIdentity,
  secret: RoleSecret,
): string {
  const { secretName, secretType, labels, usernameKey, passwordKey } = secret;
  const { namespace = 'default' } = to;
  const metadata = JSON.stringify({ name: secretName, namespace, ...(Object.keys(labels).length > 0 && { labels }) });
  const data = [usernameKey, passwordKey].map((key) => `"${key}": .data["${key}"]`).join(', ');
  return (
    `kubectl get secret --namespace=${from.cluster.namespace ?? 'default'} ${from.secretName} --output=json ` +
    `| jq '{apiVersion: "v1", kind: "Secret", type: "${secretType}", metadata: ${metadata}, data: {${data}}}' ` +
    '| kubectl apply --filename=-'
  );
}
