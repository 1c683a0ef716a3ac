import { ClusterModel } from '../../../model/cluster-model';
import { AlertCommands } from '../../monitoring-contract';
import { clusterLabels } from '../names';
import { OPERATOR_NAMESPACE } from '../network/pods';

/** Some of them need the plugin of kubectl that comes with the operator. */
export function commands({ identity, network, pools }: ClusterModel): AlertCommands {
  const { name, namespace = 'default' } = identity;
  const where = `--namespace=${namespace}`;
  const selector = Object.entries(clusterLabels(identity))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const logs = (container: string, role: string): string =>
    `kubectl logs ${where} --selector=${selector},cnpg.io/podRole=${role} --container=${container} --prefix --tail=100`;
  const primary = `"$(kubectl get clusters.postgresql.cnpg.io/${name} ${where} --output=jsonpath='{.status.currentPrimary}')"`;
  return {
    pods: `kubectl get pods ${where} --selector=${selector} --label-columns=cnpg.io/instanceRole --output=wide`,
    state: `kubectl cnpg status ${where} ${name}`,
    logs: logs('postgres', 'instance'),
    operatorLogs: `kubectl logs --namespace=${network.operatorNamespace ?? OPERATOR_NAMESPACE} --selector=app.kubernetes.io/name=cloudnative-pg --tail=100`,
    archiveLogs: logs('plugin-barman-cloud', 'instance'),
    backups: `kubectl get backups.postgresql.cnpg.io ${where} --sort-by=.metadata.creationTimestamp`,
    volumes: `kubectl get persistentvolumeclaims ${where} --selector=${selector}`,
    switchover: `kubectl cnpg promote ${where} ${name} <pod>`,
    restart: `kubectl cnpg restart ${where} ${name}`,
    rebuild: `kubectl cnpg destroy ${where} ${name} <number of the pod>`,
    sql: `kubectl exec ${where} ${primary} --container=postgres -- psql --dbname=postgres --command`,
    poolLogs: pools.length > 0 ? logs('pgbouncer', 'pooler') : undefined,
  };
}
