import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ClusterTls, HaCluster, HaClusterProps, RolePassword, SecretSource, SecretValue } from '../../lib';
import { SECRET_OBJECT_RULES } from '../../lib/access/secret-object-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { smallestCluster } from '../support/programs';
import { only, refusal, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

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

const CASES: readonly RuleCase<readonly [Partial<HaClusterProps>, Print]>[] = [
  {
    rule: 'SEC-011',
    of: 'a password under another key',
    broken: [PASSWORD, sops('orders-reports', undefined, 'pass', 'user')],
    says: `the Secret 'orders-reports' for the password of 'reports' must have 'password', got 'pass', 'user' in test/secret (the operator or the pods would wait for a key that is not there)`,
    kept: [PASSWORD, sops('orders-reports', undefined, 'password')],
  },
  {
    rule: 'SEC-011',
    of: 'a certificate of another type',
    broken: [tls(), sops('orders-tls', undefined, 'tls.crt', 'tls.key', 'ca.crt')],
    says: `the Secret 'orders-tls' for the server must have the type 'kubernetes.io/tls', got 'Opaque' in test/secret`,
    kept: [tls(), sops('orders-tls', 'kubernetes.io/tls', 'tls.crt', 'tls.key', 'ca.crt')],
  },
  {
    rule: 'SEC-011',
    of: 'a certificate without its CA',
    broken: [tls(), sops('orders-tls', 'kubernetes.io/tls', 'tls.crt', 'tls.key')],
    says: `the Secret 'orders-tls' for the server must have 'ca.crt', got 'tls.crt', 'tls.key' in test/secret`,
    kept: [tls({ caSecret: 'company-ca' }), sops('orders-tls', 'kubernetes.io/tls', 'tls.crt', 'tls.key')],
  },
  {
    rule: 'SEC-011',
    of: 'a CA without the certificate',
    broken: [tls({ caSecret: 'company-ca' }), sops('company-ca', undefined, 'tls.crt')],
    says: `the Secret 'company-ca' for the CA of the server must have 'ca.crt', got 'tls.crt' in test/secret`,
    kept: [tls({ caSecret: 'company-ca' }), sops('company-ca', undefined, 'ca.crt')],
  },
  {
    rule: 'SEC-011',
    of: 'replication without a key',
    broken: [tls({ replicationSecret: 'orders-repl' }), sops('orders-repl', 'kubernetes.io/tls')],
    says: `the Secret 'orders-repl' for replication must have 'tls.crt', 'tls.key', 'ca.crt', got nothing in test/secret`,
    kept: [tls({ replicationSecret: 'orders-repl' }), sops('orders-repl', 'kubernetes.io/tls', 'tls.crt', 'tls.key', 'ca.crt')],
  },
  {
    rule: 'SEC-011',
    of: 'an ExternalSecret with another key',
    broken: [PASSWORD, external('x', { target: { name: 'orders-reports' }, data: [{ secretKey: 'pw', remoteRef: { key: 'a' } }] })],
    says: `the Secret 'orders-reports' for the password of 'reports' must have 'password', got 'pw' in test/secret`,
    kept: [PASSWORD, external('orders-reports', { target: { template: { data: { password: '{{ .x }}' } } } })],
  },
  {
    rule: 'SEC-011',
    of: 'a SealedSecret with another key',
    broken: [PASSWORD, sealed('orders-reports', { encryptedData: { pw: 'Ag' }, template: { data: { username: 'reports' } } })],
    says: `the Secret 'orders-reports' for the password of 'reports' must have 'password', got 'pw', 'username' in test/secret`,
    kept: [PASSWORD, sealed('orders-reports', { encryptedData: { password: 'Ag' } })],
  },
  {
    rule: 'SEC-012',
    of: 'a password in the open',
    broken: [
      PASSWORD,
      (chart) => new kplus.Secret(chart, 'secret', { metadata: { name: 'orders-reports' }, stringData: { password: 'hunter2' } }),
    ],
    says: `the Secret 'orders-reports' for the password of 'reports' stands in test/secret/Resource with its values; let External Secrets or Sealed Secrets make it (a credential in a manifest is a credential in the repository, for ever)`,
    kept: [PASSWORD, () => undefined],
  },
];

describeRules(CASES, {
  rules: SECRET_OBJECT_RULES,
  place: 'test/db',
  program: ([props, print]) => program(props, print),
  prints: (manifests) => expect(only(manifests, 'ToyPostgres')).toBeDefined(),
});

test('what stands in the open is not repeated', () => {
  const open = CASES.find(({ rule }) => rule === 'SEC-012')!;
  expect(refusal(program(...open.broken))).not.toContain('hunter2');
});

test.each<[string, Partial<HaClusterProps>, Print]>([
  ['an ExternalSecret of all fields', PASSWORD, external('orders-reports', { dataFrom: [{ extract: { key: 'a' } }] })],
  ['a Secret of another name', PASSWORD, sops('orders-imports', undefined, 'x')],
  [
    'a Secret of another namespace',
    PASSWORD,
    (chart) => sops('orders-reports', undefined, 'x')(new Chart(chart.node.scope!, 'far', { namespace: 'shop' })),
  ],
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

everyRuleHasACase(SECRET_OBJECT_RULES, CASES);
