import { AccessMethod, AccessRule } from '../../../model/access-rule';
import { ClusterModel } from '../../../model/cluster-model';
import { RoleModel } from '../../../model/role-model';
import { SUPERUSER } from '../../../model/superuser';
import { isSupplied } from '../../../model/supplied-role';
import { Rule } from '../../../private/rules';
import { beginsEmpty, closesPublic, describedRoles, firstDatabase, hasLesserRoles, localeOf, mayPrintContents } from './database-plan';
import { roleSecret } from './access-facts';
import { applicationSecret, roleObjectName, secretsOfOperator, superuserSecret } from '../names';
import { ClusterContext } from '../rule-contexts';
import { issuedReplicationSecret, issuedServerSecret } from '../network/tls-spec';

/** Roles that the operator creates for itself. */
const OPERATOR_ROLE = /^(streaming_replica$|cnpg_)/;

/** What CloudNativePG would refuse or get wrong in the roles of a cluster, in their Secrets, and in how they get in. */
export const ROLE_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'CNPG-016',
    summary: 'no role is a role of the operator',
    why: 'CloudNativePG takes streaming_replica and every role that begins with cnpg_ for its own',
    check: ({ model: { roles } }) =>
      roles
        .filter(({ name }) => OPERATOR_ROLE.test(name))
        .map((role) => `a role must not be 'streaming_replica' nor 'cnpg_...', got '${role.name}'${owned(role)}`),
  },
  {
    id: 'CNPG-071',
    summary: 'the objects and the Secrets of roles have names of their own',
    why: 'names of objects have no capitals and no other signs than -, and the second object of a name replaces the first',
    check: ({ model }) => [...objectProblems(model), ...secretProblems(model)],
  },
  {
    id: 'CNPG-072',
    summary: 'no Secret of somebody else has the name of one that is made for the cluster',
    why: 'both would write into it, and one of them would never find what it needs there',
    check: ({ model }) => foreignSecretProblems(model),
  },
  {
    id: 'CNPG-073',
    summary: 'the owner of the database that the operator creates is described as such',
    why: 'the operator gives it a password of its own, and the two would take turns',
    check: ({ model }) => {
      const { name, owner } = firstDatabase(model);
      return mayPrintContents(model) && model.roles.some((role) => role.name === owner && !role.ownsFirst)
        ? `'roles' must not have '${owner}' without its database; write databases: [{ name: '${name}', owner: '${owner}' }]`
        : undefined;
    },
  },
  {
    id: 'CNPG-074',
    summary: 'on PostgreSQL 14, access below the owner is given in databases in which the schema public is closed',
    why: 'up to PostgreSQL 14 everybody may create tables there; the operator closes it in the template of the databases that it creates',
    check: ({ model }) => (closesPublic(model) ? openSchemas(model) : undefined),
  },
  {
    id: 'CNPG-081',
    summary: 'an access rule leaves the passwords to those who come through a pool',
    why: 'a pool logs in with the passwords of its clients and has none of their certificates, so the server would refuse all of them',
    check: ({ model: { accessRules, pools } }) => {
      const first = accessRules.findIndex(isCertificateForAll);
      return pools.length === 0 || first < 0 || accessRules.slice(0, first).some(takesPasswords)
        ? undefined
        : `'accessRules[${first}]' must not ask every role at every address for a certificate while there is a pool; name 'roles' or 'addresses', or write AccessRule.allow({ addresses: [...] }) for the pods before it`;
    },
  },
];

const owned = ({ owns }: RoleModel): string => (owns.length > 0 ? `, the owner of '${owns[0]}'` : '');

const isCertificateForAll = ({ allows, options }: AccessRule): boolean =>
  allows && options.method === AccessMethod.CERTIFICATE && options.roles === undefined && options.addresses === undefined;

const takesPasswords = ({ allows, options }: AccessRule): boolean => allows && options.method !== AccessMethod.CERTIFICATE;

