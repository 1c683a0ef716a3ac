import { Capability } from '../../../model/capability';
import { SomeRows, fieldsOf } from '../../refusals';

/** What PGO has, and has not, so that applications get at a cluster, and nobody else. */

const field = fieldsOf('PostgresCluster');
const INIT_SQL = 'ConfigMap /data/init.sql';
const ACCESS_JOB = 'Job /spec/template';
const VARIABLES = 'Deployment /spec/template/spec/containers/0/env';
const CA_VOLUME = 'Deployment /spec/template/spec/volumes';
const SECOND_ROLE = '/spec/users/1';

/** Where it is found. What is in `init.sql` is done once, and again when PGO is told to run it again. */
export const ACCESS_ROWS = {
  [Capability.DATABASE]: field('/spec/users/0/databases/0'),
  [Capability.DATABASE_SEVERAL]: field('/spec/users/0/databases'),
  [Capability.DATABASE_SCHEMAS]: ACCESS_JOB,
  [Capability.DATABASE_EXTENSIONS]: INIT_SQL,
  [Capability.DATABASE_EXTENSION_VERSION]: INIT_SQL,
  [Capability.DATABASE_EXTENSION_SCHEMA]: INIT_SQL,
  [Capability.CREATION_SQL]: INIT_SQL,
  [Capability.CREATION_SQL_CONFIG_MAP]: field('/spec/databaseInitSQL'),
  [Capability.DATABASE_CONNECTION_LIMIT]: INIT_SQL,
  [Capability.ROLE_LOGIN]: field(`${SECOND_ROLE}/password`),
  [Capability.ROLE_GROUP]: field(`${SECOND_ROLE}/options`),
  [Capability.ROLE_MEMBERSHIP]: INIT_SQL,
  [Capability.ROLE_ATTRIBUTES]: field(`${SECOND_ROLE}/options`),
  [Capability.ROLE_SUPERUSER]: field(`${SECOND_ROLE}/name`),
  [Capability.CHANGE_CAPTURE]: field('/spec/config/parameters/max_slot_wal_keep_size'),
  [Capability.CHANGE_CAPTURE_SLOTS]: field('/spec/patroni/dynamicConfiguration/slots'),
  [Capability.ROLE_CONNECTION_LIMIT]: field(`${SECOND_ROLE}/options`),
  [Capability.ROLE_VALID_UNTIL]: field(`${SECOND_ROLE}/options`),
  // No field: PGO takes the password from the Secret of the name that it would make itself, if the labels are right.
  [Capability.ROLE_PASSWORD_SECRET]: field(`${SECOND_ROLE}/name`),
  [Capability.ROLE_PASSWORD_EXTERNAL]: 'ExternalSecret /spec/target/template/metadata/labels',
  [Capability.ROLE_PASSWORD_SEALED]: 'SealedSecret /spec/template/metadata/labels',
  [Capability.ACCESS_READ_ONLY]: ACCESS_JOB,
  [Capability.ACCESS_READ_WRITE]: ACCESS_JOB,
  [Capability.ACCESS_OWNER]: INIT_SQL,
  [Capability.ACCESS_RULES]: field('/spec/authentication/rules'),
  // PostgreSQL trusts the CA that has signed its own certificate, or PGO's.
  [Capability.ACCESS_RULES_CERTIFICATE]: field('/spec/authentication/rules'),
  // No field: PGO makes the certificates where no Secret is named.
  [Capability.TLS_OPERATOR]: field('/spec/instances/0'),
  [Capability.TLS_CERT_MANAGER]: field('/spec/customTLSSecret/name'),
  [Capability.TLS_SECRETS]: field('/spec/customTLSSecret/name'),
  [Capability.TLS_REPLICATION]: field('/spec/customReplicationTLSSecret/name'),
  [Capability.TLS_VERIFICATION]: CA_VOLUME,
  [Capability.TLS_VERIFICATION_POOL]: CA_VOLUME,
  [Capability.NETWORK_INGRESS]: 'NetworkPolicy /spec/ingress',
  [Capability.NETWORK_EGRESS]: 'NetworkPolicy /spec/egress',
  // A Service beside those of PGO, which have no field for the addresses that may come.
  [Capability.EXPOSURE_LOAD_BALANCER]: 'Service /spec/type',
  [Capability.EXPOSURE_NODE_PORT]: 'Service /spec/type',
  [Capability.EXPOSURE_REPLICAS]: 'Service /spec/type',
  [Capability.EXPOSURE_POOL]: 'Service /spec/type',
  [Capability.CONNECTION_PRIMARY]: VARIABLES,
  [Capability.CONNECTION_REPLICAS]: VARIABLES,
  [Capability.CONNECTION_POOL]: VARIABLES,
  [Capability.CONNECTION_BINDING]: 'ConfigMap /data/type',
  // No field: every container of PGO meets both.
  [Capability.POD_SECURITY_BASELINE]: field('/spec/instances/0'),
  [Capability.POD_SECURITY_RESTRICTED]: field('/spec/instances/0'),
} satisfies SomeRows;

const MIGRATION = `leave 'publications' out and let the owner of the tables make them, in a migration: CREATE PUBLICATION ... FOR TABLE ...`;

/** What PGO does not have, in no version and with no settings. */
export const ACCESS_REFUSALS = {
  [Capability.CONNECTION_ANY]: {
    rule: 'PGO-090',
    instead: 'PGO has a service for the primary and one for the replicas; write ConnectionTarget.REPLICAS or ConnectionTarget.PRIMARY',
  },
  [Capability.CONNECTION_POOL_PRIVILEGED]: {
    rule: 'PGO-199',
    instead: `the query by which pgbouncer finds passwords has none of a superuser or of a role with 'replication', and says that there is no such user; connect without 'via', or as another role`,
  },
  [Capability.CHANGE_CAPTURE_PUBLICATIONS]: { rule: 'PGO-114', instead: MIGRATION },
  [Capability.DATABASE_LOCALE_PROVIDER]: {
    rule: 'PGO-115',
    instead: `PGO creates every database with the locale of its image; leave 'localeProvider' out and write COLLATE where a column needs another one`,
  },
  [Capability.CREATION_WITHOUT_CHECKSUMS]: { rule: 'PGO-116', instead: `PGO always turns them on; leave 'dataChecksums' out` },
  [Capability.CREATION_WAL_SEGMENT_SIZE]: { rule: 'PGO-117', instead: `files of WAL have 16 MiB; leave 'walSegmentSize' out` },
  [Capability.DATABASE_ENCODING]: { rule: 'PGO-091', instead: `PGO creates every database in UTF8; leave 'encoding' out` },
  [Capability.DATABASE_LOCALE]: {
    rule: 'PGO-092',
    instead: `PGO creates every database with the locale of its image, en_US.utf-8; leave 'locale' out and write COLLATE where a column needs another one`,
  },
} satisfies SomeRows;
