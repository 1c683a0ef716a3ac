/** Marks the apps that know targets. Symbols, because a program may hold two copies of the library. */
export const FLEET = Symbol.for('cdk8s-postgres.fleet-app');

/** Marks targets. */
export const TARGETS = Symbol.for('cdk8s-postgres.fleet-target');
