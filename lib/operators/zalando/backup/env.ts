import type { PostgresqlSpecEnv } from '../../../../imports/zalando/postgresql';

/**
 * Variables of the database container, from which the Spilo image reads what has no field in the custom resource. Names are upper case: a
 * lower-case one would hide the operator's own variable, which it compares without case, and mean nothing to Spilo.
 *
 * @see https://github.com/zalando/spilo/blob/master/ENVIRONMENT.rst
 */
export type Variables = readonly PostgresqlSpecEnv[];

/** A value as it stands; an empty one keeps the operator from setting its own. */
export function literal(name: string, value: string): PostgresqlSpecEnv {
  return { name, value };
}

/** A key of a Secret. */
export function fromSecret(name: string, secret: string, key: string): PostgresqlSpecEnv {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}
