import { Size } from 'cdk8s';
import { SLOT_LIMIT } from '../access/change-capture';
import { LogicalSlot } from '../model/change-capture';
import { ClusterModel } from '../model/cluster-model';
import { ClusterIdentity } from '../model/identity';
import { MigrationMethod } from '../model/migration-method';
import { MigrationSideModel, StreamingRole } from '../model/migration-model';
import { MigrationStep } from '../model/migration-step';
import { Capability } from '../model/capability';
import { mebibytes } from '../model/quantity';
import { POSTGRES_PORT } from '../model/service-address';
import { OperatorObjects } from '../operators/migration-contract';
import { IPostgresOperator } from '../operators/contract';
import { OperatorFacts } from '../operators/operator-facts';
import { COMPARED_PARAMETERS, unsaidParameter } from '../origin/copy-rules';
import { shortHash } from '../private/hash';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { CheckSubject } from './check-code';
import { CheckKind, MigrationPlan, MovedDatabase } from './migration-plan';
import { MigrationProps } from './migration-props';
import { ExternalPostgresOptions, PostgresProvider } from './migration-source';
import { PROVIDERS } from './provider-facts';

/** Since this major a subscription can leave out what came from another one, so that two servers can follow each other. */
export const WAY_BACK_MAJOR = 16;

/** Since this major replicas keep slots that are made for it. */
const FAILOVER_MAJOR = 17;

/** Tables of a subscription that are copied at a time, as PostgreSQL has it. */
const SYNC_WORKERS = 2;

/** Base backups, and replicas that the operator makes anew. */
const SPARE_SENDERS = 3;

/** What PostgreSQL has where nobody says more. */
const DEFAULTS = { max_replication_slots: 10, max_wal_senders: 10, max_logical_replication_workers: 4, max_worker_processes: 8 };

/** A migration with every default filled in. */
export interface MigrationModel {
  readonly step: MigrationStep;
  readonly method: MigrationMethod;
  readonly attempt: number;
  readonly round: number;
  readonly walLimit?: Size;
  readonly plan: MigrationPlan;
}

/** What a check of the migration is about. */
export const checkSubject = ({ plan, round }: MigrationModel, namespace: string | undefined, kind: CheckKind): CheckSubject => ({
  name: plan.name,
  namespace,
  databases: plan.databases.map(({ source }) => source),
  attempt: plan.attempt,
  // What a follower had at an earlier cut over says nothing of this one. Other checks look again, and a way back may ask for an earlier code.
  ...(kind === 'replayed' && { round }),
  kind,
  excludeTables: plan.withoutRows,
});

const NOTHING: OperatorObjects = { schemas: [], extensions: [], roles: [], objects: [] };

const has = ({ capabilities }: IPostgresOperator, capability: Capability): boolean =>
  capabilities.some((row) => row.capability === capability && row.path !== undefined);

/** What a side is called in messages. */
export const sideWords = ({ clusterName, operator }: IHaCluster): string => `'${clusterName}' (${operator.facts.displayName})`;

/** The migration, from its props and both clusters as they are without it. */
export function migrationModel(props: MigrationProps, from: ClusterModel | undefined, to: ClusterModel | undefined): MigrationModel {
  const { step, method = MigrationMethod.logical(), attempt = 1, round = 1, walLimit } = props;
  return { step, method, attempt, round, walLimit, plan: migrationPlan(props, method, attempt, from, to) };
}

/** What tells a server from others. The usual port is as good as none, as which it has always been written. */
const addressOf = ({ host, port }: ExternalPostgresOptions): [string, number | undefined] => [
  host,
  port === POSTGRES_PORT ? undefined : port,
];

