import { ClusterSpecBootstrapInitdb } from '../../../../imports/cnpg/cluster';
import { ClusterModel } from '../../../model/cluster-model';
import { CreationSql } from '../../../model/creation-sql';
import { DatabaseOptions } from '../../../model/database';
import { mebibytes } from '../../../model/quantity';
import { isSupplied } from '../../../model/supplied-role';
import { ClusterDefault } from '../../../model/take-over';
import { hasDefault } from '../../../private/cluster-defaults';
import { nonEmpty } from '../../../private/kubernetes';
import { Rule } from '../../../private/rules';
import { ClusterContext } from '../rule-contexts';
import { closesPublic, firstDatabase, wholeImport } from './database-plan';

/**
 * Makes the schema `public` what it is from PostgreSQL 15 on, in the template of all databases: everybody may use it, and the owner of a
 * database create there. Run once, when the cluster is created: access that is given for the first time later finds the schema open, and
 * the Job that gives it says so until the superuser has done this.
 */
const CLOSE_PUBLIC = ['ALTER SCHEMA public OWNER TO pg_database_owner', 'REVOKE CREATE ON SCHEMA public FROM PUBLIC'];

const SUPERUSERS = 'postgres';
const TEMPLATE = 'template1';

/** What compares and sorts texts, in the fields of initdb and of a Database alike. */
export const providerSpec = ({ localeProvider, icuLocale, icuRules, builtinLocale }: Partial<DatabaseOptions> = {}) => ({
  localeProvider,
  icuLocale,
  icuRules,
  builtinLocale,
});

/** What counts once. Checksums find damaged pages before backups spread them; the operator leaves them off by default, and cannot add them. */
export function creationSpec(model: ClusterModel): Partial<ClusterSpecBootstrapInitdb> {
  const decides = hasDefault(model, ClusterDefault.CREATION);
  const { dataChecksums = decides || undefined, walSegmentSize, sql = [] } = model.creation;
  const own = (database: string): CreationSql[] => sql.filter((one) => one.database === database);
  const application = firstDatabase(model).name;
  return {
    dataChecksums,
    walSegmentSize: walSegmentSize && mebibytes(walSegmentSize),
    postInitSql: texts(own(SUPERUSERS)),
    postInitSqlRefs: references(own(SUPERUSERS)),
    postInitTemplateSql: nonEmpty([...(decides && closesPublic(model) ? CLOSE_PUBLIC : []), ...(texts(own(TEMPLATE)) ?? [])]),
    postInitTemplateSqlRefs: references(own(TEMPLATE)),
    postInitApplicationSql: texts(own(application)),
    postInitApplicationSqlRefs: references(own(application)),
  };
}

const texts = (all: readonly CreationSql[]): string[] | undefined => nonEmpty(all.flatMap(({ sql }) => sql ?? []));

const references = (all: readonly CreationSql[]) => {
  const found = all.flatMap(({ configMapName: name, configMapKey: key }) =>
    name === undefined || key === undefined ? [] : [{ name, key }],
  );
  return found.length > 0 ? { configMapRefs: found } : undefined;
};

/** What CloudNativePG does not run. */
export const CREATION_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'CNPG-103',
    summary: 'SQL of creation is for postgres, template1 or the first database',
    why: 'the operator runs it nowhere else, and says nothing',
    check: ({ model }) =>
      (model.creation.sql ?? []).flatMap(({ database }, i) => {
        const known = [SUPERUSERS, TEMPLATE, ...(wholeImport(model) ? [] : [firstDatabase(model).name])];
        return known.includes(database) || !model.databases.some(({ name }) => name === database)
          ? []
          : [
              `'creation.sql[${i}].database' must be ${known.join(', ')}, got '${database}'; put that database first, or run the SQL by a Job of its owner`,
            ];
      }),
  },
  {
    id: 'CNPG-104',
    summary: 'with an import of several databases, the owner of the first one has a password from a Secret',
    why: 'the operator makes no Secret then, and applications would wait for it for ever',
    check: ({ model }) =>
      wholeImport(model)
        ? model.roles
            .filter((role) => role.ownsFirst && !isSupplied(role))
            .map(
              ({ name }) =>
                `the password of '${name}' must come from a Secret; write { name: '${name}', password: RolePassword.fromSecret() } in 'roles'`,
            )
        : undefined,
  },
];
