import { Capability } from '../../../model/capability';
import { SomeRows, fieldsOf } from '../../refusals';

/** A field of the custom resource. */
export const field = fieldsOf('postgresql');

const NO_TABLESPACES = `leave 'tablespaces' out and make 'storage' larger, of a faster 'storageClass'`;

/** What to write for instances of another size. */
const OWN_CLUSTER = `leave 'replicaSets' out and write a ReplicaCluster in the same namespace, which has a size and a Service of its own, or raise 'instances'`;

/** What to write where volumes do not grow by themselves. */
const GROW = `leave 'autoGrow' out and raise 'size' in a commit when the alert of a filling volume says so`;

/** Rows of clusters. */
export const CLUSTER_ROWS = {
  [Capability.STORAGE]: field('/spec/volume'),
  [Capability.STORAGE_WAL]: { rule: 'ZAL-101', instead: `leave 'walStorage' out and make 'storage' larger` },
  [Capability.STORAGE_AUTO_GROW]: { rule: 'ZAL-260', instead: GROW },
  [Capability.STORAGE_AUTO_GROW_WAL]: { rule: 'ZAL-261', instead: GROW },
  [Capability.STORAGE_AUTO_GROW_STEPS]: { rule: 'ZAL-262', instead: GROW },
  [Capability.STORAGE_TABLESPACES]: { rule: 'ZAL-214', instead: NO_TABLESPACES },
  [Capability.STORAGE_TABLESPACES_TEMPORARY]: { rule: 'ZAL-215', instead: NO_TABLESPACES },
  [Capability.REPLICA_SETS]: { rule: 'ZAL-264', instead: OWN_CLUSTER },
  [Capability.REPLICA_SETS_NEVER_PRIMARY]: { rule: 'ZAL-265', instead: OWN_CLUSTER },
  [Capability.COMPUTE]: field('/spec/resources'),
  [Capability.COMPUTE_WITHOUT_CPU_LIMIT]: field('/spec/resources/limits/memory'),
  [Capability.REPLICATION_ASYNCHRONOUS]: field('/spec/patroni/synchronous_mode'),
  [Capability.REPLICATION_SYNCHRONOUS]: field('/spec/patroni/synchronous_mode_strict'),
  [Capability.REPLICATION_SYNCHRONOUS_PREFERRED]: field('/spec/patroni/synchronous_mode'),
  [Capability.PLACEMENT_NODES]: field('/spec/topologySpreadConstraints'),
  [Capability.PLACEMENT_ZONES]: field('/spec/topologySpreadConstraints'),
  [Capability.PLACEMENT_NODE_SELECTOR]: field('/spec/nodeAffinity'),
  [Capability.PLACEMENT_TOLERATIONS]: field('/spec/tolerations'),
  [Capability.PLACEMENT_PRIORITY_CLASS]: field('/spec/podPriorityClassName'),
  [Capability.PLACEMENT_NODE_AFFINITY]: field('/spec/nodeAffinity'),
  [Capability.PLACEMENT_POD_AFFINITY]: {
    rule: 'ZAL-221',
    instead: `write 'nodeAffinity', or taints and 'tolerations' that keep the other pods away; instances are kept apart by 'nodes' and 'zones'`,
  },
  [Capability.PLACEMENT_SPREAD]: field('/spec/topologySpreadConstraints'),
  [Capability.PARAMETERS]: field('/spec/postgresql/parameters'),
  [Capability.PRELOAD_LIBRARIES]: field('/spec/postgresql/parameters/shared_preload_libraries'),
  [Capability.HBA_RULES]: field('/spec/patroni/pg_hba'),
  [Capability.DATABASE]: field('/spec/databases'),
  [Capability.DATABASE_SEVERAL]: field('/spec/databases'),
} satisfies SomeRows;

