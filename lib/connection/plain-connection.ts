import { SecretKeyRef } from '../model/backup-target';
import { RoleCredentials } from '../model/role-credentials';

/**
 * The pods that take a connection as plain data, for the network policies.
 */
export interface PlainConnectionOptions {
  /** Labels of the pods, at least one; whoever has all of them is let in (rule CONN-021). */
  readonly podLabels: { readonly [key: string]: string };

  /**
   * Namespace of the pods.
   *
   * @default - the namespace of the chart
   */
  readonly namespace?: string;
}

/**
 * A connection as fields of a pod: JSON for `KubeDeployment`, `ApiObject` or the values of a Helm chart.
 */
export interface PlainConnection {
  /** For `env` of a container, in this order: the URL refers to the variables before it. */
  readonly env: PlainVariable[];
  /** For `volumeMounts` of the same container; empty where the CA is not checked. */
  readonly volumeMounts: PlainMount[];
  /** For `volumes` of the pod; empty where the CA is not checked. */
  readonly volumes: PlainVolume[];
}

/**
 * A variable of a container.
 */
export interface PlainVariable {
  /** Name of the variable. */
  readonly name: string;
  /**
   * The value.
   *
   * @default - it comes from a Secret
   */
  readonly value?: string;
  /**
   * The Secret that it comes from.
   *
   * @default - it is the value
   */
  readonly valueFrom?: PlainVariableSource;
}

/**
 * Where the value of a variable is.
 */
export interface PlainVariableSource {
  /** Secret and key. */
  readonly secretKeyRef: SecretKeyRef;
}

/**
 * A volume in a container.
 */
export interface PlainMount {
  /** Name of the volume. */
  readonly name: string;
  /** Folder in the container. */
  readonly mountPath: string;
  /** Always true: nobody writes there. */
  readonly readOnly: boolean;
}

/**
 * A volume of a pod that is made of a Secret.
 */
export interface PlainVolume {
  /** Name of the volume. */
  readonly name: string;
  /** The Secret. */
  readonly secret: PlainVolumeSecret;
}

/**
 * The Secret of a volume.
 */
export interface PlainVolumeSecret {
  /** Name of the Secret. */
  readonly secretName: string;
  /** Which keys become which files. */
  readonly items: PlainVolumeFile[];
}

/**
 * A file of a volume.
 */
export interface PlainVolumeFile {
  /** Key in the Secret. */
  readonly key: string;
  /** Name of the file. */
  readonly path: string;
}

/** User and password, by the name of their variable and the key of their Secret. */
export const credentialVariables = (
  prefix: string,
  { usernameKey, passwordKey }: RoleCredentials,
): readonly (readonly [string, string])[] => [
  [`${prefix}PGUSER`, usernameKey],
  [`${prefix}PGPASSWORD`, passwordKey],
];

/**
 * The variables of a connection. What they hold is looked up when it is read, as a pair that is made later may turn round who writes.
 *
 * @param credentials where user and password are
 * @param prefix what stands before each name
 * @param variables the others, as they are when it is called
 */
export function plainEnv(
  credentials: RoleCredentials,
  prefix: string,
  variables: () => { readonly [name: string]: string },
): PlainVariable[] {
  return [
    ...credentialVariables(prefix, credentials).map(([name, key]) => ({
      name,
      valueFrom: { secretKeyRef: { name: credentials.secretName, key } },
    })),
    ...Object.keys(variables()).map((name) =>
      Object.defineProperty({ name } as PlainVariable, 'value', { enumerable: true, get: () => variables()[name] }),
    ),
  ];
}
