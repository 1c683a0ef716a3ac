import {
  ClusterSpec,
  ClusterSpecAffinity,
  ClusterSpecBackup,
  ClusterSpecManaged,
  ClusterSpecPlugins,
  ClusterSpecPostgresql,
  ClusterSpecPostgresqlSynchronousDataDurability,
  ClusterSpecPostgresqlSynchronousMethod,
  ClusterSpecPrimaryUpdateMethod,
  ClusterSpecPrimaryUpdateStrategy,
  ClusterSpecResourcesLimits,
  ClusterSpecResourcesRequests,
  ClusterSpecStorage,
  ClusterSpecTablespaces,
  ClusterSpecTopologySpreadConstraints,
} from '../../../../imports/cnpg/cluster';
import { BackupModel } from '../../../model/backup-model';
import { ClusterModel } from '../../../model/cluster-model';
import { PlacementModel, SpreadRule } from '../../../model/placement';
import { sizeQuantity } from '../../../model/quantity';
import { StorageOptions } from '../../../model/storage';
import { nodeAffinityOnly, podAffinity } from '../../../private/affinity';
import { ClusterDefault } from '../../../model/take-over';
import { hasDefault } from '../../../private/cluster-defaults';
import { saidRequirements } from '../../../private/compute-defaults';
import { accessLines } from '../../shared/hba-lines';
import { citusFirst } from '../../shared/libraries';
import { fields, some } from '../../../private/pod-fields';
import { nonEmpty, pullSecrets, spreadConstraints, tolerations } from '../../../private/kubernetes';
import { fromRegistry } from '../../../private/platform-facts';
import { BARMAN_PLUGIN, snapshotSpec } from '../backup/backup-spec';
import { inTreeBackup, isInTree } from '../backup/in-tree-spec';
import { externalClusters, saidPlugin } from '../recovery/external-clusters';
import { describedRoles, firstDatabase, printsContents } from '../access/database-plan';
import { inheritedMetadataSpec, serviceAccountSpec } from './identity-spec';
import { monitoringSpec } from '../monitoring/queries';
import { clusterLabels, serverName, storeName } from '../names';
import { storesOf } from '../recovery/origins';
import { optionFields, postgresqlOptions, servicesSpec, synchronousOptions, withOwnMetadata } from './option-spec';
import { quantities } from './quantities';
import { updateMethod, updateStrategy } from './state';
import { bootstrapSpec } from '../recovery/recovery-spec';
import { replicaSpec } from '../recovery/replica-spec';
import { managedRolesSpec } from '../access/role-objects';
import { slotParameters, slotsSpec } from '../access/slots-spec';
import { fileParameters } from '../migration/file-parameters';
import { superuserSpec } from '../access/superuser-spec';
import { Settings } from '../settings';
import { certificatesSpec } from '../network/tls-spec';
import { versionFacts } from '../versions';

/**
 * The last of our lines of pg_hba.conf: nobody gets in without TLS. The operator's own last line, `host all all all scram-sha-256`, would
 * let them in.
 *
 * It locks out nothing that the operator needs. The instance manager and its metrics use the local socket, replication and the poolers
 * use TLS with client certificates, and the lines for all of them stand before ours.
 */
const TLS_ONLY = 'hostnossl all all all reject';

/** How the operator stores passwords, and asks for them in its own last line. */
const PASSWORD_METHOD = 'scram-sha-256';

