import { Endpoint } from '../model/endpoint';
import { SslMode } from '../model/ssl-mode';
import { plainValue } from '../private/plain-value';

/** What a client has to know of a connection, the credentials left out. */
export interface ConnectionFacts {
  readonly endpoint: Endpoint;
  /** Role that the client logs in as. */
  readonly role: string;
  readonly database: string;
  readonly sslMode: SslMode;
  /** File with the CA, where it is checked. */
  readonly caFile?: string;
  /** Whether only an instance that takes writes will do. */
  readonly writes: boolean;
  /** Role that the client becomes when it has logged in. */
  readonly becomes?: string;
  /** What stands before the name of each variable. */
  readonly prefix: string;
}

/** The variables without those of the credentials, in the order in which they are printed; the URL refers to those before it. */
export function plainVariables(facts: ConnectionFacts): { readonly [name: string]: string } {
  const { endpoint, database, sslMode, caFile, writes, becomes, prefix } = facts;
  const variables: readonly (readonly [string, string | undefined])[] = [
    ['PGHOST', endpoint.host],
    ['PGPORT', `${endpoint.port}`],
    ['PGDATABASE', plainValue(database)],
    ['PGSSLMODE', sslMode],
    ['PGSSLROOTCERT', caFile],
    // Behind a stale name or after a failover there may be a replica, which refuses the first write and not the connection.
    ['PGTARGETSESSIONATTRS', writes ? 'read-write' : 'any'],
    ['PGOPTIONS', becomes === undefined ? undefined : plainValue(roleOption(becomes))],
    ['DATABASE_URL', databaseUrl(facts)],
  ];
  return Object.fromEntries(variables.filter(([, value]) => value !== undefined).map(([name, value]) => [`${prefix}${name}`, value!]));
}

/** The option by which a session becomes another role at its start. */
const roleOption = (role: string): string => `-c role=${role.replace(/[\\\s]/g, '\\$&')}`;

/** A name as a part of a URL. What is no character at all is refused by a rule, later. */
const urlPart = (name: string): string => encodeURIComponent(name.replace(/\p{Cs}/gu, '\ufffd'));

/** A name that stands in a URL as it is, whatever date an operator puts behind it. */
const URL_SAFE = /^[A-Za-z0-9._~-]+$/;

/** The credentials come in by references to other variables, so that they stand nowhere but in their Secret. */
function databaseUrl({ endpoint, role, database, sslMode, caFile, becomes, prefix }: ConnectionFacts): string {
  const user = URL_SAFE.test(role) ? `$(${prefix}PGUSER)` : urlPart(role);
  const options = becomes === undefined ? '' : `&options=${urlPart(roleOption(becomes))}`;
  const ca = caFile === undefined ? '' : `&sslrootcert=${caFile}`;
  return `postgresql://${user}:$(${prefix}PGPASSWORD)@${endpoint.hostAndPort}/${urlPart(database)}?sslmode=${sslMode}${ca}${options}`;
}
