import { ConfigMapKeyRef, ContainerMount, ContainerOptions, EnvSource, EnvVariable, NamedPort } from '../model/container';
import { ImageExtension } from '../model/image-extension';
import { ImagePullPolicy } from '../model/image-pull-policy';
import { FileSource } from '../model/pod-volume';
import { OperatorServiceOptions, ServiceKind, ServiceTraffic } from '../model/operator-service';
import { ContainerSecurityOptions, PodSecurityOptions, SeccompType } from '../model/security-context';
import { Shape, boolean, instance, listOf, number, oneOf, optional, required, struct, text, textMap } from './shape';
import { COMPUTE, SECRET_KEY } from './value-shapes';

/** What options of pods may hold, the same on every operator. */

export const duration = instance('a Duration of cdk8s such as Duration.minutes(5)', ['toSeconds']);

const CONFIG_MAP_KEY: Shape<ConfigMapKeyRef> = { name: required(text), key: required(text) };

export const ENV_VARIABLE: Shape<EnvVariable> = {
  name: required(text),
  value: optional(text),
  secret: optional(struct(SECRET_KEY)),
  configMap: optional(struct(CONFIG_MAP_KEY)),
  fieldPath: optional(text),
};

export const ENV_SOURCE: Shape<EnvSource> = { secretName: optional(text), configMapName: optional(text), prefix: optional(text) };

const NAMED_PORT: Shape<NamedPort> = { port: required(number), name: optional(text) };

const MOUNT: Shape<ContainerMount> = {
  name: required(text),
  mountPath: required(text),
  subPath: optional(text),
  readOnly: optional(boolean),
};

export const CONTAINER: Shape<ContainerOptions> = {
  name: required(text),
  image: required(text),
  command: optional(listOf(text)),
  args: optional(listOf(text)),
  env: optional(listOf(struct(ENV_VARIABLE))),
  ports: optional(listOf(struct(NAMED_PORT))),
  compute: optional(struct(COMPUTE)),
  mounts: optional(listOf(struct(MOUNT))),
};

export const FILE_SOURCE: Shape<FileSource> = {
  secretName: optional(text),
  configMapName: optional(text),
  items: optional(textMap),
  isOptional: optional(boolean),
};

export const POD_SECURITY: Shape<PodSecurityOptions> = {
  runAsUser: optional(number),
  runAsGroup: optional(number),
  runAsNonRoot: optional(boolean),
  fsGroup: optional(number),
  fsGroupChangePolicy: optional(text),
  supplementalGroups: optional(listOf(number)),
  seccomp: optional(oneOf(SeccompType, 'SeccompType')),
  seccompProfile: optional(text),
};

export const CONTAINER_SECURITY: Shape<ContainerSecurityOptions> = {
  runAsUser: optional(number),
  runAsGroup: optional(number),
  runAsNonRoot: optional(boolean),
  allowPrivilegeEscalation: optional(boolean),
  readOnlyRootFilesystem: optional(boolean),
  addCapabilities: optional(listOf(text)),
  dropCapabilities: optional(listOf(text)),
};

export const OPERATOR_SERVICE: Shape<OperatorServiceOptions> = {
  kind: optional(oneOf(ServiceKind, 'ServiceKind')),
  labels: optional(textMap),
  annotations: optional(textMap),
  nodePort: optional(number),
  sourceRanges: optional(listOf(text)),
  externalTraffic: optional(oneOf(ServiceTraffic, 'ServiceTraffic')),
  internalTraffic: optional(oneOf(ServiceTraffic, 'ServiceTraffic')),
};

export const IMAGE_EXTENSION: Shape<ImageExtension> = {
  name: required(text),
  image: optional(text),
  imagePullPolicy: optional(oneOf(ImagePullPolicy, 'ImagePullPolicy')),
  controlPaths: optional(listOf(text)),
  libraryPaths: optional(listOf(text)),
  systemLibraryPaths: optional(listOf(text)),
  binaryPaths: optional(listOf(text)),
};
