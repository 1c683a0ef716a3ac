import { Shape, oneOf, optional, text } from '../../private/shape';
import { CrunchyAmbientIdentity, CrunchyOptions, CrunchyVersion } from './options';

/** The options with every default filled in. */
export interface CrunchySettings {
  readonly operatorVersion: CrunchyVersion;
  readonly instanceSetName: string;
  readonly postGisVersion?: string;
  readonly ambientIdentity: CrunchyAmbientIdentity;
}

/** What each option may hold. */
export const OPTIONS_SHAPE: Shape<CrunchyOptions> = {
  operatorVersion: optional(oneOf(CrunchyVersion, 'CrunchyVersion')),
  instanceSetName: optional(text),
  postGisVersion: optional(text),
  ambientIdentity: optional(oneOf(CrunchyAmbientIdentity, 'CrunchyAmbientIdentity')),
};

/** Fills in the defaults. Whatever the options are; `checkCluster` says what is wrong with them. */
export function settingsOf(options: CrunchyOptions): CrunchySettings {
  const given = { ...options };
  return {
    operatorVersion: given.operatorVersion ?? CrunchyVersion.V6_0,
    instanceSetName: given.instanceSetName ?? 'instance1',
    postGisVersion: given.postGisVersion,
    ambientIdentity: given.ambientIdentity ?? CrunchyAmbientIdentity.INSTANCE_PROFILE,
  };
}
