/** Label of what a major upgrade prints beside its cluster, with the name of the cluster. */
export const UPGRADE_LABEL = 'cdk8s-postgres/upgrade';
