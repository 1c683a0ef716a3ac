/**
 * What goes with which method of pg_hba.conf. A server does not start with a file that has anything else, and one that runs goes on with the
 * old file.
 *
 * @see https://www.postgresql.org/docs/current/auth-methods.html
 */
interface HbaMethod {
  /** Types of lines that it is for; all but `hostgssenc` where nothing is said. */
  readonly types?: readonly string[];
  /** Options that it has beside those of all lines. */
  readonly options?: readonly string[];
  /** Options of which it needs one. */
  readonly needs?: readonly string[];
  /** The major version that it begins with. */
  readonly since?: number;
  /** Why no server in a container of Linux has it. */
  readonly elsewhere?: string;
}

const HOSTS = ['host', 'hostssl', 'hostnossl'];

const LDAP = [
  ...['ldapbasedn', 'ldapbinddn', 'ldapbindpasswd', 'ldapport', 'ldapprefix', 'ldapscheme', 'ldapsearchattribute', 'ldapsearchfilter'],
  ...['ldapserver', 'ldapsuffix', 'ldaptls', 'ldapurl'],
];

/** All methods but `trust`, in the order in which a person is told of them. */
const METHODS: ReadonlyMap<string, HbaMethod> = new Map<string, HbaMethod>([
  ['scram-sha-256', {}],
  ['md5', {}],
  ['password', {}],
  ['cert', { types: ['hostssl'], options: ['map'] }],
  ['ldap', { options: LDAP, needs: ['ldapbasedn', 'ldapprefix', 'ldapsuffix', 'ldapurl'] }],
  ['radius', { options: ['radiusservers', 'radiussecrets', 'radiusports', 'radiusidentifiers'], needs: ['radiusservers'] }],
  ['pam', { options: ['pamservice', 'pam_use_hostname'] }],
  ['gss', { types: HOSTS, options: ['map', 'krb_realm', 'include_realm'] }],
  ['sspi', { elsewhere: 'Windows' }],
  ['ident', { options: ['map'] }],
  ['peer', { types: ['local'], options: ['map'] }],
  ['bsd', { elsewhere: 'OpenBSD' }],
  ['oauth', { options: ['issuer', 'scope', 'validator', 'delegate_ident_mapping', 'map'], needs: ['issuer'], since: 18 }],
  ['reject', {}],
]);

/** Their names. */
export const HBA_METHODS: readonly string[] = [...METHODS.keys()];

/** What options of lines with TLS may say. */
const OF_TLS: ReadonlyMap<string, readonly string[]> = new Map([
  ['clientcert', ['verify-ca', 'verify-full']],
  ['clientname', ['CN', 'DN']],
]);

/**
 * What is wrong with a method and its options, in a sentence fragment.
 *
 * @param type the type of the line
 * @param method a method that there is
 * @param options options in the form name=value
 * @param line the line as it is told
 * @param major version of PostgreSQL
 */
export function hbaMethodProblem(
  type: string,
  method: string,
  options: readonly string[],
  line: string,
  major: number,
): string | undefined {
  const { types, options: own = [], needs = [], since = 0, elsewhere } = METHODS.get(method) ?? {};
  if (elsewhere !== undefined) {
    return `must not have the method '${method}', which is one of ${elsewhere}, got '${line}'`;
  }
  if (major < since) {
    return `must not have the method '${method}' before PostgreSQL ${since}, got '${line}' and version '${major}'`;
  }
  if (types !== undefined && !types.includes(type)) {
    return `must have the method '${method}' with ${types.map((each) => `'${each}'`).join(' or ')} only, got '${line}'`;
  }
  const given = options.map((option) => /^(\w+)=(.*)$/.exec(option)!.slice(1) as [name: string, value: string]);
  for (const [name, value] of given) {
    const values = OF_TLS.get(name);
    if (values === undefined && !own.includes(name)) {
      return `must have options of its method '${method}'${own.length > 0 ? ` (${own.join(', ')})` : ', which has none'}, got '${name}' in '${line}'`;
    }
    if (values !== undefined && (type !== 'hostssl' || !values.includes(value))) {
      return `must have '${name}' with 'hostssl' and as ${values.map((each) => `'${each}'`).join(' or ')}, got '${line}'`;
    }
    if (name === 'clientcert' && method === 'cert' && value !== 'verify-full') {
      return `must have 'clientcert=verify-full' with the method 'cert', or no 'clientcert', got '${line}'`;
    }
  }
  return needs.length > 0 && !given.some(([name]) => needs.includes(name))
    ? `must have ${needs.map((each) => `'${each}'`).join(' or ')} with the method '${method}', got '${line}'`
    : undefined;
}
