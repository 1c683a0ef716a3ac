import { Duration } from 'cdk8s';
import { CertManagerOptions, CertificateFacts, ClusterModel, ClusterTls } from '../../lib';
import { PermissiveOperator } from '../support/permissive-operator';
import { Ask, program } from '../support/programs';
import { Manifest, render } from '../support/render';

/** The server has the names of its pools; the replicas have a certificate of a client. */
class CertifiedOperator extends PermissiveOperator {
  public override certificates({ identity, pools }: ClusterModel = {} as never): CertificateFacts[] {
    return [
      {
        id: 'Server',
        secretName: `${identity.name}-server-tls`,
        dnsNames: [identity.name, ...pools.map(({ name }) => name ?? 'pool'), identity.name],
        usages: ['server auth'],
        labels: { 'toy.example/watch': 'true' },
      },
      {
        id: 'Replication',
        secretName: `${identity.name}-replication-tls`,
        commonName: 'replica',
        dnsNames: [],
        usages: ['client auth'],
        labels: {},
      },
    ];
  }
}

const certificates = (options: Partial<CertManagerOptions> = {}, ask: Ask = {}): Manifest[] =>
  render(
    program(new CertifiedOperator(), { ...ask, cluster: { tls: ClusterTls.certManager({ issuerName: 'company-ca', ...options }) } }),
  ).filter(({ kind }) => kind === 'Certificate');

const COMMON = {
  duration: '2160h0m0s',
  renewBefore: '720h0m0s',
  privateKey: { algorithm: 'ECDSA', encoding: 'PKCS8', size: 256, rotationPolicy: 'Always' },
  revisionHistoryLimit: 1,
  issuerRef: { name: 'company-ca', kind: 'Issuer', group: 'cert-manager.io' },
};

test('one for each that the operator needs', () => {
  const common = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate' };
  expect(certificates()).toEqual([
    {
      ...common,
      metadata: { name: 'orders-server-tls', namespace: 'orders' },
      spec: {
        ...COMMON,
        secretName: 'orders-server-tls',
        dnsNames: ['orders'],
        usages: ['server auth'],
        secretTemplate: { labels: { 'toy.example/watch': 'true' } },
      },
    },
    {
      ...common,
      metadata: { name: 'orders-replication-tls', namespace: 'orders' },
      spec: { ...COMMON, secretName: 'orders-replication-tls', commonName: 'replica', usages: ['client auth'] },
    },
  ]);
});

test('further names stand in the certificate of the server only, once', () => {
  const [server, replication] = certificates({ additionalDnsNames: ['db.acme.example', 'orders'] });
  expect(server!.spec!.dnsNames).toEqual(['orders', 'db.acme.example']);
  expect(replication!.spec).not.toHaveProperty('dnsNames');
});

test('a pool that is attached later stands in it', () => {
  expect(certificates({}, { pools: [{ poolName: 'orders-web' }] })[0]!.spec!.dnsNames).toEqual(['orders', 'orders-web']);
});

test('an issuer of all namespaces, and other times', () => {
  const [{ spec }] = certificates({ clusterIssuer: true, duration: Duration.hours(48), renewBefore: Duration.minutes(90) }) as [Manifest];
  expect(spec).toMatchObject({
    issuerRef: { name: 'company-ca', kind: 'ClusterIssuer', group: 'cert-manager.io' },
    duration: '48h0m0s',
    renewBefore: '1h30m0s',
  });
});

test.each([ClusterTls.operatorGenerated(), ClusterTls.fromSecrets({ serverSecret: 'orders-tls' })])(
  'none where somebody else makes them',
  (tls) => {
    expect(render(program(new CertifiedOperator(), { cluster: { tls } })).filter(({ kind }) => kind === 'Certificate')).toEqual([]);
  },
);