/** The spec of a Cluster. */
export function clusterSpec(model: ClusterModel, settings: Settings): ClusterSpec {
  const several = model.instances > 1;
  const stores = storesOf(model);
  const resources = saidRequirements(model.compute);
  return {
    ...optionFields(settings),
    instances: model.instances,
    ...imageSpec(model, settings),
    imagePullSecrets: nonEmpty(pullSecrets(model.imagePullSecrets)),
    storage: storageSpec(model.storage),
    walStorage: model.walStorage && storageSpec(model.walStorage),
    tablespaces: nonEmpty(tablespaceSpecs(model)),
    resources: resources && {
      requests: resources.requests && quantities(resources.requests, (text) => ClusterSpecResourcesRequests.fromString(text)),
      limits: resources.limits && quantities(resources.limits, (text) => ClusterSpecResourcesLimits.fromString(text)),
    },
    affinity: affinitySpec(model.placement, settings),
    topologySpreadConstraints: hasDefault(model, ClusterDefault.SPREAD) ? nonEmpty(spreadSpec(model)) : undefined,
    priorityClassName: model.placement.priorityClassName,
    postgresql: postgresqlSpec(model, settings),
    bootstrap: bootstrapSpec(model, settings),
    externalClusters: nonEmpty(externalClusters(model, settings)),
    replica: replicaSpec(model),
    certificates: certificatesSpec(model),
    managed: managedSpec(model, settings),
    monitoring: monitoringSpec(model, settings),
    inheritedMetadata: inheritedMetadataSpec(model, stores),
    ...superuserSpec(model),
    replicationSlots: slotsSpec(model),
    // The budget of the primary allows no eviction at all, so it would keep the node of a single instance from being drained.
    enablePdb: hasDefault(model, ClusterDefault.DISRUPTION) ? several : undefined,
    // Both enums have the values of the generated ones; jsii cannot export those.
    primaryUpdateStrategy: updateStrategy(model, settings) as string as ClusterSpecPrimaryUpdateStrategy,
    primaryUpdateMethod: updateMethod(model, settings) as string | undefined as ClusterSpecPrimaryUpdateMethod | undefined,
    plugins: some([
      ...(settings.plugins ?? []).map(saidPlugin),
      ...(model.backup && !isInTree(settings) ? [pluginSpec(model.backup)] : []),
    ]),
    backup: backupSpec(model, settings),
    serviceAccountTemplate: withOwnMetadata(serviceAccountSpec(stores), settings),
  };
}

/** The roles, for versions that have no object for them, and Services of the program's own. */
function managedSpec(model: ClusterModel, settings: Settings): ClusterSpecManaged | undefined {
  const isPrinted = !versionFacts(settings).roleObjects && printsContents(model) && describedRoles(model).length > 0;
  return fields({ roles: isPrinted ? managedRolesSpec(model) : undefined, services: servicesSpec(settings) });
}

/** Always written out: an image that the webhook has filled in stays as it is, and refuses a catalog that is asked for later. */
function imageSpec(model: ClusterModel, settings: Settings): Partial<ClusterSpec> {
  const { image, version, platform } = model;
  if (image?.catalog) {
    const kind = image.catalog.clusterWide ? 'ClusterImageCatalog' : 'ImageCatalog';
    return { imageCatalogRef: { apiGroup: 'postgresql.cnpg.io', kind, name: image.catalog.name, major: version.majorNumber } };
  }
  if (!image && !hasDefault(model, ClusterDefault.IMAGE)) {
    return {};
  }
  return { imageName: image?.reference ?? fromRegistry(platform.imageRegistry, recommendedImage(version.major, settings)) };
}

/** The image of clusters that name none. */
export function recommendedImage(
  major: string,
  { imageType, imageDistribution }: Pick<Settings, 'imageType' | 'imageDistribution'>,
): string {
  return `ghcr.io/cloudnative-pg/postgresql:${major}-${imageType}-${imageDistribution}`;
}

/** Defaults are written out: the API server fills them into lists, and a diff would show them for ever. */
const tablespaceSpecs = (model: ClusterModel): ClusterSpecTablespaces[] =>
  model.tablespaces.map(({ name, storage, owner = firstDatabase(model).owner, temporary = false }) => ({
    name,
    storage: storageSpec(storage),
    owner: { name: owner },
    temporary,
  }));

function storageSpec({ size, storageClass }: StorageOptions): ClusterSpecStorage {
  return { size: sizeQuantity(size), storageClass, resizeInUseVolumes: true };
}

