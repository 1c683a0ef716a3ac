import { ClusterIdentity } from '../model/identity';
import { MigrationStepKind } from '../model/kinds';
import { followedForMigration } from '../model/migrated';
import { writes } from '../model/standing';
import { Rule } from '../private/rules';
import { referenceProblems } from '../private/secret-names';
import { defined, isCount, isIdentifier } from '../private/value-problems';
import { codeProblem } from './check-code';
import { MigrationContext } from './migration-context';
import { WAY_BACK_MAJOR, checkSubject } from './migration-model';
import { CheckKind, MigrationMethodKind } from './migration-plan';
import { PHYSICAL_RULES } from './physical-rules';
import { SERVER_RULES, sourceProblems } from './migration-server-rules';

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ') || 'none';

const where = ({ namespace = 'default' }: ClusterIdentity): string => namespace;

/** Databases that every server has. */
const EVERYWHERE: readonly string[] = ['postgres', 'template0', 'template1'];

/** Which check has printed the code that a step asks for. */
const CHECK_OF: { readonly [method in MigrationMethodKind]: { readonly [step in MigrationStepKind]?: CheckKind } } = {
  logical: { cutOver: 'follow', reverse: 'final', retire: 'final' },
  // A dump is compared once, when nobody writes any more.
  dump: { cutOver: 'final', retire: 'final' },
  physical: { cutOver: 'follow', promote: 'replayed', retire: 'final' },
};

/** What to write instead of a step that a method does not have. */
const INSTEAD: { readonly [method in MigrationMethodKind]: { readonly [step in MigrationStepKind]?: string } } = {
  logical: { promote: `MigrationStep.retire('...') after MigrationStep.cutOver('...')` },
  dump: {
    follow: `MigrationStep.cutOver('...') after MigrationStep.copy()`,
    promote: `MigrationStep.retire('...')`,
    reverse: `MigrationStep.retire('...')`,
  },
  physical: { copy: 'MigrationStep.follow()', reverse: `MigrationStep.retire('...')` },
};

const METHODS: { readonly [method in MigrationMethodKind]: string } = {
  logical: 'MigrationMethod.logical()',
  dump: 'MigrationMethod.dump(...)',
  physical: 'MigrationMethod.physical(...)',
};

const TABLE = /^[^.]+\.[^.]+$/;

