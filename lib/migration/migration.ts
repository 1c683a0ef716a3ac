import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { MAX_CLUSTER_PART } from '../access/sql-job';
import { ClusterModel } from '../model/cluster-model';
import { Finding } from '../model/finding';
import { byKind } from '../model/kinds';
import { MigrationSideModel } from '../model/migration-model';
import { bindJobPolicy } from '../network/job-policy';
import { refusals } from '../operators/refusals';
import { RunbookStep } from '../operators/runbook-step';
import { Attachments } from '../private/attachments';
import { Checks, Inspection } from '../private/checks';
import { computeModel } from '../private/compute-defaults';
import { shortHash } from '../private/hash';
import { holders } from '../private/identities';
import { Manifest } from '../private/manifest';
import { fromRegistry } from '../private/platform-facts';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { codeStem } from './check-code';
import { MIGRATION_ASKS } from './migration-asks';
import { JobPhase, MigrationJob, checkOf, migrationJobSpec, phasesOf } from './migration-job';
import { MIGRATION_LABEL } from './migration-label';
import { migrationList } from './migration-list';
import { checkSubject, migrationModel, sideModel } from './migration-model';
import { letIn, serversOf } from './migration-network';
import { MigrationMethodKind } from './migration-plan';
import { MigrationProps } from './migration-props';
import { MigrationContext } from './migration-context';
import { MIGRATION_RULES } from './migration-rules';
import { MigrationSides, migrationReading, sourceServer, streamingSecret, targetServer } from './migration-servers';
import { MIGRATION_SHAPE } from './migration-shape';
import { MigrationSource, PostgresProvider } from './migration-source';
import { PROMOTED, followingSide, streamedSide } from './physical-model';
import { METHOD_RULES } from './physical-rules';
import { PROVIDERS } from './provider-facts';
import { checkOptions, checkScripts } from './scripts/check';
import { migrationScripts } from './scripts/index';
import { alikePlan } from './scripts/physical';

const DEFAULT_COMPUTE = { cpu: '100m', cpuLimit: '1', memory: '256Mi', memoryLimit: '512Mi' };

/** Steps at which applications use the target. */
const AT_TARGET: { readonly [method in MigrationMethodKind]: readonly string[] } = {
  logical: ['cutOver', 'reverse', 'retire'],
  dump: ['cutOver', 'retire'],
  // The cut over ends before the target takes writes.
  physical: PROMOTED,
};

/**
 * Moves databases from a cluster, or from any PostgreSQL server, to a cluster, by steps of one commit each: prepare, copy, follow, cut over,
 * reverse, retire. Both clusters may have whatever operators and versions, so that it is also the way to another major version without a long
 * standstill.
 *
 * At each step a Job does what has to be done in the servers, and `list` says what to look at, what to wait for and the way back. It stands in a
 * ConfigMap beside the target too, by which `guard` finds a step that was left out.
 *
 * From `prepare` on both clusters let their superusers in, with Secrets, as long as the migration is in the program.
 */
export class Migration extends Construct {
  /**
   * The cluster that applications use at this step: the source until the cut over, the target from then on. Where the source is no cluster of
   * the app it is the target at every step, which lets nobody in before the cut over.
   */
  public readonly current: IHaCluster;

  /** The cluster that the databases move to. */
  public readonly target: IHaCluster;

  private readonly sides: MigrationSides;
  private readonly jobName: string;

  /**
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what moves, where to, and how far that has come
   */
  public constructor(scope: Construct, id: string, props: MigrationProps) {
    super(scope, id);
    requireShape(this, MIGRATION_SHAPE, props, new.target);
    const { from, to, step } = props;
    this.target = to;

    const source = from.haCluster && Attachments.within(this, from.haCluster);
    const target = Attachments.within(this, to);
    const said = { source: source?.model(), target: target?.model() };
    const migration = migrationModel(props, said.source, said.target);
    this.sides = { migration, source: from, target: to };
    this.current = from.haCluster && !byKind(migration.plan.method, AT_TARGET).includes(step.kind) ? from.haCluster : to;
    const earlier = (target?.of('migrations') ?? []).filter(({ isSource }) => !isSource).length > 0;
    const namespace = Chart.of(this).namespace;

    const checks = new Checks(this, () =>
      this.inspect({
        migration,
        props,
        namespace,
        said,
        source: source?.model(),
        target: target?.model(),
        earlier,
        taken: takenAddress(this, from),
      }),
    );
    const sides = [
      [source, from.haCluster, to],
      [target, to, from.haCluster],
    ] as const;
    const same = from.haCluster === to;
    sides.forEach(([attachments, cluster, other], i) => {
      if (attachments && cluster && !same) {
        attachments.watch(checks);
        const model = i === 0 ? said.source : said.target;
        const side = sideModel(migration, i === 0, cluster, model!, other);
        const reading = i === 1 && migration.plan.subscribedByOperator ? migrationReading(this.sides, said.source) : undefined;
        const outsidePort = from.server && from.port;
        attachments.add('migrations', { ...side, ...this.physicalSide(i === 0, said), reading, outsidePort }, checks);
      }
    });
    const impossible = same || (from.haCluster !== undefined && source === undefined) || migration.plan.databases.length === 0;
    this.jobName = impossible || target === undefined ? '' : this.bind(props, source?.model(), target);
  }

  /** The step for the person who takes it: Markdown with what to look at, what to wait for, and the way back. */
  public get list(): string {
    const { migration, source, target } = this.sides;
    return migrationList({
      migration,
      namespace: target.identity.namespace,
      targetCluster: target.identity.name,
      job: this.jobName,
      beginning: this.beginning(),
      sourceCluster: source.haCluster?.clusterName,
    });
  }