/** Rows of how a cluster is marked, and of what it runs. */
export const IMAGE_ROWS = {
  [Capability.METADATA_LABELS]: field('/metadata/labels'),
  [Capability.METADATA_ANNOTATIONS]: field('/spec/podAnnotations'),
  [Capability.METADATA_OBJECT]: field('/metadata/labels'),
  [Capability.IMAGE_PULL_SECRETS]: {
    rule: 'ZAL-185',
    instead: `leave 'imagePullSecrets' out and name the Secret in the operator's configuration, in 'pod_service_account_definition'`,
  },
  [Capability.IMAGE_PINNED]: field('/spec/dockerImage'),
  [Capability.IMAGE_CATALOG]: { rule: 'ZAL-104', instead: 'write PostgresImage.pinned(...) with a Spilo image' },
  [Capability.PGADMIN]: { rule: 'ZAL-266', instead: 'write a Deployment of pgAdmin, and let it in by cluster.allowFrom(...)' },
  // The operator does this by itself whenever there is more than one instance.
  [Capability.UPDATE_SWITCHOVER]: field('/spec/numberOfInstances'),
  [Capability.UPDATE_RESTART]: { rule: 'ZAL-244', instead: `leave 'updates.primary' out; a replica takes the place of the primary first` },
  [Capability.UPDATE_SUPERVISED]: { rule: 'ZAL-245', instead: `leave 'updates.supervised' out; the operator goes on by itself` },
  [Capability.UPDATE_HOLD]: {
    rule: 'ZAL-246',
    instead: `leave 'updates.hold' out; 'enable_lazy_spilo_upgrade' in the operator's configuration holds images, of all its clusters`,
  },
  [Capability.UPDATE_WINDOWS]: field('/spec/maintenanceWindows'),
  [Capability.STATE_STOPPED]: field('/spec/numberOfInstances'),
  [Capability.STATE_PAUSED]: {
    rule: 'ZAL-247',
    instead: `leave 'state' out; who must keep the operator away stops its Deployment, which looks after all clusters`,
  },
  [Capability.STATE_FENCED]: {
    rule: 'ZAL-248',
    instead: `leave 'state' out; a person stops one instance with 'patronictl pause' and 'pg_ctl stop' in its pod`,
  },
  [Capability.STATE_SCHEDULE]: {
    rule: 'ZAL-290',
    instead:
      `leave the SleepSchedule out, and write state: ClusterState.stopped() in a commit of the evening; 'numberOfInstances' stands in the ` +
      'manifest, so whatever applies it at night would wake the cluster',
  },
  [Capability.VERB_RESTART]: field('/spec/env'),
  [Capability.VERB_SWITCHOVER]: {
    rule: 'ZAL-249',
    instead: `leave 'verbs.switchover' out; a person does it with 'patronictl switchover' in the pod of an instance`,
  },
  [Capability.VERB_RELOAD]: field('/spec/postgresql/parameters/cdk8s_postgres.reload'),
  [Capability.VERB_PASSWORD]: {
    rule: 'ZAL-291',
    instead: `leave the VerbJob out; 'rotatedRoles' lets the operator do it, and a person writes it into the Secret, where it is read within half an hour`,
  },
  [Capability.VERB_CERTIFICATE]: {
    rule: 'ZAL-292',
    instead: `leave the VerbJob out, and write verbs: { restart: '...' }; each pod signs its own certificate when it starts`,
  },
  [Capability.VERB_REINIT]: {
    rule: 'ZAL-293',
    instead: `leave the VerbJob out; a person does it with 'patronictl reinit' in the pod of an instance, which never takes the leader`,
  },
} satisfies SomeRows;

/** Rows of pools. */
export const POOL_ROWS = {
  [Capability.POOL_SESSION]: field('/spec/connectionPooler/mode'),
  [Capability.POOL_TRANSACTION]: field('/spec/connectionPooler/mode'),
  [Capability.POOL_STATEMENT]: { rule: 'ZAL-111', instead: 'write PoolMode.TRANSACTION' },
  [Capability.POOL_READ_ONLY]: field('/spec/enableReplicaConnectionPooler'),
  [Capability.POOL_READ_WRITE_AND_READ_ONLY]: field('/spec/enableReplicaConnectionPooler'),
  [Capability.POOL_SAME_ACCESS]: { rule: 'ZAL-112', instead: 'let both applications use the first pool, and give it more instances' },
  [Capability.POOL_DIFFERENT_SIZING]: {
    rule: 'ZAL-113',
    instead: 'write the same mode, instances, compute and limits for both pools, which share one block of settings',
  },
  [Capability.POOL_SIZE]: { rule: 'ZAL-114', instead: `write 'maxDatabaseConnections', of which the operator takes the half as pool size` },
  [Capability.POOL_CLIENT_LIMIT]: { rule: 'ZAL-115', instead: `leave 'maxClientConnections' out; it is 10000 in each pod` },
  [Capability.POOL_DATABASE_LIMIT]: field('/spec/connectionPooler/maxDBConnections'),
  [Capability.POOL_PARAMETERS]: { rule: 'ZAL-116', instead: `leave 'parameters' out; the pooler image has them built in` },
  [Capability.POOL_COMPUTE]: field('/spec/connectionPooler/resources'),
  [Capability.POOL_PLACEMENT]: {
    rule: 'ZAL-186',
    instead: `leave 'placement' of the pool out and write it for the cluster, whose node labels and tolerations its pools have`,
  },
  [Capability.POOL_IMAGE]: field('/spec/connectionPooler/dockerImage'),
  [Capability.POOL_CLIENT_TLS]: { rule: 'ZAL-223', instead: `leave 'clientTls' out; the pooler image requires TLS of its clients` },
  [Capability.POOL_PORT]: { rule: 'ZAL-224', instead: `leave 'port' out; pools answer at port 5432` },
  [Capability.POOL_METADATA]: {
    rule: 'ZAL-225',
    instead: `write 'labels' and 'annotations' for the cluster, which its pools have too`,
  },
  [Capability.POOL_NAME]: {
    rule: 'ZAL-117',
    instead: `leave 'poolName' out; the service is '<clusterName>-pooler' or '<clusterName>-pooler-repl', see the endpoint of the pool`,
  },
  [Capability.POOL_IMPORTED_CLUSTER]: {
    rule: 'ZAL-118',
    instead: 'write the ConnectionPool in the app that owns the cluster, since it is a part of the cluster object',
  },
} satisfies SomeRows;
