import { Exposure, HaClusterProps } from '../../lib';
import { exposedTo } from '../../lib/network/services';
import { PermissiveOperator } from '../support/permissive-operator';
import { program } from '../support/programs';
import { Manifest, only, render } from '../support/render';

const operator = new PermissiveOperator();
const sourceRanges = ['203.0.113.0/24'];

const service = (exposure: HaClusterProps['exposure']): Manifest => only(render(program(operator, { cluster: { exposure } })), 'Service');

test('a load balancer before the primary', () => {
  const primary = Exposure.loadBalancer({
    sourceRanges,
    loadBalancerClass: 'service.k8s.aws/nlb',
    hostname: 'db.acme.example',
    annotations: { 'acme.example/kind': 'internal' },
  });
  expect(service({ primary })).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'orders-external',
      namespace: 'orders',
      annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'db.acme.example', 'acme.example/kind': 'internal' },
    },
    spec: {
      type: 'LoadBalancer',
      selector: { 'toy.example/cluster': 'orders', 'toy.example/role': 'primary' },
      ports: [{ name: 'postgres', port: 5432, targetPort: 5432, protocol: 'TCP' }],
      externalTrafficPolicy: 'Local',
      loadBalancerClass: 'service.k8s.aws/nlb',
      loadBalancerSourceRanges: sourceRanges,
    },
  });
});

test('a node port of the replicas', () => {
  expect(service({ replicas: Exposure.nodePort({ sourceRanges, nodePort: 30432 }) })).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'orders-external-ro', namespace: 'orders' },
    spec: {
      type: 'NodePort',
      selector: { 'toy.example/cluster': 'orders', 'toy.example/role': 'replica' },
      ports: [{ name: 'postgres', port: 5432, targetPort: 5432, protocol: 'TCP', nodePort: 30432 }],
      externalTrafficPolicy: 'Local',
    },
  });
});

test('a load balancer before a pool leads to the port of its pods', () => {
  const manifests = render(program(operator, { pools: [{ exposure: Exposure.loadBalancer({ sourceRanges }) }] }));
  const { metadata, spec } = only(manifests, 'Service');
  expect(metadata).toEqual({ name: 'orders-external', namespace: 'orders' });
  expect(spec).toMatchObject({ selector: { 'toy.example/pool': 'orders' } });
  // The pods of this pool answer on 6432, and the policy of the pool lets clients in there.
  expect(spec).toMatchObject({ ports: [{ port: 5432, targetPort: 6432 }] });
});

test('both, and no other', () => {
  const exposed = Exposure.loadBalancer({ sourceRanges });
  const names = render(program(operator, { cluster: { exposure: { primary: exposed, replicas: exposed } } }))
    .filter(({ kind }) => kind === 'Service')
    .map(({ metadata }) => metadata.name);
  expect(names).toEqual(['orders-external', 'orders-external-ro']);
  expect(render(program(operator)).filter(({ kind }) => kind === 'Service')).toEqual([]);
});

test('exposedTo', () => {
  expect(exposedTo(undefined)).toEqual([]);
  expect(exposedTo(Exposure.nodePort({ sourceRanges }))).toEqual([{ ipBlock: { cidr: '203.0.113.0/24' } }]);
  expect(exposedTo(Exposure.nodePort({}))).toEqual([{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }]);
});
