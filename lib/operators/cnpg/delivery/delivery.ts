import { ArgoHealthCheck, IOperatorDelivery, OperatorChart, OperatorWatch } from '../../delivery';
import { OPERATOR_NAMESPACE } from '../network/pods';
import { CloudNativePgVersion } from '../options';
import { versionFacts } from '../versions';
import { CLUSTER_HEALTH } from './health';

const REPOSITORY = 'https://cloudnative-pg.github.io/charts';

const PLUGIN_CHART_VERSION = '0.7.0';

/** The operator and, in its namespace, the plugin that makes backups; the plugin needs cert-manager. */
export class CnpgDelivery implements IOperatorDelivery {
  public readonly namespace = OPERATOR_NAMESPACE;
  public readonly watch = OperatorWatch.LIST;
  public readonly healthChecks: ArgoHealthCheck[] = [{ apiGroup: 'postgresql.cnpg.io', kind: 'Cluster', script: CLUSTER_HEALTH }];

  public constructor(private readonly options: { readonly operatorVersion: CloudNativePgVersion }) {}

  public charts(watched: string[]): OperatorChart[] {
    // Written out, since without its definitions the chart takes every cluster away.
    const values = { crds: { create: true }, ...(watched.length > 0 && { config: { data: { WATCH_NAMESPACE: watched.join(',') } } }) };
    return [
      {
        name: 'cloudnative-pg',
        chart: 'cloudnative-pg',
        repository: REPOSITORY,
        version: versionFacts(this.options).chartVersion,
        values: JSON.stringify(values),
      },
      { name: 'plugin-barman-cloud', chart: 'plugin-barman-cloud', repository: REPOSITORY, version: PLUGIN_CHART_VERSION },
    ];
  }
}
