import type {
  PostgresClusterSpec,
  PostgresClusterSpecInstances,
  PostgresClusterSpecInstancesMetadata,
  PostgresClusterSpecMetadata,
  PostgresClusterSpecPatroni,
} from '../../../../imports/crunchy/postgres-cluster';
import { ClusterModel } from '../../../model/cluster-model';
import { ReplicaSetModel } from '../../../model/replica-set-model';
import { ClusterDefault } from '../../../model/take-over';
import { hasDefault } from '../../../private/cluster-defaults';
import { HELPER_COMPUTE, computeModel, saidRequirements } from '../../../private/compute-defaults';
import { containerFields, fields, projectedSources, some } from '../../../private/pod-fields';
import { nonEmpty, pullSecrets, spreadConstraints } from '../../../private/kubernetes';
import { backupSpec } from '../backup/backup-spec';
import { hbaLines } from '../access/hba-spec';
import { initSqlReference } from '../access/init-sql';
import { instanceLabels } from '../names';
import { identityAnnotations } from '../recovery/origins';
import { proxySpec } from '../pool/pool-spec';
import { metricsSpec } from '../monitoring/exporter-spec';
import { METRICS_PORT, metricsSource } from '../monitoring/metrics-source';
import { dataSourceSpec } from '../recovery/recovery-spec';
import { standbySpec } from '../recovery/replica-spec';
import { userSpec } from '../access/role-spec';
import { permanentSlots } from '../../shared/slots';
import { scrapeAnnotations } from '../../shared/scrape-annotations';
import { CrunchySettings } from '../settings';
import { tlsSpec } from '../network/tls-spec';
import { restartAnnotation, stateFields, switchoverSpec } from './state';
import { groupPlacementFields } from './helper-pods';
import { dynamicOptions, optionFields, patroniOptions, volumesSpec } from './option-spec';
import { volumeClaim } from './volume-claim';

/** The whole cluster, its backups and its pool included: PGO keeps all of it in one object. */
export function clusterSpec(model: ClusterModel, settings: CrunchySettings): PostgresClusterSpec {
  const parameters = nonEmpty(parameterSpec(model));
  const rules = nonEmpty(hbaLines(model));
  const [pool] = model.pools;
  return {
    postgresVersion: model.version.majorNumber,
    postGisVersion: settings.postGisVersion,
    // Without it, PGO takes the image that its own deployment names for the version: minor updates are the operator's.
    image: model.image?.reference,
    // PGO looks for OpenShift by itself; who says it shall not depend on what PGO may see of the API server.
    openshift: model.platform.openShift ? true : undefined,
    imagePullSecrets: nonEmpty(pullSecrets(model.imagePullSecrets)),
    instances: [
      instanceSet(model, settings, { ...model, name: settings.instanceSetName }),
      ...model.replicaSets.map((set) => instanceSet(model, settings, set)),
    ],
    // PGO would add its preferred constraints to those of the instance set, and two constraints with the same key and effect are refused.
    disableDefaultPodScheduling: hasDefault(model, ClusterDefault.SPREAD) ? true : undefined,
    config: fields({ parameters, files: projectedSources(some(settings.configFiles)) }) as PostgresClusterSpec['config'],
    patroni: patroniSpec(model, settings),
    ...optionFields(settings),
    authentication: rules && { rules: rules.map((hba) => ({ hba })) },
    users: nonEmpty(userSpec(model, settings)),
    databaseInitSql: initSqlReference(model),
    metadata: metadataSpec(model),
    ...tlsSpec(model, settings),
    dataSource: dataSourceSpec(model, settings),
    standby: standbySpec(model),
    ...stateFields(model),
    backups: backupSpec(model, settings),
    proxy: pool && proxySpec(pool, settings),
    ...metricsSpec(model, settings),
  };
}

