import { ImagePullPolicy } from '../../model/image-pull-policy';
import {
  CONTAINER_SECURITY,
  ENV_SOURCE,
  ENV_VARIABLE,
  FILE_SOURCE,
  IMAGE_EXTENSION,
  OPERATOR_SERVICE,
  POD_SECURITY,
  duration,
} from '../../private/pod-shapes';
import {
  Shape,
  boolean,
  instance,
  listOf,
  number,
  oneOf,
  optional,
  required,
  shapeProblems,
  struct,
  text,
  textMap,
  wrongType,
} from '../../private/shape';
import { BackupArchive } from '../../model/backup-archive';
import { SECRET_KEY, size } from '../../private/value-shapes';
import { RELABELING } from '../../private/relabelings';
import { PROBE_TIMING } from '../shared/probe-timing';
import {
  CloudNativePgBackupOwner,
  CloudNativePgBarman,
  CloudNativePgExternalCluster,
  CloudNativePgOrigin,
  CloudNativePgPlugin,
  CloudNativePgScheduledBackups,
  CloudNativePgWalCompression,
} from './archive-options';
import { CloudNativePgMonitoringOptions } from './monitoring-options';
import { CloudNativePgClusterOptions, CloudNativePgLogLevel } from './cluster-options';
import { CloudNativePgLdap, CloudNativePgSynchronous } from './server-options';
import {
  CloudNativePgNodeMaintenance,
  CloudNativePgProbe,
  CloudNativePgProbeType,
  CloudNativePgProbes,
  CloudNativePgTiming,
} from './timing-options';
import { CloudNativePgAntiAffinity, CloudNativePgPodOptions } from './pod-options';
import { CloudNativePgPoolerOptions, CloudNativePgService, CloudNativePgServiceTarget, CloudNativePgServices } from './service-options';

/** What the options of clusters that were written for the operator may hold. */

const PULL_POLICY = oneOf(ImagePullPolicy, 'ImagePullPolicy');

const ANTI_AFFINITY: Shape<CloudNativePgAntiAffinity> = { required: optional(boolean), topologyKey: optional(text) };

const PODS: Shape<CloudNativePgPodOptions> = {
  antiAffinity: optional(struct(ANTI_AFFINITY)),
  env: optional(listOf(struct(ENV_VARIABLE))),
  envFrom: optional(listOf(struct(ENV_SOURCE))),
  projectedFiles: optional(listOf(struct(FILE_SOURCE))),
  imagePullPolicy: optional(PULL_POLICY),
  serviceAccountName: optional(text),
  serviceAccountAnnotations: optional(textMap),
  serviceAccountLabels: optional(textMap),
  schedulerName: optional(text),
  sharedMemory: optional(size),
  temporaryData: optional(size),
  postgresUid: optional(number),
  postgresGid: optional(number),
  podSecurity: optional(struct(POD_SECURITY)),
  containerSecurity: optional(struct(CONTAINER_SECURITY)),
};

const TIMING: Shape<CloudNativePgTiming> = {
  startDelay: optional(duration),
  stopDelay: optional(duration),
  smartShutdownTimeout: optional(duration),
  switchoverDelay: optional(duration),
  failoverDelay: optional(duration),
};

const PROBE: Shape<CloudNativePgProbe> = {
  type: optional(oneOf(CloudNativePgProbeType, 'CloudNativePgProbeType')),
  maximumLag: optional(size),
  ...PROBE_TIMING,
};

const PROBES: Shape<CloudNativePgProbes> = {
  startup: optional(struct(PROBE)),
  readiness: optional(struct(PROBE)),
  liveness: optional(struct(PROBE)),
  isolationCheck: optional(boolean),
};

const SYNCHRONOUS: Shape<CloudNativePgSynchronous> = {
  first: optional(boolean),
  standbysBefore: optional(listOf(text)),
  standbysAfter: optional(listOf(text)),
  maxStandbysFromCluster: optional(number),
  failoverQuorum: optional(boolean),
};

const TARGET = oneOf(CloudNativePgServiceTarget, 'CloudNativePgServiceTarget');

const SERVICE: Shape<CloudNativePgService> = {
  ...OPERATOR_SERVICE,
  name: required(text),
  target: required(TARGET),
  loadBalancerClass: optional(text),
  replacesOnUpdate: optional(boolean),
};

const SERVICES: Shape<CloudNativePgServices> = { disabled: optional(listOf(TARGET)), additional: optional(listOf(struct(SERVICE))) };

const POOLERS: Shape<CloudNativePgPoolerOptions> = {
  authQuery: optional(text),
  authQuerySecret: optional(text),
  recreates: optional(boolean),
  service: optional(struct(OPERATOR_SERVICE)),
  serviceAccountName: optional(text),
  terminationGrace: optional(duration),
};

