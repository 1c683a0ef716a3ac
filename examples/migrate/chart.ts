import { App, Chart, Size } from 'cdk8s';
import { HaCluster, IPostgresOperator, Migration, MigrationSource, MigrationStep, PostgresProvider, PostgresVersion } from 'cdk8s-postgres';
import { OPERATORS, OperatorName, archivedCluster } from './archived-cluster';

const NAMES = Object.keys(OPERATORS) as OperatorName[];

/** From each operator to each other one. */
const DIRECTIONS = NAMES.flatMap((from) => NAMES.filter((to) => to !== from).map((to) => [from, to] as const));

const cluster = (chart: Chart, clusterName: string, operator: IPostgresOperator): HaCluster =>
  archivedCluster(chart, { clusterName, operator, size: Size.gibibytes(20), database: 'orders' });

/** The code that the check of a direction has printed: a person copies it from the log of the Job. */
type Codes = { readonly [direction: string]: string };

type StepOf = (direction: string) => MigrationStep;

/** What moves from one operator to another one, at one step. */
function move(app: App, from: OperatorName, to: OperatorName, step?: StepOf): void {
  const direction = `${from}-to-${to}`;
  const chart = new Chart(app, direction, { namespace: `shop-${direction}` });
  const old = cluster(chart, 'acme-orders', OPERATORS[from]());
  if (step) {
    new Migration(chart, 'move', {
      from: MigrationSource.cluster(old),
      to: cluster(chart, 'acme-orders-2', OPERATORS[to]()),
      step: step(direction),
      walLimit: Size.gibibytes(10),
    });
  }
}

/** From a server that is no cluster of the app: of RDS, here. */
function fromRds(app: App, step?: StepOf): void {
  const chart = new Chart(app, 'from-rds', { namespace: 'shop-from-rds' });
  const target = cluster(chart, 'acme-orders', OPERATORS['cloudnative-pg']());
  if (step) {
    new Migration(chart, 'move', {
      from: MigrationSource.external({
        host: 'orders.abcdefghijkl.eu-west-1.rds.amazonaws.com',
        version: PostgresVersion.V16,
        provider: PostgresProvider.AMAZON_RDS,
        // Made by hand, or by External Secrets: the master user, and the bundle of CAs that Amazon publishes.
        credentials: { secretName: 'rds-orders' },
        ca: { name: 'rds-ca', key: 'global-bundle.pem' },
      }),
      to: target,
      databases: [{ name: 'orders' }],
      step: step('from-rds'),
      walLimit: Size.gibibytes(10),
    });
  }
}

function all(app: App, step?: StepOf): void {
  DIRECTIONS.forEach(([from, to]) => move(app, from, to, step));
  // RDS does not reach a cluster by its name in Kubernetes, so nothing goes back there.
  if (step?.('from-rds').kind !== 'reverse') {
    fromRds(app, step);
  }
}

/** Before the move. */
export function migrate(app: App): void {
  all(app);
}

/** From the log of the Job of `follow`. */
const FOLLOWED: Codes = {
  'cloudnative-pg-to-zalando': '12-3373b2a9',
  'cloudnative-pg-to-crunchy': '12-dd73c24b',
  'zalando-to-cloudnative-pg': '12-ce33de24',
  'zalando-to-crunchy': '12-68a4494e',
  'crunchy-to-cloudnative-pg': '12-ec61cd38',
  'crunchy-to-zalando': '12-bdb5b79e',
  'from-rds': '12-5edfcca7',
};

/** From the log of the Job of `cutOver`. */
const COMPARED: Codes = {
  'cloudnative-pg-to-zalando': '12-ed70642c',
  'cloudnative-pg-to-crunchy': '12-78459f7e',
  'zalando-to-cloudnative-pg': '12-ef78a1f9',
  'zalando-to-crunchy': '12-4e04116d',
  'crunchy-to-cloudnative-pg': '12-ef10be10',
  'crunchy-to-zalando': '12-7cd7a18a',
  'from-rds': '12-73c0e7f1',
};

/** The steps, each one commit: where its YAML is, and what prints it. */
export const STEPS_OF_A_MIGRATION: readonly { readonly manifests: string; readonly build: (app: App) => void }[] = [
  { manifests: 'phases/2-prepare', build: (app) => all(app, () => MigrationStep.prepare()) },
  { manifests: 'phases/3-copy', build: (app) => all(app, () => MigrationStep.copy()) },
  { manifests: 'phases/4-follow', build: (app) => all(app, () => MigrationStep.follow()) },
  { manifests: 'phases/5-cut-over', build: (app) => all(app, (direction) => MigrationStep.cutOver(FOLLOWED[direction]!)) },
  { manifests: 'phases/6-reverse', build: (app) => all(app, (direction) => MigrationStep.reverse(COMPARED[direction]!)) },
  { manifests: 'phases/7-retire', build: (app) => all(app, (direction) => MigrationStep.retire(COMPARED[direction]!)) },
];
