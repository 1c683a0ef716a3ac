import { Chart } from 'cdk8s';
import { ClusterIdentity, HaCluster, RoleModel, RoleOptions, RolePassword, RoleSecret, SecretSource, SecretValue } from '../../lib';
import { PermissiveOperator } from '../support/permissive-operator';
import { Ask, program, smallestCluster } from '../support/programs';
import { Manifest, newChart, only, render } from '../support/render';

/** What an operator may ask of the Secret of a role. */
class PickyOperator extends PermissiveOperator {
  public constructor(private readonly wishes: Partial<RoleSecret> = {}) {
    super();
  }

  public override roleSecret(identity: ClusterIdentity, role: RoleModel): RoleSecret {
    return { ...super.roleSecret(identity, role), secretName: role.password.secretName ?? `${identity.name}-${role.name}`, ...this.wishes };
  }
}

const BASIC: Partial<RoleSecret> = {
  secretType: 'kubernetes.io/basic-auth',
  labels: { 'toy.example/reload': 'true' },
  emptyKeys: ['verifier'],
  madeByOperator: false,
};
const ORDERS = { name: 'orders', owner: 'orders-app' };
const CIPHERTEXT = `AgB${'x'.repeat(701)}`;
const VAULTED = RolePassword.delivered(
  SecretSource.externalSecrets({ storeName: 'vault', clusterStore: true }),
  SecretValue.fromVault('orders/reports', 'password'),
);
const SEALED = RolePassword.delivered(SecretSource.sealedSecrets(), SecretValue.encrypted(CIPHERTEXT));
const PROTECTED = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };

const printed = (roles: RoleOptions[], wishes?: Partial<RoleSecret>, ask: Ask = {}): Manifest[] =>
  render(program(new PickyOperator(wishes), { ...ask, cluster: { databases: [ORDERS], roles, ...ask.cluster } }));

describe('External Secrets', () => {
  const secret = (target: object) => ({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'orders-reports', namespace: 'orders', annotations: PROTECTED },
    spec: {
      refreshInterval: '1h0m0s',
      secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
      target: { name: 'orders-reports', deletionPolicy: 'Retain', ...target },
      data: [
        {
          secretKey: 'password',
          remoteRef: {
            key: 'orders/reports',
            property: 'password',
            conversionStrategy: 'Default',
            decodingStrategy: 'None',
            metadataPolicy: 'None',
          },
        },
      ],
    },
  });

  test('writes into a Secret that the operator makes', () => {
    expect(only(printed([{ name: 'reports', password: VAULTED }]), 'ExternalSecret')).toEqual(
      secret({ creationPolicy: 'Merge', template: { engineVersion: 'v2', mergePolicy: 'Merge', data: { username: 'reports' } } }),
    );
  });

  test('makes a Secret with the type, the labels and the keys that the operator asks for', () => {
    expect(only(printed([{ name: 'reports', password: VAULTED }], BASIC), 'ExternalSecret')).toEqual(
      secret({
        creationPolicy: 'Orphan',
        template: {
          engineVersion: 'v2',
          mergePolicy: 'Merge',
          type: 'kubernetes.io/basic-auth',
          metadata: { labels: { 'toy.example/reload': 'true' } },
          data: { username: 'reports', verifier: '' },
        },
      }),
    );
  });
});

test('Sealed Secrets make a Secret with the type, the labels and the keys that the operator asks for', () => {
  expect(only(printed([{ name: 'reports', password: SEALED }], BASIC), 'SealedSecret')).toEqual({
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: { name: 'orders-reports', namespace: 'orders', annotations: PROTECTED },
    spec: {
      encryptedData: { password: CIPHERTEXT },
      template: {
        type: 'kubernetes.io/basic-auth',
        metadata: {
          name: 'orders-reports',
          namespace: 'orders',
          annotations: {
            'sealedsecrets.bitnami.com/skip-set-owner-references': 'true',
            'sealedsecrets.bitnami.com/managed': 'true',
          },
          labels: { 'toy.example/reload': 'true' },
        },
        data: { username: 'reports', verifier: '' },
      },
    },
  });
});

test('nothing for passwords that somebody else brings', () => {
  const roles = [{ name: 'a' }, { name: 'b', password: RolePassword.fromSecret() }, { name: 'c', password: RolePassword.fromSecret('c') }];
  expect(printed(roles).map(({ kind }) => kind)).toEqual(['ToyPostgres', 'NetworkPolicy']);
});

test('one for each role, the owner too', () => {
  const names = printed([
    { name: 'reports', password: VAULTED },
    { name: 'orders-app', password: VAULTED },
  ])
    .filter(({ kind }) => kind === 'ExternalSecret')
    .map(({ metadata }) => metadata.name);
  expect(names).toEqual(['orders-orders-app', 'orders-reports']);
});

test('a name with signs of a template stands in the Secret as it is', () => {
  // Both controllers read the values as templates of Go, in which the password could be named.
  const name = '{{ .password }}';
  const roles = [{ name, password: VAULTED }];
  const manifests = render(program(new PickyOperator({ secretName: 'orders-odd' }), { cluster: { databases: [ORDERS], roles } }));
  const { target } = only(manifests, 'ExternalSecret').spec as { target: { template: { data: { username: string } } } };
  expect(target.template.data.username).not.toBe(name);
});

test('no object of a cluster of another app', () => {
  const build = (chart: Chart) =>
    HaCluster.fromHaClusterAttributes(chart, 'db', {
      clusterName: 'orders',
      operator: new PickyOperator(),
      roles: [{ name: 'reports', password: VAULTED }],
    });
  expect(render(build)).toEqual([]);
});

test('credentials lead to the name that the program has given', () => {
  const chart = newChart();
  const cluster = new HaCluster(chart, 'db', {
    ...smallestCluster(new PickyOperator()),
    roles: [{ name: 'reports', password: RolePassword.fromSecret('reporting-password') }],
  });
  expect(cluster.credentialsFor('reports')).toMatchObject({ role: 'reports', secretName: 'reporting-password' });
});
