/** Label of what a migration prints beside its target, with the name of the target. */
export const MIGRATION_LABEL = 'cdk8s-postgres/migration';
