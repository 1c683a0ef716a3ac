import { Construct } from 'constructs';
import { Finding } from '../model/finding';
import { PgAdminModel } from '../model/pg-admin';

/**
 * What is known of a pgAdmin that an operator makes.
 */
export interface PgAdminConfig {
  /** Labels of its pod. */
  readonly podLabels: { [key: string]: string };
  /** TCP port that it answers on, of the pod and of the Service. */
  readonly port: number;
}

/**
 * What an operator does with pgAdmin.
 */
export interface IPgAdminOperator {
  /**
   * Creates the object of a pgAdmin.
   *
   * @param scope the construct that it belongs to
   * @param pgAdmin the pgAdmin
   */
  bindPgAdmin(scope: Construct, pgAdmin: PgAdminModel): PgAdminConfig;

  /**
   * What is wrong with a pgAdmin on this operator.
   *
   * @param pgAdmin the pgAdmin
   */
  checkPgAdmin(pgAdmin: PgAdminModel): Finding[];
}