const LDAP: Shape<CloudNativePgLdap> = {
  server: required(text),
  port: optional(number),
  ldaps: optional(boolean),
  startTls: optional(boolean),
  prefix: optional(text),
  suffix: optional(text),
  baseDn: optional(text),
  bindDn: optional(text),
  bindPassword: optional(struct(SECRET_KEY)),
  searchAttribute: optional(text),
  searchFilter: optional(text),
};

const MAINTENANCE: Shape<CloudNativePgNodeMaintenance> = { inProgress: optional(boolean), reusesVolumes: optional(boolean) };

const BARMAN: Shape<CloudNativePgBarman> = {
  inTree: optional(boolean),
  walCompression: optional(oneOf(CloudNativePgWalCompression, 'CloudNativePgWalCompression')),
  walParallelism: optional(number),
};

const SCHEDULED_BACKUPS: Shape<CloudNativePgScheduledBackups> = {
  fullNames: optional(listOf(text)),
  snapshotNames: optional(listOf(text)),
  owner: optional(oneOf(CloudNativePgBackupOwner, 'CloudNativePgBackupOwner')),
  immediate: optional(boolean),
};

const PLUGIN: Shape<CloudNativePgPlugin> = {
  name: required(text),
  enabled: optional(boolean),
  archivesWal: optional(boolean),
  parameters: optional(textMap),
};

/** As much of an archive as is printed here; what else is wrong with one, whoever restores it is told. */
const archive = instance(
  'a BackupArchive such as BackupArchive.at(...)',
  ['cluster', 'repositories', 'generation'],
  ({ repositories }: BackupArchive, place) => {
    const { bucket, gcsBucket, azureContainer } = repositories[0]?.target ?? {};
    return bucket || gcsBucket || azureContainer ? [] : [wrongType(place, 'an archive in an object store', undefined)];
  },
);

const EXTERNAL_CLUSTER: Shape<CloudNativePgExternalCluster> = {
  name: required(text),
  connectionParameters: optional(textMap),
  password: optional(struct(SECRET_KEY)),
  clientCertificate: optional(struct(SECRET_KEY)),
  clientKey: optional(struct(SECRET_KEY)),
  ca: optional(struct(SECRET_KEY)),
  plugin: optional(struct(PLUGIN)),
  archive: optional(archive),
  origin: optional(oneOf(CloudNativePgOrigin, 'CloudNativePgOrigin')),
};

const MONITORING: Shape<CloudNativePgMonitoringOptions> = {
  podMonitor: optional(boolean),
  relabelings: optional(listOf(struct(RELABELING))),
  metricRelabelings: optional(listOf(struct(RELABELING))),
  queriesConfigMaps: optional(listOf(struct(SECRET_KEY))),
  queriesSecrets: optional(listOf(struct(SECRET_KEY))),
  defaultQueriesDisabled: optional(boolean),
};

export const CLUSTER_OPTIONS_SHAPE: Shape<CloudNativePgClusterOptions> = {
  pods: optional(struct(PODS)),
  timing: optional(struct(TIMING)),
  probes: optional(struct(PROBES)),
  synchronous: optional(struct(SYNCHRONOUS)),
  services: optional(struct(SERVICES)),
  poolers: optional(struct(POOLERS)),
  imageExtensions: optional(listOf(struct(IMAGE_EXTENSION))),
  identLines: optional(listOf(text)),
  ldap: optional(struct(LDAP)),
  alterSystemEnabled: optional(boolean),
  logLevel: optional(oneOf(CloudNativePgLogLevel, 'CloudNativePgLogLevel')),
  description: optional(text),
  nodeMaintenance: optional(struct(MAINTENANCE)),
  barman: optional(struct(BARMAN)),
  scheduledBackups: optional(struct(SCHEDULED_BACKUPS)),
  plugins: optional(listOf(struct(PLUGIN))),
  externalClusters: optional(listOf(struct(EXTERNAL_CLUSTER))),
  monitoring: optional(struct(MONITORING)),
};

/** Those of the options; none where they are not such as they should be, which is told with the rules. */
export function clusterOptionsOf(options: CloudNativePgClusterOptions | null): CloudNativePgClusterOptions {
  const names = Object.keys(CLUSTER_OPTIONS_SHAPE) as (keyof CloudNativePgClusterOptions)[];
  const given = Object.fromEntries(names.map((name) => [name, options?.[name]])) as CloudNativePgClusterOptions;
  return shapeProblems(CLUSTER_OPTIONS_SHAPE, given).length > 0 ? {} : given;
}
