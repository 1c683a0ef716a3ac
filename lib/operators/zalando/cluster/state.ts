import type { PostgresqlSpec } from '../../../../imports/zalando/postgresql';
import { ClusterModel } from '../../../model/cluster-model';
import { isDemoted } from '../../../model/standing';
import { LogicalBackupModel } from '../../../model/logical-backup-model';
import { MaintenanceWindow } from '../../../model/updates';
import { Rule } from '../../../private/rules';
import { EnvFields } from '../backup/backup-spec';
import { literal } from '../backup/env';
import { ClusterContext } from '../rule-contexts';

/** The operator looks at a cluster every half hour, so a window has to hold more than one of these moments. */
const SHORTEST_WINDOW = 60;

/** Instances that run. What shall take no more writes has none; its volumes stay, and its pools too, so that addresses do not go away. */
export const runningInstances = (model: ClusterModel): number =>
  isDemoted(model) || model.state._kind === 'stopped' ? 0 : model.instances;

/** Dumps, where there is a server that could be dumped: each of a stopped cluster, or of one that is being upgraded, would fail. */
export const dumps = ({ state, upgrade, logicalBackup }: ClusterModel): LogicalBackupModel | undefined =>
  state._kind === 'stopped' || upgrade?.step._kind === 'run' ? undefined : logicalBackup;

/** Windows of the cluster, which take the place of those that the operator's options give to all of its clusters. */
export const windowFields = ({ updates }: ClusterModel): Pick<PostgresqlSpec, 'maintenanceWindows'> =>
  updates?.windows === undefined || updates.windows.length === 0
    ? {}
    : { maintenanceWindows: updates.windows.map(({ day, from, to }) => `${day === undefined ? '' : `${day}:`}${from}-${to}`) };

/** A variable that nobody reads: the pods are made anew when it is another one. */
export const restartFields = ({ verbs }: ClusterModel): EnvFields =>
  verbs?.restart === undefined ? {} : { env: [literal('CDK8S_POSTGRES_RESTART', verbs.restart)] };

const minutes = (time: string): number => {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return hours * 60 + rest;
};

const length = ({ from, to }: MaintenanceWindow): number => minutes(to) - minutes(from);

/** What the operator makes of windows that are too short. */
export const STATE_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'ZAL-250',
    summary: 'a maintenance window is open for an hour at least',
    why: 'the operator looks at a cluster every half hour, and may miss a shorter one',
    check: ({ model: { updates } }) =>
      (updates?.windows ?? []).flatMap((window, i) =>
        length(window) > 0 && length(window) < SHORTEST_WINDOW
          ? [`'updates.windows[${i}]' must be open for ${SHORTEST_WINDOW} minutes or more, got ${length(window)}; let it close later`]
          : [],
      ),
  },
];
