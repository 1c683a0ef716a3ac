import { RoleAttributes } from '../../model/role-attributes';

/** The words of `CREATE ROLE`; the opposite has `NO` in front. */
const WORDS: { readonly [attribute in keyof RoleAttributes]-?: string } = {
  superuser: 'SUPERUSER',
  createDatabases: 'CREATEDB',
  createRoles: 'CREATEROLE',
  replication: 'REPLICATION',
  bypassRowSecurity: 'BYPASSRLS',
  inherit: 'INHERIT',
};

/** What is said of a role, in the words of PostgreSQL; what is left out is left as it is. */
export const attributeWords = (attributes: RoleAttributes): string[] =>
  (Object.keys(WORDS) as (keyof RoleAttributes)[]).flatMap((attribute) => {
    const value = attributes[attribute];
    return value === undefined ? [] : [value ? WORDS[attribute] : `NO${WORDS[attribute]}`];
  });
