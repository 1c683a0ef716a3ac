import * as kplus from 'cdk8s-plus-28';
import { DatabaseConnection, HaCluster } from '../../lib';
import type { AnyContainer, AnyPeer, AnyWorkload } from '../../lib/refs/any-cdk8s-plus';
import { PermissiveOperator } from '../support/permissive-operator';
import { smallestCluster } from '../support/programs';
import { at, only, render } from '../support/render';

/**
 * A type of another version of cdk8s-plus, as the compiler sees it: the same members without the private ones, which keep classes apart. That
 * programs with another version compile and print is proven by `scripts/test-package.js`, with the packages themselves.
 */
type OtherVersion<T> = { [K in keyof T]: T[K] };

const IMAGE = { image: 'registry.example.com/web:1.4.2' };

test('a container, a workload and a peer of another version are taken where those of this one are', () => {
  const manifests = render((chart) => {
    const cluster: HaCluster = new HaCluster(chart, 'db', {
      ...smallestCluster(new PermissiveOperator()),
      databases: [{ name: 'orders', owner: 'orders-app' }],
    });
    const web = new kplus.Deployment(chart, 'web', { containers: [IMAGE] });
    const container: OtherVersion<kplus.Container> = web.addContainer({ ...IMAGE, name: 'side' });
    const workload: OtherVersion<kplus.Deployment> = web;
    const peer: OtherVersion<kplus.Pods> = kplus.Pods.select(chart, 'friends', { labels: { app: 'friend' } });
    // @ts-expect-error a signature that names the class would not take it
    const named: kplus.Container = container;
    expect(named).toBe(container);
    expect([container, workload, peer] satisfies [AnyContainer, AnyWorkload, AnyPeer]).toHaveLength(3);

    cluster.connect(container, { role: 'orders-app' });
    cluster.allowFrom(peer);
    new DatabaseConnection(chart, 'connection', { cluster, role: 'orders-app', prefix: 'ORDERS_' }).addToWorkload(workload);
  });
  const names = (i: number) =>
    (at(only(manifests, 'Deployment'), `/spec/template/spec/containers/${i}/env`) as { name: string }[]).map(({ name }) => name);
  expect(names(0)).toContain('ORDERS_PGHOST');
  expect(names(1)).toEqual(expect.arrayContaining(['PGHOST', 'ORDERS_PGHOST']));
});
