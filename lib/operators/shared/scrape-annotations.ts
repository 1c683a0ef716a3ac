import { MetricsDiscovery, MonitoringModel } from '../../model/monitoring';
import { MetricsTarget } from '../monitoring-contract';

/**
 * The annotations by which a Prometheus without its operator finds a pod; none where it is found otherwise.
 *
 * @param monitoring how the cluster is watched
 * @param target where the pod answers
 */
export const scrapeAnnotations = (
  { enabled, discovery, tls }: MonitoringModel,
  target: Pick<MetricsTarget, 'port'> | undefined,
): { [key: string]: string } =>
  enabled && discovery === MetricsDiscovery.ANNOTATIONS && target !== undefined
    ? {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': `${target.port}`,
        'prometheus.io/path': '/metrics',
        ...(tls && { 'prometheus.io/scheme': 'https' }),
      }
    : {};
