/**
 * One thing that has to be true of a restored cluster.
 */
export class DrillCheck {
  /**
   * A query that answers with one row of one column, which is true: `SELECT max(created_at) > now() - interval '1 day' FROM orders`.
   *
   * It runs in the restored cluster, read-only, as the owner of the database.
   *
   * @param title what is checked, for the reader of a failed drill; one line
   * @param sql the query, or several statements of which only the last answers
   */
  public static isTrue(title: string, sql: string): DrillCheck {
    return new DrillCheck(title, sql);
  }

  /** What is checked. */
  public readonly title: string;

  /** The query. */
  public readonly sql: string;

  private constructor(title: string, sql: string) {
    this.title = title;
    this.sql = sql;
  }
}

/**
 * What the pods of a drill may reach. They reach nothing else: not the cluster that is backed up, and no application.
 */
export interface DrillNetworkOptions {
  /**
   * Addresses of the Kubernetes API server behind its service, as CIDRs; `kubectl get endpoints kubernetes` shows them. Operators and
   * `kubectl` need it, and no policy can name it otherwise.
   */
  readonly apiServerCidrs: string[];

  /**
   * Port of the Kubernetes API server behind its service.
   *
   * @default 6443
   */
  readonly apiServerPort?: number;

  /**
   * Addresses of the archive as CIDRs; needed for a store inside of the company's network.
   *
   * @default - all public IPv4 addresses; a store inside of the Kubernetes cluster needs them given (rule DRILL-008)
   */
  readonly archiveCidrs?: string[];

  /**
   * Namespace that the operator runs in; it connects to the pods of its clusters.
   *
   * @default - that of the operator's own instructions: cnpg-system or postgres-operator
   */
  readonly operatorNamespace?: string;
}

/**
 * Images of the two programs of a drill.
 */
export interface DrillImages {
  /**
   * Image with a POSIX shell and `kubectl`.
   *
   * @default alpine/kubectl:1.34.2
   */
  readonly kubectl?: string;

  /**
   * Image with a POSIX shell, `psql` and `pg_dump`, not older than the cluster's major version.
   *
   * @default - postgres:MAJOR of the Docker library
   */
  readonly psql?: string;
}
