/**
 * What a role may do beside its access to databases. What is left out is not given; on a role that has it already, CloudNativePG takes it
 * away, and the two other operators leave it as it is until `false` is written.
 *
 * @see https://www.postgresql.org/docs/current/role-attributes.html
 */
export interface RoleAttributes {
  /**
   * Whether the role may do everything, whatever access says. Refused without a written reason (rule ROLE-020).
   *
   * @default false
   */
  readonly superuser?: boolean;

  /**
   * Whether the role may create databases.
   *
   * @default false
   */
  readonly createDatabases?: boolean;

  /**
   * Whether the role may create, change and drop other roles. Before PostgreSQL 16 that is nearly a superuser (rule ROLE-021).
   *
   * @default false
   */
  readonly createRoles?: boolean;

  /**
   * Whether the role may read WAL: for change data capture, beside `changeCapture` of the cluster (rule ROLE-023), or to copy the whole cluster.
   *
   * @default false
   */
  readonly replication?: boolean;

  /**
   * Whether the role sees every row, whatever the policies of row security say (rule ROLE-022).
   *
   * @default false
   */
  readonly bypassRowSecurity?: boolean;

  /**
   * Whether the role has what the roles have that it is a member of, without `SET ROLE`.
   *
   * @default true
   */
  readonly inherit?: boolean;
}
