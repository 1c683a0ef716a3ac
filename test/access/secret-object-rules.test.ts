import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ClusterTls, HaCluster, HaClusterProps, RolePassword, SecretSource, SecretValue } from '../../lib';
import { SECRET_OBJECT_RULES } from '../../lib/access/secret-object-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { smallestCluster } from '../support/programs';
import { findings, render } from '../support/render';

const ORDERS = { name: 'orders', owner: 'orders-app' };
const PASSWORD = { roles: [{ name: 'reports', password: RolePassword.fromSecret() }] };
const tls = (secrets: Partial<Parameters<typeof ClusterTls.fromSecrets>[0]> = {}) => ({
  tls: ClusterTls.fromSecrets({ serverSecret: 'orders-tls', ...secrets }),
});

type Print = (chart: Chart) => unknown;

/** The cluster, and what else the app prints. */
const program = (props: Partial<HaClusterProps>, print: Print) => (chart: Chart) => {
  new HaCluster(chart, 'db', { ...smallestCluster(new PermissiveOperator()), databases: [ORDERS], ...props });
  print(chart);
};

const object =
  (apiVersion: string, kind: string, name: string, rest: object): Print =>
  (chart) =>
    new ApiObject(chart, 'secret', { apiVersion, kind, metadata: { name }, ...rest });
const sops = (name: string, type: string | undefined, ...keys: string[]): Print =>
  object('v1', 'Secret', name, { type, stringData: Object.fromEntries(keys.map((key) => [key, 'ENC[x]'])), sops: { version: '3.9' } });
const external = (name: string, spec: object): Print => object('external-secrets.io/v1', 'ExternalSecret', name, { spec });
const sealed = (name: string, spec: object): Print => object('bitnami.com/v1alpha1', 'SealedSecret', name, { spec });

const NOT_THERE = '(the operator or the pods would wait for a key that is not there)';
const OPEN = '(a credential in a manifest is a credential in the repository, for ever)';

const BROKEN: readonly (readonly [string, Partial<HaClusterProps>, Print, string])[] = [
  [
    'a password under another key',
    PASSWORD,
    sops('orders-reports', undefined, 'pass', 'user'),
    `[SEC-011] the Secret 'orders-reports' for the password of 'reports' must have 'password', got 'pass', 'user' in test/secret ${NOT_THERE}`,
  ],
  [
    'a certificate of another type',
    tls(),
    sops('orders-tls', undefined, 'tls.crt', 'tls.key', 'ca.crt'),
    `[SEC-011] the Secret 'orders-tls' for the server must have the type 'kubernetes.io/tls', got 'Opaque' in test/secret ${NOT_THERE}`,
  ],
  [
    'a certificate without its CA',
    tls(),
    sops('orders-tls', 'kubernetes.io/tls', 'tls.crt', 'tls.key'),
    `[SEC-011] the Secret 'orders-tls' for the server must have 'ca.crt', got 'tls.crt', 'tls.key' in test/secret ${NOT_THERE}`,
  ],
  [
    'a CA without the certificate',
    tls({ caSecret: 'company-ca' }),
    sops('company-ca', undefined, 'tls.crt'),
    `[SEC-011] the Secret 'company-ca' for the CA of the server must have 'ca.crt', got 'tls.crt' in test/secret ${NOT_THERE}`,
  ],
  [
    'replication without a key',
    tls({ replicationSecret: 'orders-repl' }),
    sops('orders-repl', 'kubernetes.io/tls'),
    `[SEC-011] the Secret 'orders-repl' for replication must have 'tls.crt', 'tls.key', 'ca.crt', got nothing in test/secret ${NOT_THERE}`,
  ],
  [
    'an ExternalSecret with another key',
    PASSWORD,
    external('x', { target: { name: 'orders-reports' }, data: [{ secretKey: 'pw', remoteRef: { key: 'a' } }] }),
    `[SEC-011] the Secret 'orders-reports' for the password of 'reports' must have 'password', got 'pw' in test/secret ${NOT_THERE}`,
  ],
  [
    'a SealedSecret with another key',
    PASSWORD,
    sealed('orders-reports', { encryptedData: { pw: 'Ag' }, template: { data: { username: 'reports' } } }),
    `[SEC-011] the Secret 'orders-reports' for the password of 'reports' must have 'password', got 'pw', 'username' in test/secret ${NOT_THERE}`,
  ],
  [
    'a password in the open',
    PASSWORD,
    (chart) => new kplus.Secret(chart, 'secret', { metadata: { name: 'orders-reports' }, stringData: { password: 'hunter2' } }),
    `[SEC-012] the Secret 'orders-reports' for the password of 'reports' stands in test/secret/Resource with its values; let External Secrets or Sealed Secrets make it ${OPEN}`,
  ],
];

test.each(BROKEN)('%s is refused', (_, props, print, finding) => {
  const says = findings(program(props, print));
  expect(says).toEqual([`[test/db] ${finding}`]);
  expect(says.join()).not.toContain('hunter2');
});

test.each<[string, Partial<HaClusterProps>, Print]>([
  ['a password by SOPS', PASSWORD, sops('orders-reports', undefined, 'password')],
  ['a certificate', tls(), sops('orders-tls', 'kubernetes.io/tls', 'tls.crt', 'tls.key', 'ca.crt')],
  ['a certificate beside a CA', tls({ caSecret: 'company-ca' }), sops('orders-tls', 'kubernetes.io/tls', 'tls.crt', 'tls.key')],
  ['an ExternalSecret of all fields', PASSWORD, external('orders-reports', { dataFrom: [{ extract: { key: 'a' } }] })],
  ['an ExternalSecret with a template', PASSWORD, external('orders-reports', { target: { template: { data: { password: '{{ .x }}' } } } })],
  ['a SealedSecret', PASSWORD, sealed('orders-reports', { encryptedData: { password: 'Ag' } })],
  ['a Secret of another name', PASSWORD, sops('orders-imports', undefined, 'x')],
  [
    'a Secret of another namespace',
    PASSWORD,
    (chart) => sops('orders-reports', undefined, 'x')(new Chart(chart.node.scope!, 'far', { namespace: 'shop' })),
  ],
  ['a Secret that nobody prints', PASSWORD, () => undefined],
  [
    'a password that is printed with the cluster',
    {
      roles: [
        {
          name: 'reports',
          password: RolePassword.delivered(SecretSource.externalSecrets({ storeName: 'vault' }), SecretValue.fromVault('a', 'b')),
        },
      ],
    },
    () => undefined,
  ],
])('%s is taken', (_, props, print) => {
  expect(() => render(program(props, print))).not.toThrow();
});

test('every rule has a case', () => {
  const tested = BROKEN.map(([, , , finding]) => /SEC-\d{3}/.exec(finding)![0]);
  expect([...new Set(tested)].sort()).toEqual(SECRET_OBJECT_RULES.map(({ id }) => id).sort());
});
