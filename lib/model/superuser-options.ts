import { RolePassword } from './role-password';

/**
 * How the superuser `postgres` gets in from outside of its pods.
 */
export interface SuperuserOptions {
  /**
   * Where its password comes from. Without a name of one's own, the Secret is called as the operator calls it: `<cluster>-superuser` on
   * CloudNativePG, `<cluster>-pguser-postgres` on Crunchy PGO, `postgres.<cluster>.credentials.postgresql.acid.zalan.do` on Zalando. The two
   * last take no other name.
   *
   * @default RolePassword.generated()
   */
  readonly password?: RolePassword;
}
