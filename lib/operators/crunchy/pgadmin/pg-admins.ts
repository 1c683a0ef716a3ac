import { Construct } from 'constructs';
import { PgAdmin, toJson_PgAdminSpec } from '../../../../imports/crunchy/pg-admin';
import { Finding } from '../../../model/finding';
import { PgAdminModel } from '../../../model/pg-admin';
import { PROTECTION, nonEmpty } from '../../../private/kubernetes';
import { Manifest } from '../../../private/manifest';
import { runRules } from '../../../private/rules';
import { IPgAdminOperator, PgAdminConfig } from '../../pg-admin-contract';
import { PGO_PREFIX } from '../names';
import { PG_ADMIN_RULES } from './pg-admin-rules';
import { pgAdminSpec } from './pg-admin-spec';

/** PGO has no field for the port. */
const PORT = 5050;

/** pgAdmin by the object of PGO: a StatefulSet of one pod, whose volume goes when the object goes. */
export class CrunchyPgAdmins implements IPgAdminOperator {
  public bindPgAdmin(scope: Construct, pgAdmin: PgAdminModel): PgAdminConfig {
    const { name, objectMetadata, isProtected } = pgAdmin;
    new Manifest(scope, 'Resource', {
      gvk: PgAdmin.GVK,
      metadata: {
        name,
        labels: nonEmpty({ ...objectMetadata.labels }),
        annotations: nonEmpty({ ...(isProtected && PROTECTION), ...objectMetadata.annotations }),
      },
      spec: () => toJson_PgAdminSpec(pgAdminSpec(pgAdmin)),
    });
    return { podLabels: { [`${PGO_PREFIX}pgadmin`]: name }, port: PORT };
  }

  public checkPgAdmin(pgAdmin: PgAdminModel): Finding[] {
    return runRules(PG_ADMIN_RULES, pgAdmin);
  }
}
