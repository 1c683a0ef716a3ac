import { Chart } from 'cdk8s';
import {
  ClusterState,
  ClusterTls,
  ClusterVerb,
  HaCluster,
  IPostgresOperator,
  PairStep,
  PostgresOperator,
  RecoverySource,
  RolePassword,
  UpgradeStep,
  VerbJob,
} from '../../lib';
import { VERB_RULES } from '../../lib/upgrade/verb-rules';
import { Ask, OLD_ARCHIVE, program, smallestCluster } from '../support/programs';
import { Manifest, at, findings, only, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

type Build = (chart: Chart) => void;

const cnpg = PostgresOperator.cloudNativePg();
const pgo = PostgresOperator.crunchy();
const DATABASES = [{ name: 'orders', owner: 'orders-app' }];

const job = (ask: Ask = {}, operator: IPostgresOperator = cnpg): Build => program(operator, { verb: {}, ...ask });
const of = (verb: ClusterVerb, cluster: Ask['cluster'] = { databases: DATABASES }): Build => job({ cluster, verb: { verb } });
const OWN = { verb: ClusterVerb.newCertificate(), token: 'ticket-1234', apiServerCidrs: ['10.96.0.1/32'] };
const UPGRADE = { step: UpgradeStep.prepare() };

const CASES: readonly RuleCase<Build>[] = [
  {
    rule: 'VERB-011',
    of: 'the app',
    broken: (chart) => {
      const cluster = HaCluster.fromHaClusterAttributes(chart, 'db', { clusterName: 'orders', operator: cnpg });
      new VerbJob(chart, 'verb', { cluster, ...OWN });
    },
    says: `the cluster 'orders' belongs to another app; write the VerbJob there (it changes what stands beside the cluster, and has to know what the cluster says)`,
    kept: job(),
  },
  {
    rule: 'VERB-011',
    of: 'the namespace',
    broken: (chart) => {
      const cluster = new HaCluster(new Chart(chart, 'other', { namespace: 'billing' }), 'db', smallestCluster(cnpg));
      new VerbJob(chart, 'verb', { cluster, ...OWN });
    },
    says: `the job is in namespace 'orders' and its cluster 'orders' in 'billing'; put it in a chart of that namespace`,
    kept: job(),
  },
  {
    rule: 'VERB-012',
    of: 'empty',
    broken: job({ verb: { token: '' } }),
    says: `'token' must be 1 to 30 lower-case letters, digits and '-', with no '-' at either end, got ''; write what it is for, 'ticket-1234' (a token acts once for each new value; one that is made when the program runs is a new one each time)`,
    kept: job(),
  },
  {
    rule: 'VERB-012',
    of: 'a date',
    broken: job({ verb: { token: '2026-08-01' } }),
    says: `'token' must not have a date or a time in it, got '2026-08-01'; write what it is for, 'ticket-1234'`,
    kept: job(),
  },
  {
    rule: 'VERB-013',
    of: 'a role that there is not',
    broken: of(ClusterVerb.newPassword('shop')),
    says: `'verb' must name a role of the cluster, 'orders-app', got 'shop' (what somebody else made would be gone until that one makes it again, and a primary is the data)`,
    kept: of(ClusterVerb.newPassword('orders-app')),
  },
  {
    rule: 'VERB-013',
    of: 'no role',
    broken: job({ verb: { verb: ClusterVerb.newPassword('shop') } }),
    says: `'verb' must name a role of the cluster, which has none, got 'shop'`,
    kept: of(ClusterVerb.newPassword('orders-app')),
  },
  {
    rule: 'VERB-013',
    of: 'a password of somebody else',
    broken: of(ClusterVerb.newPassword('reports'), {
      databases: DATABASES,
      roles: [{ name: 'reports', password: RolePassword.fromSecret() }],
    }),
    says: `'verb' must name a role whose password the operator makes, got 'reports'; change it where it is made`,
    kept: of(ClusterVerb.newPassword('orders-app')),
  },
  {
    rule: 'VERB-013',
    of: 'a group',
    broken: of(ClusterVerb.newPassword('readers'), { databases: DATABASES, roles: [{ name: 'readers', login: false }] }),
    says: `'verb' must name a role whose password the operator makes, got 'readers'; nobody logs in as that one`,
    kept: of(ClusterVerb.newPassword('orders-app')),
  },
  {
    rule: 'VERB-013',
    of: 'a certificate of somebody else',
    broken: of(ClusterVerb.newCertificate(), { tls: ClusterTls.certManager({ issuerName: 'company-ca' }) }),
    says: `'verb' must not ask for another certificate where 'tls' says that somebody else makes it; renew it there, for example with 'cmctl renew'`,
    kept: of(ClusterVerb.newCertificate()),
  },
  {
    rule: 'VERB-013',
    of: 'the only instance',
    broken: of(ClusterVerb.newInstance('orders-1'), {
      instances: 1,
      nonProduction: { reason: 'a test', withoutBackups: true, singleInstance: true },
    }),
    says: `'verb' must not make the only instance anew, which is the primary; make another cluster of the backups, or write instances: 2 first`,
    kept: of(ClusterVerb.newInstance('orders-2')),
  },
  ...['orders-0', 'orders', 'billing-1', 'orders-two', ''].map((instance) => ({
    rule: 'VERB-013',
    of: `the instance '${instance}'`,
    broken: of(ClusterVerb.newInstance(instance)),
    says: `'verb' must name an instance such as 'orders-2', got '${instance}'; kubectl get pods shows their names`,
    kept: of(ClusterVerb.newInstance('orders-12')),
  })),
  {
    rule: 'VERB-014',
    of: 'a state',
    broken: job({ cluster: { state: ClusterState.stopped() } }),
    says: `the cluster 'orders' is in the state 'stopped'; take the VerbJob out until it runs (it would act at some later moment, or in the midst of what works on the same data)`,
    kept: job(),
  },
  {
    rule: 'VERB-014',
    of: 'an upgrade',
    broken: job({ upgrade: UPGRADE }),
    says: `the cluster 'orders' has a MajorUpgrade; take the VerbJob out until that is over`,
    kept: program(cnpg, { upgrade: UPGRADE }),
  },
  {
    rule: 'VERB-014',
    of: 'a recovery',
    broken: job({ cluster: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE) } }),
    says: `the cluster 'orders' has 'recovery'; write '.done()' behind its RecoverySource first`,
    kept: job({ cluster: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE).done() } }),
  },
  {
    rule: 'VERB-014',
    of: 'a restore in place',
    broken: job({ inPlace: {} }, pgo),
    says: `the cluster 'orders' has an InPlaceRestore; take the VerbJob out until that is over`,
    kept: job({ backup: {} }, pgo),
  },
  {
    rule: 'VERB-014',
    of: 'a follower',
    broken: job({
      cluster: { databases: DATABASES },
      replica: {},
      pair: PairStep.demote(),
      verb: { verb: ClusterVerb.newPassword('orders-app') },
    }),
    says: `the cluster 'orders' has the passwords of the one that it follows; write the VerbJob for that one`,
    kept: job({ replica: {}, pair: PairStep.demote() }),
  },
  {
    rule: 'VERB-015',
    of: 'no address',
    broken: job({ verb: { apiServerCidrs: undefined } }),
    says: `'apiServerCidrs' must have the addresses of the API server, got none; 'kubectl get endpoints kubernetes' shows them (nothing else can tell the operator, no policy can name the API server otherwise, and another image would run next month)`,
    kept: job({ cluster: { network: { managedElsewhere: true } }, verb: { apiServerCidrs: undefined } }),
  },
];

