import { ClusterModel } from '../../../model/cluster-model';
import { AlertCommands } from '../../monitoring-contract';
import { OPERATOR_NAMESPACE, SPILO_ROLE, podLabels, primaryLabels } from '../names';

/** Patroni answers in every pod of the cluster; its scope is the name of the cluster. */
export function commands({ identity, network, pools }: ClusterModel): AlertCommands {
  const { name, namespace = 'default' } = identity;
  const where = `--namespace=${namespace}`;
  const labels = podLabels(name);
  const selector = Object.keys(labels)
    .map((key) => `${key}=${labels[key]}`)
    .join(',');
  const inPrimary = `kubectl exec ${where} "$(kubectl get pods ${where} --selector=${primaryLabels(name)} --output=name)" --container=postgres --`;
  const inFirst = `kubectl exec --stdin --tty ${where} ${name}-0 --container=postgres --`;
  return {
    pods: `kubectl get pods ${where} --selector=${selector} --label-columns=${SPILO_ROLE} --output=wide`,
    state: `${inFirst} patronictl list`,
    logs: `kubectl logs ${where} --selector=${selector} --container=postgres --prefix --tail=100`,
    operatorLogs: `kubectl logs --namespace=${network.operatorNamespace ?? OPERATOR_NAMESPACE} --selector=app.kubernetes.io/name=postgres-operator --tail=100`,
    archiveLogs: `${inPrimary} sh -c 'tail -n 100 /home/postgres/pgdata/pgroot/pg_log/postgresql-*'`,
    backups: `${inPrimary} envdir /run/etc/wal-e.d/env wal-g backup-list`,
    volumes: `kubectl get persistentvolumeclaims ${where} --selector=${selector}`,
    switchover: `${inFirst} patronictl switchover`,
    restart: `${inFirst} patronictl restart ${name}`,
    rebuild: `${inFirst} patronictl reinit ${name} <pod>`,
    sql: `${inPrimary} psql --username=postgres --dbname=postgres --command`,
    poolLogs:
      pools.length > 0
        ? `kubectl logs ${where} --selector=application=db-connection-pooler,cluster-name=${name} --prefix --tail=100`
        : undefined,
  };
}
