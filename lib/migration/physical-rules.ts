import { ClusterModel } from '../model/cluster-model';
import { imageName } from '../model/image-release';
import { sourceFacts } from '../backup/source-facts';
import { copyOf } from '../cluster/copy-context';
import { COMPARED_PARAMETERS, COPY_TABLE, CopyKind } from '../origin/copy-rules';
import { Rule } from '../private/rules';
import { defined } from '../private/value-problems';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { MigrationContext } from './migration-context';
import { parameterOf } from './migration-model';
import { MigrationProps } from './migration-props';
import { PostgresProvider } from './migration-source';

const OTHERWISE = 'MigrationMethod.logical() or MigrationMethod.dump(...)';

/** Whether files are copied. */
const isPhysical = ({ migration: { plan } }: MigrationContext): boolean => plan.method === 'physical';

/** What no reason makes possible. */
export const METHOD_RULES: readonly Rule<MigrationContext>[] = [
  {
    id: 'MIG-005',
    summary: 'files are copied between clusters whose servers can run with them',
    why: 'a server of another operator has other settings, roles and libraries in its files: it does not start, or cannot be logged in to',
    check: (context) => {
      const { props } = context;
      const { haCluster } = props.from;
      if (!isPhysical(context)) {
        return undefined;
      }
      const instead = `'method' must be ${OTHERWISE}`;
      if (haCluster === undefined) {
        return outsideProblem(props, instead);
      }
      const [theirs, ours] = [haCluster.operator.facts.displayName, props.to.operator.facts.displayName];
      if (theirs === ours) {
        return `${instead} between clusters of one operator, got MigrationMethod.physical(...); there, a ReplicaCluster with 'promoted' copies files`;
      }
      return haCluster.operator.migrations?.namesItsCertificates && props.to.operator.migrations?.keepsCertificates
        ? `${instead} from ${theirs} to ${ours}, got MigrationMethod.physical(...): the configuration that comes along names certificates of the pods of ${theirs}, without which no server of ${ours} starts`
        : undefined;
    },
  },
];

/** What keeps files of a server outside from being copied. */
function outsideProblem({ from: { server }, to }: MigrationProps, instead: string): string | undefined {
  const { provider = PostgresProvider.SERVER, superuser } = server!;
  if (provider !== PostgresProvider.SERVER) {
    return `${instead} from '${provider}', got MigrationMethod.physical(...); it gives its files to nobody`;
  }
  if (!to.operator.migrations?.streamsAsAnyRole) {
    return `${instead} from a server outside to ${to.operator.facts.displayName}, got MigrationMethod.physical(...); it looks for the configuration of the source, and for roles of its own, in what it has copied`;
  }
  return superuser === false
    ? `'superuser' must not be false with MigrationMethod.physical(...): files are read, and the role as which the target streams is made, by a superuser; leave it out, and name the Secret of one`
    : undefined;
}

/** The target of a migration that copies files, from whatever server. */
interface Copying {
  readonly context: MigrationContext;
  readonly to: IHaCluster;
  readonly target: ClusterModel;
}

/** A check of a target that gets files. */
const copying =
  (check: (copy: Copying) => string | readonly string[] | undefined) =>
  (context: MigrationContext): string | readonly string[] | undefined => {
    const { props, said } = context;
    return isPhysical(context) && props.from.haCluster !== props.to && said.target
      ? check({ context, to: props.to, target: said.target })
      : undefined;
  };

/** Both clusters of a migration that copies files, as the program says them and as they are printed. */
interface Copied extends Copying {
  readonly from: IHaCluster;
  readonly source: ClusterModel;
}

/** A check of what is copied, where something is. */
const copied = (check: (copy: Copied) => string | readonly string[] | undefined) =>
  copying((copy) => {
    const { props, said } = copy.context;
    const { haCluster: from } = props.from;
    return from && said.source ? check({ ...copy, from, source: said.source }) : undefined;
  });

/** What counts for any follower, and for this one as well. Images differ between operators anyway, and parameters have a rule here. */
const FOLLOWER_ROWS: readonly string[] = ['REC-021', 'REC-023', 'REC-024', 'REC-041'];

/** Names where no locales are but C and POSIX. */
const WITHOUT_LOCALES = 0;

