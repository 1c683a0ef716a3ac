/** Label of everything that a drill makes, its pods included; the value is the name of the drill. */
export const DRILL_LABEL = 'cdk8s-postgres/restore-drill';