/** What holds for a migration on every operator. */
export const MIGRATION_RULES: readonly Rule<MigrationContext>[] = [
  {
    id: 'MIG-001',
    summary: 'both clusters of a migration are objects of this app, and the Jobs find the Secrets of both',
    why: 'what each needs is printed into its object, and the Jobs read Secrets of both',
    check: ({ props: { from, to }, said, namespace }) => {
      const { haCluster } = from;
      return defined([
        said.target === undefined ? `the cluster '${to.clusterName}' belongs to another app; write the Migration there` : undefined,
        haCluster && said.source === undefined
          ? `the cluster '${haCluster.clusterName}' belongs to another app; write MigrationSource.external({ host: '${haCluster.primary.host}', ... }) with a role that its owner lets in, or the Migration there`
          : undefined,
        said.target && namespace !== to.identity.namespace
          ? `the migration is in namespace '${namespace ?? 'default'}' and its target '${to.clusterName}' in '${where(to.identity)}'; put it in a chart of that namespace`
          : undefined,
        haCluster && said.source && haCluster.identity.namespace !== to.identity.namespace && from.copies?.credentials === undefined
          ? `the source '${haCluster.clusterName}' is in the namespace '${where(haCluster.identity)}' and the migration in '${where(to.identity)}'; write MigrationSource.cluster(..., { credentials: { secretName: '...' } }) with a copy of the Secret of its superuser there`
          : undefined,
      ]);
    },
  },
  {
    id: 'MIG-002',
    summary: 'a migration has two sides',
    why: 'nothing moves from a cluster to itself',
    check: ({ props: { from, to } }) =>
      from.haCluster === to
        ? `'to' must be another cluster than 'from', got '${to.clusterName}' twice; for another version in place write a MajorUpgrade`
        : undefined,
  },
  {
    id: 'MIG-004',
    summary: 'the databases of a migration are at both sides, each once',
    why: 'the target makes database and owner, from its own props; the Jobs fill them',
    check: ({ migration: { plan }, props, said }) => {
      const targets = props.to.databases.map(({ name }) => name);
      const sources = said.source?.databases.map(({ name }) => name);
      if (plan.databases.length === 0) {
        return `'databases' must name at least one, got none; ${said.source ? `the source names none either; write databases: [{ name: '...' }] for those that it has` : `write databases: [{ name: '...' }], since nobody knows those of '${props.from.host}'`}`;
      }
      return plan.databases.flatMap(({ source, target }, i) =>
        defined([
          EVERYWHERE.includes(source)
            ? `'databases' must not have '${source}', which every server has for itself; move what is in there to a database of its own first`
            : undefined,
          !EVERYWHERE.includes(source) && sources && sources.length > 0 && !sources.includes(source)
            ? `'databases' must be databases of the source, ${quoted(sources)}, got '${source}'`
            : undefined,
          targets.includes(target)
            ? undefined
            : `the target '${props.to.clusterName}' must have the database '${target}', got ${quoted(targets)}; write databases: [{ name: '${target}', owner: '...' }] there${source === target && plan.method !== 'physical' ? `, or 'renamedTo' here` : ''}`,
          plan.databases.findIndex((other) => other.source === source || other.target === target) < i
            ? `'databases' has ${source === target ? `'${source}'` : `'${source}' or '${target}'`} twice; write it once`
            : undefined,
        ]),
      );
    },
  },
  {
    id: 'MIG-006',
    summary: 'a step that lets nobody back has the code of the check before it',
    why: 'it is the proof that somebody has looked: what differs is found while the source is still there',
    check: ({ migration, props: { to } }) => {
      const { step } = migration;
      const which = CHECK_OF[migration.plan.method][step._kind];
      return which === undefined
        ? undefined
        : codeProblem('step.check', step.check ?? '', checkSubject(migration, to.identity.namespace, which));
    },
  },
  {
    id: 'MIG-007',
    summary: 'a migration goes to the same version or a higher one',
    why: 'what dumps the schema writes what an older server does not know',
    check: ({ migration: { plan } }) =>
      plan.source.major !== undefined && plan.target.major !== undefined && plan.target.major < plan.source.major
        ? `the target must have PostgreSQL ${plan.source.major} or higher, as the source has, got ${plan.target.major}; write version: PostgresVersion.V${plan.source.major} there, or, where the schema was loaded before by hand, Rules.of(migration).suppress('MIG-007', '<the reason>')`
        : undefined,
  },
  {
    id: 'MIG-008',
    summary: 'a step is one of its method',
    why: 'nothing follows a dump, only files are promoted, and only logical replication goes back',
    check: ({ migration: { plan, step } }) => {
      const instead = INSTEAD[plan.method][step._kind];
      if (step.giveUpOptions?.afterPromote && plan.method !== 'physical') {
        return `'step' must not be given up with afterPromote: true and ${METHODS[plan.method]}, which promotes nothing; write MigrationStep.giveUp()`;
      }
      return instead === undefined
        ? undefined
        : `'step' must not be '${step.kind}' with ${METHODS[plan.method]}; write ${instead}${plan.method === 'logical' ? '' : ', or MigrationMethod.logical() from the first step on'}`;
    },
  },
  {
    id: 'MIG-009',
    summary: `the way back needs logical replication and PostgreSQL ${WAY_BACK_MAJOR} at both sides`,
    why: 'an older server cannot tell what it wrote itself from what came from the other side, and would send it round and round',
    check: ({ migration: { plan, step }, props }) => {
      const wanted = props.wayBack === true ? `'wayBack' must not be true` : `'step' must not be MigrationStep.reverse(...)`;
      if (plan.method !== 'logical') {
        return props.wayBack === true ? `${wanted} with ${METHODS[plan.method]}; leave it out` : undefined;
      }
      if (props.wayBack !== true && step._kind !== 'reverse') {
        return undefined;
      }
      const majors = [plan.source.major, plan.target.major].filter((major) => major !== undefined);
      if (majors.some((major) => major < WAY_BACK_MAJOR)) {
        return `${wanted} between PostgreSQL ${majors.join(' and ')}, below ${WAY_BACK_MAJOR}; ${props.wayBack === true ? `leave it out` : `write MigrationStep.retire('...')`}, or move with a version from ${WAY_BACK_MAJOR} on`;
      }
      if (props.wayBack === undefined && props.from.server !== undefined && step._kind === 'reverse') {
        return `${wanted} where the source is a server outside and 'wayBack' was not written, for the target kept nothing for it; write MigrationStep.retire('...'), or wayBack: true from the first step of another attempt on, where '${props.from.server.host}' reaches the target`;
      }
      return props.wayBack === false && step._kind === 'reverse'
        ? `${wanted} with wayBack: false, for the target kept nothing for the source; write MigrationStep.retire('...')`
        : undefined;
    },
  },
  {
    id: 'MIG-010',
    summary: 'both clusters run and take writes while a migration is in the program',
    why: 'the Jobs write to both: publications and what was done there, roles and data here',
    check: ({ source, target }) =>
      [source, target].flatMap((model) => {
        if (model === undefined) {
          return [];
        }
        const { identity, state, inPlaceRestore, upgrade } = model;
        return defined([
          writes(model) || followedForMigration(model)
            ? undefined
            : `the cluster '${identity.name}' follows another one; write the migration for that one`,
          state._kind === 'stopped' || state._kind === 'fenced'
            ? `the cluster '${identity.name}' is in the state '${state.kind}'; write state: ClusterState.running() until the migration is taken out`
            : undefined,
          inPlaceRestore
            ? `the cluster '${identity.name}' has an InPlaceRestore; take it out first, in a commit of its own, when it is done`
            : undefined,
          upgrade ? `the cluster '${identity.name}' has a MajorUpgrade; take one of the two out` : undefined,
        ]);
      }),
  },
  {
    id: 'MIG-013',
    summary: 'the owners of the databases are the same roles at both sides, or renamed',
    why: 'what belongs to the owner there shall belong to the owner here, and operators take different names',
    check: ({ migration: { plan }, said, props }) => {
      const renamed = new Map(plan.roles.map(({ source, target }) => [source, target]));
      return [
        ...plan.databases.flatMap(({ source, owner }) => {
          const old = said.source?.databases.find(({ name }) => name === source)?.owner;
          const now = old === undefined ? undefined : (renamed.get(old) ?? old);
          return now === undefined || owner === '' || now === owner
            ? []
            : [
                `the database '${source}' belongs to '${old}' at the source and to '${owner}' at the target; write ${plan.method === 'physical' ? '' : `renamedRoles: { '${old}': '${owner}' }, or `}the same owner there`,
              ];
        }),
        ...plan.roles
          .filter(({ target }) => plan.target.reservedRoles.includes(target) || target === 'postgres' || target.startsWith('pg_'))
          .map(
            ({ source, target }) =>
              `'renamedRoles' must not make '${source}' '${target}', a role that ${props.to.operator.facts.displayName} has for itself; write another name`,
          ),
        ...plan.roles
          .filter(({ source, target }, i) => plan.roles.findIndex((other) => other.target === target) < i && source !== target)
          .map(({ target }) => `'renamedRoles' has '${target}' twice; two roles cannot become one`),
      ];
    },
  },
  {
    id: 'MIG-015',
    summary: 'roles of the source that log in are roles of the target',
    why: 'the Secrets that applications read are made from the props of the target',
    check: ({ migration: { plan }, said, props }) => {
      const renamed = new Map(plan.roles.map(({ source, target }) => [source, target]));
      return (said.source?.roles ?? [])
        .filter(
          ({ login, owns }) => login && (owns.length === 0 || owns.some((name) => plan.databases.some(({ source }) => source === name))),
        )
        .map(({ name }) => renamed.get(name) ?? name)
        .filter((name) => !plan.target.managedRoles.includes(name))
        .map(
          (name) =>
            `the target '${props.to.clusterName}' must have the role '${name}', got ${quoted(plan.target.managedRoles)}; write roles: [{ name: '${name}', ... }] there${plan.method === 'physical' ? '' : `, or 'renamedRoles' here`}`,
        );
    },
  },
  {
    id: 'MIG-016',
    summary: 'one migration at a time leads to a cluster',
    why: 'its list, its policies and what it has done stand under the name of the target',
    check: ({ earlier, props: { to } }) =>
      earlier ? `another Migration leads to '${to.clusterName}'; take one out, and begin it when the other is retired` : undefined,
  },
  {
    id: 'MIG-052',
    summary: 'no migration begins at a cluster that another one still leads to',
    why: 'the target of a migration lets nobody in and has not all of its data before the cut over, and the Jobs of both would open and close it',
    check: ({ source }) =>
      source?.migrations.some(({ isSource }) => !isSource)
        ? `the source '${source.identity.name}' is the target of another Migration; take this one out, and begin it when the other is retired and out of the program`
        : undefined,
  },
  {
    id: 'MIG-017',
    summary: 'numbers and names of a migration are such that can be',
    why: 'the Jobs would fail at them',
    check: ({ migration: { plan, method, round }, props: { renamedRoles = {}, withoutRows = [], databases = [], from } }) =>
      defined([
        isCount(plan.attempt, 1) ? undefined : `'attempt' must be a whole number from 1, got ${plan.attempt}`,
        isCount(round, 1) ? undefined : `'round' must be a whole number from 1, got ${round}`,
        isCount(plan.workers, 1) && plan.workers <= 16 ? undefined : `'workers' must be a whole number from 1 to 16, got ${plan.workers}`,
        ...sourceProblems(from),
        ...referenceProblems([['method.replicationSecret', method.physicalOptions?.replicationSecret]], []),
        ...withoutRows
          .filter((table) => !TABLE.test(table))
          .map((table) => `'withoutRows' must be tables as 'schema.table', got '${table}'`),
        ...[...Object.entries(renamedRoles).flat(), ...databases.flatMap(({ name, renamedTo }) => [name, renamedTo ?? name])]
          .filter((name) => !isIdentifier(name))
          .map((name) => `names of databases and roles must be 1 to 63 bytes, got '${name}'`),
      ]),
  },
  ...PHYSICAL_RULES,
  ...SERVER_RULES,
];
