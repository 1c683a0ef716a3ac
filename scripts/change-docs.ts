import * as fs from 'fs';
import * as path from 'path';
import { Chart, Size, Testing, Yaml } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  BackupPolicy,
  BackupPolicyProps,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ClusterState,
  ClusterTls,
  ConnectionPool,
  ConnectionPoolProps,
  HaCluster,
  HaClusterProps,
  IPostgresOperator,
  ObjectStoreCredentials,
  PoolMode,
  PostgresVersion,
  Replication,
  SpreadRule,
} from '../lib';
import { ChangeEffect, Effect, Evidence } from '../cli/effects/effect';
import { compare } from '../cli/manifests/compare/compare';
import { sideOf } from '../cli/manifests/side';
import { rendering } from '../cli/manifests/read/rendering';
import { Pair } from '../cli/manifests/compare/compare';
import { rowsFor } from '../cli/manifests/effects';
import { OPERATORS } from './operators';

/** Writes docs/changes.md: programs before and after a change are printed, and the tables of guard say what each operator makes of it. */

interface Props {
  readonly cluster?: Partial<HaClusterProps>;
  readonly backup?: Partial<BackupPolicyProps>;
  readonly pool?: Partial<ConnectionPoolProps>;
}

interface DocumentedChange {
  readonly change: string;
  readonly before?: Props;
  readonly after: Props;
}

const REPORTS = { name: 'reports', mayBecomePrimary: true };
const NO_SPREAD = { nodes: SpreadRule.NONE, zones: SpreadRule.NONE };
const cluster = (change: string, after: Partial<HaClusterProps>, before: Partial<HaClusterProps> = {}): DocumentedChange => ({
  change,
  before: { cluster: before },
  after: { cluster: after },
});

