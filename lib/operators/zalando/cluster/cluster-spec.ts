import type {
  PostgresqlSpec,
  PostgresqlSpecPatroni,
  PostgresqlSpecPostgresqlVersion,
  PostgresqlSpecResources,
  PostgresqlSpecTls,
} from '../../../../imports/zalando/postgresql';
import { ClusterModel } from '../../../model/cluster-model';
import { ComputeModel } from '../../../model/compute';
import { sizeQuantity } from '../../../model/quantity';
import { ClusterDefault } from '../../../model/take-over';
import { hasDefault } from '../../../private/cluster-defaults';
import { saidRequirements } from '../../../private/compute-defaults';
import { fromRegistry } from '../../../private/platform-facts';
import { nodeAffinity } from '../../../private/affinity';
import { envVariables } from '../../../private/pod-fields';
import { nonEmpty, spreadConstraints, tolerations } from '../../../private/kubernetes';
import { logicalFields } from '../backup/logical-spec';
import { databaseFields } from '../access/database-spec';
import { hbaLines } from '../access/hba-spec';
import { EXPORTER_IMAGE, EXPORTER_PORT, exporterSidecar } from '../monitoring/exporter';
import { podLabels } from '../names';
import { permanentSlots } from '../../shared/slots';
import { scrapeAnnotations } from '../../shared/scrape-annotations';
import { ZalandoOptions } from '../options';
import { poolFields } from '../pool/pool-spec';
import { recoveryFields } from '../recovery/recovery-spec';
import { replicaFields } from '../recovery/replica-spec';
import { optionFields, originSpec, patroniOptions, sidecarsSpec, volumesSpec } from './option-spec';
import { mergedFields, ownFields } from './own-fields';
import { initdb, preloadLibraries } from './spilo';
import { dumps, runningInstances, windowFields } from './state';
import { tlsField } from '../network/tls-spec';
import { versionFacts } from '../versions';

/** An operator may be configured to open a port on every node for each cluster that does not say no. */
const WITHOUT_NODE_PORTS = {
  enableMasterNodePort: false,
  enableReplicaNodePort: false,
  enableMasterPoolerNodePort: false,
  enableReplicaPoolerNodePort: false,
};

const WITHOUT_LOAD_BALANCERS = {
  enableMasterLoadBalancer: false,
  enableReplicaLoadBalancer: false,
  enableMasterPoolerLoadBalancer: false,
  enableReplicaPoolerLoadBalancer: false,
};

/**
 * User and group `postgres` of the image. Without them the image starts as root; without the group nobody could read certificates.
 */
const RUN_AS = { spiloRunAsUser: 101, spiloRunAsGroup: 103, spiloFsGroup: 103 };

/**
 * The spec of a cluster with its backups and pools, and with what it was made of or follows.
 *
 * Whatever the operator's configuration could decide otherwise is written out, so that the manifest means the same everywhere.
 */
export function clusterSpec(model: ClusterModel, options: ZalandoOptions): PostgresqlSpec {
  const facts = versionFacts(options);
  const { placement } = model;
  const has = (one: ClusterDefault): boolean => hasDefault(model, one);
  const { clone } = recoveryFields(model, options);
  const { standby } = replicaFields(model, options);
  return {
    teamId: options.teamId,
    numberOfInstances: runningInstances(model),
    postgresql: {
      // Rule HA-004 has refused every other version.
      version: model.version.major as PostgresqlSpecPostgresqlVersion,
      parameters: nonEmpty(parameters(model)),
    },
    dockerImage:
      model.image?.reference ??
      options.defaultImage ??
      (has(ClusterDefault.IMAGE) ? fromRegistry(model.platform.imageRegistry, facts.image) : undefined),
    volume: { size: sizeQuantity(model.storage.size), storageClass: model.storage.storageClass },
    resources: resources(model.compute),
    patroni: patroni(model, options),
    ...databaseFields(model, options),
    tls: tls(model),
    // OpenShift gives each namespace users of its own, and the image takes any.
    ...(model.platform.openShift || !has(ClusterDefault.POD_USER) ? {} : RUN_AS),
    // An operator that is configured by a ConfigMap gives every primary a load balancer unless the cluster says no.
    ...(has(ClusterDefault.NO_LOAD_BALANCERS) && { ...WITHOUT_LOAD_BALANCERS, ...(facts.nodePorts && WITHOUT_NODE_PORTS) }),
    ...optionFields(options),
    ...windowFields(model),
    ...poolFields(model.pools, options),
    topologySpreadConstraints:
      facts.spread && has(ClusterDefault.SPREAD) ? nonEmpty(spreadConstraints(placement, podLabels(model.identity.name))) : undefined,
    nodeAffinity: nodeAffinity(placement),
    tolerations: nonEmpty(tolerations(placement)),
    podPriorityClassName: placement.priorityClassName,
    podAnnotations: nonEmpty({ ...model.annotations, ...scrapeAnnotations(model.monitoring, { port: EXPORTER_PORT }) }),
    sidecars: nonEmpty([
      ...(model.monitoring.enabled
        ? [exporterSidecar(model, options.exporterImage ?? fromRegistry(model.platform.imageRegistry, EXPORTER_IMAGE))]
        : []),
      ...sidecarsSpec(options),
    ]),
    clone: clone ?? originSpec(options),
    standby,
    ...logicalFields(dumps(model)),
    ...mergedFields([ownFields(model, options), { env: envVariables(options.env), additionalVolumes: volumesSpec(options) }]),
  };
}

/** The generated types have another name for huge pages. */
function resources(compute: ComputeModel): PostgresqlSpecResources | undefined {
  const said = saidRequirements(compute);
  if (!said) {
    return undefined;
  }
  const { requests, limits } = said;
  const { hugePages2Mi: hugepages2Mi } = compute;
  return { requests: { ...requests, hugepages2Mi }, limits: { ...limits, hugepages2Mi } };
}

/** Without a list of the user's, Spilo makes its own, which fits the image better than any copy. */
function parameters(model: ClusterModel): { [name: string]: string } {
  return {
    ...model.parameters,
    ...(model.preloadLibraries.length > 0 && { shared_preload_libraries: preloadLibraries(model) }),
  };
}

/**
 * Synchronous replication is explicit also where it is off: the operator resets these three on each sync, and it counts an absent number
 * of standbys as none when it sizes the disruption budget of a strict cluster.
 */
function patroni(model: ClusterModel, options: ZalandoOptions): PostgresqlSpecPatroni {
  const { rotatedRoles = [] } = options;
  const { isSynchronous, standbys, writesWithoutStandby } = model.replication;
  return {
    ...patroniOptions(options),
    initdb: nonEmpty(initdb(model)),
    synchronousMode: isSynchronous,
    synchronousModeStrict: isSynchronous && !writesWithoutStandby,
    synchronousNodeCount: isSynchronous ? standbys : 1,
    slots: nonEmpty(permanentSlots(model)),
    pgHba: model.hbaRules.length > 0 || model.accessRules.length > 0 ? hbaLines(model, rotatedRoles) : undefined,
  };
}

/** Without the field each pod makes a certificate of its own at its start. */
function tls(model: ClusterModel): PostgresqlSpecTls | undefined {
  return model.tls._kind === 'operator' ? undefined : tlsField(model);
}