/** All parameters of postgresql.conf that come from the model. PGO puts the libraries that it needs before these. */
export function parameterSpec({ parameters, preloadLibraries }: ClusterModel): { [name: string]: string } {
  return { ...parameters, ...(preloadLibraries.length > 0 && { shared_preload_libraries: preloadLibraries.join(',') }) };
}

/** What sets of instances differ in. */
type InstanceSet = Omit<ReplicaSetModel, 'mayBecomePrimary'>;

function instanceSet(model: ClusterModel, settings: CrunchySettings, set: InstanceSet): PostgresClusterSpecInstances {
  const { name, instances, placement, storage, compute } = set;
  const runsAlready = !hasDefault(model, ClusterDefault.COMPUTE);
  const certificates = saidRequirements(computeModel(settings.certificateSidecarCompute, HELPER_COMPUTE, runsAlready));
  // What is said of the claims of a cluster that existed is said of its first set.
  const claims = name === settings.instanceSetName ? settings : undefined;
  return {
    // Explicit: PGO numbers a set without a name by its position, and deletes the volumes of a set whose name disappears.
    name,
    metadata: instanceMetadata(model, settings),
    replicas: instances,
    // A node drain takes one instance at a time. PGO's default of 1 would let it take all but one, and the standbys of a commit with them.
    minAvailable: hasDefault(model, ClusterDefault.DISRUPTION) && instances > 1 ? instances - 1 : undefined,
    dataVolumeClaimSpec: volumeClaim(storage, claims?.dataVolume),
    walVolumeClaimSpec: model.walStorage && volumeClaim(model.walStorage, claims?.walVolume),
    tablespaceVolumes: nonEmpty(
      model.tablespaces.map(({ name: tablespace, storage: volume }) => ({ name: tablespace, dataVolumeClaimSpec: volumeClaim(volume) })),
    ),
    resources: saidRequirements(compute),
    sidecars: certificates && { replicaCertCopy: { resources: certificates } },
    containers: some(settings.sidecars)?.map(containerFields),
    volumes: volumesSpec(settings),
    ...groupPlacementFields(placement),
    topologySpreadConstraints: hasDefault(model, ClusterDefault.SPREAD)
      ? nonEmpty(spreadConstraints(placement, instanceLabels(model.identity)))
      : undefined,
  };
}

/** Replication is Patroni's business; PGO has no field for it. Asynchronous is written out, because data loss hangs on it. */
function patroniSpec(model: ClusterModel, settings: CrunchySettings): PostgresClusterSpecPatroni {
  const { replication } = model;
  const slots = nonEmpty(permanentSlots(model));
  return {
    ...patroniOptions(settings),
    dynamicConfiguration: {
      ...dynamicOptions(settings),
      ...(replication.isSynchronous
        ? {
            synchronous_mode: true,
            synchronous_mode_strict: !replication.writesWithoutStandby,
            synchronous_node_count: replication.standbys,
          }
        : { synchronous_mode: false }),
      // PGO turns slots off where nobody says otherwise, and Patroni passes over permanent ones then.
      ...(slots && { postgresql: { use_slots: true }, slots }),
    },
    switchover: switchoverSpec(model),
  };
}

/** What the pods of the instances alone have. */
function instanceMetadata(model: ClusterModel, settings: CrunchySettings): PostgresClusterSpecInstancesMetadata | undefined {
  const source = metricsSource(model, settings);
  const { labels, annotations } = settings.instanceMetadata ?? {};
  return fields({
    labels: nonEmpty({ ...labels }),
    annotations: nonEmpty({
      ...annotations,
      ...scrapeAnnotations(model.monitoring, source && { port: METRICS_PORT }),
      ...restartAnnotation(model),
    }),
  });
}

/** Reaches the pods and, for cloud identities, the service accounts of instances, backup jobs and repository host alike. */
function metadataSpec(model: ClusterModel): PostgresClusterSpecMetadata | undefined {
  const labels = nonEmpty(model.labels);
  const annotations = nonEmpty({ ...model.annotations, ...identityAnnotations(model) });
  return labels || annotations ? { labels, annotations } : undefined;
}
