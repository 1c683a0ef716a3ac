import { captureParameters } from '../access/change-capture';
import { roleModels } from '../access/role-models';
import type { HaClusterProps } from './ha-cluster-props';
import { ClusterState } from '../model/cluster-state';
import { ClusterTls } from '../model/cluster-tls';
import { ClusterIdentity } from '../model/identity';
import { MonitoringOptions } from '../model/monitoring';
import { PlatformModel } from '../model/platform';
import { ReplicaModel } from '../model/recovery-model';
import { Replication } from '../model/replication';
import { StorageOptions } from '../model/storage';
import { superuserModel } from '../model/superuser';
import { ClusterDefault } from '../model/take-over';
import { VerbTokens } from '../model/updates';
import { hasDefault } from '../private/cluster-defaults';
import { leftOffBy } from './left-off';
import { monitoringModel } from '../monitoring/monitoring-model';
import { networkModel } from '../network/network-model';
import { BareCluster } from '../private/attachments';
import { computeModel } from '../private/compute-defaults';
import { CLUSTER_PLACEMENT, placementModel } from '../private/placement-defaults';
import { platformAnnotations } from '../private/platform-facts';
import { Shape } from '../private/shape';

const DEFAULT_COMPUTE = { cpu: '500m', cpuLimit: '2', memory: '1Gi' };

/** A parameter that nobody reads: each server reads all of its files when it is another one. */
const reloadParameters = (verbs: VerbTokens | undefined): { [name: string]: string } =>
  verbs?.reload === undefined ? {} : { 'cdk8s_postgres.reload': verbs.reload };

/** What sets the classes of clusters apart. */
export interface ClusterKind {
  /** What the props may hold. */
  readonly shape: Shape<HaClusterProps>;
  /** Whom the props say that the cluster follows. */
  readonly replica: (props: HaClusterProps) => ReplicaModel | undefined;
}

/** What is said of all clusters that a cluster stands among. */
export interface Surroundings {
  readonly platform: PlatformModel;
  readonly monitoring?: MonitoringOptions;
}

const volume = (options: StorageOptions): StorageOptions => ({ ...options, autoGrow: options.autoGrow && { ...options.autoGrow } });

/** The cluster without what is attached to it, and with every default filled in. Copied, so that later changes of the props do nothing. */
export function baseModel(
  identity: ClusterIdentity,
  props: HaClusterProps,
  { platform, monitoring }: Surroundings,
  replica: ReplicaModel | undefined,
): BareCluster {
  const leftOff = leftOffBy(props);
  const has = (one: ClusterDefault): boolean => hasDefault({ leftOff }, one);
  const databases = (props.databases ?? []).map((database) => ({ ...database }));
  const compute = computeModel(props.compute, DEFAULT_COMPUTE, !has(ClusterDefault.COMPUTE));
  const placement = placementModel(props.placement, CLUSTER_PLACEMENT);
  return {
    identity,
    version: props.version,
    instances: props.instances ?? 3,
    storage: volume(props.storage),
    walStorage: props.walStorage && volume(props.walStorage),
    tablespaces: (props.tablespaces ?? []).map((tablespace) => ({ ...tablespace, storage: volume(tablespace.storage) })),
    compute,
    replicaSets: (props.replicaSets ?? []).map((set) => ({
      name: set.name,
      instances: set.instances ?? 1,
      storage: volume(set.storage ?? props.storage),
      compute: set.compute ? computeModel(set.compute, DEFAULT_COMPUTE) : { ...compute },
      placement: placementModel(set.placement, placement),
      mayBecomePrimary: set.mayBecomePrimary ?? false,
    })),
    replication: props.replication ?? Replication.asynchronous(),
    placement,
    parameters: { ...captureParameters(props.changeCapture), ...props.parameters, ...reloadParameters(props.verbs) },
    changeCapture: props.changeCapture && {
      ...props.changeCapture,
      slots: [...(props.changeCapture.slots ?? [])],
      publications: [...(props.changeCapture.publications ?? [])],
    },
    preloadLibraries: [...(props.preloadLibraries ?? [])],
    hbaRules: [...(props.hbaRules ?? [])],
    accessRules: [...(props.accessRules ?? [])],
    databases,
    creation: { ...props.creation, sql: [...(props.creation?.sql ?? [])] },
    roles: roleModels(databases, props.roles ?? []),
    superuser: props.superuser && superuserModel(props.superuser),
    tls: props.tls ?? ClusterTls.operatorGenerated(),
    network: networkModel(has(ClusterDefault.NETWORK_POLICIES) ? props.network : { managedElsewhere: true }, platform),
    exposure: { ...props.exposure },
    state: props.state ?? ClusterState.running(),
    updates: props.updates && { ...props.updates, windows: props.updates.windows?.map((window) => ({ ...window })) },
    verbs: props.verbs && { ...props.verbs },
    podSecurity: props.podSecurity,
    labels: { ...props.labels },
    annotations: { ...platformAnnotations(platform), ...props.annotations },
    objectLabels: { ...props.objectMetadata?.labels },
    objectAnnotations: { ...props.objectMetadata?.annotations },
    imagePullSecrets: [...(props.imagePullSecrets ?? platform.imagePullSecrets)],
    platform,
    image: props.image,
    monitoring: monitoringModel(has(ClusterDefault.MONITORING) ? props.monitoring : { enabled: false }, monitoring),
    recovery: props.recovery?.isDone ? undefined : props.recovery,
    formerOrigin: props.recovery?.isDone ? props.recovery : undefined,
    takenOver: props.takenOver,
    leftOff,
    replica,
    nonProduction: props.nonProduction && { ...props.nonProduction },
  };
}
