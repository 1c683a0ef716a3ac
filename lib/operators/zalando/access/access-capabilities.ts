import { Capability } from '../../../model/capability';
import { SomeRows } from '../../refusals';
import { field } from '../cluster/cluster-capabilities';

const POLICY = 'NetworkPolicy /spec';
const SERVICE = 'Service /spec/type';
const VARIABLES = 'Deployment /spec/template/spec/containers/0/env';

/** What the operator leaves to a Job that runs as the owner of the database. */
const JOB = 'Job /spec/template';

const CERT_MANAGER = 'write tls: ClusterTls.certManager(...); each pod makes a certificate of its own otherwise, which nobody can check';

/** Rows of what is in the databases, and of who gets at them. */
export const ACCESS_ROWS = {
  [Capability.DATABASE_SCHEMAS]: JOB,
  [Capability.DATABASE_EXTENSIONS]: field('/spec/preparedDatabases'),
  [Capability.DATABASE_EXTENSION_VERSION]: { rule: 'ZAL-165', instead: `leave 'version' out; the image decides which version there is` },
  [Capability.DATABASE_EXTENSION_SCHEMA]: {
    rule: 'ZAL-166',
    instead: `leave 'schema' out; the operator makes extensions before there is any other schema than public`,
  },
  [Capability.DATABASE_ENCODING]: field('/spec/patroni/initdb/encoding'),
  [Capability.DATABASE_LOCALE]: field('/spec/patroni/initdb/locale'),
  [Capability.DATABASE_LOCALE_PROVIDER]: field('/spec/patroni/initdb/locale-provider'),
  [Capability.CREATION_SQL]: {
    rule: 'ZAL-200',
    instead: `the operator runs none; let a Job of yours run it as the owner of the database, or run it once with psql in the pod of the primary`,
  },
  [Capability.CREATION_SQL_CONFIG_MAP]: {
    rule: 'ZAL-203',
    instead: 'let a Job of yours mount the ConfigMap and run it as the owner of the database',
  },
  // No field that says no: it is not among what initdb is told.
  [Capability.CREATION_WITHOUT_CHECKSUMS]: field('/spec/patroni/initdb'),
  [Capability.CREATION_WAL_SEGMENT_SIZE]: field('/spec/patroni/initdb/wal-segsize'),
  [Capability.DATABASE_CONNECTION_LIMIT]: {
    rule: 'ZAL-167',
    instead: `leave 'connectionLimit' out, or write it in a pool as 'maxDatabaseConnections'`,
  },
  [Capability.ROLE_LOGIN]: field('/spec/users'),
  [Capability.ROLE_GROUP]: field('/spec/users'),
  [Capability.ROLE_MEMBERSHIP]: { rule: 'ZAL-168', instead: `leave 'memberOf' out and write 'access' for each role` },
  [Capability.ROLE_ATTRIBUTES]: field('/spec/users'),
  // There is no field for it: the superuser always gets in, and the operator makes its Secret where there is none.
  [Capability.ROLE_SUPERUSER]: field('/spec/teamId'),
  [Capability.CHANGE_CAPTURE]: field('/spec/postgresql/parameters/max_slot_wal_keep_size'),
  [Capability.CHANGE_CAPTURE_SLOTS]: field('/spec/patroni/slots'),
  [Capability.CHANGE_CAPTURE_PUBLICATIONS]: {
    rule: 'ZAL-208',
    instead: `leave 'publications' out and let the owner of the tables make them, in a migration: CREATE PUBLICATION ... FOR TABLE ...`,
  },
  [Capability.ROLE_CONNECTION_LIMIT]: {
    rule: 'ZAL-169',
    instead: `leave 'connectionLimit' out, or lead the application through a ConnectionPool`,
  },
  [Capability.ROLE_VALID_UNTIL]: {
    rule: 'ZAL-170',
    instead: `leave 'validUntil' out and let the operator change the password: rotatedRoles: [...] in PostgresOperator.zalando(...)`,
  },
  [Capability.ROLE_PASSWORD_SECRET]: field('/spec/usersIgnoringSecretRotation'),
  [Capability.ROLE_PASSWORD_EXTERNAL]: 'ExternalSecret /spec/target',
  [Capability.ROLE_PASSWORD_SEALED]: 'SealedSecret /spec/template',
  [Capability.ACCESS_READ_ONLY]: JOB,
  [Capability.ACCESS_READ_WRITE]: JOB,
  [Capability.ACCESS_OWNER]: {
    rule: 'ZAL-171',
    instead: 'let the application connect as the owner itself, or write AccessLevel.READ_WRITE',
  },
  [Capability.ACCESS_RULES]: field('/spec/patroni/pg_hba'),
  [Capability.ACCESS_RULES_CERTIFICATE]: field('/spec/patroni/pg_hba'),
  // There is no field for it: the image makes a certificate at each start of a pod.
  [Capability.TLS_OPERATOR]: field('/spec/dockerImage'),
  [Capability.TLS_CERT_MANAGER]: field('/spec/tls/secretName'),
  [Capability.TLS_SECRETS]: field('/spec/tls/secretName'),
  [Capability.TLS_REPLICATION]: {
    rule: 'ZAL-160',
    instead: 'leave the replication certificate out; replicas log in with a password, over TLS',
  },
  [Capability.TLS_VERIFICATION]: { rule: 'ZAL-172', instead: CERT_MANAGER },
  [Capability.TLS_VERIFICATION_POOL]: { rule: 'ZAL-173', instead: CERT_MANAGER },
  [Capability.NETWORK_INGRESS]: `${POLICY}/ingress`,
  [Capability.NETWORK_EGRESS]: `${POLICY}/egress`,
  [Capability.EXPOSURE_LOAD_BALANCER]: SERVICE,
  [Capability.EXPOSURE_NODE_PORT]: SERVICE,
  [Capability.EXPOSURE_REPLICAS]: SERVICE,
  [Capability.EXPOSURE_POOL]: SERVICE,
  [Capability.CONNECTION_PRIMARY]: VARIABLES,
  [Capability.CONNECTION_REPLICAS]: VARIABLES,
  [Capability.CONNECTION_ANY]: { rule: 'ZAL-174', instead: 'write ConnectionTarget.REPLICAS or ConnectionTarget.PRIMARY' },
  [Capability.CONNECTION_POOL]: VARIABLES,
  [Capability.CONNECTION_POOL_PRIVILEGED]: VARIABLES,
  [Capability.CONNECTION_BINDING]: 'ConfigMap /data/type',
  [Capability.POD_SECURITY_BASELINE]: field('/spec/spiloRunAsUser'),
  [Capability.POD_SECURITY_RESTRICTED]: {
    rule: 'ZAL-175',
    instead:
      'write PodSecurityStandard.BASELINE; pods have no seccomp profile and drop no capabilities, no field changes that, and what the ' +
      `operator's configuration has for it, 'spilo_allow_privilege_escalation: false', stops the scheduled backups without a word`,
  },
} satisfies SomeRows;