/** Roles whose objects could not be told apart. On versions without such objects too, for one day they are printed. */
function objectProblems(model: ClusterModel): string[] {
  const { identity } = model;
  const roles = mayPrintContents(model) ? [...new Set([...describedRoles(model), ...suppliedRoles(model)])] : [];
  const names = roles.map(({ name }) => roleObjectName(identity, name));
  return roles.flatMap(({ name }, i) => {
    if (names[i] === `${identity.name}-`) {
      return [`the name of a role must have a letter a-z or a digit in it, got '${name}'`];
    }
    const first = names.indexOf(names[i]!);
    return first < i
      ? [`the role '${name}' must differ from '${roles[first]!.name}' in a letter or digit; both would be the object '${names[i]}'`]
      : [];
  });
}

/** Roles one of which was given the Secret that the other has by convention. That both were given the same is told by ROLE-009. */
function secretProblems(model: ClusterModel): string[] {
  const roles = suppliedRoles(model);
  const secretOf = (role: RoleModel): string => roleSecret(model.identity, role).secretName;
  return roles
    .filter(({ password }) => password.secretName !== undefined)
    .flatMap((role) => {
      const other = roles.find((one) => one.password.secretName === undefined && secretOf(one) === secretOf(role));
      return other
        ? [`the Secret of '${role.name}' must not be '${secretOf(role)}', which is that of '${other.name}'; write another one`]
        : [];
    });
}

const suppliedRoles = (model: ClusterModel): RoleModel[] => (mayPrintContents(model) ? model.roles.filter(isSupplied) : []);

const suppliedSuperuser = ({ superuser }: ClusterModel): RoleModel[] => (superuser && isSupplied(superuser) ? [superuser] : []);

/** Secrets that somebody delivers under a name that is taken. */
function foreignSecretProblems(model: ClusterModel): string[] {
  const { identity, tls } = model;
  const { serverSecret, caSecret, replicationSecret } = tls.secrets ?? {};
  const issued = tls.issuance ? [issuedServerSecret(identity.name), issuedReplicationSecret(identity.name)] : [];
  const taken = [...secretsOfOperator(identity), ...issued];
  const certificates: readonly (readonly [string, string | undefined])[] = [
    ['serverSecret', serverSecret],
    ['caSecret', caSecret],
    ['replicationSecret', replicationSecret],
  ];
  return [
    ...[...suppliedRoles(model), ...suppliedSuperuser(model)].flatMap((role) => {
      const { secretName } = roleSecret(identity, role);
      // Told which Secret to use, the operator makes none for the owner, nor for the superuser.
      const own = role.ownsFirst ? applicationSecret(identity) : role.name === SUPERUSER ? superuserSecret(identity) : undefined;
      return taken.includes(secretName) && secretName !== own
        ? [
            `the Secret of the role '${role.name}' must not be '${secretName}'; write RolePassword.fromSecret(...) with another name, or another name of the role`,
          ]
        : [];
    }),
    ...certificates.flatMap(([prop, name]) =>
      name !== undefined && taken.includes(name) ? [`'tls.${prop}' must not be '${name}'; write another name`] : [],
    ),
  ];
}

/** Databases in which the bootstrap cannot close the schema `public`. */
function openSchemas(model: ClusterModel): string[] {
  const sql = `run ALTER SCHEMA public OWNER TO pg_database_owner; REVOKE CREATE ON SCHEMA public FROM PUBLIC; there as the superuser, and suppress this rule`;
  if (!beginsEmpty(model)) {
    return [`'roles' must not have access below AccessLevel.OWNER in a cluster that begins with the data of another one; ${sql}`];
  }
  return model.databases
    .slice(1)
    .filter((database) => localeOf(model, database).fromBlankTemplate && hasLesserRoles(model, database.name))
    .map(
      ({ name }) =>
        `'roles' must not have access below AccessLevel.OWNER in '${name}', whose encoding or locale is not that of the first database; ${sql}`,
    );
}
