/**
 * What anybody may know of an operator without binding anything to it.
 */
export interface OperatorFacts {
  /** Name as its project writes it, for example `CloudNativePG`. */
  readonly displayName: string;
  /** Version of the operator that the output is meant for, for example `1.30`. */
  readonly operatorVersion: string;
  /** PostgreSQL major versions that it runs. */
  readonly postgresMajors: number[];
  /**
   * What `max_connections` is where a cluster does not set it.
   *
   * @default - not known before the cluster runs
   */
  readonly defaultMaxConnections?: number;
  /**
   * What other parameters are where a cluster does not set them.
   *
   * @default - what PostgreSQL has as their defaults
   */
  readonly defaultParameters?: { [name: string]: string };
  /**
   * The image of a cluster that names none, for each PostgreSQL major version.
   *
   * @default - not known before the cluster runs
   */
  readonly defaultImages?: { [major: string]: string };
  /**
   * What switching on a default does to a cluster that runs without it, by the values of `ClusterDefault`; those that it does not have are
   * missing.
   *
   * @default - it has none of them
   */
  readonly clusterDefaults?: { [name: string]: string };
  /**
   * Whether a cluster that is made of the data of another one may have a higher major version, since the operator upgrades the copy.
   *
   * @default false
   */
  readonly upgradesCopies?: boolean;
  /** Whether the operator makes the schemas of a database; otherwise a Job makes them as the owner of the database. */
  readonly createsSchemas: boolean;
}
