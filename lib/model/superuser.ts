import { RoleModel } from './role-model';
import { RolePassword } from './role-password';
import { SuperuserOptions } from './superuser-options';

/** Name of the superuser that every cluster has. */
export const SUPERUSER = 'postgres';

/** The superuser as a role, of which nothing else can be said. */
export const superuserModel = ({ password = RolePassword.generated() }: SuperuserOptions): RoleModel => ({
  name: SUPERUSER,
  login: true,
  password,
  attributes: { superuser: true },
  owns: [],
  ownsFirst: false,
  memberOf: [],
  access: [],
});

/** Everybody who has a password: the roles, and the superuser where the program lets it in. */
export const loginsOf = ({ roles, superuser }: { readonly roles: readonly RoleModel[]; readonly superuser?: RoleModel }): RoleModel[] =>
  superuser ? [...roles, superuser] : [...roles];
