import type { PostgresClusterSpecUsers } from '../../../../imports/crunchy/postgres-cluster';
import { DatabaseOptions } from '../../../model/database';
import { instant } from '../../../model/instant';
import { ClusterModel } from '../../../model/cluster-model';
import { RoleModel } from '../../../model/role-model';
import { nonEmpty } from '../../../private/kubernetes';
import { CrunchySettings } from '../settings';
import { SUPERUSER, loginsOf } from '../../../model/superuser';
import { attributeWords } from '../../shared/role-attributes';
import { ClusterDefault } from '../../../model/take-over';
import { hasDefault } from '../../../private/cluster-defaults';

/** The roles of a cluster, and the databases that they own. */

type PasswordType = NonNullable<PostgresClusterSpecUsers['password']>['type'];

/** Applications put passwords into URLs; PGO's other type has characters that would have to be escaped there. */
// A cast, since the value of the generated enum would load the generated file with it.
const PASSWORD_TYPE = 'AlphaNumeric' as PasswordType;

/** What PostgreSQL has for a role that nobody has limited. */
const NO_LIMIT = -1;
const FOR_EVER = 'infinity';

/**
 * The databases that PGO shall know. A replica cluster has those of its source; PGO leaves them alone until it is promoted, and would make
 * an empty one, named after the cluster, where none is named.
 */
export function databasesOf({ databases, replica }: ClusterModel): readonly DatabaseOptions[] {
  return databases.length > 0 ? databases : (replica?.source.sourceArchive?.databases ?? []);
}

/** Names of the roles that PGO shall know, each once, sorted: their order means nothing to PGO. */
export function roleNames(model: ClusterModel): string[] {
  return [...new Set([...databasesOf(model).map(({ owner }) => owner), ...loginsOf(model).map(({ name }) => name)])].sort();
}

/**
 * Roles with the databases that they own; the first of these is the one that the Secret of the role names. No other database is listed but those
 * that the program names: PGO grants all of its privileges, and a role that may only read could create schemas.
 */
export function userSpec(model: ClusterModel, { userDatabases }: Pick<CrunchySettings, 'userDatabases'>): PostgresClusterSpecUsers[] {
  const databases = databasesOf(model);
  return roleNames(model).map((name) => {
    const owned = databases.filter(({ owner }) => owner === name).map((database) => database.name);
    // A copy for a drill or for a table has a part of what its source has.
    const more = listOf(userDatabases, name).filter((given) => databases.some((database) => database.name === given));
    return {
      name,
      databases: nonEmpty([...new Set([...owned, ...more])]),
      options: optionsOf(model, name),
      password: { type: PASSWORD_TYPE },
    };
  });
}

const listOf = (lists: { readonly [role: string]: readonly string[] }, role: string): readonly string[] =>
  Object.prototype.hasOwnProperty.call(lists, role) ? lists[role]! : [];

/**
 * The attributes of a role; of a cluster that ran before, those alone that the program says, since somebody may have set the others by hand.
 * PGO has options of its own for the superuser.
 */
function optionsOf(model: ClusterModel, name: string): string | undefined {
  if (name === SUPERUSER) {
    return undefined;
  }
  const role = model.roles.find((one) => one.name === name);
  return hasDefault(model, ClusterDefault.ROLE_ATTRIBUTES) ? roleOptions(role) : saidOptions(role) || undefined;
}

/**
 * What PGO writes behind `ALTER ROLE ... WITH`. All of it is written out each time, because PGO takes nothing back that has disappeared
 * from here. Memberships have no place here: PGO drops all the options when it finds one of `CREATE ROLE`.
 */
function roleOptions({ login = true, connectionLimit, validUntil, attributes = {} }: Partial<RoleModel> = {}): string {
  return [
    login ? 'LOGIN' : 'NOLOGIN',
    ...attributeWords(attributes),
    limitWords(connectionLimit ?? NO_LIMIT),
    validWords(validUntil === undefined ? FOR_EVER : moment(validUntil)),
  ].join(' ');
}

/** The same without what the program leaves open. */
function saidOptions({ login = true, connectionLimit, validUntil, attributes = {} }: Partial<RoleModel> = {}): string {
  return [
    ...(login ? [] : ['NOLOGIN']),
    ...attributeWords(attributes),
    ...(connectionLimit === undefined ? [] : [limitWords(connectionLimit)]),
    ...(validUntil === undefined ? [] : [validWords(moment(validUntil))]),
  ].join(' ');
}

const limitWords = (limit: number): string => `CONNECTION LIMIT ${limit}`;
const validWords = (until: string): string => `VALID UNTIL '${until}'`;

/** A moment as PostgreSQL writes it, with its zone, so that it means the same whatever the zone of the server is. */
function moment(text: string): string {
  const { date, time, offset } = instant(text);
  return `${date} ${time}${offset}`;
}
