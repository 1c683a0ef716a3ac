import { OperatorObjects } from '../operators/migration-contract';
import { PostgresProvider } from './migration-source';

/** What whoever runs a server allows, and has put into it. */
export interface ProviderFacts {
  /** Whether a customer may be a superuser. */
  readonly superuser: boolean;
  /** What has to be done there before changes can be read, as a sentence; undefined where the server is like any other. */
  readonly decoding?: string;
  readonly own: OperatorObjects;
}

const NOTHING: OperatorObjects = { schemas: [], extensions: [], roles: [], objects: [] };

/** Facts of each. */
export const PROVIDERS: { readonly [provider in PostgresProvider]: ProviderFacts } = {
  [PostgresProvider.SERVER]: { superuser: true, own: NOTHING },
  [PostgresProvider.AMAZON_RDS]: {
    superuser: false,
    decoding: 'Set `rds.logical_replication` to 1 in the parameter group, reboot the instance, and `GRANT rds_replication` to the role.',
    own: {
      schemas: [],
      extensions: ['rds_tools', 'aws_commons', 'aws_lambda', 'aws_s3', 'aws_ml', 'apg_plan_mgmt'],
      roles: ['rdsadmin', 'rds_superuser', 'rds_replication', 'rds_password', 'rds_iam', 'rds_ad', 'rds_reserved', 'rdstopmgr'],
      objects: [],
    },
  },
  [PostgresProvider.GOOGLE_CLOUD_SQL]: {
    superuser: false,
    decoding: 'Set the flag `cloudsql.logical_decoding` to on, which restarts the instance, and `ALTER USER ... REPLICATION` for the role.',
    own: {
      schemas: [],
      extensions: ['google_vacuum_mgmt', 'google_columnar_engine', 'google_db_advisor', 'google_ml_integration'],
      roles: [
        'cloudsqladmin',
        'cloudsqlsuperuser',
        'cloudsqlagent',
        'cloudsqlreplica',
        'cloudsqlimportexport',
        'cloudsqlconnpooladmin',
        'cloudsqlobservabilityadmin',
        'cloudsqlinactiveuser',
        'cloudsqliamuser',
        'cloudsqliamgroup',
        'cloudsqliamserviceaccount',
      ],
      objects: [],
    },
  },
  [PostgresProvider.AZURE]: {
    superuser: false,
    decoding: 'Set the server parameter `wal_level` to logical, restart the server, and `ALTER ROLE ... REPLICATION` for the role.',
    own: {
      schemas: [],
      extensions: ['azure', 'azure_ai', 'azure_storage', 'pgaadauth', 'pg_availability'],
      roles: ['azure_pg_admin', 'azuresu', 'replication'],
      objects: [],
    },
  },
};
