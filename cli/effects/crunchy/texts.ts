export const ROLL = 'Every instance is made anew, one at a time, the primary by switchover.';
export const BACKREST = 'spec.backups.pgbackrest';

/** An annotation that starts something, and starts it again with each new value. */
export const TOKEN = (name: string): string => `metadata.annotations["postgres-operator.crunchydata.com/${name}"]`;