/** What holds for a migration that copies files. */
export const PHYSICAL_RULES: readonly Rule<MigrationContext>[] = [
  {
    id: 'MIG-039',
    summary: 'files are copied for a reason',
    why: 'the operators do not test it, and whoever has to repair it wants to know why it was done',
    check: ({ migration: { method } }) =>
      method.physicalOptions?.reason.trim() === ''
        ? `'method.reason' is empty; write why neither MigrationMethod.logical() nor MigrationMethod.dump(...) will do`
        : undefined,
  },
  {
    id: 'MIG-040',
    summary: 'files are copied to the same major version',
    why: 'a server does not start with the files of another one',
    check: copying(({ context: { migration }, target, to }) => {
      const { major = target.version.majorNumber } = migration.plan.source;
      // Of a lower one rule MIG-007 speaks.
      return target.version.majorNumber > major
        ? `the target '${to.clusterName}' must have PostgreSQL ${major} with MigrationMethod.physical(...), as the source has, got ${target.version.major}; write version: PostgresVersion.V${major} there and a MajorUpgrade later, or MigrationMethod.logical()`
        : undefined;
    }),
  },
  {
    id: 'MIG-041',
    summary: 'a migration that copies files leaves nothing out and renames nothing',
    why: 'the files are those of the whole cluster: all databases and roles come across, under their names',
    check: copying(({ context: { migration, props, said } }) => {
      const moved = migration.plan.databases.map((database) => database.source);
      const left = (said.source?.databases ?? []).filter(({ name }) => !moved.includes(name)).map(({ name }) => `'${name}'`);
      const renamed = (props.databases ?? []).filter(({ name, renamedTo = name }) => renamedTo !== name);
      return defined([
        left.length > 0
          ? `'databases' must not leave out ${left.join(', ')} with MigrationMethod.physical(...); leave 'databases' out`
          : undefined,
        ...renamed.map(
          ({ name, renamedTo }) =>
            `'databases' must not rename '${name}' to '${renamedTo}' with MigrationMethod.physical(...); leave 'renamedTo' out, and rename it afterwards`,
        ),
        Object.keys(props.renamedRoles ?? {}).length > 0
          ? `'renamedRoles' does not go with MigrationMethod.physical(...); leave it out, and write the names of the source at the target`
          : undefined,
        (props.withoutRows ?? []).length > 0
          ? `'withoutRows' does not go with MigrationMethod.physical(...); leave it out, and empty the tables at the source or afterwards`
          : undefined,
      ]);
    }),
  },
  {
    id: 'MIG-042',
    summary: 'sessions that copy tables are told to who copies tables',
    why: 'it would be ignored: one stream copies all files',
    check: (context) =>
      isPhysical(context) && context.props.workers !== undefined
        ? `'workers' does not go with MigrationMethod.physical(...); leave it out`
        : undefined,
  },
  {
    id: 'MIG-043',
    summary: 'a target that logs in as replicas of its source do has their Secret in its namespace',
    why: 'a pod reads no Secret of another namespace, and waits for it for ever',
    check: copying(({ to, target, context: { migration, props, said } }) => {
      const { haCluster: from, server } = props.from;
      const { replicationSecret } = migration.method.physicalOptions ?? {};
      const isRead = to.operator.migrations?.streamsAsAnyRole === true;
      if (server) {
        return isRead && replicationSecret === undefined
          ? `'method.replicationSecret' must name a Secret in the namespace of '${to.clusterName}', got none; put a 'password' into one, with which the target logs in to '${server.host}' as '${migration.plan.streamingRole?.name}', a role that the first Job makes, and write MigrationMethod.physical({ ..., replicationSecret: '...' })`
          : undefined;
      }
      const { source } = said;
      if (from === undefined || source === undefined) {
        return undefined;
      }
      const secret = from.operator.migrations?.streamingSecretName(source);
      if (!isRead && replicationSecret !== undefined) {
        return `'method.replicationSecret' is not read by ${to.operator.facts.displayName}, got '${replicationSecret}'; leave it out`;
      }
      return isRead && replicationSecret === undefined && source.identity.namespace !== target.identity.namespace
        ? `'method.replicationSecret' must name a copy of the Secret '${secret}' of '${source.identity.namespace ?? 'default'}' in the namespace of '${to.clusterName}', got none; copy it, and again when it is renewed, and write MigrationMethod.physical({ ..., replicationSecret: '...' })`
        : undefined;
    }),
  },
  {
    id: 'MIG-044',
    summary: 'a target that logs in with a certificate has one of a CA that its source trusts, and the other way round',
    why: 'the CA of an operator signs for its own clusters: the source would refuse the target, or the target the source',
    check: copied(({ from, to, source, target }) => {
      const [theirs, ours] = [from.operator.migrations, to.operator.migrations];
      if (theirs === undefined || ours === undefined || ours.streamsAsAnyRole || !ours.streamingRole.byCertificate) {
        return undefined;
      }
      const [known, own] = [theirs.sharedCa(source), ours.sharedCa(target)];
      const missing = (cluster: IHaCluster, write: string) =>
        `'tls' of '${cluster.clusterName}' must have certificates of a CA that both clusters share, got one that its operator keeps for itself; write ${write} there, and the same CA at the other cluster, in a commit before the migration`;
      return known === undefined || own === undefined
        ? defined([
            known === undefined ? missing(from, theirs.sharedTls) : undefined,
            own === undefined ? missing(to, ours.sharedTls) : undefined,
          ])
        : known !== '' && own !== '' && known !== own
          ? `'tls' of '${to.clusterName}' must be of the CA that '${from.clusterName}' has, ${known}, got ${own}; write the same issuer for both, a ClusterIssuer where they are in two namespaces`
          : undefined;
    }),
  },
  {
    id: 'MIG-045',
    summary: 'a target that copies the files of its source has no other origin',
    why: 'a cluster begins once: with the files of the source, or with others',
    check: copying(({ to, target: { recovery, formerOrigin, replica, pair } }) =>
      defined([
        (recovery ?? formerOrigin)
          ? `the target '${to.clusterName}' must have no 'recovery', got '${(recovery ?? formerOrigin)!.kind}'; leave it out`
          : undefined,
        replica ? `the target '${to.clusterName}' must be an HaCluster, got a ReplicaCluster; the migration makes it follow` : undefined,
        pair ? `the target '${to.clusterName}' must not be in a ClusterPair; make the pair when the migration is over` : undefined,
      ]),
    ),
  },
  {
    id: 'MIG-046',
    summary: 'the image of a target that copies files has the locales of its source',
    why: 'no database whose locale is missing lets anybody in, and the server does not become ready',
    check: copying(({ to, target }) => {
      const { image, defaultImage } = sourceFacts(target, to.operator.facts);
      const reference = image ? image.reference : defaultImage;
      return reference !== undefined && imageName(reference).flavour === WITHOUT_LOCALES
        ? `'image' of '${to.clusterName}' must be one with all locales, got '${reference}'; write the image of the flavour 'standard' there, or, where all databases of the source have the locale C or one of ICU, Rules.of(migration).suppress('MIG-046', '<the reason>')`
        : undefined;
    }),
  },
  {
    id: 'MIG-047',
    summary: 'a target that copies files has the volumes, libraries, tablespaces and locales of its source',
    why: 'it is a copy: what does not fit fails, and what is called has to be there',
    check: copied(({ from, to, source, target }) => {
      const facts = copyOf(to, target, {
        kind: CopyKind.FOLLOWER,
        name: from.clusterName,
        facts: sourceFacts(source, from.operator.facts),
      });
      return COPY_TABLE.filter(({ id }) => FOLLOWER_ROWS.includes(id)).flatMap(({ problems }) =>
        problems(facts).map((problem) => `of '${to.clusterName}', ${problem}`),
      );
    }),
  },
  {
    id: 'MIG-051',
    summary: 'a source whose configuration comes along waits for no replica',
    why: 'the names of its replicas would stay in the files of the target, where every commit waits for them and no manifest takes them away',
    check: copied(({ from, to, source }) =>
      source.replication.isSynchronous && from.operator.migrations?.namesItsFiles && to.operator.migrations?.ownFiles
        ? `'replication' of '${from.clusterName}' must be Replication.asynchronous() until the migration is over, got Replication.synchronous(...); write it in a commit before the migration, and what it was at the target from 'promote' on`
        : undefined,
    ),
  },
  {
    id: 'MIG-048',
    summary: 'the program gives a target that copies files no fewer connections, processes, senders and locks than its source has',
    why: 'PostgreSQL compares them when it replays WAL: it stands still, or does not start',
    check: copied(({ from, to, source, target }) =>
      Object.keys(COMPARED_PARAMETERS).flatMap((name) => {
        const [theirs, ours] = [parameterOf(name, from.operator.facts, source), target.parameters[name]];
        return theirs !== undefined && ours !== undefined && Number(ours) < Number(theirs)
          ? [
              `'parameters.${name}' of '${to.clusterName}' must be at least ${theirs}, as '${from.clusterName}' has it, got '${ours}'; write ${name}: '${theirs}', or leave it out until the migration is over`,
            ]
          : [];
      }),
    ),
  },
];
