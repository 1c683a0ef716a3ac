import type {
  PostgresClusterSpec,
  PostgresClusterSpecInstancesVolumes,
  PostgresClusterSpecPatroni,
} from '../../../../imports/crunchy/postgres-cluster';
import { OperatorServiceOptions } from '../../../model/operator-service';
import { sizeQuantity } from '../../../model/quantity';
import { nonEmpty } from '../../../private/kubernetes';
import { fields, some } from '../../../private/pod-fields';
import { lagBytes, seconds } from '../../shared/patroni';
import { CrunchyClusterOptions } from '../cluster-options';
import { volumeClaim } from './volume-claim';

/** What the options of the factory make of a PostgresCluster. The values of our enums are those of the generated ones. */

/** Fields of the cluster itself. */
export function optionFields({ services = {}, imagePullPolicy, supplementalGroups }: CrunchyClusterOptions): Partial<PostgresClusterSpec> {
  return {
    service: serviceSpec(services.primary),
    replicaService: serviceSpec(services.replicas),
    imagePullPolicy,
    supplementalGroups: some(supplementalGroups),
  } as Partial<PostgresClusterSpec>;
}

/** A Service of PGO. Who may come by it is a matter of the policies: PGO has no field for it. */
export const serviceSpec = (service: OperatorServiceOptions | undefined) =>
  service &&
  fields({
    type: service.kind as string | undefined,
    metadata: fields({ labels: nonEmpty({ ...service.labels }), annotations: nonEmpty({ ...service.annotations }) }),
    nodePort: service.nodePort,
    externalTrafficPolicy: service.externalTraffic as string | undefined,
    internalTrafficPolicy: service.internalTraffic as string | undefined,
  });

/** Fields of Patroni that PGO has names of its own for. */
export function patroniOptions({ patroni = {}, patroniLogging: log }: CrunchyClusterOptions): PostgresClusterSpecPatroni {
  return {
    leaderLeaseDurationSeconds: seconds(patroni.ttl),
    syncPeriodSeconds: seconds(patroni.loopWait),
    logging:
      log &&
      ({ storageLimit: sizeQuantity(log.storageLimit), level: log.level as string | undefined } as PostgresClusterSpecPatroni['logging']),
  };
}

/** Fields of Patroni's own configuration. */
export const dynamicOptions = ({ patroni = {} }: CrunchyClusterOptions) =>
  fields({
    retry_timeout: seconds(patroni.retryTimeout),
    maximum_lag_on_failover: lagBytes(patroni),
    failsafe_mode: patroni.failsafeMode,
  }) ?? {};

/** Volumes of the instances beside those of the data. */
export const volumesSpec = ({ volumes, temporaryVolume }: CrunchyClusterOptions): PostgresClusterSpecInstancesVolumes | undefined =>
  fields({
    additional: some(volumes)?.map(({ name, claimName, image, containers, readOnly }) => ({
      name,
      claimName,
      image: image === undefined ? undefined : { reference: image },
      containers: some(containers),
      readOnly,
    })),
    temp: temporaryVolume && volumeClaim(temporaryVolume),
  });
