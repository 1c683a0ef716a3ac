import { hbaLineProblem } from '../../lib/model/hba';

test.each([
  'hostssl orders orders-app 10.0.0.0/8 scram-sha-256',
  'local all all peer',
  'host all all 10.0.0.0 255.0.0.0 md5',
  'hostssl all all ::1/128 cert map=apps',
  'hostssl "a b" all all scram-sha-256',
  'hostssl all "some role" .example.com scram-sha-256',
  'hostssl all +readers samenet ldap ldapserver=ldap.example.com ldapprefix="cn=" ldapsuffix=", dc=example"',
  'host all all all reject',
])('%s is a line', (line) => {
  expect(hbaLineProblem(line)).toBeUndefined();
});

const METHODS = 'scram-sha-256, md5, password, cert, ldap, radius, pam, gss, sspi, ident, peer, bsd, oauth, reject';
const FORM = `must be one line 'hostssl DATABASE USER ADDRESS METHOD' in printable ASCII`;
const ADDRESS = `must have an address such as '10.0.0.0/8', '::1/128' or 'all'`;

test.each([
  ['', `${FORM}, got ''`],
  ['# a comment', `${FORM}, got '# a comment'`],
  ['host all all', `${FORM}, got 'host all all'`],
  ['hostssl all all all md5\nlocal all all trust', `${FORM}, got 'hostssl all all all md5\nlocal all all trust'`],
  ['hostssl all all 10.0.0.0/40 md5', `${ADDRESS}, got '10.0.0.0/40' in 'hostssl all all 10.0.0.0/40 md5'`],
  ['hostssl all all 10.0.0.0.0/8 md5', `${ADDRESS}, got '10.0.0.0.0/8' in 'hostssl all all 10.0.0.0.0/8 md5'`],
  ['host all all 10.0.0.0 md5', `${ADDRESS}, got '10.0.0.0' in 'host all all 10.0.0.0 md5'`],
  [
    'host all all 10.0.0.0 255.0.0.0',
    `must have a method such as 'scram-sha-256', got '' in 'host all all 10.0.0.0 255.0.0.0'; allowed: ${METHODS}`,
  ],
  [
    'hostssl all all all scram',
    `must have a method such as 'scram-sha-256', got 'scram' in 'hostssl all all all scram'; allowed: ${METHODS}`,
  ],
  ['hostssl all all all "trust"', `must not use the method 'trust', got 'hostssl all all all "trust"'; write 'scram-sha-256'`],
  ['local all all scram-sha-256 x', `must have options in the form name=value, got 'x' in 'local all all scram-sha-256 x'`],
])('%j is none', (line, says) => {
  expect(hbaLineProblem(line)).toBe(says);
});
