import type { PgAdminServers } from './pg-admin-servers';
import { SecretKeyRef } from '../model/backup-target';
import { ComputeOptions } from '../model/compute';
import { ImagePullPolicy } from '../model/image-pull-policy';
import { ObjectMetadata } from '../model/object-metadata';
import { PgAdminOauth, PgAdminPlacement, PgAdminUser } from '../model/pg-admin';
import { FileSource } from '../model/pod-volume';
import { StorageOptions } from '../model/storage';
import { IPostgresOperator } from '../operators/contract';

/**
 * Properties of `PgAdmin`.
 */
export interface PgAdminProps {
  /** The operator that runs it. */
  readonly operator: IPostgresOperator;

  /** Name of the object, at most 63 lower-case letters, digits, `-` and `.` (rule PGA-001). Another name is another pgAdmin, with an empty volume. */
  readonly pgAdminName: string;

  /** The volume with what users have saved: queries, connections, preferences. It does not grow by itself (rule PGA-004). */
  readonly storage: StorageOptions;

  /**
   * Which clusters it shows, in groups of different names (rule PGA-002).
   *
   * @default - none; users add servers themselves
   */
  readonly servers?: PgAdminServers[];

  /**
   * Who may log in (rule PGA-003). One that is taken out of the list stays in pgAdmin until an administrator deletes it there.
   *
   * @default - nobody but those that LDAP or OAuth 2 let in
   */
  readonly users?: PgAdminUser[];

  /**
   * Name of a Service of type ClusterIP for it (rule PGA-001). The way from outside is an Ingress or Gateway of your own.
   *
   * @default - none; `kubectl port-forward` to the pod
   */
  readonly serviceName?: string;

  /**
   * CPU and memory of its pod.
   *
   * @default - 100m and 1 CPU at most, 512Mi of memory; nothing with `takenOver`
   */
  readonly compute?: ComputeOptions;

  /**
   * Image, with a tag that is not `latest` (rule PGA-004). Users are made from version 8 of pgAdmin on.
   *
   * @default - that of the operator
   */
  readonly image?: string;

  /**
   * When the image is pulled.
   *
   * @default - as Kubernetes does
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * Names of the Secrets with which the image is pulled.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];

  /**
   * Where its pod may run.
   *
   * @default - anywhere
   */
  readonly placement?: PgAdminPlacement;

  /**
   * Settings of pgAdmin by their names in capitals, each value as JSON: `{ MAX_LOGIN_ATTEMPTS: '5', LOGIN_BANNER: '"Ask first."' }` (rule
   * PGA-005). They stand readable in a ConfigMap, so a secret is refused here.
   *
   * @default - those of the operator
   * @see https://www.pgadmin.org/docs/pgadmin4/latest/config_py.html
   */
  readonly settings?: { [name: string]: string };

  /**
   * Settings of Gunicorn, the web server of pgAdmin, each value as JSON: `{ threads: '10' }` (rule PGA-005).
   *
   * @default - those of the operator
   * @see https://docs.gunicorn.org/en/latest/settings.html
   */
  readonly webServer?: { [name: string]: string };

  /**
   * The key of a Secret with the password by which pgAdmin asks LDAP.
   *
   * @default - none
   */
  readonly ldapBindPassword?: SecretKeyRef;

  /**
   * The key of a Secret with the URI of a database that keeps what users have saved.
   *
   * @default - a file on the volume
   */
  readonly configDatabase?: SecretKeyRef;

  /**
   * Providers of OAuth 2 that users log in by, ten at most (rule PGA-005).
   *
   * @default - none
   */
  readonly oauth?: PgAdminOauth[];

  /**
   * Files for pgAdmin from Secrets and ConfigMaps, below `/etc/pgadmin/conf.d`: certificates of LDAP, `krb5.conf`.
   *
   * @default - none
   */
  readonly configFiles?: FileSource[];

  /**
   * Labels of all that is made of it: pod, volume, Service.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of all that is made of it.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Labels and annotations of the object alone.
   *
   * @default - none
   */
  readonly objectMetadata?: ObjectMetadata;

  /**
   * Whether somebody else prints the NetworkPolicy of its pod: then none is printed. Otherwise nobody reaches it but those whom `allowFrom`
   * lets in.
   *
   * @default false, true with `takenOver`
   */
  readonly policyManagedElsewhere?: boolean;

  /**
   * Whether it ran before this program, and stays as it is: no NetworkPolicy, no CPU and memory and no protection from deletion are printed but
   * those that are said.
   *
   * @default false
   */
  readonly takenOver?: boolean;
}
