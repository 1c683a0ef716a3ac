import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { HaCluster } from '../../lib';
import { addressSpec, peerSpec } from '../../lib/network/peer';
import { PermissiveOperator } from '../support/permissive-operator';
import { smallestCluster } from '../support/programs';
import { Manifest, at, render } from '../support/render';

const IMAGE = { image: 'registry.example.com/web:1.4.2' };
const { Pods, Namespaces, NetworkPolicyIpBlock: IpBlock } = kplus;

/** A chart of another namespace in the same app. */
const far = (chart: Chart): Chart => new Chart(chart.node.scope!, 'far', { namespace: 'shop' });
const withContainer = <W extends kplus.AbstractPod>(workload: W): W => {
  workload.addContainer(IMAGE);
  return workload;
};

type Make = (chart: Chart) => kplus.INetworkPolicyPeer;

/** Every kind of peer that cdk8s-plus has, and whether it stands in the namespace of the cluster. */
const PEERS: readonly (readonly [string, Make])[] = [
  ['a Deployment', (chart) => withContainer(new kplus.Deployment(chart, 'web'))],
  ['a Job', (chart) => withContainer(new kplus.Job(chart, 'web'))],
  ['a Pod', (chart) => withContainer(new kplus.Pod(chart, 'web'))],
  ['a Deployment elsewhere', (chart) => withContainer(new kplus.Deployment(far(chart), 'web'))],
  ['all pods', (chart) => Pods.all(chart, 'peer')],
  ['pods by labels', (chart) => Pods.select(chart, 'peer', { labels: { app: 'web', tier: 'front' } })],
  [
    'pods by expressions',
    (chart) =>
      Pods.select(chart, 'peer', { expressions: [kplus.LabelExpression.in('app', ['a', 'b']), kplus.LabelExpression.exists('x')] }),
  ],
  ['pods of a namespace', (chart) => Pods.all(chart, 'peer', { namespaces: Namespaces.select(chart, 'ns', { names: ['shop'] }) })],
  [
    'pods by labels of two namespaces',
    (chart) =>
      Pods.select(chart, 'peer', { labels: { app: 'web' }, namespaces: Namespaces.select(chart, 'ns', { names: ['shop', 'orders'] }) }),
  ],
  [
    'pods of namespaces by labels',
    (chart) =>
      Pods.select(chart, 'peer', { labels: { app: 'web' }, namespaces: Namespaces.select(chart, 'ns', { labels: { team: 'shop' } }) }),
  ],
  [
    'pods of namespaces by names and labels',
    (chart) => Pods.all(chart, 'peer', { namespaces: Namespaces.select(chart, 'ns', { names: ['a', 'b'], labels: { team: 'shop' } }) }),
  ],
  [
    'pods of namespaces by expressions',
    (chart) =>
      Pods.all(chart, 'peer', {
        namespaces: Namespaces.select(chart, 'ns', { expressions: [kplus.LabelExpression.notIn('team', ['x'])] }),
      }),
  ],
  ['pods of all namespaces', (chart) => Pods.all(chart, 'peer', { namespaces: Namespaces.all(chart, 'ns') })],
  ['all namespaces', (chart) => Namespaces.all(chart, 'peer')],
  ['namespaces by names', (chart) => Namespaces.select(chart, 'peer', { names: ['a', 'b'] })],
  ['a namespace of the program', (chart) => new kplus.Namespace(chart, 'peer')],
  ['an address', (chart) => IpBlock.ipv4(chart, 'peer', '203.0.113.7/32')],
  ['addresses with a hole', (chart) => IpBlock.ipv4(chart, 'peer', '10.0.0.0/8', ['10.1.0.0/16'])],
  ['every address', (chart) => IpBlock.anyIpv4(chart, 'peer')],
  ['every address of the sixth version', (chart) => IpBlock.anyIpv6(chart, 'peer')],
];

/** The peers of the rule for clients that cdk8s-plus and the cluster print. */
function both(make: Make): { readonly ours: unknown; readonly theirs: unknown } {
  const manifests = render((chart) => {
    const peer = make(chart);
    new kplus.NetworkPolicy(chart, 'policy', {
      metadata: { name: 'theirs' },
      ingress: { rules: [{ peer, ports: [kplus.NetworkPolicyPort.tcp(5432)] }] },
    });
    new HaCluster(chart, 'db', smallestCluster(new PermissiveOperator())).allowFrom(peer);
  });
  const rules = (name: string) =>
    at(
      manifests.find((manifest: Manifest) => manifest.kind === 'NetworkPolicy' && manifest.metadata.name === name),
      '/spec/ingress',
    ) as { from: unknown }[];
  return { ours: rules('orders-instances').at(-1), theirs: rules('theirs')[0] };
}

test.each(PEERS.filter(([name]) => !['pods by labels of two namespaces'].includes(name)))(
  '%s is printed as cdk8s-plus prints it',
  (name, make) => {
    const { ours, theirs } = both(make);
    if (['a Deployment', 'a Job', 'a Pod'].includes(name)) {
      // In the namespace of the policy the selector of the namespace says nothing; cdk8s-plus writes it out.
      const [{ podSelector }] = (theirs as { from: [{ podSelector: unknown }] }).from;
      expect(ours).toEqual({ ...(theirs as object), from: [{ podSelector }] });
    } else {
      expect(ours).toEqual(theirs);
    }
  },
);

test('of two namespaces that of the cluster is not written out', () => {
  const app = { podSelector: { matchLabels: { app: 'web' } } };
  expect(both(PEERS.find(([name]) => name === 'pods by labels of two namespaces')![1]).ours).toMatchObject({
    from: [{ ...app, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }, app],
  });
});

test.each<[Parameters<typeof peerSpec>[0], unknown]>([
  [{ podLabels: { a: 'b' } }, { podSelector: { matchLabels: { a: 'b' } } }],
  [{ namespace: 'shop' }, { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }],
  [
    { podLabels: { a: 'b' }, namespace: 'shop' },
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }, podSelector: { matchLabels: { a: 'b' } } },
  ],
])('the peer %j of an operator', (peer, expected) => {
  expect(peerSpec(peer)).toEqual(expected);
});

test('a peer of an operator without labels and namespace is every pod of the namespace, and not everybody', () => {
  expect(peerSpec({})).toEqual({ podSelector: {} });
});

test('an address', () => {
  expect(addressSpec('10.0.0.0/8')).toEqual({ ipBlock: { cidr: '10.0.0.0/8' } });
});
