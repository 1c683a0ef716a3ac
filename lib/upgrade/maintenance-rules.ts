import { tokenProblem } from '../cluster/state-rules';
import { ClusterModel } from '../model/cluster-model';
import { ClusterIdentity } from '../model/identity';
import { MaintenanceTask } from '../model/maintenance-task';
import { RoleModel } from '../model/role-model';
import { writes } from '../model/standing';
import { Rule } from '../private/rules';
import { defined, placeProblem } from '../private/value-problems';

/** A Job and what the rules need to know around it. */
export interface MaintenanceContext {
  readonly token: string;
  readonly database: string;
  readonly task: MaintenanceTask;
  readonly cluster: ClusterIdentity;
  readonly namespace?: string;
  /** The cluster; undefined where another app owns it. */
  readonly model?: ClusterModel;
}

/** Why a role cannot end its own sessions. */
function unable(role: RoleModel | undefined): string | undefined {
  const reasons: readonly [boolean, string][] = [
    [role === undefined, 'which there is not'],
    [role?.login === false, `which has 'login: false'`],
    [role?.connectionLimit === 0, `which has 'connectionLimit: 0'`],
  ];
  return reasons.find(([holds]) => holds)?.[1];
}

/** What holds for what is done once in a database. */
export const MAINTENANCE_RULES: readonly Rule<MaintenanceContext>[] = [
  {
    id: 'VERB-003',
    summary: 'a MaintenanceJob is about a database of a cluster of this app, in its namespace',
    why: 'it runs as the owner of the database, whose password is in a Secret beside the cluster',
    check: ({ model, cluster, database, namespace }) => {
      const names = model?.databases.map(({ name }) => name) ?? [];
      return defined([
        placeProblem('MaintenanceJob', 'job', { ours: model !== undefined, namespace, cluster }),
        model === undefined || names.includes(database)
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
    check: ({ model, cluster }) => {
      if (model === undefined) {
        return undefined;
      }
      const step = model.upgrade?.step._kind;
      const reasons: readonly [boolean, string][] = [
        [!writes(model), 'follows another one; write it for that one'],
        [model.state._kind !== 'running', `is in the state '${model.state.kind}'; take the MaintenanceJob out until it runs`],
        [
          step === 'run' || step === 'finish',
          `has a MajorUpgrade at the step '${step}', which ends what runs; take the MaintenanceJob out until the step 'tidy'`,
        ],
      ];
      const reason = reasons.find(([holds]) => holds)?.[1];
      return reason && `the cluster '${cluster.name}' ${reason}`;
    },
  },
  {
    id: 'VERB-006',
    summary: 'sessions end of roles of the cluster that can log in, each named once',
    why: 'each ends its own, with its own password, and nobody else may without being a superuser',
    check: ({ model, task: { roles } }) => {
      if (model === undefined || roles === undefined) {
        return undefined;
      }
      return roles.length === 0 || new Set(roles).size !== roles.length
        ? `'task' must name roles whose sessions end, each once, got ${JSON.stringify(roles)}; write MaintenanceTask.endSessions() for those of the owner`
        : roles.flatMap((name) => {
            const reason = unable(model.roles.find((role) => role.name === name));
            return reason === undefined
              ? []
              : [
                  `'task' must end sessions of roles that can log in, got '${name}', ${reason}; leave it out, and see docs/how-to/on-call-by-symptom.md`,
                ];
          });
    },
  },
];
