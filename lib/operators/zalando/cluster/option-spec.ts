import type { PostgresqlSpec, PostgresqlSpecAdditionalVolumes, PostgresqlSpecPatroni } from '../../../../imports/zalando/postgresql';
import { ServiceKind } from '../../../model/operator-service';
import { sizeQuantity } from '../../../model/quantity';
import { nonEmpty } from '../../../private/kubernetes';
import { containerFields, envSources, fields, some } from '../../../private/pod-fields';
import { lagBytes, seconds } from '../../shared/patroni';
import { probeTimingSpec } from '../../shared/probe-timing';
import { ZalandoClusterOptions, ZalandoProbe, ZalandoServices, ZalandoVolume } from '../cluster-options';

/** What the options of the factory make of a postgresql. */

/** Fields of the cluster itself. */
export function optionFields(options: ZalandoClusterOptions): Partial<PostgresqlSpec> {
  const { services = {} } = options;
  return {
    envFrom: envSources(options.envFrom),
    initContainers: some(options.initContainers)?.map(containerFields) as PostgresqlSpec['initContainers'],
    enableShmVolume: options.sharedMemoryVolume,
    livenessProbe: options.livenessProbe && probeSpec(options.livenessProbe),
    schedulerName: options.schedulerName,
    allowedSourceRanges: some(services.sourceRanges),
    serviceAnnotations: nonEmpty({ ...services.annotations }),
    masterServiceAnnotations: nonEmpty({ ...services.primaryAnnotations }),
    replicaServiceAnnotations: nonEmpty({ ...services.replicaAnnotations }),
    ...serviceFields(services),
    ...fields({
      spiloRunAsUser: options.podUser?.user,
      spiloRunAsGroup: options.podUser?.group,
      spiloFsGroup: options.podUser?.fsGroup,
    }),
  };
}

/** The fields that make a Service one that is reached from outside, by what it leads to. */
const SERVICES = [
  ['primary', 'enableMasterLoadBalancer', 'enableMasterNodePort'],
  ['replicas', 'enableReplicaLoadBalancer', 'enableReplicaNodePort'],
  ['primaryPool', 'enableMasterPoolerLoadBalancer', 'enableMasterPoolerNodePort'],
  ['replicaPool', 'enableReplicaPoolerLoadBalancer', 'enableReplicaPoolerNodePort'],
] as const;

/** Names of the options that say where a Service is reached from. */
export const SERVICE_OPTIONS = SERVICES.map(([option]) => option);

/** Only what is said: that all others stay inside is written out elsewhere. */
const serviceFields = (services: ZalandoServices): { [field: string]: boolean } =>
  Object.fromEntries(
    SERVICES.flatMap(([option, loadBalancer, nodePort]) => {
      const kind = services[option];
      return kind === undefined
        ? []
        : [
            [loadBalancer, kind === ServiceKind.LOAD_BALANCER],
            // A field that only later versions have.
            ...(kind === ServiceKind.NODE_PORT ? [[nodePort, true] as const] : []),
          ];
    }),
  );

const probeSpec = ({ command, httpPath, httpPort, ...timing }: ZalandoProbe): PostgresqlSpec['livenessProbe'] =>
  fields({
    exec: command && { command },
    httpGet: httpPath === undefined ? undefined : { path: httpPath, port: { value: httpPort ?? 8008 } },
    ...probeTimingSpec(timing),
  }) as PostgresqlSpec['livenessProbe'];

/** Containers beside the database. */
export const sidecarsSpec = ({ sidecars = [] }: ZalandoClusterOptions): NonNullable<PostgresqlSpec['sidecars']> =>
  sidecars.map((sidecar) => {
    const { name, image, command, env, ports, resources } = containerFields(sidecar);
    return { name, image, command, env, ports, resources } as NonNullable<PostgresqlSpec['sidecars']>[number];
  });

/** Volumes of the pods. */
export const volumesSpec = ({ volumes = [] }: ZalandoClusterOptions): PostgresqlSpecAdditionalVolumes[] =>
  volumes.map(({ name, mountPath, subPath, containers, ...volume }) => ({
    name,
    mountPath,
    subPath,
    targetContainers: some(containers),
    volumeSource: sourceSpec(volume),
  }));

const sourceSpec = ({ secretName, configMapName, claimName, emptyDir, unlimitedEmptyDir }: Omit<ZalandoVolume, 'name' | 'mountPath'>) => ({
  secret: secretName === undefined ? undefined : { secretName },
  configMap: configMapName === undefined ? undefined : { name: configMapName },
  persistentVolumeClaim: claimName === undefined ? undefined : { claimName },
  emptyDir: emptyDir ? { sizeLimit: sizeQuantity(emptyDir) } : unlimitedEmptyDir ? {} : undefined,
});

/** What the cluster was made of. The operator makes variables of it, which the pods have for as long as it stands there. */
export const originSpec = ({ origin }: ZalandoClusterOptions): PostgresqlSpec['clone'] =>
  origin && {
    cluster: origin.cluster,
    uid: origin.uid,
    timestamp: origin.timestamp,
    s3WalPath: origin.walPath,
    s3Endpoint: origin.endpoint,
    s3ForcePathStyle: origin.pathStyle,
  };

/** Fields of Patroni. */
export const patroniOptions = ({ patroni = {} }: ZalandoClusterOptions): PostgresqlSpecPatroni => ({
  ttl: seconds(patroni.ttl),
  loopWait: seconds(patroni.loopWait),
  retryTimeout: seconds(patroni.retryTimeout),
  maximumLagOnFailover: lagBytes(patroni),
  failsafeMode: patroni.failsafeMode,
});
