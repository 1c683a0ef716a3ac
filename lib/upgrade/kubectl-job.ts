import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { isCidr } from '../model/cidr';
import { ClusterModel } from '../model/cluster-model';
import { ipFamilies } from '../network/network-model';
import { addressSpec } from '../network/peer';
import { apiServerPorts, everyAddress, printPolicy, tcp, udp } from '../network/policy-manifest';
import { ObjectChange } from '../operators/verb-contract';
import { KUBECTL_IMAGE } from '../private/kubectl-image';
import { fromRegistry } from '../private/platform-facts';
import { RestrictedContainer, literalVariables, restrictedJobSpec } from '../private/restricted-job';
import { defined, isPinned, isPort } from '../private/value-problems';
import { KubectlJobOptions } from './kubectl-job-props';

const COMPUTE = { cpu: '50m', cpuLimit: '500m', memory: '64Mi', memoryLimit: '256Mi' };

/** What a Job may do to one object, which is named; to objects that are still to be made where it has no name. */
export interface Permission {
  readonly verbs: string[];
  readonly apiGroup: string;
  readonly resource: string;
  readonly name?: string;
}

/** What kubectl needs to make a change: it looks at what it patches. */
export const permissionOf = ({ apiGroup, resource, name, patch }: ObjectChange): Permission => ({
  verbs: patch === undefined ? ['delete'] : ['get', 'patch'],
  apiGroup,
  resource,
  name,
});

/** An object as kubectl names its kind. */
export const resourceOf = ({ apiGroup, resource }: ObjectChange): string => (apiGroup === '' ? resource : `${resource}.${apiGroup}`);

/** Who the pods are for the API server: somebody who may do these things and no others. */
export function bindRunner(
  scope: Construct,
  metadata: { readonly name: string; readonly labels: { [key: string]: string } },
  permissions: readonly Permission[],
): void {
  const role = new kplus.Role(scope, 'Role', { metadata });
  for (const { verbs, apiGroup, resource: resourceType, name: resourceName } of permissions) {
    role.allow(verbs, { apiGroup, resourceType, resourceName });
  }
  const binding = new kplus.RoleBinding(scope, 'RoleBinding', { metadata, role });
  binding.addSubjects(new kplus.ServiceAccount(scope, 'ServiceAccount', { metadata }));
  // The core group is what is left out. The API server drops an empty text, and a diff would show it for ever.
  ApiObject.of(binding).addJsonPatch(JsonPatch.remove('/subjects/0/apiGroup'));
}

/** The spec of a Job that runs kubectl. */
export function kubectlJobSpec(
  model: ClusterModel,
  options: KubectlJobOptions,
  job: {
    readonly serviceAccountName: string;
    readonly labels: { readonly [key: string]: string };
    readonly command: readonly string[];
    readonly env: { readonly [name: string]: string };
    readonly deadlineSeconds: number;
    /** How often it is tried again; not at all if absent. */
    readonly backoffLimit?: number;
  },
): object {
  const container: RestrictedContainer = {
    name: 'kubectl',
    image: options.image ?? fromRegistry(model.platform.imageRegistry, KUBECTL_IMAGE),
    command: job.command,
    env: literalVariables({ ...job.env, HOME: '/tmp' }),
    compute: COMPUTE,
    mounts: [],
    takesToken: true,
  };
  const { serviceAccountName, labels, deadlineSeconds, backoffLimit = 0 } = job;
  return restrictedJobSpec({ settings: model, labels, containers: [container], backoffLimit, deadlineSeconds, serviceAccountName });
}

/** The pods reach names and the API server, and nobody reaches them. */
export function bindKubectlPolicy(
  scope: Construct,
  { name, labels }: { readonly name: string; readonly labels: { [key: string]: string } },
  model: ClusterModel,
  options: KubectlJobOptions,
): void {
  const { network, identity, platform } = model;
  if (network.managedElsewhere) {
    return;
  }
  const cidrs = addresses(options, model);
  const families = ipFamilies(platform, cidrs);
  const names = [...udp(...network.dnsPorts), ...tcp(...network.dnsPorts)];
  printPolicy(scope, 'Policy', { name, namespace: identity.namespace, labels }, () => ({
    podSelector: { matchLabels: labels },
    policyTypes: ['Egress', 'Ingress'],
    egress: [
      { to: everyAddress(families), ports: names },
      { to: cidrs.map(addressSpec), ports: apiServerPorts(options.apiServerPort ?? network.egress?.apiServerPort) },
    ],
  }));
}

const addresses = ({ apiServerCidrs }: KubectlJobOptions, { network }: ClusterModel): readonly string[] =>
  apiServerCidrs ?? network.apiServerCidrs;

/** What is wrong with what the pods run and reach. */
export function kubectlJobProblems(options: KubectlJobOptions, model: ClusterModel | undefined): string[] {
  const { apiServerCidrs, apiServerPort, image } = options;
  return defined([
    model && !model.network.managedElsewhere && addresses(options, model).length === 0
      ? `'apiServerCidrs' must have the addresses of the API server, got none; 'kubectl get endpoints kubernetes' shows them`
      : undefined,
    ...(apiServerCidrs ?? []).map((cidr) =>
      isCidr(cidr) ? undefined : `'apiServerCidrs' must have CIDRs such as '10.96.0.1/32', got '${cidr}'`,
    ),
    apiServerPort === undefined || isPort(apiServerPort)
      ? undefined
      : `'apiServerPort' must be a whole number from 1 to 65535, got ${apiServerPort}`,
    image === undefined || isPinned(image) ? undefined : `'image' must have a tag that is not 'latest', got '${image}'`,
  ]);
}
