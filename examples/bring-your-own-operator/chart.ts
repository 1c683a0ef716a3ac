import { App, Chart, Size } from 'cdk8s';
import { ConnectionPool, HaCluster, PoolMode, PostgresVersion, SpreadRule } from 'cdk8s-postgres';
import { ToyOperator } from './toy-operator';

/** The same constructs, on an operator that the library has never heard of. */
export function bringYourOwnOperator(app: App): void {
  const chart = new Chart(app, 'bring-your-own-operator', { namespace: 'toys' });
  const db = new HaCluster(chart, 'db', {
    clusterName: 'blocks',
    operator: new ToyOperator(),
    version: PostgresVersion.V17,
    storage: { size: Size.gibibytes(5) },
    placement: { nodes: SpreadRule.NONE, zones: SpreadRule.NONE },
    parameters: { max_connections: '50' },
    nonProduction: { reason: 'a toy that shows how an operator is added', withoutBackups: true },
  });
  new ConnectionPool(chart, 'pool', { cluster: db, mode: PoolMode.TRANSACTION });
}
