import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { MAX_CLUSTER_PART } from '../access/sql-job';
import { LENT_SUPERUSER } from '../model/migrated';
import { MigrationStep } from '../model/migration-step';
import { Admission } from '../network/admission';
import { bindJobPolicy } from '../network/job-policy';
import { peerSpec } from '../network/peer';
import { Attachments } from '../private/attachments';
import { Checks } from '../private/checks';
import { computeModel } from '../private/compute-defaults';
import { shortHash } from '../private/hash';
import { Manifest } from '../private/manifest';
import { fromRegistry } from '../private/platform-facts';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import { CheckSubject, ownCodeProblem } from './check-code';
import { CheckLevel, DataCheckProps } from './data-check-props';
import { DATA_CHECK_RULES, readerOf } from './data-check-rules';
import { DATA_CHECK_SHAPE } from './data-check-shape';
import { JobPhase, MigrationServer, externalServer, migrationJobSpec, serverOf } from './migration-job';
import { migrationModel } from './migration-model';
import { serversOf } from './migration-network';
import { MigrationPlan } from './migration-plan';
import { checkOptions, checkScripts } from './scripts/check';

/** Label of the pods, with what the Job is called. */
const CHECK_LABEL = 'cdk8s-postgres/data-check';

const PHASES: readonly JobPhase[] = ['check'];

/** Ends with what the check says; tries again where it could say nothing. */
const COMMAND = 'until bash /scripts/check.sh; do\n  code=$?\n  [ "$code" -eq 1 ] && exit 1\n  sleep 15\ndone';

/** What differs does so in every pod: nothing is gained by another one. */
const POD_FAILURE_POLICY = { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [1] } }] };

const DEFAULT_COMPUTE = { cpu: '100m', cpuLimit: '1', memory: '256Mi', memoryLimit: '512Mi' };

/**
 * Compares two databases, and changes neither: tables and their rows, sequences, extensions, owners, privileges, roles, policies, settings,
 * indexes, constraints, large objects. What an operator has put into its own servers is left out.
 *
 * The log of the Job has one line for each difference, with what to do, and ends with `check passed: <code>` if there is none. A `Migration` makes
 * its checks by itself; this one is for a restore, a copy, or a replica of somebody else.
 */
export class DataCheck extends Construct {
  /** Whether the code says that the check has passed: what comes after it in a program can be left out until then. */
  public readonly isPassed: boolean;

  /**
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props the sides, and how they are compared
   */
  public constructor(scope: Construct, id: string, props: DataCheckProps) {
    super(scope, id);
    requireShape(this, DATA_CHECK_SHAPE, props, new.target);
    const { from, to, passed } = props;
    const source = from.haCluster && Attachments.within(this, from.haCluster);
    const target = Attachments.within(this, to);
    const { namespace } = Chart.of(this);
    const { plan } = migrationModel(
      { from, to, step: MigrationStep.prepare(), databases: props.databases },
      source?.model(),
      target?.model(),
    );
    const moved = { ...plan, roles: Object.entries(props.renamedRoles ?? {}).map(([one, other]) => ({ source: one, target: other })) };
    const subject = subjectOf(props, moved, namespace);
    this.isPassed = passed !== undefined && ownCodeProblem('passed', passed, subject) === undefined;
    const checks = new Checks(this, () => ({
      breaches: runRules(DATA_CHECK_RULES, {
        props,
        databases: moved.databases,
        subject,
        namespace,
        source: source?.model(),
        target: target?.model(),
      }),
      refusals: [],
    }));
    [source, target].forEach((attachments) => attachments?.watch(checks));
    const isPossible = from.haCluster !== to && (from.haCluster === undefined || source !== undefined) && moved.databases.length > 0;
    if (target && isPossible) {
      this.print(props, moved, subject, source, target);
    }
  }

  /** Prints the Job, its scripts and its policy. */
  private print(
    { from, to, role, token, image, compute, level, chunkRows, excludeTables }: DataCheckProps,
    plan: MigrationPlan,
    subject: CheckSubject,
    source: Attachments | undefined,
    target: Attachments,
  ): void {
    const { identity, platform, version } = target.model();
    const defaults = checkOptions(subject.kind);
    const scripts = checkScripts(plan, subject, {
      ...defaults,
      level: level ?? defaults.level,
      chunkRows: chunkRows ?? defaults.chunkRows,
      excludeTables: excludeTables ?? [],
      hasSlots: false,
      closed: false,
    });
    const server = (attachments: Attachments | undefined): MigrationServer => {
      const cluster = attachments === target ? to : from.haCluster;
      // Where nobody may read, rule MIG-032 speaks.
      return cluster && attachments ? serverOf(cluster, readerOf(attachments.model(), role) ?? LENT_SUPERUSER) : externalServer(from);
    };
    const specOf = (name: string, labels: { [key: string]: string }): object => ({
      ...migrationJobSpec(name, {
        name,
        phases: PHASES,
        source: server(source),
        target: server(target),
        image: image ?? fromRegistry(platform.imageRegistry, `postgres:${version.major}`),
        compute: computeModel(compute, DEFAULT_COMPUTE),
        settings: target.model(),
        labels,
        command: COMMAND,
      }),
      podFailurePolicy: POD_FAILURE_POLICY,
    });
    // A Job cannot be changed, so another one has another name.
    const digest = shortHash(JSON.stringify([token, subject.kind, scripts, specOf('', {})]));
    const name = `${identity.name.slice(0, MAX_CLUSTER_PART)}-check-${digest}`;
    const labels = { [CHECK_LABEL]: name };
    const metadata = { name, namespace: identity.namespace, labels };
    new Manifest(this, 'Scripts', { gvk: { apiVersion: 'v1', kind: 'ConfigMap' }, metadata, data: () => scripts });
    new Manifest(this, 'Job', { gvk: { apiVersion: 'batch/v1', kind: 'Job' }, metadata, spec: () => specOf(name, labels) });
    const clusters = [from.haCluster, to].filter((cluster) => cluster !== undefined);
    clusters.forEach((cluster) => Admission.of(cluster)?.admit(() => [peerSpec({ podLabels: labels })]));
    bindJobPolicy(this, target.model(), {
      name: 'check',
      ending: `check-${digest}`,
      podLabels: labels,
      servers: serversOf(clusters, identity),
      outsidePort: from.server && from.port,
    });
  }
}

/** What the code of a check is made of. */
const subjectOf = (
  { to, token, tolerant, level, excludeTables }: DataCheckProps,
  { source, databases }: MigrationPlan,
  namespace: string | undefined,
): CheckSubject => ({
  name: `${source.words} and '${to.clusterName}', ${token}`,
  namespace,
  databases: databases.map((database) => database.source),
  attempt: 1,
  kind: tolerant === true ? 'follow' : 'final',
  level: level === CheckLevel.COUNTS ? 'counts' : 'checksums',
  excludeTables,
});
