import { hasMethod, hbaLineProblem } from '../../lib/model/hba';

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
  expect(hbaLineProblem(line, 17)).toBeUndefined();
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
  expect(hbaLineProblem(line, 17)).toBe(says);
});

/** Held against servers of version 17 and 18, which do not start with them. */
test.each([
  [17, 'hostssl all all 10.0.0.0/8 peer', `must have the method 'peer' with 'local' only`],
  [17, 'host all all 10.0.0.0/8 cert', `must have the method 'cert' with 'hostssl' only`],
  [17, 'local all all gss', `must have the method 'gss' with 'host' or 'hostssl' or 'hostnossl' only`],
  [17, 'hostssl all all 10.0.0.0/8 sspi', `must not have the method 'sspi', which is one of Windows`],
  [
    17,
    'hostssl all all 10.0.0.0/8 ldap ldapserver=a',
    `must have 'ldapbasedn' or 'ldapprefix' or 'ldapsuffix' or 'ldapurl' with the method 'ldap'`,
  ],
  [17, 'hostssl all all 10.0.0.0/8 radius radiusports=1', `must have 'radiusservers' with the method 'radius'`],
  [18, 'hostssl all all 10.0.0.0/8 oauth scope=y', `must have 'issuer' with the method 'oauth'`],
  [17, 'hostssl all all 10.0.0.0/8 md5 clientcert=1', `must have 'clientcert' with 'hostssl' and as 'verify-ca' or 'verify-full'`],
  [17, 'local all all md5 clientcert=verify-ca', `must have 'clientcert' with 'hostssl' and as 'verify-ca' or 'verify-full'`],
  [
    17,
    'hostssl all all 10.0.0.0/8 cert clientcert=verify-ca',
    `must have 'clientcert=verify-full' with the method 'cert', or no 'clientcert'`,
  ],
])('in PostgreSQL %i, %s is refused', (major, line, says) => {
  expect(hbaLineProblem(line, major)).toBe(`${says}, got '${line}'`);
});

test.each([
  ['hostssl all all all scram-sha-256 map=x', `must have options of its method 'scram-sha-256', which has none, got 'map'`],
  ['hostssl all all all ident foo=bar', `must have options of its method 'ident' (map), got 'foo'`],
])('%s has options of others', (line, says) => {
  expect(hbaLineProblem(line, 17)).toBe(`${says} in '${line}'`);
});

test('oauth begins with PostgreSQL 18', () => {
  const line = 'hostssl all all all oauth issuer=https://id.example.com scope=openid';
  expect(hbaLineProblem(line, 17)).toBe(`must not have the method 'oauth' before PostgreSQL 18, got '${line}' and version '17'`);
  expect(hbaLineProblem(line, 18)).toBeUndefined();
});

test.each([
  'hostssl all all all md5 clientcert=verify-ca',
  'hostssl all all all cert clientcert=verify-full clientname=DN',
  'local all all ident map=x',
])('%s is a line, too', (line) => {
  expect(hbaLineProblem(line, 14)).toBeUndefined();
});

test.each([
  ['hostssl all all 10.0.0.0 255.0.0.0 oauth issuer=https://id.example.com', true],
  ['local all all oauth issuer=https://id.example.com', true],
  ['hostssl oauth oauth oauth scram-sha-256', false],
])('the method of a line is told from its other words: %s', (line, is) => {
  expect(hasMethod(line, 'oauth')).toBe(is);
});
