import { ClusterModel } from '../../../model/cluster-model';
import { AlertCommands } from '../../monitoring-contract';
import { PGO_PREFIX, STANZA, clusterLabels, instanceLabels, poolLabels, primaryLabels } from '../names';

/** The namespace of the operator's own instructions. */
export const OPERATOR_NAMESPACE = 'postgres-operator';

/** The container of PostgreSQL and Patroni. */
const DATABASE = 'database';

const selectorOf = (labels: { readonly [key: string]: string }): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

/** Patroni answers in every pod of the cluster; its scope is that of PGO. */
export function commands({ identity, network, pools }: ClusterModel): AlertCommands {
  const { namespace = 'default' } = identity;
  const where = `--namespace=${namespace}`;
  const instances = selectorOf(instanceLabels(identity));
  const inPrimary = (flags = ''): string =>
    `kubectl exec ${flags}${where} "$(kubectl get pods ${where} --selector=${selectorOf(primaryLabels(identity))} --output=name)" --container=${DATABASE} --`;
  const patronictl = `${inPrimary('--stdin --tty ')} patronictl`;
  return {
    pods: `kubectl get pods ${where} --selector=${selectorOf(clusterLabels(identity))} --label-columns=${PGO_PREFIX}role --output=wide`,
    state: `${patronictl} list`,
    logs: `kubectl logs ${where} --selector=${instances} --container=${DATABASE} --prefix --tail=100`,
    operatorLogs: `kubectl logs --namespace=${network.operatorNamespace ?? OPERATOR_NAMESPACE} deployment/pgo --tail=100`,
    archiveLogs: `${inPrimary()} sh -c 'tail -n 100 /pgdata/pgbackrest/log/*.log'`,
    backups: `${inPrimary()} pgbackrest --stanza=${STANZA} info`,
    volumes: `kubectl get persistentvolumeclaims ${where} --selector=${selectorOf(clusterLabels(identity))}`,
    switchover: `${patronictl} switchover`,
    restart: `${patronictl} restart ${identity.name}-ha`,
    rebuild: `${patronictl} reinit ${identity.name}-ha <pod>`,
    sql: `${inPrimary()} psql --dbname=postgres --command`,
    poolLogs:
      pools.length > 0
        ? `kubectl logs ${where} --selector=${selectorOf(poolLabels(identity))} --container=pgbouncer --prefix --tail=100`
        : undefined,
  };
}
