import type { PgAdminProps } from './pg-admin-props';
import { ImagePullPolicy } from '../model/image-pull-policy';
import { ObjectMetadata } from '../model/object-metadata';
import { PgAdminOauth, PgAdminPlacement, PgAdminRole, PgAdminUser } from '../model/pg-admin';
import { FILE_SOURCE } from '../private/pod-shapes';
import { Shape, boolean, instance, listOf, oneOf, optional, required, struct, text, textMap } from '../private/shape';
import { COMPUTE, PLACEMENT, SECRET_KEY, STORAGE, operator } from '../private/value-shapes';

const USER: Shape<PgAdminUser> = {
  email: required(text),
  password: required(struct(SECRET_KEY)),
  role: optional(oneOf(PgAdminRole, 'PgAdminRole')),
};

const OAUTH: Shape<PgAdminOauth> = { name: required(text), secret: required(struct(SECRET_KEY)) };

const METADATA: Shape<ObjectMetadata> = { labels: optional(textMap), annotations: optional(textMap) };

const POD_PLACEMENT: Shape<PgAdminPlacement> = {
  nodeSelector: PLACEMENT.nodeSelector,
  tolerations: PLACEMENT.tolerations,
  priorityClassName: PLACEMENT.priorityClassName,
  nodeAffinity: PLACEMENT.nodeAffinity,
  podAffinity: PLACEMENT.podAffinity,
  podAntiAffinity: PLACEMENT.podAntiAffinity,
};

export const PG_ADMIN_SHAPE: Shape<PgAdminProps> = {
  operator: required(operator),
  pgAdminName: required(text),
  storage: required(struct(STORAGE)),
  servers: optional(listOf(instance('a PgAdminServers such as PgAdminServers.ofCluster(...)', ['group', 'cluster', 'labels']))),
  users: optional(listOf(struct(USER))),
  serviceName: optional(text),
  compute: optional(struct(COMPUTE)),
  image: optional(text),
  imagePullPolicy: optional(oneOf(ImagePullPolicy, 'ImagePullPolicy')),
  imagePullSecrets: optional(listOf(text)),
  placement: optional(struct(POD_PLACEMENT)),
  settings: optional(textMap),
  webServer: optional(textMap),
  ldapBindPassword: optional(struct(SECRET_KEY)),
  configDatabase: optional(struct(SECRET_KEY)),
  oauth: optional(listOf(struct(OAUTH))),
  configFiles: optional(listOf(struct(FILE_SOURCE))),
  labels: optional(textMap),
  annotations: optional(textMap),
  objectMetadata: optional(struct(METADATA)),
  policyManagedElsewhere: optional(boolean),
  takenOver: optional(boolean),
};
