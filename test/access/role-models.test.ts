import { AccessLevel, DatabaseOptions, RoleOptions, RolePassword } from '../../lib';
import { needsAccessJob, roleModels, schemasOf } from '../../lib/access/role-models';

const ORDERS: DatabaseOptions = { name: 'orders', owner: 'orders-app', schemas: ['shop'] };
const AUDIT: DatabaseOptions = { name: 'audit', owner: 'auditor' };
const HISTORY: DatabaseOptions = { name: 'history', owner: 'orders-app' };

const DEFAULTS = {
  login: true,
  password: RolePassword.generated(),
  owns: [],
  ownsFirst: false,
  memberOf: [],
  attributes: {},
  access: [],
  connectionLimit: undefined,
  validUntil: undefined,
};

test('the owners come first, in the order of their databases, then the roles', () => {
  const roles: RoleOptions[] = [{ name: 'reports' }, { name: 'auditor', connectionLimit: 5 }, { name: 'admin' }];
  expect(roleModels([ORDERS, AUDIT, HISTORY], roles)).toEqual([
    { ...DEFAULTS, name: 'orders-app', owns: ['orders', 'history'], ownsFirst: true },
    { ...DEFAULTS, name: 'auditor', owns: ['audit'], connectionLimit: 5 },
    { ...DEFAULTS, name: 'reports' },
    { ...DEFAULTS, name: 'admin' },
  ]);
});

test('nothing without databases and roles', () => {
  expect(roleModels([], [])).toEqual([]);
});

test('everything that is said of a role is kept', () => {
  const password = RolePassword.fromSecret('reports');
  const said = {
    name: 'reports',
    login: false,
    password,
    memberOf: ['pg_monitor'],
    connectionLimit: 0,
    validUntil: '2027-01-01T00:00:00Z',
  };
  expect(roleModels([ORDERS], [said])[1]).toEqual({ ...DEFAULTS, ...said });
});

test('of two roles with one name the first counts', () => {
  expect(roleModels([], [{ name: 'a', connectionLimit: 1 }, { name: 'a' }])).toEqual([{ ...DEFAULTS, name: 'a', connectionLimit: 1 }]);
});

describe('access', () => {
  const access = (role: RoleOptions) => roleModels([ORDERS, AUDIT], [role]).find(({ name }) => name === role.name)!;

  test.each<[string, string[] | undefined, string, string[]]>([
    ['every schema of the database', undefined, 'orders', ['public', 'shop']],
    ['the schema public', undefined, 'audit', ['public']],
    ['the schemas that are named', ['shop'], 'orders', ['shop']],
    ['the schema public of a database that nobody has declared', undefined, 'billing', ['public']],
  ])('is to %s', (_, schemas, database, expected) => {
    const level = AccessLevel.READ_ONLY;
    expect(access({ name: 'reports', access: [{ database, level, schemas }] }).access).toEqual([{ database, level, schemas: expected }]);
  });

  test('of the owner makes a role a member of the owner, once', () => {
    const owner = (database: string) => ({ database, level: AccessLevel.OWNER });
    const { memberOf } = access({
      name: 'admin',
      memberOf: ['pg_monitor', 'auditor'],
      access: [owner('orders'), owner('audit'), owner('billing')],
    });
    expect(memberOf).toEqual(['pg_monitor', 'auditor', 'orders-app']);
  });

  test.each([AccessLevel.READ_ONLY, AccessLevel.READ_WRITE])('that is %s makes it a member of nothing', (level) => {
    expect(access({ name: 'reports', access: [{ database: 'orders', level }] }).memberOf).toEqual([]);
  });
});

test('what is made cannot be changed by what it was made of', () => {
  const schemas = ['shop'];
  const memberOf = ['pg_monitor'];
  const given: RoleOptions = { name: 'reports', memberOf, access: [{ database: 'orders', level: AccessLevel.READ_ONLY, schemas }] };
  const [, made] = roleModels([ORDERS], [given]);
  schemas.push('more');
  memberOf.push('more');
  expect(made).toMatchObject({ memberOf: ['pg_monitor'], access: [{ schemas: ['shop'] }] });
});

test('schemasOf', () => {
  expect(schemasOf(ORDERS)).toEqual(['public', 'shop']);
  expect(schemasOf(AUDIT)).toEqual(['public']);
});

describe('needsAccessJob', () => {
  const needs = (databases: DatabaseOptions[], roles: RoleOptions[], operatorCreatesSchemas: boolean) =>
    needsAccessJob({ databases, roles: roleModels(databases, roles) } as never, operatorCreatesSchemas);
  const level = (one: AccessLevel) => [{ name: 'reports', access: [{ database: 'orders', level: one }] }];

  test.each<[string, boolean, boolean]>([
    ['nothing', needs([AUDIT], [], false), false],
    ['schemas that the operator makes', needs([ORDERS], [], true), false],
    ['schemas that it does not make', needs([ORDERS], [], false), true],
    ['no schemas', needs([{ ...ORDERS, schemas: [] }], [], false), false],
    ['the level of the owner', needs([ORDERS], level(AccessLevel.OWNER), true), false],
    ['reading', needs([ORDERS], level(AccessLevel.READ_ONLY), true), true],
    ['writing', needs([ORDERS], level(AccessLevel.READ_WRITE), true), true],
  ])('%s', (_, is, expected) => {
    expect(is).toBe(expected);
  });
});
