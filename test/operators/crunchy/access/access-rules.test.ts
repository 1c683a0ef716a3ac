import { Size } from 'cdk8s';
import { AccessLevel, AccessRule, ClusterTls, PostgresOperator, ReplicaSource, RoleAttributes } from 'cdk8s-postgres';
import { CRUNCHY_RULES } from '../../../../lib/operators/crunchy/rules';
import { program } from '../../../support/programs';
import { findings, render } from '../../../support/render';
import { ACCESS_CASES } from './access-cases';
import { built } from '../recovery/recovery-cases';

const whyOf = (rule: string): string => CRUNCHY_RULES.find(({ id }) => id === rule)!.why;

describe.each(ACCESS_CASES)('$rule', ({ rule, bad, good, place = 'db', says, options, goodOptions }) => {
  test('refuses a model that breaks it, and says all of it', () => {
    expect(findings(built(bad, PostgresOperator.crunchy(options)))).toEqual(
      says.map((text) => `[test/${place}] [${rule}] ${text} (${whyOf(rule)})`),
    );
  });

  test('lets a model pass that keeps it', () => {
    expect(render(built(good, PostgresOperator.crunchy(goodOptions)))).not.toEqual([]);
  });
});

test.each([
  ['the options of the operator', { tlsSecretName: 'orders-tls', replicationTlsSecretName: 'orders-repl' }, {}],
  ['the promotion', {}, { promoted: true }],
  ['Secrets', {}, { tls: ClusterTls.fromSecrets({ serverSecret: 'orders-tls', replicationSecret: 'orders-repl' }) }],
])('PGO-059 is kept by %s', (_, options, props) => {
  const source = ReplicaSource.streaming({ clusterName: 'orders', host: 'orders.eu.acme.example' });
  expect(render(program(PostgresOperator.crunchy(options), { replica: { source, ...props } }))).not.toEqual([]);
});

test('the line that refuses everybody else counts, whatever the rules are', () => {
  const rules = Array.from({ length: 10 }, () => AccessRule.allow({ roles: ['orders-app'] }));
  const ask = { cluster: { databases: [{ name: 'orders', owner: 'orders-app' }], accessRules: rules } };
  expect(findings(program(PostgresOperator.crunchy(), ask))).toEqual([
    `[test/db] [PGO-024] 'accessRules' must be at most 9 lines together with 'hbaRules', one for each address, got 10; write wider networks, or groups instead of roles (the API server refuses the cluster object: PGO takes 10 lines, and the last one is 'hostssl all all all scram-sha-256' or, behind access rules, refuses everybody else)`,
  ]);
});

/** An application that goes through a pool as a role of so many rights. */
const privileged = (attributes: RoleAttributes) => ({
  cluster: {
    databases: [{ name: 'orders', owner: 'orders-app' }],
    roles: [{ name: 'reports', attributes, access: [{ database: 'orders', level: AccessLevel.READ_ONLY }] }],
    ...(attributes.replication && { changeCapture: { walLimit: Size.gibibytes(5) } }),
  },
  pools: [{}],
  connect: { role: 'reports', database: 'orders' },
});

test('privileges are refused through a pool only, and not all of them', () => {
  const allowed = [{ ...privileged({ replication: true }), pools: [] }, privileged({ createDatabases: true })];
  for (const ask of allowed) {
    expect(() => render(program(PostgresOperator.crunchy(), ask))).not.toThrow();
  }
});

test.each<[string, object, string]>([
  [
    'PGO-090',
    { connect: { target: 'any' } },
    `asked for a connection to any instance; PGO has a service for the primary and one for the replicas; write ConnectionTarget.REPLICAS or ConnectionTarget.PRIMARY; available on CloudNativePG`,
  ],
  [
    'PGO-091',
    { cluster: { databases: [{ name: 'orders', owner: 'orders-app', encoding: 'LATIN1' }] } },
    `asked for 'encoding' of the database 'orders'; PGO creates every database in UTF8; leave 'encoding' out; available on CloudNativePG and Zalando Postgres Operator`,
  ],
  [
    'PGO-092',
    { cluster: { databases: [{ name: 'orders', owner: 'orders-app', locale: 'de_DE.UTF-8' }] } },
    `asked for 'locale' of the database 'orders'; PGO creates every database with the locale of its image, en_US.utf-8; leave 'locale' out and write COLLATE where a column needs another one; available on CloudNativePG and Zalando Postgres Operator`,
  ],
  [
    'PGO-199',
    privileged({ replication: true }),
    `asked for a connection through a pool as 'reports', which has 'replication'; the query by which pgbouncer finds passwords has none of a superuser or of a role with 'replication', and says that there is no such user; connect without 'via', or as another role; available on CloudNativePG and Zalando Postgres Operator`,
  ],
  [
    'PGO-199',
    { ...privileged({ superuser: true }), suppressed: ['ROLE-020'] },
    `asked for a connection through a pool as 'reports', which has 'superuser'; the query by which pgbouncer finds passwords has none of a superuser or of a role with 'replication', and says that there is no such user; connect without 'via', or as another role; available on CloudNativePG and Zalando Postgres Operator`,
  ],
])('%s refuses what PGO does not have', (rule, ask, text) => {
  expect(findings(program(PostgresOperator.crunchy(), ask))).toEqual([expect.stringMatching(/^\[test\/db(\/Connection-\d)?\] /) as string]);
  expect(findings(program(PostgresOperator.crunchy(), ask))[0]).toContain(`[${rule}] ${text} (Crunchy PGO 6.0 does not have it)`);
});
