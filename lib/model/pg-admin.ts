import { NodeAffinityOptions, PodAffinityOptions, LabelRequirement } from './affinity';
import { SecretKeyRef } from './backup-target';
import { ComputeModel } from './compute';
import { ImagePullPolicy } from './image-pull-policy';
import { onlyMembers } from './members';
import { ObjectMetadata } from './object-metadata';
import { PlacementModel, Toleration } from './placement';
import { FileSource } from './pod-volume';
import { StorageOptions } from './storage';

/**
 * What a user of pgAdmin may do in pgAdmin itself; what one may do in a database is said by the role that one logs in as there.
 */
export enum PgAdminRole {
  /** Manages users and servers of pgAdmin. */
  ADMINISTRATOR = 'Administrator',
  /** Uses the servers. */
  USER = 'User',
}
onlyMembers(PgAdminRole, 'PgAdminRole');

/**
 * A user of pgAdmin.
 */
export interface PgAdminUser {
  /** Mail address, by which the user logs in (rule PGA-003). */
  readonly email: string;

  /** The key of a Secret with the password: 6 characters at least, or pgAdmin does not take it. */
  readonly password: SecretKeyRef;

  /**
   * What the user may do.
   *
   * @default PgAdminRole.USER
   */
  readonly role?: PgAdminRole;
}

/**
 * A provider of OAuth 2 that users log in by.
 */
export interface PgAdminOauth {
  /** Its `OAUTH2_NAME`: at most 20 letters and digits (rule PGA-005). */
  readonly name: string;

  /** The key of a Secret with the settings of the provider, a JSON object. */
  readonly secret: SecretKeyRef;
}

/**
 * Where the pod of pgAdmin may run. It is one pod, so nothing spreads it.
 */
export interface PgAdminPlacement {
  /**
   * Labels that a node must have, all of them.
   *
   * @default - any node
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Taints that the pod tolerates.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];

  /**
   * Name of the PriorityClass of the pod.
   *
   * @default - the default priority of the Kubernetes cluster
   */
  readonly priorityClassName?: string;

  /**
   * Which nodes it may run on beyond `nodeSelector`, and which it had better.
   *
   * @default - every node with the labels of `nodeSelector`
   */
  readonly nodeAffinity?: NodeAffinityOptions;

  /**
   * Beside which other pods it runs.
   *
   * @default - none
   */
  readonly podAffinity?: PodAffinityOptions;

  /**
   * Beside which other pods it does not run.
   *
   * @default - none
   */
  readonly podAntiAffinity?: PodAffinityOptions;
}

/**
 * Clusters that stand together in the tree of pgAdmin.
 */
export interface PgAdminGroupModel {
  /** Name of the group. */
  readonly name: string;
  /**
   * Name of its one cluster.
   *
   * @default - those that the labels select
   */
  readonly clusterName?: string;
  /**
   * Labels that the objects of the clusters have, all of them.
   *
   * @default - none; without requirements either, every cluster of the namespace
   */
  readonly labels?: { [key: string]: string };
  /**
   * What the labels have to be besides.
   *
   * @default - nothing
   */
  readonly requirements?: LabelRequirement[];
}

/**
 * pgAdmin with every default filled in.
 */
export interface PgAdminModel {
  /** Name of the object. */
  readonly name: string;
  /**
   * Its namespace.
   *
   * @default - that of whoever applies it
   */
  readonly namespace?: string;
  /** The clusters that it shows. */
  readonly groups: PgAdminGroupModel[];
  /** Its users. */
  readonly users: PgAdminUser[];
  /** Its volume. */
  readonly storage: StorageOptions;
  /** CPU and memory of its pod. */
  readonly compute: ComputeModel;
  /**
   * Image.
   *
   * @default - that of the operator
   */
  readonly image?: string;
  /**
   * When it is pulled.
   *
   * @default - as Kubernetes does
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /** Names of the Secrets with which it is pulled. */
  readonly imagePullSecrets: string[];
  /** Where its pod may run. */
  readonly placement: PlacementModel;
  /**
   * Name of its Service.
   *
   * @default - there is none
   */
  readonly serviceName?: string;
  /** Settings of pgAdmin, each as JSON. */
  readonly settings: { [name: string]: string };
  /** Settings of the web server before it, each as JSON. */
  readonly webServer: { [name: string]: string };
  /**
   * The password for LDAP.
   *
   * @default - none
   */
  readonly ldapBindPassword?: SecretKeyRef;
  /**
   * The address of the database that keeps what users have saved.
   *
   * @default - a file on the volume
   */
  readonly configDatabase?: SecretKeyRef;
  /** Providers of OAuth 2. */
  readonly oauth: PgAdminOauth[];
  /** Files beside the settings. */
  readonly configFiles: FileSource[];
  /** Labels of all that is made of it. */
  readonly labels: { [key: string]: string };
  /** Annotations of all that is made of it. */
  readonly annotations: { [key: string]: string };
  /** Labels and annotations of the object alone. */
  readonly objectMetadata: ObjectMetadata;
  /** Whether its object is kept from being deleted by a controller that syncs. */
  readonly isProtected: boolean;
}
