import { Size } from 'cdk8s';
import { HaClusterProps, PostgresVersion, RoleAttributes } from '../../lib';
import { CHANGE_CAPTURE_RULES } from '../../lib/access/change-capture-rules';
import { PRIVILEGE_RULES } from '../../lib/access/privilege-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { program } from '../support/programs';
import { only, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const operator = new PermissiveOperator();
const ORDERS = { name: 'orders', owner: 'orders-app' };
const CDC = { name: 'cdc', attributes: { replication: true } };

type Given = Partial<HaClusterProps>;
const has = (attributes: RoleAttributes, more: Given = {}): Given => ({
  databases: [ORDERS],
  roles: [{ name: 'tool', attributes }],
  ...more,
});
const captures = (changeCapture: HaClusterProps['changeCapture'], more: Given = {}): Given => ({
  databases: [ORDERS],
  roles: [CDC],
  changeCapture,
  ...more,
});
const walLimit = Size.gibibytes(5);
const slot = (name: string, more: object = {}): Given => captures({ walLimit, slots: [{ name, database: 'orders', ...more }] });

const CASES: readonly RuleCase<Given>[] = [
  {
    rule: 'ROLE-020',
    broken: has({ superuser: true }),
    says: `'tool' must not be a superuser; write what it needs ('access', 'memberOf', other 'attributes'), or Rules.of(cluster).suppress('ROLE-020', '<the reason>') (a superuser reads and changes everything, the files of the server included, and no access, limit or policy holds for it)`,
    kept: has({ superuser: false, createDatabases: true, inherit: false }),
  },
  {
    rule: 'ROLE-021',
    broken: has({ createRoles: true }, { version: PostgresVersion.V15 }),
    says: `'tool' must not have 'createRoles' on PostgreSQL 15; write the roles in 'roles', take PostgresVersion.V16 or later, or Rules.of(cluster).suppress('ROLE-021', '<the reason>') (it can make itself a member of what reads and runs everything on the server)`,
    kept: has({ createRoles: true }, { version: PostgresVersion.V16 }),
  },
  {
    rule: 'ROLE-022',
    broken: has({ bypassRowSecurity: true }),
    says: `'tool' must not have 'bypassRowSecurity'; write a policy that lets it see the rows that it needs, or Rules.of(cluster).suppress('ROLE-022', '<the reason>') (the policies of the tables are what keeps one tenant from the rows of another)`,
    kept: has({ bypassRowSecurity: false }),
  },
  {
    rule: 'ROLE-023',
    broken: has({ replication: true }),
    says: `'tool' must not have 'replication' without 'changeCapture' of the cluster; write changeCapture: { walLimit: Size.gibibytes(...) }, or Rules.of(cluster).suppress('ROLE-023', '<the reason>') (it can copy the whole cluster with every password in it, and a slot that it makes keeps WAL without a bound until the volume is full)`,
    kept: captures({ walLimit }),
  },
  {
    rule: 'ROLE-024',
    broken: { superuser: {} },
    says: `'superuser' must not let postgres in; leave it out and run psql in the pod of the primary, or give an owner of a database the work, or Rules.of(cluster).suppress('ROLE-024', '<the reason>') (one password that a person or a program has leads to everything, and psql in the pod of the primary needs none)`,
    kept: {},
  },
  {
    rule: 'CDC-001',
    broken: captures({}),
    says: `'changeCapture' must have a 'walLimit', got none; write walLimit: Size.gibibytes(...) with as much as a reader may be behind, or Rules.of(cluster).suppress('CDC-001', '<the reason>') (a reader that does not come fills the volume, and then the cluster stops)`,
    kept: captures({}, { parameters: { max_slot_wal_keep_size: '5GB' } }),
  },
  {
    rule: 'CDC-001',
    of: 'the word for no bound',
    broken: captures({}, { parameters: { max_slot_wal_keep_size: '-1' } }),
    says: `'changeCapture' must have a 'walLimit', got none; write walLimit: Size.gibibytes(...) with as much as a reader may be behind, or Rules.of(cluster).suppress('CDC-001', '<the reason>')`,
    kept: captures({ walLimit }),
  },
  ...['', 'Cdc', 'cdc-1', 'x'.repeat(64)].map((name) => ({
    rule: 'CDC-002',
    broken: slot(name),
    says: `'changeCapture.slots[0].name' must be 1 to 63 lower-case letters, digits and '_', got '${name}' (the slot would never be made, and whoever is to read it waits)`,
    kept: slot('x'.repeat(63)),
  })),
  {
    rule: 'CDC-002',
    of: 'twice, elsewhere, and with another plugin',
    broken: captures({
      walLimit,
      slots: [
        { name: 'cdc', database: 'orders', plugin: 'a b' },
        { name: 'cdc', database: 'audit' },
      ],
    }),
    says: [
      `'changeCapture.slots[0].plugin' must be letters, digits and '_', got 'a b'; leave it out for pgoutput`,
      `'changeCapture.slots' has 'cdc' twice; write it once`,
      `'changeCapture.slots[1].database' must be a database of the cluster, got 'audit'; it has 'orders'`,
    ],
    kept: slot('cdc', { plugin: 'wal2json' }),
  },
  {
    rule: 'CDC-003',
    broken: captures({ walLimit }, { parameters: { wal_level: 'replica', max_slot_wal_keep_size: '1GB' } }),
    says: [
      `'parameters' must not have 'wal_level' beside 'changeCapture', got 'replica'; leave it out (the server would refuse every slot, or nobody could say which bound counts)`,
      `'parameters' must not have 'max_slot_wal_keep_size' beside 'changeCapture.walLimit', got '1GB'; leave out one`,
    ],
    kept: captures({ walLimit }, { parameters: { work_mem: '8MB' } }),
  },
  {
    rule: 'CDC-004',
    broken: captures({ walLimit: Size.kibibytes(17920) }),
    says: `'changeCapture.walLimit' must be whole MiB from 1, got 17.5 (PostgreSQL has no smaller unit for it, and does not start)`,
    kept: captures({ walLimit: Size.mebibytes(16) }),
  },
  {
    rule: 'CDC-005',
    broken: captures({ walLimit }, { roles: [{ ...CDC, login: false }] }),
    says: `'roles' must have one with attributes: { replication: true } beside 'changeCapture', got none; write { name: 'cdc', attributes: { replication: true }, access: [...] } (the server lets nobody read WAL who has no attribute for it)`,
    kept: captures({ walLimit }),
  },
  {
    rule: 'CDC-006',
    broken: captures({
      walLimit,
      publications: [
        { name: '', database: 'orders', tables: ['a.b.c', 'orders.'], schemas: [''] },
        { name: 'cdc', database: 'audit' },
        { name: 'cdc', database: 'audit' },
      ],
    }),
    says: [
      `'changeCapture.publications[0].name' must be 1 to 63 bytes, got '' (PostgreSQL refuses the publication, and whoever reads it waits)`,
      `'changeCapture.publications[0].tables' must be 'table' or 'schema.table', got 'a.b.c'`,
      `'changeCapture.publications[0].tables' must be 'table' or 'schema.table', got 'orders.'`,
      `'changeCapture.publications[0].schemas' must be names of 1 to 63 bytes, got ''`,
      `'changeCapture.publications[1].database' must be a database of the cluster, got 'audit'; it has 'orders'`,
      `'changeCapture.publications' has 'cdc' of 'audit' twice; write it once`,
      `'changeCapture.publications[2].database' must be a database of the cluster, got 'audit'; it has 'orders'`,
    ],
    kept: captures({ walLimit, publications: [{ name: 'cdc', database: 'orders', tables: ['orders', 'public.items'] }] }),
  },
];

const RULES = [...PRIVILEGE_RULES, ...CHANGE_CAPTURE_RULES];

describeRules(CASES, {
  rules: RULES,
  place: 'test/db',
  program: (cluster) => program(operator, { cluster }),
  prints: (manifests) => expect(only(manifests, 'ToyPostgres').kind).toBe('ToyPostgres'),
});

everyRuleHasACase(RULES, CASES);

test('a reason lets the superuser in', () => {
  const manifests = render(program(operator, { cluster: { superuser: {} }, suppressed: ['ROLE-024'] }));
  expect(only(manifests, 'ToyPostgres').metadata.annotations).toMatchObject({
    'suppressed.cdk8s-postgres/ROLE-024': 'as it has always been',
  });
});