/** What people change, in the words of the props. */
const CHANGES: readonly DocumentedChange[] = [
  cluster('`instances` up', { instances: 5 }),
  cluster('`instances` down', {}, { instances: 5 }),
  cluster('`replicaSets`, one more', { replicaSets: [REPORTS] }),
  cluster('`replicaSets`, one taken out', {}, { replicaSets: [REPORTS] }),
  cluster('`replicaSets[].instances` down', { replicaSets: [REPORTS] }, { replicaSets: [{ ...REPORTS, instances: 2 }] }),
  cluster('`replicaSets[].compute`', { replicaSets: [{ ...REPORTS, compute: { cpu: Cpu.units(1) } }] }, { replicaSets: [REPORTS] }),
  cluster('`storage.size` up', { storage: { size: Size.gibibytes(100) } }),
  cluster('`storage.size` down', { storage: { size: Size.gibibytes(20) } }),
  cluster('`storage.autoGrow`', { storage: { size: Size.gibibytes(50), autoGrow: { limit: Size.gibibytes(200) } } }),
  cluster(
    '`storage.autoGrow.limit` down',
    { storage: { size: Size.gibibytes(50), autoGrow: { limit: Size.gibibytes(100) } } },
    { storage: { size: Size.gibibytes(50), autoGrow: { limit: Size.gibibytes(200) } } },
  ),
  cluster(
    '`storage.autoGrow.trigger`',
    { storage: { size: Size.gibibytes(50), autoGrow: { limit: Size.gibibytes(200), trigger: 80 } } },
    { storage: { size: Size.gibibytes(50), autoGrow: { limit: Size.gibibytes(200), trigger: 70 } } },
  ),
  cluster('`storage.storageClass`', { storage: { size: Size.gibibytes(50), storageClass: 'fast' } }),
  cluster('`walStorage` added', { walStorage: { size: Size.gibibytes(10) } }),
  cluster('`walStorage.size` up', { walStorage: { size: Size.gibibytes(20) } }, { walStorage: { size: Size.gibibytes(10) } }),
  cluster('`walStorage` taken out', {}, { walStorage: { size: Size.gibibytes(10) } }),
  cluster('`compute`', { compute: { cpu: Cpu.units(1), memory: Size.gibibytes(2) } }),
  cluster('`parameters`, one that is reloaded (`work_mem`)', { parameters: { work_mem: '16MB' } }, { parameters: { work_mem: '8MB' } }),
  cluster(
    '`parameters`, one that restarts (`shared_buffers`)',
    { parameters: { shared_buffers: '256MB' } },
    { parameters: { shared_buffers: '128MB' } },
  ),
  cluster('`parameters.max_connections` up', { parameters: { max_connections: '200' } }, { parameters: { max_connections: '150' } }),
  cluster('`parameters.max_connections` down', { parameters: { max_connections: '150' } }, { parameters: { max_connections: '200' } }),
  cluster('`preloadLibraries`', { preloadLibraries: ['pg_stat_statements', 'auto_explain'] }, { preloadLibraries: ['pg_stat_statements'] }),
  cluster('`hbaRules`', { hbaRules: ['hostssl all all 10.0.0.0/8 scram-sha-256'] }),
  cluster('`replication` to synchronous', { replication: Replication.synchronous() }),
  cluster(
    '`placement.nodeSelector`',
    { placement: { ...NO_SPREAD, nodeSelector: { disk: 'fast' } } },
    { placement: { ...NO_SPREAD, nodeSelector: { disk: 'slow' } } },
  ),
  cluster('`placement.priorityClassName`', { placement: { ...NO_SPREAD, priorityClassName: 'databases' } }),
  cluster('`annotations`', { annotations: { 'acme.example/owner': 'shop' } }, { annotations: { 'acme.example/owner': 'web' } }),
  cluster('`labels`', { labels: { owner: 'shop' } }, { labels: { owner: 'web' } }),
  cluster('`tls` to cert-manager', { tls: ClusterTls.certManager({ issuerName: 'acme' }) }),
  cluster('`monitoring` on', { monitoring: {} }),
  cluster('`state` to stopped', { state: ClusterState.stopped() }),
  cluster('`state` to paused', { state: ClusterState.paused({ withoutFailover: true }) }),
  cluster('`verbs.restart`', { verbs: { restart: 'ticket-1234' } }),
  cluster('`verbs.switchover`', { verbs: { switchover: 'ticket-1234' } }),
  { change: '`schedules` of the policy', after: { backup: { schedules: [BackupSchedule.full('0 3 * * *')] } } },
  { change: '`retention` of the policy', after: { backup: { retention: BackupRetention.days(14) } } },
  { change: '`archiveGeneration` of the policy', after: { backup: { archiveGeneration: 2 } } },
  { change: '`mode` of a pool', after: { pool: { mode: PoolMode.TRANSACTION } } },
  { change: '`instances` of a pool', after: { pool: { instances: 4 } } },
];

function textOf(operator: IPostgresOperator, { cluster: more, backup, pool }: Props): string {
  const chart = new Chart(Testing.app(), 'program', { namespace: 'shop' });
  const made = new HaCluster(chart, 'db', {
    clusterName: 'acme-orders',
    operator,
    version: PostgresVersion.V16,
    storage: { size: Size.gibibytes(50) },
    placement: NO_SPREAD,
    monitoring: { enabled: false },
    ...more,
  });
  new BackupPolicy(chart, 'backups', {
    cluster: made,
    target: BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret('pg-s3') }),
    schedules: [BackupSchedule.full('0 2 * * *')],
    retention: BackupRetention.days(30),
    ...backup,
  });
  new ConnectionPool(chart, 'pool', { cluster: made, mode: PoolMode.SESSION, ...pool });
  return Yaml.stringify(...(Testing.synth(chart) as object[]));
}

const read = (text: string) =>
  sideOf(rendering([{ file: 'program.k8s.yaml', text }], new Map(), { namespace: 'shop', progress: () => undefined }));

const ORDER: readonly Effect[] = [
  'refused',
  'destroys data',
  'changes who writes',
  'changes what can be recovered',
  'primary restart',
  'rolling restart',
  'volume work',
  'changes who may log in',
  'cuts clients',
  'reload',
  'ignored',
  'nothing',
];

/** Not worth a word beside something else. */
const HARMLESS: readonly Effect[] = ['reload', 'nothing'];

