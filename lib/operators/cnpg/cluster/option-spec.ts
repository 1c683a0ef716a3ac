import { ImageExtension } from '../../../model/image-extension';
import type {
  ClusterSpec,
  ClusterSpecManagedServices,
  ClusterSpecPostgresql,
  ClusterSpecPostgresqlSynchronous,
  ClusterSpecServiceAccountTemplate,
} from '../../../../imports/cnpg/cluster';
import { Duration } from 'cdk8s';
import { sizeQuantity } from '../../../model/quantity';
import { nonEmpty } from '../../../private/kubernetes';
import {
  containerSecurityContext,
  envSources,
  envVariables,
  fields,
  podSecurityContext,
  projectedSources,
  some,
} from '../../../private/pod-fields';
import { CloudNativePgClusterOptions } from '../cluster-options';
import { CloudNativePgLdap } from '../server-options';
import { probeTimingSpec } from '../../shared/probe-timing';
import { CloudNativePgProbe } from '../timing-options';
import { CloudNativePgService } from '../service-options';

/** What the options of the factory make of a Cluster. The values of our enums are those of the generated ones, which jsii cannot export. */

type Fields = Partial<ClusterSpec>;

const seconds = (duration: Duration | undefined): number | undefined => duration?.toSeconds();

/** Fields of the Cluster itself. */
export function optionFields(options: CloudNativePgClusterOptions): Fields {
  const { pods = {}, timing = {}, nodeMaintenance } = options;
  return {
    description: options.description,
    logLevel: options.logLevel,
    env: envVariables(pods.env),
    envFrom: envSources(pods.envFrom),
    projectedVolumeTemplate: some(pods.projectedFiles) && { sources: projectedSources(pods.projectedFiles) },
    imagePullPolicy: pods.imagePullPolicy,
    serviceAccountName: pods.serviceAccountName,
    schedulerName: pods.schedulerName,
    ephemeralVolumesSizeLimit: fields({
      shm: quantity(pods.sharedMemory && sizeQuantity(pods.sharedMemory)),
      temporaryData: quantity(pods.temporaryData && sizeQuantity(pods.temporaryData)),
    }),
    postgresUid: pods.postgresUid,
    postgresGid: pods.postgresGid,
    podSecurityContext: podSecurityContext(pods.podSecurity),
    securityContext: containerSecurityContext(pods.containerSecurity),
    startDelay: seconds(timing.startDelay),
    stopDelay: seconds(timing.stopDelay),
    smartShutdownTimeout: seconds(timing.smartShutdownTimeout),
    switchoverDelay: seconds(timing.switchoverDelay),
    failoverDelay: seconds(timing.failoverDelay),
    probes: probesSpec(options),
    nodeMaintenanceWindow: nodeMaintenance && fields({ inProgress: nodeMaintenance.inProgress, reusePvc: nodeMaintenance.reusesVolumes }),
  } as Fields;
}

/** A quantity as the generated types wrap it. */
const quantity = (text: string | undefined) => (text === undefined ? undefined : { value: text });

function probesSpec({ probes }: CloudNativePgClusterOptions): object | undefined {
  const { startup, readiness, liveness, isolationCheck } = probes ?? {};
  return fields({
    startup: startup && probeSpec(startup),
    readiness: readiness && probeSpec(readiness),
    liveness: fields({
      ...(liveness && probeSpec(liveness)),
      isolationCheck: isolationCheck === undefined ? undefined : { enabled: isolationCheck },
    }),
  });
}

const probeSpec = ({ type, maximumLag, ...timing }: CloudNativePgProbe) =>
  fields({
    type: type as string | undefined,
    maximumLag: quantity(maximumLag && sizeQuantity(maximumLag)),
    ...probeTimingSpec(timing),
  });

/** Metadata of the service account that the operator makes, with that of the identities. */
export function withOwnMetadata(
  identities: ClusterSpecServiceAccountTemplate | undefined,
  { pods }: CloudNativePgClusterOptions,
): ClusterSpecServiceAccountTemplate | undefined {
  const annotations = { ...pods?.serviceAccountAnnotations, ...identities?.metadata.annotations };
  const metadata = { labels: pods?.serviceAccountLabels, annotations: nonEmpty(annotations) };
  return metadata.labels || metadata.annotations ? { metadata } : undefined;
}

