import { ClusterModel } from '../../../model/cluster-model';
import { DatabaseOptions } from '../../../model/database';
import { ClusterIdentity } from '../../../model/identity';
import { LogicalImportOptions, RecoveryKind } from '../../../model/recovery-source';
import { AccessLevel } from '../../../model/role';
import { RoleModel } from '../../../model/role-model';
import { follows } from '../../../model/standing';
import { ClusterDefault } from '../../../model/take-over';
import { hasDefault } from '../../../private/cluster-defaults';
import { isSupplied } from '../../../model/supplied-role';
import { roleSecret } from './access-facts';
import { databaseObjectName } from '../names';

/** Which databases and roles of a cluster something is printed for, and where the passwords are. */

/** What the operator creates when it is not told; written out, for the Secret `<cluster>-app` and its users depend on it. */
const DEFAULT_DATABASE: DatabaseOptions = { name: 'app', owner: 'app' };

/** What `initdb` makes where it is not told: the operator asks for these. */
export const DEFAULT_ENCODING = 'UTF8';

export const DEFAULT_LOCALE = 'C';

/** The last version in which everybody may create tables in the schema `public`. */
const OPEN_PUBLIC = 14;

/**
 * Whether something is printed for the databases and roles of a cluster. A follower has those of its source, and the operator applies nothing
 * to a replica cluster: an object would say for as long as the cluster follows that it waits for it to become the primary.
 *
 * To the operator a demoted primary is a replica cluster, too. It keeps its objects all the same: they do nothing there, and a way back needs
 * them as they are. Those of an old primary go when it follows, which drops nothing, for they retain; an object that is deleted then waits for
 * its finalizer until the cluster writes again or is deleted itself.
 */
export const printsContents = (model: ClusterModel): boolean => !follows(model);

/**
 * Whether something is printed now, or after the next step of a pair. The rules ask this, so that no promotion is refused on the day that it
 * is needed.
 */
export const mayPrintContents = (model: ClusterModel): boolean => printsContents(model) || model.pair !== undefined;

/**
 * Whether the operator created the databases of a cluster when it began; otherwise they came with the data. What a cluster that began empty
 * follows in a pair today descends from it, and has its templates.
 */
export const beginsEmpty = ({ recovery, formerOrigin, replica }: ClusterModel): boolean => {
  const origin = recovery ?? formerOrigin;
  return replica === undefined && (origin === undefined || origin.kind === RecoveryKind.IMPORT);
};

/** The server of which several databases were imported with their owners. The operator makes no database and no Secret then. */
export function wholeImport({ recovery, formerOrigin }: ClusterModel): LogicalImportOptions | undefined {
  const server = (recovery ?? formerOrigin)?.importServer;
  return server?.databases === undefined ? undefined : server;
}

/** The database of the application: that of the origin where the cluster does not name one. */
export function firstDatabase({ databases, recovery, formerOrigin, replica }: ClusterModel): DatabaseOptions {
  const archive = (recovery ?? formerOrigin)?.archive ?? replica?.source.sourceArchive;
  return databases[0] ?? archive?.databases?.[0] ?? DEFAULT_DATABASE;
}

/**
 * The databases that have an object. The first one too, although the bootstrap makes it: the bootstrap is read once, and a database that is put
 * in front of the others later would never be made. Where the first one came with the data it is the origin's for good, and has an object only
 * where more is said of it.
 */
export const describedDatabases = (model: ClusterModel): DatabaseOptions[] =>
  model.databases.filter(
    (database, i) =>
      i > 0 ||
      isDescribedDatabase(database) ||
      // That of a cluster which ran before is there, and nothing is added to it.
      (beginsEmpty(model) && hasDefault(model, ClusterDefault.CREATION) && isNameable(model)),
  );

/** Whether the first database can have an object beside those of the others; rule CNPG-018 asks it of those that must have one. */
function isNameable({ identity, databases }: ClusterModel): boolean {
  const [first, ...others] = databases.map((database) => databaseObjectName(identity, database));
  return first !== `${identity.name}-` && !others.includes(first!);
}

const isDescribedDatabase = ({ schemas = [], extensions = [], connectionLimit }: DatabaseOptions): boolean =>
  schemas.length > 0 || extensions.length > 0 || connectionLimit !== undefined;

/** The roles that are described: all but the owner of the first database, and that too where more is said of it than that it logs in. */
export const describedRoles = (model: ClusterModel): RoleModel[] =>
  model.roles.filter((role) => !role.ownsFirst || wholeImport(model) !== undefined || isDescribedRole(role));

const isDescribedRole = ({ login, memberOf, attributes, connectionLimit, validUntil }: RoleModel): boolean =>
  !login || memberOf.length > 0 || Object.keys(attributes).length > 0 || connectionLimit !== undefined || validUntil !== undefined;

/** Name of the Secret with the password of a role, where somebody else makes it. */
export const suppliedSecret = (identity: ClusterIdentity, role: RoleModel): string | undefined =>
  isSupplied(role) ? roleSecret(identity, role).secretName : undefined;

/** Whether somebody may only read or write in a database. */
export const hasLesserRoles = ({ roles }: ClusterModel, database?: string): boolean =>
  roles.some(({ access }) =>
    access.some((one) => one.level !== AccessLevel.OWNER && (database === undefined || one.database === database)),
  );

/** Whether the schema `public` has to be closed, for the levels of roles to mean what they say. */
export const closesPublic = (model: ClusterModel): boolean => model.version.majorNumber <= OPEN_PUBLIC && hasLesserRoles(model);

/** Whether a database says that it has another provider than the first one. */
const sortsOtherwise = (database: DatabaseOptions, first: Partial<DatabaseOptions> = {}): boolean =>
  database.localeProvider !== undefined &&
  (['localeProvider', 'icuLocale', 'icuRules', 'builtinLocale'] as const).some((prop) => database[prop] !== first[prop]);

/** Encoding and locale of a database, and whether it needs a template that fits any. */
export interface DatabaseLocale {
  readonly encoding?: string;
  readonly locale?: string;
  readonly fromBlankTemplate: boolean;
}

/**
 * Encoding and locale of a further database. A database is a copy of a template, which is like the first database, and can only differ from
 * it where the template is blank. The templates of a recovered cluster are those of its source, of which nothing is known here.
 */
export function localeOf(model: ClusterModel, database: DatabaseOptions): DatabaseLocale {
  const { encoding, locale, localeProvider } = database;
  const [first] = model.databases;
  const [firstEncoding, firstLocale] = [first?.encoding ?? DEFAULT_ENCODING, first?.locale ?? DEFAULT_LOCALE];
  const own = encoding ?? DEFAULT_ENCODING;
  // Of all locales, the default is the one that goes with any encoding.
  const ownLocale = locale ?? (own === firstEncoding ? firstLocale : DEFAULT_LOCALE);
  const isSaid = encoding !== undefined || locale !== undefined || localeProvider !== undefined;
  const differs = own !== firstEncoding || ownLocale !== firstLocale || sortsOtherwise(database, first) || (isSaid && !beginsEmpty(model));
  return differs ? { encoding: own, locale: ownLocale, fromBlankTemplate: true } : { encoding, locale, fromBlankTemplate: false };
}