/** A pool that is a part of the cluster object, which has the nodes and the labels of its cluster. */
const OF_POOL = /^spec\.(proxy|connectionPooler)\b/;

/**
 * The rows of the table that tell of a pair, as guard reads them: what names a rule, else the first row that fits. Of what comes or goes as a whole
 * it is the whole that counts, and its insides where no row knows the whole.
 */
const rowsOf = ({ after, changes }: Pair, ofPool: boolean): ChangeEffect[] => {
  const told = (field: string): ChangeEffect[] => {
    const found = changes.filter((change) => change.field === field).flatMap((change) => rowsFor(after, change));
    const ruled = found.filter(({ rule }) => rule !== undefined);
    return ruled.length > 0 ? ruled : found.slice(0, 1);
  };
  return changes
    .filter(({ inside, field }) => !inside && (ofPool || !OF_POOL.test(field)))
    .flatMap(({ field }) => {
      const whole = told(field);
      return whole.length > 0
        ? whole
        : changes.filter(({ inside, field: inner }) => inside && inner.startsWith(field)).flatMap((one) => told(one.field));
    });
};

/** What an operator makes of a change, the gravest first; how it is known behind each. */
function effectOn(operator: IPostgresOperator, { before = {}, after }: DocumentedChange): string {
  let texts: readonly string[];
  try {
    texts = [textOf(operator, before), textOf(operator, after)];
  } catch (error) {
    const [rule] = /\[([A-Z]+-\d{3})\] (?=asked|')/.exec((error as Error).message)?.slice(1) ?? [];
    return `not printed (${rule ?? 'refused'})`;
  }
  const { pairs } = compare(read(texts[0]!), read(texts[1]!), () => undefined);
  const rows = pairs
    .filter(({ after: object }) => after.pool !== undefined || object.kind !== 'Pooler')
    .flatMap((pair) => rowsOf(pair, after.pool !== undefined));
  const known = new Map<string, Evidence>();
  [...rows]
    .sort((one, other) => ORDER.indexOf(one.effect) - ORDER.indexOf(other.effect))
    .forEach(({ effect, evidence }) => known.set(effect, known.get(effect) === 'seen' ? 'seen' : evidence));
  const grave = [...known].filter(([effect], _, all) => all.length === 1 || !HARMLESS.includes(effect as Effect));
  const effects = (grave.length > 0 ? grave : [...known].slice(0, 1)).map(([effect, evidence]) => `${effect} (${evidence})`);
  return effects.length > 0 ? effects.join(', ') : 'nothing is known';
}

export function changeDocs(): string {
  const operators = OPERATORS.map(({ displayName, createFull }) => ({ displayName, operator: createFull() }));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return `${[
    '<!-- generated by `npm run docs`, do not edit -->',
    '# What each change does to a running cluster',
    'Each line is a program before and after the change, printed for the newest version of each operator, and looked up in the table by which\n`cdk8s-postgres guard` tells the same: [every field](guard.md#what-operators-make-of-a-change).',
    'How it is known: *seen* on a real operator whose pods were stand-ins, *read* in its source, or *inferred* and never run. *not printed* names the rule\nthat refuses the change at synth. *nothing is known* is just that; guard asks for a word on it.',
    [
      line(['change', ...operators.map(({ displayName }) => displayName)]),
      line(['---', ...operators.map(() => '---')]),
      ...CHANGES.map((change) => line([change.change, ...operators.map(({ operator }) => effectOn(operator, change))])),
    ].join('\n'),
    '*rolling restart*: every instance is made anew, replicas first, the primary by a switchover; applications lose their connections once, for seconds.\n*primary restart*: the primary restarts or moves. On CloudNativePG one instance that is sick holds up every update and every scale-down.',
    'A step of a major upgrade is in [Upgrade PostgreSQL](how-to/upgrade-postgresql.md), a new version of an operator in [Update an operator](how-to/update-an-operator.md).',
  ].join('\n\n')}\n`;
}

if (require.main === module) {
  fs.writeFileSync(path.join(__dirname, '..', 'docs', 'changes.md'), changeDocs());
}
