import { App } from 'cdk8s';
import {
  IntOrString,
  Quantity,
  toJson_KubeConfigMapProps,
  toJson_KubeCronJobProps,
  toJson_KubeJobProps,
  toJson_KubeNetworkPolicyProps,
  toJson_KubeServiceProps,
} from 'cdk8s-plus-28/lib/imports/k8s';
import { EXAMPLES } from '../../examples/all';
import { PermissiveOperator } from '../support/permissive-operator';
import { program } from '../support/programs';
import { TARGETS } from '../support/released-crds';
import { Manifest, render } from '../support/render';
import { ASKS } from '../contract/asks';

/**
 * Objects of Kubernetes' own kinds, which no CRD describes, held against the API as cdk8s-plus was generated from it: its functions drop
 * what they do not know, so that what comes out unchanged has known fields in known places only.
 */

type Printer = (props: never) => Record<string, unknown> | undefined;

const PRINTERS: { readonly [kind: string]: Printer } = {
  ConfigMap: toJson_KubeConfigMapProps,
  CronJob: toJson_KubeCronJobProps,
  Job: toJson_KubeJobProps,
  NetworkPolicy: toJson_KubeNetworkPolicyProps,
  Service: toJson_KubeServiceProps,
};

/** Words that the generated types write in another way than the API. */
const RENAMED: { readonly [field: string]: string } = {
  clusterIP: 'clusterIp',
  podIP: 'podIp',
  setHostnameAsFQDN: 'setHostnameAsFqdn',
  downwardAPI: 'downwardApi',
};

/** Fields whose values the generated types wrap. */
const wrapped = (field: string, value: unknown): unknown => {
  if (['port', 'targetPort', 'maxSurge', 'maxUnavailable'].includes(field)) {
    return typeof value === 'number' ? IntOrString.fromNumber(value) : IntOrString.fromString(String(value));
  }
  return ['cpu', 'memory', 'storage', 'ephemeral-storage', 'sizeLimit'].includes(field) ? Quantity.fromString(String(value)) : undefined;
};

/** An object as the generated types take it. Service ports are plain numbers, so those of a Service stay. */
function typed(value: unknown, kind: string): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => typed(item, kind));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      RENAMED[field] ?? field,
      typeof inner === 'object' || (kind === 'Service' && field === 'port') ? typed(inner, kind) : (wrapped(field, inner) ?? inner),
    ]),
  );
}

/** An object without its kind, as the generated types print it. What a ConfigMap holds has no types. */
const reprinted = (kind: string, { data, ...rest }: Partial<Manifest>): unknown =>
  plain(PRINTERS[kind]!({ ...(typed(rest, kind) as object), data } as never));

const plain = (value: unknown): object => JSON.parse(JSON.stringify(value)) as object;

const coreKinds = (manifests: readonly Manifest[]): Manifest[] =>
  manifests.filter(({ kind, apiVersion }) => kind in PRINTERS && /^(v1|(apps|batch)\/v1|networking\.k8s\.io\/v1)$/.test(apiVersion));

function expectKnownFields(manifests: readonly Manifest[]): void {
  for (const { kind, ...rest } of coreKinds(manifests)) {
    const { apiVersion, ...fields } = rest;
    expect({ apiVersion, kind, ...(reprinted(kind, fields) as object) }).toEqual({ apiVersion, kind, ...plain(fields) });
  }
}

describe.each(TARGETS)('$title', ({ create }) => {
  const declared = create().capabilities.filter(({ path }) => path !== undefined);
  test.each(declared)('$capability', ({ capability }) => {
    expectKnownFields(render(program(create(), ASKS[capability])));
  });
});

test('the examples', () => {
  for (const { build } of EXAMPLES) {
    const app = new App();
    build(app);
    expectKnownFields(app.charts.flatMap((chart) => chart.toJson() as Manifest[]));
  }
});

test('an unknown field is found', () => {
  const policy = render(program(new PermissiveOperator())).find(({ kind }) => kind === 'NetworkPolicy')!;
  const spoilt = { ...policy, spec: { ...policy.spec, podselector: {} } };
  expect(() => expectKnownFields([spoilt])).toThrow('podselector');
});
