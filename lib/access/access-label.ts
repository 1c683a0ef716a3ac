/** Label of the pods that give roles their access, by which they are let in. Its value is the name of the cluster. */
export const ACCESS_LABEL = 'cdk8s-postgres/access';
