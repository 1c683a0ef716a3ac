import { Duration, Size } from 'cdk8s';
import { ContainerOptions, EnvSource, EnvVariable } from '../../model/container';
import { ServiceKind } from '../../model/operator-service';
import { PatroniOptions } from '../patroni-options';

/**
 * A volume in the pods of the instances: exactly one of `secretName`, `configMapName`, `claimName` and `emptyDir` says what it is.
 */
export interface ZalandoVolume {
  /** Name, which no volume of the operator or of the library has. */
  readonly name: string;

  /** Where it is mounted: not at `/home/postgres/pgdata`, where the data is. */
  readonly mountPath: string;

  /**
   * Folder of the volume.
   *
   * @default - the whole volume
   */
  readonly subPath?: string;

  /**
   * Names of the containers that see it; `all` alone means all.
   *
   * @default - PostgreSQL's own
   */
  readonly containers?: string[];

  /**
   * Name of the Secret.
   *
   * @default - something else
   */
  readonly secretName?: string;

  /**
   * Name of the ConfigMap.
   *
   * @default - something else
   */
  readonly configMapName?: string;

  /**
   * Name of the claim, which every instance uses.
   *
   * @default - something else
   */
  readonly claimName?: string;

  /**
   * An empty folder of this size at most, which lives as long as the pod.
   *
   * @default - something else
   */
  readonly emptyDir?: Size;

  /**
   * Whether it is an empty directory without a limit.
   *
   * @default false
   */
  readonly unlimitedEmptyDir?: boolean;
}

/**
 * A probe of the instances: exactly one of `command` and `httpPath` says how it asks.
 */
export interface ZalandoProbe {
  /**
   * What is run in the container; it lives while this ends with 0.
   *
   * @default - it is asked by HTTP
   */
  readonly command?: string[];

  /**
   * The path that is asked for by HTTP; Patroni answers at `/liveness`.
   *
   * @default - a command is run
   */
  readonly httpPath?: string;

  /**
   * The port for HTTP.
   *
   * @default 8008
   */
  readonly httpPort?: number;

  /**
   * Time before the first one.
   *
   * @default - none
   */
  readonly initialDelay?: Duration;

  /**
   * Time between two.
   *
   * @default - 10 seconds
   */
  readonly period?: Duration;

  /**
   * Time for an answer.
   *
   * @default - 1 second
   */
  readonly timeout?: Duration;

  /**
   * After how many failures in a row the container is restarted.
   *
   * @default 3
   */
  readonly failureThreshold?: number;
}

/**
 * Services of a cluster and of its pools, as the operator makes them: `<clusterName>`, `<clusterName>-repl`, `<clusterName>-pooler`,
 * `<clusterName>-pooler-repl`. They keep their names and, as far as the cloud does, their addresses; a new cluster is better off with `exposure`.
 */
export interface ZalandoServices {
  /**
   * That of the primary. A port of nodes needs version 2.0 (rule ZAL-230).
   *
   * @default - inside of the Kubernetes cluster
   */
  readonly primary?: ServiceKind;

  /**
   * That of the replicas.
   *
   * @default - inside of the Kubernetes cluster
   */
  readonly replicas?: ServiceKind;

  /**
   * That of the pool to the primary.
   *
   * @default - inside of the Kubernetes cluster
   */
  readonly primaryPool?: ServiceKind;

  /**
   * That of the pool to the replicas.
   *
   * @default - inside of the Kubernetes cluster
   */
  readonly replicaPool?: ServiceKind;

  /**
   * Who may come from outside, as CIDRs, to all of them. They are let in by the policies of the library, too.
   *
   * @default - nobody
   */
  readonly sourceRanges?: string[];

  /**
   * Annotations of all Services.
   *
   * @default - those of the operator's configuration
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Annotations of the Service of the primary.
   *
   * @default - none
   */
  readonly primaryAnnotations?: { [key: string]: string };

  /**
   * Annotations of the Service of the replicas.
   *
   * @default - none
   */
  readonly replicaAnnotations?: { [key: string]: string };
}

/**
 * Users and groups of the processes.
 */
export interface ZalandoPodUser {
  /**
   * User id.
   *
   * @default 101
   */
  readonly user?: number;

  /**
   * Group id.
   *
   * @default 103
   */
  readonly group?: number;

