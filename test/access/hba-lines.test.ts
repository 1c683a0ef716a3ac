import { AccessMethod, AccessRule, RoleOptions } from '../../lib';
import { roleModels } from '../../lib/access/role-models';
import { accessLines } from '../../lib/operators/shared/hba-lines';

const ROLES: RoleOptions[] = [{ name: 'reports' }, { name: 'readers', login: false }];
const lines = (...accessRules: AccessRule[]): string[] =>
  accessLines({ accessRules, roles: roleModels([], ROLES) } as never, 'scram-sha-256');
const LAST = 'host all all all reject';

test.each<[string, AccessRule, string[]]>([
  ['everybody', AccessRule.allow(), ['hostssl all all all scram-sha-256']],
  ['nobody', AccessRule.reject(), ['hostssl all all all reject']],
  ['a role', AccessRule.allow({ roles: ['reports'] }), ['hostssl all "reports" all scram-sha-256']],
  ['a group, with its members', AccessRule.allow({ roles: ['readers'] }), ['hostssl all +"readers" all scram-sha-256']],
  ['a role and a group', AccessRule.reject({ roles: ['reports', 'readers'] }), ['hostssl all "reports",+"readers" all reject']],
  ['databases', AccessRule.allow({ databases: ['orders', 'a b'] }), ['hostssl "orders","a b" all all scram-sha-256']],
  [
    'addresses, each in a line',
    AccessRule.allow({ roles: ['reports'], addresses: ['10.0.0.0/8', '::1/128'] }),
    ['hostssl all "reports" 10.0.0.0/8 scram-sha-256', 'hostssl all "reports" ::1/128 scram-sha-256'],
  ],
  ['a certificate', AccessRule.allow({ method: AccessMethod.CERTIFICATE }), ['hostssl all all all cert']],
  ['a password', AccessRule.allow({ method: AccessMethod.PASSWORD }), ['hostssl all all all scram-sha-256']],
  [
    'names that are words of the file',
    AccessRule.allow({ roles: ['all'], databases: ['replication'] }),
    ['hostssl "replication" "all" all scram-sha-256'],
  ],
])('a rule for %s', (_, rule, expected) => {
  expect(lines(rule)).toEqual([...expected, LAST]);
});

test('rules keep their order', () => {
  expect(lines(AccessRule.reject({ roles: ['reports'] }), AccessRule.allow())).toEqual([
    'hostssl all "reports" all reject',
    'hostssl all all all scram-sha-256',
    LAST,
  ]);
});

test('without rules nobody is kept out', () => {
  expect(lines()).toEqual([]);
});