/** Only a preference, unless the program says otherwise: what is required stands in the spread constraints, which schedule every instance of a small cluster too. */
function affinitySpec(placement: PlacementModel, { pods }: Settings): ClusterSpecAffinity {
  const { required = false, topologyKey = 'kubernetes.io/hostname' } = pods?.antiAffinity ?? {};
  return {
    ...(placement.nodes === SpreadRule.NONE
      ? { enablePodAntiAffinity: false }
      : { enablePodAntiAffinity: true, podAntiAffinityType: required ? 'required' : 'preferred', topologyKey }),
    nodeSelector: nonEmpty(placement.nodeSelector),
    nodeAffinity: nodeAffinityOnly(placement),
    additionalPodAffinity: podAffinity(placement.podAffinity),
    additionalPodAntiAffinity: podAffinity(placement.podAntiAffinity),
    tolerations: nonEmpty(tolerations(placement)),
  };
}

/**
 * The spread of the instances, and of the jobs that prepare their volumes.
 *
 * The operator gives these constraints to the jobs too. A volume is created where its first pod runs, which is a job; so a job that did not
 * count would put the volume beside another instance, and the instance could never follow. Jobs have no role, so poolers are left out by
 * theirs.
 */
function spreadSpec({ placement, identity }: ClusterModel): ClusterSpecTopologySpreadConstraints[] {
  const labels = clusterLabels(identity);
  return spreadConstraints(placement, labels).map((constraint) =>
    // Whoever names the pods that are counted means these.
    constraint.labelSelector.matchLabels === labels
      ? {
          ...constraint,
          labelSelector: {
            ...constraint.labelSelector,
            matchExpressions: [{ key: 'cnpg.io/podRole', operator: 'NotIn', values: ['pooler'] }],
          },
        }
      : constraint,
  );
}

/**
 * Our lines of pg_hba.conf. Access rules end with a line that refuses everybody, TLS or not.
 *
 * @see https://cloudnative-pg.io/documentation/current/postgresql_conf/#the-pg_hba-section
 */
function hbaLines(model: ClusterModel): string[] {
  const rules = accessLines(model, PASSWORD_METHOD);
  const last = hasDefault(model, ClusterDefault.TLS_ONLY) ? [TLS_ONLY] : [];
  return [...model.hbaRules, ...(rules.length > 0 ? rules : last)];
}

function postgresqlSpec(model: ClusterModel, settings: Settings): ClusterSpecPostgresql {
  const { parameters, preloadLibraries, replication } = model;
  const files = fileParameters(model);
  return {
    ...postgresqlOptions(settings),
    ...(files && { enableAlterSystem: true }),
    parameters: nonEmpty({ ...slotParameters(model), ...files, ...parameters }),
    sharedPreloadLibraries: nonEmpty(citusFirst(preloadLibraries)),
    pgHba: nonEmpty(hbaLines(model)),
    synchronous: replication.isSynchronous
      ? {
          method: ClusterSpecPostgresqlSynchronousMethod.ANY,
          number: replication.standbys,
          dataDurability: replication.writesWithoutStandby
            ? ClusterSpecPostgresqlSynchronousDataDurability.PREFERRED
            : ClusterSpecPostgresqlSynchronousDataDurability.REQUIRED,
          ...synchronousOptions(settings),
        }
      : undefined,
  };
}

/** What of the backups is a part of the Cluster. */
function backupSpec({ backup }: ClusterModel, settings: Settings): ClusterSpecBackup | undefined {
  const snapshots = backup?.snapshots && snapshotSpec(backup.snapshots);
  return backup && isInTree(settings) ? { ...inTreeBackup(backup, settings), ...snapshots } : snapshots;
}

function pluginSpec(policy: BackupModel): ClusterSpecPlugins {
  return {
    name: BARMAN_PLUGIN,
    enabled: true,
    isWalArchiver: true,
    parameters: { barmanObjectName: storeName(policy), serverName: serverName(policy, policy.repositories[0]!) },
  };
}
