import { CloudNativePgOperator } from './operators/cnpg';
import type { CloudNativePgOptions } from './operators/cnpg/options';
import { IPostgresOperator } from './operators/contract';
import { CrunchyOperator } from './operators/crunchy';
import type { CrunchyOptions } from './operators/crunchy/options';
import { ZalandoOperator } from './operators/zalando';
import type { ZalandoOptions } from './operators/zalando/options';

/**
 * The operators that this library prints manifests for.
 */
export class PostgresOperator {
  /**
   * CloudNativePG, with the Barman Cloud plugin for backups.
   *
   * @param options what only CloudNativePG has
   * @see https://cloudnative-pg.io/documentation/current/
   */
  public static cloudNativePg(options: CloudNativePgOptions = {}): IPostgresOperator {
    return new CloudNativePgOperator(options);
  }

  /**
   * The Postgres Operator of Zalando, with WAL-G for backups.
   *
   * @param options what only this operator has
   * @see https://postgres-operator.readthedocs.io/en/latest/
   */
  public static zalando(options: ZalandoOptions): IPostgresOperator {
    return new ZalandoOperator(options);
  }

  /**
   * Crunchy Postgres for Kubernetes (PGO), with pgBackRest for backups.
   *
   * @param options what only PGO has
   * @see https://access.crunchydata.com/documentation/postgres-operator/latest/
   */
  public static crunchy(options: CrunchyOptions = {}): IPostgresOperator {
    return new CrunchyOperator(options);
  }

  private constructor() {}
}