function migrationPlan(
  props: MigrationProps,
  method: MigrationMethod,
  attempt: number,
  from: ClusterModel | undefined,
  to: ClusterModel | undefined,
): MigrationPlan {
  const { haCluster, server } = props.from;
  const majors = [from?.version.majorNumber ?? server?.version.majorNumber, to?.version.majorNumber];
  const logical = method._kind === 'logical';
  const byFiles = method._kind === 'physical';
  const both = (least: number): boolean => logical && majors.every((major) => major !== undefined && major >= least);
  const source = haCluster ? [haCluster.clusterName, haCluster.identity.namespace] : addressOf(server!);
  const name = `cdk8s_${shortHash(JSON.stringify([source, props.to.clusterName, props.to.identity.namespace, attempt]))}`;
  const provider = server && PROVIDERS[server.provider ?? PostgresProvider.SERVER];
  return {
    name,
    attempt,
    method: method._kind,
    source: {
      words: haCluster ? sideWords(haCluster) : `'${server!.host}'`,
      major: majors[0],
      superuser: server ? (server.superuser ?? provider!.superuser) : true,
      leftBehind: haCluster?.operator.migrations?.own ?? provider?.own ?? NOTHING,
      slotsByOperator: logical && haCluster !== undefined && has(haCluster.operator, Capability.CHANGE_CAPTURE_SLOTS),
    },
    target: {
      words: sideWords(props.to),
      major: majors[1],
      superuser: true,
      leftBehind: props.to.operator.migrations?.own ?? NOTHING,
      slotsByOperator: logical && has(props.to.operator, Capability.CHANGE_CAPTURE_SLOTS),
      managedRoles: props.to.roles.map((role) => role.name),
      reservedRoles: props.to.operator.migrations?.own.roles ?? [],
      ownFiles: byFiles && (haCluster?.operator.migrations?.namesItsFiles ?? true) ? props.to.operator.migrations?.ownFiles : undefined,
      compared: byFiles && server ? comparedParameters(props.to, to) : undefined,
    },
    databases: movedDatabases(props, name),
    roles: Object.entries(props.renamedRoles ?? {}).map(([one, other]) => ({ source: one, target: other })),
    withoutRows: props.withoutRows ?? [],
    publishedByOperator: false,
    subscribedByOperator: haCluster !== undefined && method.logicalOptions?.subscriptionObjects === true,
    failoverSlots: both(FAILOVER_MAJOR),
    // A server outside does not reach the target by a name of the Kubernetes cluster, unless somebody has seen to that.
    wayBack: logical && (props.wayBack ?? (haCluster !== undefined && both(WAY_BACK_MAJOR))),
    workers: props.workers ?? 2,
    streamingRole: byFiles ? admittedRole(props.from.haCluster, props.to) : undefined,
  };
}

/** The role as which the target streams, where the operator of the source has not made it. */
function admittedRole(source: IHaCluster | undefined, target: IHaCluster): StreamingRole | undefined {
  const [theirs, ours] = [source?.operator.migrations, target.operator.migrations];
  if (source === undefined) {
    // A server outside knows no certificates of the target's operator.
    return ours?.streamsAsAnyRole ? { name: ours.streamingRole.name, byCertificate: false } : undefined;
  }
  return theirs && ours && !ours.streamsAsAnyRole && ours.streamingRole.name !== theirs.streamingRole.name ? ours.streamingRole : undefined;
}

