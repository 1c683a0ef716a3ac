import * as fc from 'fast-check';
import { Endpoint, SslMode } from '../../lib';
import { ConnectionFacts, plainVariables } from '../../lib/connection/environment';
import { expanded } from '../access/kubernetes-expansion';

const FACTS: ConnectionFacts = {
  endpoint: new Endpoint('orders-rw.orders.svc', 5432),
  role: 'orders-app',
  database: 'orders',
  sslMode: SslMode.REQUIRE,
  writes: true,
  prefix: '',
};
const CA = { sslMode: SslMode.VERIFY_FULL, caFile: '/etc/postgres-ca/orders/ca.crt' };

test('the variables, in the order in which they are printed', () => {
  expect(Object.entries(plainVariables({ ...FACTS, ...CA, becomes: 'owner', prefix: 'A_' }))).toEqual([
    ['A_PGHOST', 'orders-rw.orders.svc'],
    ['A_PGPORT', '5432'],
    ['A_PGDATABASE', 'orders'],
    ['A_PGSSLMODE', 'verify-full'],
    ['A_PGSSLROOTCERT', '/etc/postgres-ca/orders/ca.crt'],
    ['A_PGTARGETSESSIONATTRS', 'read-write'],
    ['A_PGOPTIONS', '-c role=owner'],
    [
      'A_DATABASE_URL',
      'postgresql://$(A_PGUSER):$(A_PGPASSWORD)@orders-rw.orders.svc:5432/orders?sslmode=verify-full&sslrootcert=/etc/postgres-ca/orders/ca.crt&options=-c%20role%3Downer',
    ],
  ]);
});

test('nothing of what there is not', () => {
  expect(plainVariables({ ...FACTS, writes: false })).toEqual({
    PGHOST: 'orders-rw.orders.svc',
    PGPORT: '5432',
    PGDATABASE: 'orders',
    PGSSLMODE: 'require',
    PGTARGETSESSIONATTRS: 'any',
    DATABASE_URL: 'postgresql://$(PGUSER):$(PGPASSWORD)@orders-rw.orders.svc:5432/orders?sslmode=require',
  });
});

describe('the URL', () => {
  const url = (facts: Partial<ConnectionFacts>) => plainVariables({ ...FACTS, ...facts }).DATABASE_URL!;

  test.each<[string, string]>([
    ['orders_app.v1~x', '$(PGUSER)'],
    ['orders app', 'orders%20app'],
    ['a:b@c/d', 'a%3Ab%40c%2Fd'],
    ['$(PGPASSWORD)', '%24(PGPASSWORD)'],
    ['été', '%C3%A9t%C3%A9'],
  ])('has the role %j as %s', (role, expected) => {
    expect(url({ role })).toBe(`postgresql://${expected}:$(PGPASSWORD)@orders-rw.orders.svc:5432/orders?sslmode=require`);
  });

  test.each<[string, string]>([
    ['Orders App', 'Orders%20App'],
    ['a/b?c#d&e=f', 'a%2Fb%3Fc%23d%26e%3Df'],
    ['$(PGPASSWORD)', '%24(PGPASSWORD)'],
    ['100%', '100%25'],
    ['"quoted"', '%22quoted%22'],
  ])('has the database %j as %s', (database, expected) => {
    expect(url({ database })).toBe(`postgresql://$(PGUSER):$(PGPASSWORD)@orders-rw.orders.svc:5432/${expected}?sslmode=require`);
  });
});

describe('what a program reads when Kubernetes has expanded the variables', () => {
  const CREDENTIALS = [{ name: 'PGUSER' }, { name: 'PGPASSWORD' }];
  const read = (facts: Partial<ConnectionFacts>) =>
    expanded([...CREDENTIALS, ...Object.entries(plainVariables({ ...FACTS, ...facts })).map(([name, value]) => ({ name, value }))]);
  const NAMES = ['orders', '$(PGPASSWORD)', '$(NOBODY)', 'a$b', 'a$$b', '$$(PGPASSWORD)', '$$$(PGPASSWORD)', '$(', '$', '$$', `"'\\ \n`];

  test.each(NAMES)('is the database %j', (database) => {
    expect(read({ database }).PGDATABASE).toBe(database);
  });

  test.each(NAMES)('is the URL of the database %j', (database) => {
    const { pathname } = new URL(read({ database }).DATABASE_URL!);
    expect(decodeURIComponent(pathname.slice(1))).toBe(database);
  });

  test.each(NAMES)('is the owner %j as the role that it becomes', (becomes) => {
    expect(option(read({ becomes }).PGOPTIONS!)).toEqual(['-c', `role=${becomes}`]);
  });

  test('whatever the names are', () => {
    const name = fc.string({
      unit: fc.constantFrom('$', '(', ')', 'PGHOST', 'a', ' ', '\\', '%', '/', '@', 'é'),
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(name, name, (database, becomes) => {
        const variables = read({ database, becomes });
        expect(variables.PGDATABASE).toBe(database);
        expect(option(variables.PGOPTIONS!)).toEqual(['-c', `role=${becomes}`]);
        expect(decodeURIComponent(new URL(variables.DATABASE_URL!).pathname.slice(1))).toBe(database);
      }),
    );
  });
});

/** Options of a connection, as the server splits them: at white space, where a backslash takes the next character as it is. */
function option(text: string): string[] {
  return (text.match(/(\\[^]|[^\s\\])+/g) ?? []).map((word) => word.replace(/\\([^])/g, '$1'));
}