  /**
   * Group of the files of volumes.
   *
   * @default 103
   */
  readonly fsGroup?: number;
}

/**
 * What a cluster was made of, as the operator has it. Where there is a `timestamp`, the archive is the one in the bucket of its configuration.
 *
 * @see https://postgres-operator.readthedocs.io/en/latest/user/#how-to-clone-an-existing-postgresql-cluster
 */
export interface ZalandoOrigin {
  /** Name of the cluster that was copied. */
  readonly cluster: string;

  /**
   * `metadata.uid` of its custom resource, which is a part of the place of its archive.
   *
   * @default - it was not said
   */
  readonly uid?: string;

  /**
   * Up to which moment, as the manifest has it.
   *
   * @default - a copy of the cluster as it ran
   */
  readonly timestamp?: string;

  /**
   * The place of the archive, where it is not that of the configuration.
   *
   * @default - that of the configuration
   */
  readonly walPath?: string;

  /**
   * The store of that place.
   *
   * @default - Amazon's
   */
  readonly endpoint?: string;

  /**
   * Whether buckets of that store are folders of its address.
   *
   * @default - as the image has it
   */
  readonly pathStyle?: boolean;
}

/**
 * What the Zalando operator has besides, for clusters that were written for it: each is a field of the postgresql, and nothing is printed
 * that is not said.
 */
export interface ZalandoClusterOptions {
  /**
   * What the cluster was made of, in the operator's own words: `clone` of a manifest that was there before. What is made anew says `recovery`,
   * whose archive the rules know (rule ZAL-270).
   *
   * @default - it was made empty, or as `recovery` says
   */
  readonly origin?: ZalandoOrigin;

  /**
   * When another instance takes over. A value that is left out again stays as it was: the operator takes none back.
   *
   * @default - Patroni's own
   */
  readonly patroni?: PatroniOptions;

  /**
   * Variables of the database container. Not those that the operator or the library sets, nor those that lead archives somewhere (rule
   * ZAL-228): `BackupPolicy` says where they go.
   *
   * @default - none
   */
  readonly env?: EnvVariable[];

  /**
   * Variables of the database container from whole Secrets and ConfigMaps, behind all others; from version 2.0 on (rule ZAL-228).
   *
   * @default - none
   */
  readonly envFrom?: EnvSource[];

  /**
   * Containers beside the database. The operator gives each of them the password of the superuser, in `POSTGRES_PASSWORD`, and the volume of
   * the data. The names `postgres` and `exporter` are taken.
   *
   * @default - none
   */
  readonly sidecars?: ContainerOptions[];

  /**
   * Containers that run before the database starts.
   *
   * @default - none
   */
  readonly initContainers?: ContainerOptions[];

  /**
   * Volumes of the pods.
   *
   * @default - none
   */
  readonly volumes?: ZalandoVolume[];

  /**
   * Whether `/dev/shm` is a volume in memory, and not the 64 MiB of the container runtime. Only `true` is stronger than the operator's
   * configuration.
   *
   * @default - as the operator is configured
   */
  readonly sharedMemoryVolume?: boolean;

  /**
   * Liveness probe of the database container, from version 2.0 on (rule ZAL-227).
   *
   * @default - none
   */
  readonly livenessProbe?: ZalandoProbe;

  /**
   * Name of the scheduler.
   *
   * @default - that of the Kubernetes cluster
   */
  readonly schedulerName?: string;

  /**
   * Users and groups of the processes.
   *
   * @default - those of the image; none on OpenShift
   */
  readonly podUser?: ZalandoPodUser;

  /**
   * Services of the cluster and of its pools.
   *
   * @default - inside of the Kubernetes cluster
   */
  readonly services?: ZalandoServices;

  /**
   * The Spilo image of clusters that name none. It holds every major version, and its operating system the collations of all indexes on text:
   * a cluster that runs keeps the image that it has until somebody has looked at them.
   *
   * @default - that of the version of the operator, which changes with `operatorVersion`
   */
  readonly defaultImage?: string;

  /**
   * Schema of the functions of pools, in every database.
   *
   * @default pooler
   */
  readonly poolSchema?: string;

  /**
   * Role as which pools look up passwords; not the superuser, nor a role of the cluster.
   *
   * @default pooler
   */
  readonly poolUser?: string;
}
