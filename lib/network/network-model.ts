import { NetworkModel, NetworkOptions } from '../model/network';
import { IpFamily, PlatformModel } from '../model/platform';
import { platformModel } from '../private/platform-facts';

/** Who reaches the pods, with every default filled in. */
export function networkModel(options?: NetworkOptions, platform: PlatformModel = platformModel()): NetworkModel {
  const { monitoringNamespace, managedElsewhere, operatorNamespace, apiServerCidrs, egress } = options ?? {};
  const ranges = [apiServerCidrs, egress?.apiServerCidrs, egress?.archiveCidrs, egress?.databaseCidrs].flatMap((cidrs) => cidrs ?? []);
  return {
    operatorNamespace,
    monitoringNamespace: monitoringNamespace ?? 'monitoring',
    apiServerCidrs: [...(apiServerCidrs ?? egress?.apiServerCidrs ?? [])],
    egress: egress && {
      ...egress,
      apiServerCidrs: [...egress.apiServerCidrs],
      archiveCidrs: egress.archiveCidrs && [...egress.archiveCidrs],
      databaseCidrs: egress.databaseCidrs && [...egress.databaseCidrs],
    },
    managedElsewhere: managedElsewhere ?? false,
    dnsPorts: [...platform.dnsPorts],
    ...ipFamilies(platform, ranges),
  };
}

/** Which addresses there are. Who names one of IPv6 has some; who says nothing has IPv4. */
export const ipFamilies = ({ ipFamily }: PlatformModel, ranges: readonly string[]): { readonly ipv4: boolean; readonly ipv6: boolean } => ({
  ipv4: ipFamily !== IpFamily.IPV6,
  ipv6: ipFamily === undefined ? ranges.some((range) => range.includes(':')) : ipFamily !== IpFamily.IPV4,
});
