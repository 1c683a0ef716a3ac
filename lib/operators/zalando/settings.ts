import { Shape, boolean, listOf, mapOf, oneOf, optional, required, struct, text, textMap } from '../../private/shape';
import { CLUSTER_OPTIONS_SHAPE } from './cluster-settings';
import { ZalandoOptions, ZalandoPreparedDatabase, ZalandoPreparedSchema, ZalandoVersion } from './options';

const PREPARED_SCHEMA: Shape<ZalandoPreparedSchema> = { defaultRoles: optional(boolean), defaultUsers: optional(boolean) };

const PREPARED_DATABASE: Shape<ZalandoPreparedDatabase> = {
  defaultUsers: optional(boolean),
  schemas: optional(mapOf('schemas', struct(PREPARED_SCHEMA))),
  extensions: optional(textMap),
  secretNamespace: optional(text),
};

/** What the options may hold. */
export const OPTIONS_SHAPE: Shape<ZalandoOptions> = {
  ...CLUSTER_OPTIONS_SHAPE,
  teamId: required(text),
  operatorVersion: optional(oneOf(ZalandoVersion, 'ZalandoVersion')),
  teamPrefixEnforced: optional(boolean),
  podAntiAffinityConfigured: optional(boolean),
  cpuLimitDefaultsRemoved: optional(boolean),
  inheritedLabels: optional(listOf(text)),
  podRoleArn: optional(text),
  exporterImage: optional(text),
  preparedDatabases: optional(mapOf('databases', struct(PREPARED_DATABASE))),
  rotatedRoles: optional(listOf(text)),
  rotatedInPlaceRoles: optional(listOf(text)),
};
