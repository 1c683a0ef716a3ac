import { MonitoringModel } from '../model/monitoring';
import { NetworkModel } from '../model/network';
import { PodGroup } from '../operators/network-contract';
import { MetricsTarget } from '../operators/monitoring-contract';

/** Whether what serves metrics is in a group: it has all the labels of the group, which has no others. */
const isIn = ({ podLabels, podLabelKeys = [] }: PodGroup, target: MetricsTarget): boolean =>
  podLabelKeys.length === 0 && Object.entries(podLabels).every(([key, value]) => target.podLabels[key] === value);

/** The group with who collects metrics let in, where something answers there. */
export function withMetrics(
  group: PodGroup,
  target: MetricsTarget | undefined,
  { monitoring, network }: { readonly monitoring: MonitoringModel; readonly network: NetworkModel },
): PodGroup {
  return monitoring.enabled && target !== undefined && isIn(group, target)
    ? { ...group, ingress: [...group.ingress, { peers: [{ namespace: network.monitoringNamespace }], ports: [target.port] }] }
    : group;
}
