import { tokenProblem } from '../cluster/state-rules';
import { ClusterModel } from '../model/cluster-model';
import { ClusterIdentity } from '../model/identity';
import { writes } from '../model/standing';
import { Rule } from '../private/rules';
import { defined } from '../private/value-problems';

/** A Job and what the rules need to know around it. */
export interface MaintenanceContext {
  readonly token: string;
  readonly database: string;
  readonly cluster: ClusterIdentity;
  readonly namespace?: string;
  /** The cluster; undefined where another app owns it. */
  readonly model?: ClusterModel;
}

/** What holds for what is done once in a database. */
export const MAINTENANCE_RULES: readonly Rule<MaintenanceContext>[] = [
  {
    id: 'VERB-003',
    summary: 'a MaintenanceJob is about a database of a cluster of this app, in its namespace',
    why: 'it runs as the owner of the database, whose password is in a Secret beside the cluster',
    check: ({ model, cluster, database, namespace }) => {
      if (model === undefined) {
        return `the cluster '${cluster.name}' belongs to another app; write the MaintenanceJob there`;
      }
      const names = model.databases.map(({ name }) => name);
      return defined([
        namespace === cluster.namespace
          ? undefined
          : `the job is in namespace '${namespace ?? 'default'}' and its cluster '${cluster.name}' in '${cluster.namespace ?? 'default'}'; put it in a chart of that namespace`,
        names.includes(database)
          ? undefined
          : `'database' must be one of the cluster, ${names.length > 0 ? names.map((name) => `'${name}'`).join(', ') : 'which has none'}, got '${database}'`,
      ]);
    },
  },
  {
    id: 'VERB-004',
    summary: 'the token of a MaintenanceJob says what it is for, and is no date',
    why: 'a token acts once for each new value; one that is made when the program runs is a new one each time',
    check: ({ token }) => tokenProblem('token', token),
  },
  {
    id: 'VERB-005',
    summary: 'a MaintenanceJob runs where the cluster runs and takes writes',
    why: 'there is nobody who could do it, and the Job would try until it has failed',
    check: ({ model, cluster }) =>
      model === undefined || (writes(model) && model.state._kind === 'running')
        ? undefined
        : `the cluster '${cluster.name}' ${writes(model) ? `is in the state '${model.state.kind}'` : 'follows another one'}; ${writes(model) ? 'take the MaintenanceJob out until it runs' : 'write it for that one'}`,
  },
];