  /** What is wrong with the migration. A method that nobody has is nothing to have a reason for. */
  private inspect(context: MigrationContext): Inspection {
    return { breaches: runRules(MIGRATION_RULES, context), refusals: [...runRules(METHOD_RULES, context), ...this.refusals()] };
  }

  /** What the operators do not have. */
  private refusals(): Finding[] {
    const { migration, source, target } = this.sides;
    return [source.haCluster, target].flatMap((cluster, i) =>
      cluster ? refusals(cluster.operator.facts, cluster.operator.capabilities, MIGRATION_ASKS, { migration, isSource: i === 0 }) : [],
    );
  }

  private beginning(): RunbookStep[] {
    const { migration, source, target } = this.sides;
    const { haCluster, server } = source;
    const { decoding } = PROVIDERS[server?.provider ?? PostgresProvider.SERVER];
    return [
      ...(server && decoding !== undefined && migration.plan.method === 'logical' ? [{ text: decoding }] : []),
      ...[haCluster, target].flatMap((cluster) => {
        const model = cluster && Attachments.within(this, cluster)?.model();
        return cluster && model ? (cluster.operator.migrations?.beginning(model) ?? []) : [];
      }),
    ];
  }

  /** Prints the Job of the step, its scripts, its policy and the list; answers with the name of the Job. */
  private bind(props: MigrationProps, source: ClusterModel | undefined, attachments: Attachments): string {
    const { migration, source: from, target: cluster } = this.sides;
    const { plan, step } = migration;
    const target = attachments.model();
    const { identity, platform, version } = target;
    const phases = phasesOf(plan.method, step._kind, plan.wayBack && migration.round > 1);
    const labels = { [MIGRATION_LABEL]: identity.name };
    const job: MigrationJob = {
      name: plan.name,
      phases,
      source: sourceServer(this.sides, source),
      target: targetServer(this.sides, source, target),
      // Programs of an older version do not read a newer server.
      image: props.image ?? fromRegistry(platform.imageRegistry, `postgres:${Math.max(version.majorNumber, plan.source.major ?? 0)}`),
      compute: computeModel(props.compute, DEFAULT_COMPUTE),
      streamingSecret: phases.includes('preflight') ? streamingSecret(this.sides, target) : undefined,
      storage: phases.includes('dump') ? migration.method.dumpOptions?.storage : undefined,
      settings: target,
      labels,
      turn: { step: step._kind, round: migration.round },
    };
    const scripts = Object.assign({}, ...phases.map((phase) => this.scripts(phase))) as { [file: string]: string };
    const digest = shortHash(JSON.stringify([scripts, migrationJobSpec('', job), step.check, migration.round]));
    const name = `${identity.name.slice(0, MAX_CLUSTER_PART)}-move-${digest}`;
    const metadata = { name, namespace: identity.namespace, labels };
    new Manifest(this, 'Scripts', { gvk: { apiVersion: 'v1', kind: 'ConfigMap' }, metadata, data: () => scripts });
    new Manifest(this, 'Job', { gvk: { apiVersion: 'batch/v1', kind: 'Job' }, metadata, spec: () => migrationJobSpec(name, job) });
    new Manifest(this, 'List', {
      gvk: { apiVersion: 'v1', kind: 'ConfigMap' },
      metadata: { name: `${identity.name}-migration`, namespace: identity.namespace, labels },
      data: () => ({
        step: step.kind,
        from: plan.source.words,
        method: plan.method,
        attempt: `${plan.attempt}`,
        round: `${migration.round}`,
        ...(step.giveUpOptions?.afterPromote && { afterPromote: 'true' }),
        'list.md': this.list,
      }),
    });
    cluster.operator.migrations?.bindSubscriptions(this, attachments.view);
    letIn(this.sides, labels);
    const servers = serversOf([from.haCluster, cluster], identity);
    bindJobPolicy(this, target, { name: 'migration', podLabels: labels, servers, outsidePort: from.server && from.port });
    return name;
  }

  /** The files that a phase of the step reads. */
  private scripts(phase: JobPhase): { [file: string]: string } {
    const { migration, target } = this.sides;
    const { plan, step } = migration;
    const kind = phase === 'check-back' ? 'back' : checkOf(plan.method, step._kind);
    const subject = checkSubject(migration, target.identity.namespace, kind);
    if (phase !== 'check' && phase !== 'check-back') {
      const again = checkSubject({ ...migration, round: migration.round + 1 }, target.identity.namespace, 'replayed');
      return migrationScripts(phase, plan, { own: codeStem(subject), again: codeStem(again) });
    }
    const byFiles = plan.method === 'physical';
    return checkScripts(byFiles ? alikePlan(plan) : plan, subject, { ...checkOptions(kind), byFiles, method: plan.method });
  }

  /** What a physical migration makes of one of its clusters, which is all that there is to it. */
  private physicalSide(isSource: boolean, said: MigrationContext['said']): Partial<MigrationSideModel> {
    const { migration, source, target } = this.sides;
    if (migration.plan.method !== 'physical') {
      return {};
    }
    return isSource ? streamedSide(migration) : followingSide(migration, target, source, said);
  }
}

/** What the address of a server is in this app, if it is one of this app's. */
function takenAddress(migration: Migration, { server, host, port }: MigrationSource): MigrationContext['taken'] {
  const [holder] = server ? (holders(migration, `${host}:${port}`) as Partial<IHaCluster>[]) : [];
  return holder && (holder.clusterName === undefined ? { kind: 'pool', name: host } : { kind: 'cluster', name: holder.clusterName });
}
