/**
 * Files from a Secret or from a ConfigMap; exactly one of both.
 */
export interface FileSource {
  /**
   * Name of the Secret, in the namespace of the cluster.
   *
   * @default - a ConfigMap
   */
  readonly secretName?: string;

  /**
   * Name of the ConfigMap, in the namespace of the cluster.
   *
   * @default - a Secret
   */
  readonly configMapName?: string;

  /**
   * Which keys, and the path of the file that each becomes: `{ 'ca.crt': 'ldap/ca.crt' }`.
   *
   * @default - every key, as a file of its name
   */
  readonly items?: { [key: string]: string };

  /**
   * Whether pods start without it.
   *
   * @default false
   */
  readonly isOptional?: boolean;
}