describeRules(CASES, {
  rules: VERB_RULES,
  place: 'test/verb',
  program: (build) => build,
  prints: (manifests) => expect(manifests.length).toBeGreaterThan(0),
});

everyRuleHasACase(VERB_RULES, CASES);

interface Printed {
  readonly job: Manifest;
  readonly rules: unknown;
  readonly env: { readonly [name: string]: string };
}

function printed(operator: IPostgresOperator, verb: ClusterVerb, token = 'ticket-1234'): Printed {
  const manifests = render(job({ cluster: { databases: DATABASES }, verb: { verb, token } }, operator));
  const own = manifests.find(({ kind, metadata }) => kind === 'Job' && metadata.name.includes('-verb-'))!;
  const env = at(own, '/spec/template/spec/containers/0/env') as { name: string; value: string }[];
  return { job: own, rules: at(only(manifests, 'Role'), '/rules'), env: Object.fromEntries(env.map(({ name, value }) => [name, value])) };
}

const memory = ({ env }: Printed): unknown[] => [
  { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
  { apiGroups: [''], resources: ['configmaps'], resourceNames: [env.MEMORY], verbs: ['get', 'patch'] },
];

test.each([
  ['another password, CloudNativePG', cnpg, ClusterVerb.newPassword('orders-app'), 'orders-app'],
  ['another certificate, CloudNativePG', cnpg, ClusterVerb.newCertificate(), 'orders-server'],
  ['another password, PGO', pgo, ClusterVerb.newPassword('orders-app'), 'orders-pguser-orders-app'],
  ['another certificate, PGO', pgo, ClusterVerb.newCertificate(), 'orders-cluster-cert'],
])('%s: one Secret is deleted that nobody can read', (_, operator, verb, secret) => {
  const all = printed(operator, verb);
  expect(all.env).toMatchObject({ RESOURCE: 'secrets', NAME: secret, MEMORY: expect.stringMatching(/^orders-verb-[0-9a-f]{8}$/) });
  // The API server drops an empty text, and a diff would show it for ever.
  expect(all.env).not.toHaveProperty('PATCH');
  expect(all.rules).toEqual([{ apiGroups: [''], resources: ['secrets'], resourceNames: [secret], verbs: ['delete'] }, ...memory(all)]);
});

test('a replica of CloudNativePG is made anew by a mark that the operator does not look at on a primary', () => {
  const all = printed(cnpg, ClusterVerb.newInstance('orders-2'));
  expect(all.env).toMatchObject({
    RESOURCE: 'pods',
    NAME: 'orders-2',
    PATCH: '{"metadata":{"annotations":{"alpha.cnpg.io/unrecoverable":"true"}}}',
  });
  expect(all.rules).toEqual([
    { apiGroups: [''], resources: ['pods'], resourceNames: ['orders-2'], verbs: ['get', 'patch'] },
    ...memory(all),
  ]);
});

test('another token, or another verb, is another Job with a memory of its own', () => {
  const names = [
    printed(cnpg, ClusterVerb.newCertificate()),
    printed(cnpg, ClusterVerb.newCertificate(), 'ticket-5678'),
    printed(cnpg, ClusterVerb.newPassword('orders-app')),
  ].map(({ env }) => env.MEMORY);
  expect(new Set(names).size).toBe(3);
});

test('pods that are others are those of another Job, which has the same memory', () => {
  const onNodes = (nodeSelector: { [key: string]: string }): string[] => {
    const own = only(render(job({ cluster: { placement: { nodeSelector } } })), 'Job');
    const env = at(own, '/spec/template/spec/containers/0/env') as { name: string; value: string }[];
    return [own.metadata.name, env.find(({ name }) => name === 'MEMORY')!.value];
  };
  const [[one, ofOne], [other, ofOther]] = [onNodes({ disks: 'slow' }), onNodes({ disks: 'fast' })] as [string[], string[]];
  expect(one).not.toBe(other);
  expect(ofOne).toBe(ofOther);
});

test('it is tried once, and its pods reach the API server only', () => {
  const manifests = render(job());
  const own = only(manifests, 'Job');
  expect(own.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 600 });
  const policy = manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === own.metadata.name)!;
  expect(at(policy, '/spec/podSelector/matchLabels')).toEqual({ 'cdk8s-postgres/verb': own.metadata.name });
  expect(at(policy, '/spec/ingress')).toBeUndefined();
  expect(at(policy, '/spec/egress/1/to')).toEqual([{ ipBlock: { cidr: '10.96.0.1/32' } }]);
});

test('what a person has to do on an operator that cannot be told', () => {
  const zalando = PostgresOperator.zalando({ teamId: 'orders' });
  const refused = (operator: IPostgresOperator, verb: ClusterVerb): string[] =>
    findings(job({ cluster: { databases: DATABASES }, verb: { verb } }, operator));
  expect(refused(zalando, ClusterVerb.newCertificate())).toEqual([
    `[test/verb] [ZAL-292] asked for another certificate by a VerbJob; leave the VerbJob out, and write verbs: { restart: '...' }; each pod signs its own certificate when it starts; available on CloudNativePG and Crunchy PGO (Zalando Postgres Operator 2.0 does not have it)`,
  ]);
  expect(refused(pgo, ClusterVerb.newInstance('orders-2'))).toEqual([
    `[test/verb] [PGO-210] asked for a replica that is made anew by a VerbJob; leave the VerbJob out; a person does it with 'patronictl reinit' in the pod of an instance, which never takes the leader; available on CloudNativePG (Crunchy PGO 6.0 does not have it)`,
  ]);
});
