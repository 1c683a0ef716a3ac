import { Shape, boolean, listOf, oneOf, optional, required, text } from '../../private/shape';
import { ZalandoOptions, ZalandoVersion } from './options';

/** What the options may hold. */
export const OPTIONS_SHAPE: Shape<ZalandoOptions> = {
  teamId: required(text),
  operatorVersion: optional(oneOf(ZalandoVersion, 'ZalandoVersion')),
  teamPrefixEnforced: optional(boolean),
  podAntiAffinityConfigured: optional(boolean),
  cpuLimitDefaultsRemoved: optional(boolean),
  inheritedLabels: optional(listOf(text)),
  podRoleArn: optional(text),
  exporterImage: optional(text),
  rotatedRoles: optional(listOf(text)),
  rotatedInPlaceRoles: optional(listOf(text)),
};
