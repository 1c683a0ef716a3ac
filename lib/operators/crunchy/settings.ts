import { Shape, boolean, listOf, mapOf, oneOf, optional, struct, text } from '../../private/shape';
import { PgBackRestOptions } from './backup/pgbackrest-options';
import { PGBACKREST_SHAPE } from './backup/pgbackrest-shape';
import { CrunchyAmbientIdentity, CrunchyOptions, CrunchyVersion } from './options';
import { CrunchyClusterOptions } from './cluster-options';
import { CLUSTER_OPTIONS_SHAPE, clusterOptionsOf } from './cluster-settings';
import { DEFAULT_VERSION, versionFacts } from './versions';

/** The options with every default filled in. */
export interface CrunchySettings extends CrunchyClusterOptions {
  readonly operatorVersion: CrunchyVersion;
  readonly instanceSetName: string;
  readonly postGisVersion?: string;
  readonly ambientIdentity: CrunchyAmbientIdentity;
  readonly userDatabases: { readonly [role: string]: readonly string[] };
  readonly volumeSnapshotsEnabled: boolean;
  readonly tablespaceVolumesEnabled: boolean;
  readonly autoGrowVolumesEnabled: boolean;
  readonly openTelemetryMetricsEnabled: boolean;
  readonly appendCustomQueriesEnabled: boolean;
  readonly tlsSecretName?: string;
  readonly replicationTlsSecretName?: string;
  readonly pgBackRest?: PgBackRestOptions;
}

/** What each option may hold. */
export const OPTIONS_SHAPE: Shape<CrunchyOptions> = {
  ...CLUSTER_OPTIONS_SHAPE,
  operatorVersion: optional(oneOf(CrunchyVersion, 'CrunchyVersion')),
  instanceSetName: optional(text),
  postGisVersion: optional(text),
  ambientIdentity: optional(oneOf(CrunchyAmbientIdentity, 'CrunchyAmbientIdentity')),
  userDatabases: optional(mapOf('lists of databases', listOf(text))),
  volumeSnapshotsEnabled: optional(boolean),
  tablespaceVolumesEnabled: optional(boolean),
  autoGrowVolumesEnabled: optional(boolean),
  openTelemetryMetricsEnabled: optional(boolean),
  appendCustomQueriesEnabled: optional(boolean),
  tlsSecretName: optional(text),
  replicationTlsSecretName: optional(text),
  pgBackRest: optional(struct(PGBACKREST_SHAPE)),
};

/** Fills in the defaults. Whatever the options are; `checkCluster` says what is wrong with them. */
export function settingsOf(options: CrunchyOptions): CrunchySettings {
  const given = { ...options };
  const operatorVersion = given.operatorVersion ?? DEFAULT_VERSION;
  return {
    ...clusterOptionsOf(given),
    operatorVersion,
    instanceSetName: given.instanceSetName ?? 'instance1',
    postGisVersion: given.postGisVersion,
    ambientIdentity: given.ambientIdentity ?? CrunchyAmbientIdentity.INSTANCE_PROFILE,
    userDatabases: given.userDatabases ?? {},
    volumeSnapshotsEnabled: given.volumeSnapshotsEnabled ?? false,
    tablespaceVolumesEnabled: given.tablespaceVolumesEnabled ?? false,
    autoGrowVolumesEnabled: given.autoGrowVolumesEnabled ?? versionFacts({ operatorVersion }).growsEveryVolume,
    openTelemetryMetricsEnabled: given.openTelemetryMetricsEnabled ?? false,
    appendCustomQueriesEnabled: given.appendCustomQueriesEnabled ?? false,
    tlsSecretName: given.tlsSecretName,
    replicationTlsSecretName: given.replicationTlsSecretName,
    pgBackRest: given.pgBackRest,
  };
}
