import { ClusterModel } from '../model/cluster-model';
import { LENT_SUPERUSER } from '../model/migrated';
import { RoleModel } from '../model/role-model';
import { Rule } from '../private/rules';

/** Since this major, a role that may create roles can only give what it may administer. */
const BOUNDED_CREATE_ROLE = 16;

/** What is said of each role that has something. */
const each = ({ roles }: ClusterModel, test: (role: RoleModel) => boolean, says: (name: string) => string): string[] =>
  roles.filter(test).map(({ name }) => says(name));

const suppress = (id: string): string => `Rules.of(cluster).suppress('${id}', '<the reason>')`;

/** Privileges that need a written reason, which is a suppression. */
export const PRIVILEGE_RULES: readonly Rule<{ readonly model: ClusterModel }>[] = [
  {
    id: 'ROLE-020',
    summary: 'no role is a superuser without a reason',
    why: 'a superuser reads and changes everything, the files of the server included, and no access, limit or policy holds for it',
    check: ({ model }) =>
      each(
        model,
        ({ attributes }) => attributes.superuser === true,
        (name) =>
          `'${name}' must not be a superuser; write what it needs ('access', 'memberOf', other 'attributes'), or ${suppress('ROLE-020')}`,
      ),
  },
  {
    id: 'ROLE-021',
    summary: `before PostgreSQL ${BOUNDED_CREATE_ROLE} no role creates roles without a reason`,
    why: 'it can make itself a member of what reads and runs everything on the server',
    check: ({ model }) =>
      model.version.majorNumber >= BOUNDED_CREATE_ROLE
        ? undefined
        : each(
            model,
            ({ attributes }) => attributes.createRoles === true,
            (name) =>
              `'${name}' must not have 'createRoles' on PostgreSQL ${model.version.major}; write the roles in 'roles', take PostgresVersion.V16 or later, or ${suppress('ROLE-021')}`,
          ),
  },
  {
    id: 'ROLE-022',
    summary: 'no role passes by row security without a reason',
    why: 'the policies of the tables are what keeps one tenant from the rows of another',
    check: ({ model }) =>
      each(
        model,
        ({ attributes }) => attributes.bypassRowSecurity === true,
        (name) =>
          `'${name}' must not have 'bypassRowSecurity'; write a policy that lets it see the rows that it needs, or ${suppress('ROLE-022')}`,
      ),
  },
  {
    id: 'ROLE-023',
    summary: 'a role reads WAL where changes are captured',
    why: 'it can copy the whole cluster with every password in it, and a slot that it makes keeps WAL without a bound until the volume is full',
    check: ({ model }) =>
      model.changeCapture
        ? undefined
        : each(
            model,
            ({ attributes }) => attributes.replication === true,
            (name) =>
              `'${name}' must not have 'replication' without 'changeCapture' of the cluster; write changeCapture: { walLimit: Size.gibibytes(...) }, or ${suppress('ROLE-023')}`,
          ),
  },
  {
    id: 'ROLE-024',
    summary: 'the superuser gets in from outside of the pods for a reason only',
    why: 'one password that a person or a program has leads to everything, and psql in the pod of the primary needs none',
    check: ({ model: { superuser } }) =>
      superuser === undefined || superuser === LENT_SUPERUSER
        ? undefined
        : `'superuser' must not let postgres in; leave it out and run psql in the pod of the primary, or give an owner of a database the work, or ${suppress('ROLE-024')}`,
  },
];
