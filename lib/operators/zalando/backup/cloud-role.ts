import type { PostgresqlSpecEnv } from '../../../../imports/zalando/postgresql';
import { ArchiveRepositoryModel } from '../../../model/backup-model';
import { literal } from './env';
import { StoreUse } from './store-spec';

/** Where EKS puts the token of a service account that has a role. */
const TOKEN_FILE = '/var/run/secrets/eks.amazonaws.com/serviceaccount/token';

/**
 * The role of the service account, for what reads an archive: EKS sets it for the whole pod, and Spilo hands it on to what writes the
 * archive only.
 */
export function roleVariables({ target: { bucket } }: ArchiveRepositoryModel, { prefix }: StoreUse, role?: string): PostgresqlSpecEnv[] {
  return role === undefined || bucket?.credentials.identity === undefined
    ? []
    : [
        literal(`${prefix}AWS_ROLE_ARN`, role),
        literal(`${prefix}AWS_WEB_IDENTITY_TOKEN_FILE`, TOKEN_FILE),
        literal(`${prefix}AWS_STS_REGIONAL_ENDPOINTS`, 'regional'),
      ];
}
