import { ComputeOptions } from '../model/compute';
import { ContainerOptions, EnvSource, EnvVariable } from '../model/container';
import { FileSource } from '../model/pod-volume';
import { cpuQuantity, sizeQuantity } from '../model/quantity';
import { ContainerSecurityOptions, PodSecurityOptions } from '../model/security-context';
import { nonEmpty } from './kubernetes';

/** What options of pods look like in Kubernetes. Plain JSON, which fits into the generated types; nothing that is not said is printed. */

type Fields = { readonly [field: string]: unknown };

/** Fields that have a value; nothing where none has. */
export function fields<T extends Fields>(given: T): T | undefined {
  return nonEmpty(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T);
}

/** A list that is not empty: an empty one in the output shows up as drift for ever. */
export const some = <T>(list: readonly T[] | undefined): T[] | undefined => nonEmpty([...(list ?? [])]);

/** Variables of a container. */
export const envVariables = (variables: readonly EnvVariable[] | undefined) =>
  some(variables)?.map(({ name, value, secret, configMap, fieldPath }) => ({
    name,
    value,
    valueFrom: fields({
      secretKeyRef: secret && { name: secret.name, key: secret.key },
      configMapKeyRef: configMap && { name: configMap.name, key: configMap.key },
      fieldRef: fieldPath === undefined ? undefined : { fieldPath },
    }),
  }));

/** Variables from whole objects. */
export const envSources = (sources: readonly EnvSource[] | undefined) =>
  some(sources)?.map(({ secretName, configMapName, prefix }) => ({
    prefix,
    secretRef: secretName === undefined ? undefined : { name: secretName },
    configMapRef: configMapName === undefined ? undefined : { name: configMapName },
  }));

/** Sizes as they are given, and no others. */
export function givenResources(compute: ComputeOptions | undefined) {
  const requests = fields({
    cpu: compute?.cpu && cpuQuantity(compute.cpu.amount),
    memory: compute?.memory && sizeQuantity(compute.memory),
  });
  const limits = fields({
    cpu: compute?.cpuLimit && cpuQuantity(compute.cpuLimit.amount),
    memory: compute?.memoryLimit && sizeQuantity(compute.memoryLimit),
  });
  return fields({ requests, limits }) as { requests?: { [name: string]: string }; limits?: { [name: string]: string } } | undefined;
}

/** A container of the program's own. */
export const containerFields = ({ name, image, command, args, env, ports, compute, mounts }: ContainerOptions) => ({
  name,
  image,
  command,
  args,
  env: envVariables(env),
  ports: ports?.map(({ port, name: portName }) => ({ containerPort: port, name: portName, protocol: 'TCP' })),
  resources: givenResources(compute),
  volumeMounts: mounts?.map(({ name: volume, mountPath, subPath, readOnly }) => ({ name: volume, mountPath, subPath, readOnly })),
});

/** Files of Secrets and ConfigMaps as the sources of a projected volume. */
export const projectedSources = (sources: readonly FileSource[] | undefined) =>
  sources?.map(({ secretName, configMapName, items, isOptional }) => {
    const rest = { items: items && Object.entries(items).map(([key, path]) => ({ key, path })), optional: isOptional };
    return {
      secret: secretName === undefined ? undefined : { name: secretName, ...rest },
      configMap: configMapName === undefined ? undefined : { name: configMapName, ...rest },
    };
  });

/** The security context of a pod. */
export const podSecurityContext = (options: PodSecurityOptions | undefined) =>
  options &&
  fields({
    runAsUser: options.runAsUser,
    runAsGroup: options.runAsGroup,
    runAsNonRoot: options.runAsNonRoot,
    fsGroup: options.fsGroup,
    fsGroupChangePolicy: options.fsGroupChangePolicy,
    supplementalGroups: options.supplementalGroups,
    seccompProfile: options.seccomp && { type: options.seccomp as string, localhostProfile: options.seccompProfile },
  });

/** The security context of a container. */
export const containerSecurityContext = (options: ContainerSecurityOptions | undefined) =>
  options &&
  fields({
    runAsUser: options.runAsUser,
    runAsGroup: options.runAsGroup,
    runAsNonRoot: options.runAsNonRoot,
    allowPrivilegeEscalation: options.allowPrivilegeEscalation,
    readOnlyRootFilesystem: options.readOnlyRootFilesystem,
    capabilities: fields({ add: options.addCapabilities, drop: options.dropCapabilities }),
  });
