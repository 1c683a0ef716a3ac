import { at, Json, textOf } from '../../values/json';

/** What tells the elements of a list apart, by the name of the list. The order of such lists means nothing, or nothing that is lost. */
const KEYS: { readonly [list: string]: string } = {
  instances: 'name',
  repos: 'name',
  tablespaces: 'name',
  tablespaceVolumes: 'name',
  roles: 'name',
  users: 'name',
  externalClusters: 'name',
  plugins: 'name',
  env: 'name',
  environmentVariables: 'name',
  containers: 'name',
  initContainers: 'name',
  sidecars: 'name',
  volumes: 'name',
  additionalVolumes: 'name',
  additional: 'serviceTemplate.metadata.name',
  volumeMounts: 'mountPath',
  extensions: 'name',
  schemas: 'name',
  fdws: 'name',
  servers: 'name',
  images: 'major',
  imagePullSecrets: 'name',
  data: 'secretKey',
};

/** Lists whose order means nothing: policies, names of a certificate, databases of a role. */
const SETS = new Set([
  'ingress',
  'egress',
  'from',
  'to',
  'ports',
  'policyTypes',
  'dnsNames',
  'usages',
  'serverAltDNSNames',
  'databases',
  'accessModes',
  'inRoles',
  'allowedSourceRanges',
  'loadBalancerSourceRanges',
  'usersIgnoringSecretRotation',
  'usersWithSecretRotation',
  'usersWithInPlaceSecretRotation',
  'values',
  'except',
  'finalizers',
  'verbs',
  'resources',
  'apiGroups',
  'subjects',
]);

export const isSet = (list: string): boolean => SETS.has(list);

/** The elements by their names; undefined where they are not told apart by one, or two have the same. */
export function keyed(list: string, items: readonly Json[]): Map<string, Json> | undefined {
  if (KEYS[list] === undefined) {
    return undefined;
  }
  const found = new Map<string, Json>();
  for (const item of items) {
    const name = nameIn(list, item);
    if (name === undefined || found.has(name)) {
      return undefined;
    }
    found.set(name, item);
  }
  return found;
}

/** Name of an element of a list. */
export function nameIn(list: string, item: Json): string | undefined {
  const key = KEYS[list];
  return key === undefined ? undefined : (textOf(at(item, ...key.split('.'))) ?? textOf(at(item, 'name')));
}
