import { App, Chart, Size } from 'cdk8s';
import {
  ClusterTls,
  HaCluster,
  IPostgresOperator,
  Migration,
  MigrationMethod,
  MigrationSource,
  MigrationStep,
  PostgresVersion,
} from 'cdk8s-postgres';
import { OPERATORS, OperatorName, archivedCluster } from '../migrate/archived-cluster';

/**
 * Crunchy PGO follows with a certificate, so both sides have theirs of one CA, by which the source knows clients, too. On Zalando replicas have
 * passwords, and no certificates to be made.
 */
const TLS: { readonly [name in OperatorName]: ClusterTls } = {
  'cloudnative-pg': ClusterTls.certManager({ issuerName: 'pg-ca', replicationCertificate: true }),
  zalando: ClusterTls.certManager({ issuerName: 'pg-ca' }),
  crunchy: ClusterTls.certManager({ issuerName: 'pg-ca' }),
};

/** Which operator's servers run with the files of which other one's. */
const PAIRS: readonly (readonly [from: OperatorName, to: OperatorName])[] = [
  ['zalando', 'cloudnative-pg'],
  ['crunchy', 'cloudnative-pg'],
  ['crunchy', 'zalando'],
  ['zalando', 'crunchy'],
  ['cloudnative-pg', 'crunchy'],
];

const cluster = (chart: Chart, clusterName: string, operator: IPostgresOperator, tls?: ClusterTls): HaCluster =>
  archivedCluster(chart, { clusterName, operator, tls, size: Size.gibibytes(500), database: 'scans' });

type StepOf = (pair: string) => MigrationStep;

/** What moves from a server on a machine of one's own, which no operator looks after. */
function moveFromServer(app: App, step: StepOf): void {
  const pair = 'server-to-cloudnative-pg';
  const chart = new Chart(app, `files-${pair}`, { namespace: `scans-${pair}` });
  new Migration(chart, 'move', {
    from: MigrationSource.external({
      host: 'db1.acme.example',
      version: PostgresVersion.V17,
      credentials: { secretName: 'db1-superuser' },
      ca: { name: 'db1-ca', key: 'ca.crt' },
    }),
    to: cluster(chart, 'acme-scans-2', OPERATORS['cloudnative-pg']()),
    databases: [{ name: 'scans' }],
    // With a password in it, for the role as which the target streams.
    method: MigrationMethod.physical({ reason: '400 GiB of large objects', replicationSecret: 'db1-streaming' }),
    step: step(pair),
  });
}

/** What moves from one operator to another one, at one step. */
function move(app: App, from: OperatorName, to: OperatorName, step?: StepOf): void {
  const pair = `${from}-to-${to}`;
  const chart = new Chart(app, `files-${pair}`, { namespace: `scans-${pair}` });
  const needsCertificates = to === 'crunchy';
  const old = cluster(chart, 'acme-scans', OPERATORS[from](), needsCertificates ? TLS[from] : undefined);
  if (step) {
    new Migration(chart, 'move', {
      from: MigrationSource.cluster(old),
      to: cluster(chart, 'acme-scans-2', OPERATORS[to](), needsCertificates ? TLS[to] : undefined),
      method: MigrationMethod.physical({
        reason: '400 GiB of large objects, which no subscription carries, and half an hour of standstill',
      }),
      step: step(pair),
      // What the source keeps for a target that is away: more than it writes in an hour.
      walLimit: Size.gibibytes(20),
    });
  }
}

function all(app: App, step?: StepOf): void {
  PAIRS.forEach(([from, to]) => move(app, from, to, step));
  if (step) {
    moveFromServer(app, step);
  }
}

/** Before the move. */
export function migrateFiles(app: App): void {
  all(app);
}

/** The code that the Job of a step has printed: a person copies it from its log. */
type Codes = { readonly [pair: string]: string };

/** From the log of the Job of `follow`. */
const FOLLOWED: Codes = {
  'zalando-to-cloudnative-pg': '12-11e9b65f',
  'crunchy-to-cloudnative-pg': '12-22dd1d6d',
  'crunchy-to-zalando': '12-2d3c888f',
  'zalando-to-crunchy': '12-7c579e41',
  'cloudnative-pg-to-crunchy': '12-3946e792',
  'server-to-cloudnative-pg': '12-d03908d0',
};

/** From the log of the Job of `cutOver`. */
const REPLAYED: Codes = {
  'zalando-to-cloudnative-pg': '12-56cd343c',
  'crunchy-to-cloudnative-pg': '12-a36e6ef7',
  'crunchy-to-zalando': '12-d66d59e3',
  'zalando-to-crunchy': '12-fd3ca6e3',
  'cloudnative-pg-to-crunchy': '12-220a7d08',
  'server-to-cloudnative-pg': '12-38097a45',
};

/** From the log of the Job of `promote`. */
const COMPARED: Codes = {
  'zalando-to-cloudnative-pg': '12-007a5c2e',
  'crunchy-to-cloudnative-pg': '12-9cf7d263',
  'crunchy-to-zalando': '12-f1abbc63',
  'zalando-to-crunchy': '12-4c1766c6',
  'cloudnative-pg-to-crunchy': '12-9f3bcbff',
  'server-to-cloudnative-pg': '12-fc9e09b7',
};

/** The steps, each one commit: where its YAML is, and what prints it. */
export const STEPS_OF_A_MIGRATION_OF_FILES: readonly { readonly manifests: string; readonly build: (app: App) => void }[] = [
  { manifests: 'phases/2-prepare', build: (app) => all(app, () => MigrationStep.prepare()) },
  { manifests: 'phases/3-follow', build: (app) => all(app, () => MigrationStep.follow()) },
  { manifests: 'phases/4-cut-over', build: (app) => all(app, (pair) => MigrationStep.cutOver(FOLLOWED[pair]!)) },
  { manifests: 'phases/5-promote', build: (app) => all(app, (pair) => MigrationStep.promote(REPLAYED[pair]!)) },
  { manifests: 'phases/6-retire', build: (app) => all(app, (pair) => MigrationStep.retire(COMPARED[pair]!)) },
];
