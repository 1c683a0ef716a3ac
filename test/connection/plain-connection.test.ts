import { ApiObject, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ClusterIdentity, DatabaseConnection, Endpoint, HaCluster, PlainConnectionOptions } from '../../lib';
import { PermissiveOperator } from '../support/permissive-operator';
import { smallestCluster } from '../support/programs';
import { Manifest, at, findings, newChart, only, render } from '../support/render';

/** Clients can check the server. */
class TlsOperator extends PermissiveOperator {
  public override importCluster({ name, namespace }: ClusterIdentity) {
    const host = `${name}.${namespace}.svc`;
    const endpoint = new Endpoint(host, 5432, { ca: { name: `${name}-ca`, key: 'ca.pem' }, serverName: host });
    return { primary: endpoint, replicas: endpoint, anyInstance: endpoint };
  }
}

const IMAGE = { image: 'registry.example.com/web:1.4.2' };
const LABELS = { podLabels: { app: 'web' } };
const WHY = 'the client would not find the file, and refuse every connection';

const connected = (chart: Chart, operator: PermissiveOperator = new TlsOperator()) =>
  new DatabaseConnection(chart, 'connection', {
    cluster: new HaCluster(chart, 'db', { ...smallestCluster(operator), databases: [{ name: 'orders', owner: 'orders-app' }] }),
    role: 'orders-app',
  });

/** A workload that is written by hand. */
const plainDeployment = (chart: Chart, connection: DatabaseConnection, options: PlainConnectionOptions = LABELS) => {
  const { env, volumes, volumeMounts } = connection.plain(options);
  const template = {
    metadata: { labels: options.podLabels },
    spec: { containers: [{ name: 'web', ...IMAGE, env, volumeMounts }], volumes },
  };
  const spec = { selector: { matchLabels: options.podLabels }, template };
  return new ApiObject(chart, 'web', { apiVersion: 'apps/v1', kind: 'Deployment', spec } as never);
};

const ingress = (manifests: readonly Manifest[]): string =>
  JSON.stringify(manifests.filter(({ kind }) => kind === 'NetworkPolicy').map((policy) => at(policy, '/spec/ingress')));

test('plain data is what a container of cdk8s-plus gets, and the pods are let in', () => {
  const byHand = render((chart) => plainDeployment(chart, connected(chart)));
  const byPlus = render((chart) => connected(chart).addToWorkload(new kplus.Deployment(chart, 'web', { containers: [IMAGE] })));
  const pod = (manifests: readonly Manifest[]) => at(only(manifests, 'Deployment'), '/spec/template/spec');
  for (const field of ['/containers/0/env', '/containers/0/volumeMounts', '/volumes']) {
    expect(at(pod(byHand), field)).toEqual(at(pod(byPlus), field));
  }
  expect(ingress(byHand)).toContain('{"podSelector":{"matchLabels":{"app":"web"}}}');
});

test('values of a chart are JSON', () => {
  const plain = connected(newChart()).plain(LABELS);
  expect(JSON.parse(JSON.stringify(plain))).toEqual(plain);
  expect(plain.env.find(({ name }) => name === 'PGHOST')?.value).toBe('orders.orders.svc');
});

test('without a CA that is checked there is nothing to mount', () => {
  const { volumes, volumeMounts } = connected(newChart(), new PermissiveOperator()).plain(LABELS);
  expect([volumes, volumeMounts]).toEqual([[], []]);
});

test('CONN-008: pods of another namespace need copies of the Secrets', () => {
  const found = findings((chart) => plainDeployment(chart, connected(chart), { ...LABELS, namespace: 'web' }));
  expect(found).toHaveLength(2);
  expect(found[0]).toContain(
    `[CONN-008] the pod with {"app":"web"} is in namespace 'web' and the cluster in namespace 'orders'; copy the Secret of the role and write 'credentialsSecret'`,
  );
});

test.each<[string, unknown, string]>([
  [
    'no labels',
    { podLabels: {} },
    `[CONN-021] 'options.podLabels' is empty; write the labels of the pods, such as { app: 'web' } (a policy that selects pods without labels lets in every pod of the namespace)`,
  ],
  ['a label that is none', { podLabels: { app: 'a b' } }, `[CONN-021] 'options.podLabels': `],
  ['nothing', undefined, `[PROP-003] 'options' must be an object with podLabels, got undefined; write { podLabels: ... }`],
])('CONN-021: %s', (_, options, says) => {
  expect(() => connected(newChart()).plain(options as never)).toThrow(`[test/connection] ${says}`);
});

describe('CONN-020: the CA is named and not mounted', () => {
  const refused = (who: string) =>
    `[test/connection] [CONN-020] 'environment' names the file of the CA in PGSSLROOTCERT and DATABASE_URL, and ${who} does not mount it; call mountCa(container), or take env, volumes and volumeMounts of plain({ podLabels }) for what is not of cdk8s-plus (${WHY})`;
  const takes = (chart: Chart) => {
    const connection = connected(chart);
    const container = new kplus.Deployment(chart, 'web').addContainer({ ...IMAGE, envVariables: connection.environment });
    return { connection, container };
  };

  test('by a container', () => {
    expect(findings((chart) => void takes(chart))).toEqual([refused(`the container 'main' (registry.example.com/web:1.4.2)`)]);
  });

  test('by one of two', () => {
    const build = (chart: Chart) => {
      const { connection, container } = takes(chart);
      connection.mountCa(container);
      new kplus.Deployment(chart, 'worker').addContainer({ ...IMAGE, name: 'worker', envVariables: connection.environment });
    };
    expect(findings(build)).toEqual([refused(`the container 'worker' (registry.example.com/web:1.4.2)`)]);
  });

  test('by nobody that is known', () => {
    expect(findings((chart) => connected(chart).environment)).toEqual([refused('what took them')]);
  });

  test('passes where it is mounted, and where no CA is checked', () => {
    const mounted = (chart: Chart) => {
      const { connection, container } = takes(chart);
      connection.mountCa(container);
    };
    const unchecked = (chart: Chart) => void connected(chart, new PermissiveOperator()).environment;
    expect(() => render(mounted)).not.toThrow();
    expect(() => render(unchecked)).not.toThrow();
  });

  test('is found anew when it is mounted after a synth', () => {
    const chart = newChart();
    const { connection, container } = takes(chart);
    expect(() => Testing.synth(chart)).toThrow('CONN-020');
    connection.mountCa(container);
    expect(() => Testing.synth(chart)).not.toThrow();
  });
});