/** Services beside those of the operator, and those that it does not make. */
export function servicesSpec({ services }: CloudNativePgClusterOptions): ClusterSpecManagedServices | undefined {
  return (
    services &&
    (fields({
      disabledDefaultServices: some(services.disabled) as string[] | undefined,
      additional: some(services.additional)?.map(serviceSpec),
    }) as ClusterSpecManagedServices | undefined)
  );
}

const serviceSpec = ({ name, target, replacesOnUpdate, loadBalancerClass, ...service }: CloudNativePgService) => ({
  selectorType: target as string,
  // Written out: a default inside of a list shows as drift.
  updateStrategy: replacesOnUpdate ? 'replace' : 'patch',
  serviceTemplate: serviceTemplate({ ...service }, { name, loadBalancerClass }),
});

/** The template of a Service of a cluster or of a pooler. */
export function serviceTemplate(
  { kind, labels, annotations, nodePort, sourceRanges, externalTraffic, internalTraffic }: Omit<CloudNativePgService, 'name' | 'target'>,
  own: { readonly name?: string; readonly loadBalancerClass?: string } = {},
) {
  return {
    metadata: fields({ name: own.name, labels, annotations }),
    spec: fields({
      type: kind as string | undefined,
      ports: nodePort === undefined ? undefined : [{ name: 'postgres', port: 5432, protocol: 'TCP', nodePort }],
      loadBalancerClass: own.loadBalancerClass,
      loadBalancerSourceRanges: kind === 'LoadBalancer' ? sourceRanges : undefined,
      externalTrafficPolicy: externalTraffic as string | undefined,
      internalTrafficPolicy: internalTraffic as string | undefined,
    }),
  };
}

/** Fields of the configuration of PostgreSQL. */
export function postgresqlOptions(options: CloudNativePgClusterOptions): Partial<ClusterSpecPostgresql> {
  const { imageExtensions, identLines, ldap, alterSystemEnabled } = options;
  return {
    enableAlterSystem: alterSystemEnabled,
    pgIdent: some(identLines),
    ldap: ldap && (ldapSpec(ldap) as ClusterSpecPostgresql['ldap']),
    extensions: extensionsSpec(imageExtensions),
  };
}

/** Extensions that come as images, as clusters and catalogs have them. */
export const extensionsSpec = (extensions: readonly ImageExtension[] | undefined) =>
  some(extensions)?.map(({ name, image, imagePullPolicy, controlPaths, libraryPaths, systemLibraryPaths, binaryPaths }) => ({
    name,
    image: fields({ reference: image, pullPolicy: imagePullPolicy as string | undefined }),
    extensionControlPath: controlPaths,
    dynamicLibraryPath: libraryPaths,
    ldLibraryPath: systemLibraryPaths,
    binPath: binaryPaths,
  }));

const ldapSpec = ({ server, port, ldaps, startTls, prefix, suffix, baseDn, ...search }: CloudNativePgLdap) =>
  fields({
    server,
    port,
    scheme: ldaps === undefined ? undefined : ldaps ? 'ldaps' : 'ldap',
    tls: startTls,
    bindAsAuth: fields({ prefix, suffix }),
    bindSearchAuth: baseDn === undefined ? undefined : fields({ baseDn, ...search }),
  });

/** Which standbys are waited for. */
export function synchronousOptions({ synchronous }: CloudNativePgClusterOptions): Partial<ClusterSpecPostgresqlSynchronous> {
  const { first, standbysBefore, standbysAfter, maxStandbysFromCluster, failoverQuorum } = synchronous ?? {};
  return {
    ...(first && { method: 'first' as ClusterSpecPostgresqlSynchronous['method'] }),
    standbyNamesPre: some(standbysBefore),
    standbyNamesPost: some(standbysAfter),
    maxStandbyNamesFromCluster: maxStandbysFromCluster,
    failoverQuorum,
  };
}
