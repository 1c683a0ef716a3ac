import { Chart, Size } from 'cdk8s';
import {
  HaCluster,
  HaClusterProps,
  IHaCluster,
  IPostgresOperator,
  Migration,
  MigrationProps,
  MigrationSource,
  MigrationStep,
  PostgresOperator,
} from '../../lib';
import { smallestCluster } from '../support/programs';

export const cnpg = PostgresOperator.cloudNativePg();
export const zalando = PostgresOperator.zalando({ teamId: 'orders' });
export const pgo = PostgresOperator.crunchy();

export const OPERATORS: readonly (readonly [string, IPostgresOperator])[] = [
  ['CloudNativePG', cnpg],
  ['Zalando', zalando],
  ['PGO', pgo],
];

/** What a migration is made of here; a cluster 'orders' moves to 'orders-next' unless it says otherwise. */
export interface MigrationAsk {
  readonly operators?: readonly [from: IPostgresOperator, to: IPostgresOperator];
  readonly from?: Partial<HaClusterProps>;
  readonly to?: Partial<HaClusterProps>;
  readonly props?: Partial<MigrationProps>;
  /** Besides, when both clusters and the migration are there. */
  readonly more?: (chart: Chart, clusters: { readonly from: HaCluster; readonly to: HaCluster; readonly migration: Migration }) => void;
  /** Before the migration is there. */
  readonly before?: (chart: Chart, clusters: { readonly from: HaCluster; readonly to: HaCluster }) => void;
  /** Where the databases come from, if not from the cluster. */
  readonly source?: (chart: Chart, clusters: { readonly from: HaCluster; readonly to: HaCluster }) => MigrationSource;
  /** Where they go, if not to the cluster. */
  readonly target?: (chart: Chart, clusters: { readonly from: HaCluster; readonly to: HaCluster }) => IHaCluster;
}

export const ORDERS = { name: 'orders', owner: 'orders-app' };

/** Two clusters and a migration from the one to the other. */
export const moving =
  ({ operators = [zalando, cnpg], from, to, props, more, before, source, target }: MigrationAsk = {}) =>
  (chart: Chart): void => {
    const clusters = {
      from: new HaCluster(chart, 'from', { ...smallestCluster(operators[0]), databases: [ORDERS], ...from }),
      to: new HaCluster(chart, 'to', { ...smallestCluster(operators[1]), clusterName: 'orders-next', databases: [ORDERS], ...to }),
    };
    before?.(chart, clusters);
    const migration = new Migration(chart, 'move', {
      from: source?.(chart, clusters) ?? MigrationSource.cluster(clusters.from),
      to: target?.(chart, clusters) ?? clusters.to,
      step: MigrationStep.prepare(),
      walLimit: Size.gibibytes(10),
      ...props,
    });
    more?.(chart, { ...clusters, migration });
  };