/** What a cluster has of the parameters that PostgreSQL compares. */
const comparedParameters = ({ operator }: IHaCluster, said: ClusterModel | undefined): { [name: string]: string } =>
  Object.fromEntries(
    Object.keys(COMPARED_PARAMETERS).flatMap((name) => {
      const value = parameterOf(name, operator.facts, said);
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** A parameter as a cluster has it; undefined where only its operator knows. */
export function parameterOf(name: string, facts: OperatorFacts, model: ClusterModel | undefined): string | undefined {
  return model?.parameters[name] ?? unsaidParameter(name, facts)?.toString();
}

/** The databases, with the owner that the target has for them; rule MIG-004 speaks of one that it does not have. */
function movedDatabases({ databases, from, to }: MigrationProps, name: string): MovedDatabase[] {
  const all = databases ?? (from.haCluster?.databases ?? []).map((database) => ({ name: database.name }));
  const moved = all.map(({ name: source, ...more }) => {
    const target = ('renamedTo' in more ? more.renamedTo : undefined) ?? source;
    const owner = to.databases.find((database) => database.name === target)?.owner ?? '';
    // By name and not by place: a list in another order, or without one of them, leads nobody to the slot of another database.
    const which = shortHash(source);
    return { source, target, owner, slot: `${name}_${which}`, reverseSlot: `${name}_r${which}` };
  });
  // Nor does it lead a Job to another database for what all have in common, which stands in the first.
  return moved.sort((one, other) => (one.source < other.source ? -1 : 1));
}

/** From the copy to the cut over the target reads from the source; a slot that were gone at its end would lose the last changes. */
export const FORWARD: readonly string[] = ['copy', 'follow', 'cutOver'];

/** What is written to the target from the first moment on is kept for the source. */
const BACKWARD: readonly string[] = ['cutOver', 'reverse'];

/** The migration as one of its clusters sees it. */
export function sideModel(
  migration: MigrationModel,
  isSource: boolean,
  cluster: IHaCluster,
  said: ClusterModel,
  other?: IHaCluster,
): MigrationSideModel {
  const { plan, step, round } = migration;
  const { slotsByOperator } = isSource ? plan.source : plan.target;
  const decodes = plan.method === 'logical' && (isSource || plan.wayBack);
  // At the second time of `follow` the target may be the one that hands back.
  const reads = (isSource ? FORWARD : BACKWARD).includes(step.kind) || (!isSource && step._kind === 'follow' && round > 1);
  // A subscription that its operator drops wants to drop its slot, too, and never ends where that is gone.
  const isKept = isSource && plan.subscribedByOperator && step._kind !== 'prepare';
  const slots = (reads || isKept) && decodes && slotsByOperator;
  return {
    name: plan.name,
    isSource,
    step: step.kind,
    decodes,
    parameters: parameters(migration, decodes, cluster, said),
    slots: slots ? plan.databases.map((database) => slotOf(database, isSource)) : [],
    peer: other && {
      podLabels: other.operator.podSelectors(other.identity).instances,
      namespace: otherNamespace(other.identity, cluster.identity),
      port: other.primary.port,
    },
  };
}

/** The namespace of one, where that is another than that of the other. */
export const otherNamespace = (one: ClusterIdentity, { namespace }: ClusterIdentity): string | undefined =>
  one.namespace === namespace ? undefined : one.namespace;

const slotOf = ({ slot, reverseSlot, source, target }: MovedDatabase, isSource: boolean): LogicalSlot =>
  isSource ? { name: slot, database: source } : { name: reverseSlot, database: target };

/** What a server needs for those who read from it and those who write into it. */
export function neededParameters(plan: MigrationPlan, { instances }: ClusterModel): { readonly [name in keyof typeof DEFAULTS]: number } {
  const count = plan.databases.length;
  const readers = count * (1 + SYNC_WORKERS) + instances + SPARE_SENDERS;
  const workers = count * (1 + SYNC_WORKERS);
  return {
    max_replication_slots: readers,
    max_wal_senders: readers,
    max_logical_replication_workers: workers,
    // Processes for what else a server does are there; only more workers than usual need more of them.
    max_worker_processes: workers > DEFAULTS.max_logical_replication_workers ? workers + DEFAULTS.max_worker_processes : workers,
  };
}

/** What a server is told; numbers only where it has too few by itself. */
function parameters(
  { plan, walLimit }: MigrationModel,
  decodes: boolean,
  { operator }: IHaCluster,
  said: ClusterModel,
): { [name: string]: string } {
  if (plan.method !== 'logical') {
    return {};
  }
  const { defaultParameters = {} } = operator.facts;
  const numbers = Object.entries(neededParameters(plan, said)).filter(
    ([name, needed]) => Number(defaultParameters[name] ?? DEFAULTS[name as keyof typeof DEFAULTS]) < needed,
  );
  return {
    ...(decodes && { wal_level: 'logical', ...(walLimit && { [SLOT_LIMIT]: `${mebibytes(walLimit)}MB` }) }),
    ...Object.fromEntries(numbers.map(([name, needed]) => [name, `${needed}`])),
  };
}
