import { tokenProblem } from '../cluster/state-rules';
import { ClusterModel } from '../model/cluster-model';
import { RoleModel } from '../model/role-model';
import { Rule } from '../private/rules';
import { defined, isCount } from '../private/value-problems';
import { CheckSubject, ownCodeProblem } from './check-code';
import { DataCheckProps } from './data-check-props';
import { MovedDatabase } from './migration-plan';
import { closedEgressProblem, sourceProblems, unverifiedProblem } from './migration-server-rules';

/** A check and what the rules need to know around it. */
export interface DataCheckContext {
  readonly props: DataCheckProps;
  readonly databases: readonly MovedDatabase[];
  readonly subject: CheckSubject;
  /** Namespace that the check stands in. */
  readonly namespace?: string;
  /** The clusters; undefined where another app owns them, or where the source is no cluster. */
  readonly source?: ClusterModel;
  readonly target?: ClusterModel;
}

const ROWS = { least: 1_000, most: 10_000_000 };

const TABLE = /^[^.]+\.[^.]+$/;

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ') || 'none';

/** Who reads a cluster: the role that is named, else the superuser; undefined where that one cannot. */
export const readerOf = ({ roles, superuser }: ClusterModel, role: string | undefined): RoleModel | undefined =>
  role === undefined ? superuser : roles.find(({ name, login }) => name === role && login);

/** What holds for a comparison of two databases that stands alone. */
export const DATA_CHECK_RULES: readonly Rule<DataCheckContext>[] = [
  {
    id: 'MIG-030',
    summary: 'both clusters of a DataCheck are objects of this app, in its namespace',
    why: 'the Job reads Secrets that are beside the clusters',
    check: ({ props: { from, to }, source, target, namespace = 'default' }) =>
      defined([
        target === undefined ? `the cluster '${to.clusterName}' belongs to another app; write the DataCheck there` : undefined,
        from.haCluster && source === undefined
          ? `the cluster '${from.haCluster.clusterName}' belongs to another app; write MigrationSource.external({ host: '${from.haCluster.primary.host}', ... }) with a role that its owner lets in`
          : undefined,
        ...[target, source]
          .filter((model) => model !== undefined && (model.identity.namespace ?? 'default') !== namespace)
          .map(
            (model) =>
              `the check is in namespace '${namespace}' and the cluster '${model!.identity.name}' in '${model!.identity.namespace ?? 'default'}'; put it in a chart of that namespace${model === source ? `, or write MigrationSource.external(...) with a copy of the Secret` : ''}`,
          ),
      ]),
  },
  {
    id: 'MIG-031',
    summary: 'a DataCheck has two sides',
    why: 'a database is always equal to itself',
    check: ({ props: { from, to } }) =>
      from.haCluster === to ? `'to' must be another cluster than 'from', got '${to.clusterName}' twice` : undefined,
  },
  {
    id: 'MIG-032',
    summary: 'somebody may read everything in both clusters of a DataCheck',
    why: 'what a role may not see it would not compare',
    check: ({ props: { role }, source, target }) =>
      [source, target]
        .filter((model) => model !== undefined && readerOf(model, role) === undefined)
        .map((model) => {
          const { identity, roles } = model!;
          return role === undefined
            ? `'${identity.name}' must let its superuser in, or the check must have a 'role'; write superuser: {} there for the time of the check, or role: '...' here with a role that logs in, is in 'pg_read_all_data' and has bypassRowSecurity`
            : `'role' must be a role of '${identity.name}' that logs in, ${quoted(roles.filter(({ login }) => login).map(({ name }) => name))}, got '${role}'; write it into 'roles' there`;
        }),
  },
  {
    id: 'MIG-033',
    summary: 'the databases of a DataCheck are at both sides',
    why: 'the Job would wait for one that nobody makes',
    check: ({ props: { from, to }, databases, source }) => {
      if (databases.length === 0) {
        return `'databases' must name at least one, got none; write databases: [{ name: '...' }], since nobody knows those of '${from.haCluster?.clusterName ?? from.host}'`;
      }
      const sources = source?.databases.map(({ name }) => name) ?? [];
      const targets = to.databases.map(({ name }) => name);
      return databases.flatMap((one) =>
        defined([
          sources.length === 0 || sources.includes(one.source)
            ? undefined
            : `'databases' must be databases of the source, ${quoted(sources)}, got '${one.source}'`,
          targets.includes(one.target)
            ? undefined
            : `'databases' must be databases of the target, ${quoted(targets)}, got '${one.target}'${one.source === one.target ? `; write 'renamedTo' where it has another name there` : ''}`,
        ]),
      );
    },
  },
  {
    id: 'MIG-034',
    summary: 'the token of a DataCheck says what it is for, and is no date',
    why: 'both sides are read once for each new value; one that is made when the program runs is a new one each time',
    check: ({ props: { token } }) => tokenProblem('token', token),
  },
  {
    id: 'MIG-035',
    summary: 'numbers and names of a DataCheck are such that can be',
    why: 'with small chunks a table is read thousands of times, and with large ones a list of rows fills the Job',
    check: ({ props: { chunkRows = ROWS.least, excludeTables = [] } }) =>
      defined([
        isCount(chunkRows, ROWS.least) && chunkRows <= ROWS.most
          ? undefined
          : `'chunkRows' must be a whole number from ${ROWS.least} to ${ROWS.most}, got ${chunkRows}`,
        ...excludeTables
          .filter((table) => !TABLE.test(table))
          .map((table) => `'excludeTables' must be tables as 'schema.table', got '${table}'`),
      ]),
  },
  {
    id: 'MIG-036',
    summary: 'both clusters of a DataCheck run',
    why: 'the Job would ask a server that is stopped until it has failed',
    check: ({ source, target }) =>
      [source, target]
        .filter((model) => model !== undefined && model.state._kind !== 'running')
        .map(
          (model) => `the cluster '${model!.identity.name}' is in the state '${model!.state.kind}'; take the DataCheck out until it runs`,
        ),
  },
  {
    id: 'MIG-037',
    summary: 'a DataCheck whose egress is closed may reach a source outside',
    why: 'the policy drops the packets of the Job, which waits for ever',
    check: ({ props: { from }, target }) => closedEgressProblem(from, target),
  },
  {
    id: 'MIG-050',
    summary: 'a server outside whose certificate a DataCheck verifies has a CA',
    why: 'the Job finds no root certificate, and connects to nobody',
    check: ({ props: { from } }) => unverifiedProblem(from),
  },
  {
    id: 'MIG-053',
    summary: 'the source of a DataCheck has an address, and its Secrets have names',
    why: 'the Job would find nobody there, or never start',
    check: ({ props: { from } }) => sourceProblems(from),
  },
  {
    id: 'MIG-038',
    summary: 'what says that a DataCheck has passed is its own code',
    why: 'the code of another one says nothing of these databases',
    check: ({ props: { passed }, subject }) => (passed === undefined ? undefined : ownCodeProblem('passed', passed, subject)),
  },
];
