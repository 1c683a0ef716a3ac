import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SecretKeyRef } from '../model/backup-target';
import { Endpoint } from '../model/endpoint';
import { ClusterIdentity } from '../model/identity';
import { RoleCredentials } from '../model/role-credentials';
import { SslMode } from '../model/ssl-mode';
import { shortHash } from '../private/hash';
import { Manifest } from '../private/manifest';
import { sharedVolume } from './shared-volume';

/** What a binding is made of. */
export interface BindingPlan {
  /** Namespace of the application. */
  readonly namespace?: string;
  readonly cluster: ClusterIdentity;
  readonly endpoint: Endpoint;
  readonly database: string;
  readonly sslMode: SslMode;
  readonly credentials: RoleCredentials;
  /** The CA, where it is checked. */
  readonly ca?: SecretKeyRef;
}

const CA_FILE = 'ca.crt';

/** The files belong to root, and the program is not root. */
const READ_BY_ALL = 0o444;

/** A volume of cdk8s-plus, which has none of this kind itself. */
type ProjectedVolume = new (scope: Construct, id: string, name: string, config: { readonly projected: unknown }) => kplus.Volume;

/**
 * A volume with a file for each entry of the binding: what is no secret comes from a ConfigMap, which is printed, and the rest from the
 * Secrets.
 *
 * @see https://servicebinding.io/spec/core/1.0.0/#well-known-secret-entries
 */
export function bindingVolume(scope: Construct, plan: BindingPlan): kplus.Volume {
  const { cluster, namespace, credentials, ca } = plan;
  const entries = bindingEntries(plan);
  const digest = shortHash(JSON.stringify([entries, credentials, ca]));
  const name = `${cluster.name}-binding-${digest}`;
  return sharedVolume(scope, `binding ${namespace} ${name}`, () => {
    const id = `Binding-${digest}-${namespace ?? ''}`;
    new Manifest(scope, id, { gvk: { apiVersion: 'v1', kind: 'ConfigMap' }, metadata: { name, namespace }, data: () => entries });
    const items = [
      { key: credentials.usernameKey, path: 'username' },
      { key: credentials.passwordKey, path: 'password' },
    ];
    const sources = [
      { configMap: { name } },
      { secret: { name: credentials.secretName, items } },
      ...(ca ? [{ secret: { name: ca.name, items: [{ key: ca.key, path: CA_FILE }] } }] : []),
    ];
    const projected = { defaultMode: READ_BY_ALL, sources };
    return new (kplus.Volume as unknown as ProjectedVolume)(scope, `${id}-volume`, `binding-${digest}`, { projected });
  });
}

function bindingEntries({ endpoint, database, sslMode, ca }: BindingPlan): { [entry: string]: string } {
  return {
    type: 'postgresql',
    provider: 'cdk8s-postgres',
    host: endpoint.host,
    port: `${endpoint.port}`,
    database,
    sslmode: sslMode,
    // The libraries that read bindings look for the file in the folder of the binding.
    ...(ca && { sslrootcert: CA_FILE }),
  };
}
