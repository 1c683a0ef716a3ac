/** Label of the Jobs that give roles their access, and of their pods, by which these are let in. Its value is the name of the cluster. */
export const ACCESS_LABEL = 'cdk8s-postgres/access';
