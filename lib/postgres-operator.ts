import type { CloudNativePgOptions } from './operators/cnpg/options';
import type { CrunchyOptions } from './operators/crunchy/options';
import { IPostgresOperator } from './operators/contract';
import type { ZalandoOptions } from './operators/zalando/options';

/* eslint-disable @typescript-eslint/no-require-imports -- an operator is loaded when it is asked for, and the others never */

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
    const { CloudNativePgOperator } = require('./operators/cnpg') as typeof import('./operators/cnpg');
    return new CloudNativePgOperator(options);
  }

  /**
   * The Postgres Operator of Zalando, with WAL-G for backups.
   *
   * @param options what only this operator has
   * @see https://postgres-operator.readthedocs.io/en/latest/
   */
  public static zalando(options: ZalandoOptions): IPostgresOperator {
    const { ZalandoOperator } = require('./operators/zalando') as typeof import('./operators/zalando');
    return new ZalandoOperator(options);
  }

  /**
   * Crunchy Postgres for Kubernetes (PGO), with pgBackRest for backups.
   *
   * @param options what only PGO has
   * @see https://access.crunchydata.com/documentation/postgres-operator/latest/
   */
  public static crunchy(options: CrunchyOptions = {}): IPostgresOperator {
    const { CrunchyOperator } = require('./operators/crunchy') as typeof import('./operators/crunchy');
    return new CrunchyOperator(options);
  }

  private constructor() {}
}
