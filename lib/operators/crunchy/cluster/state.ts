import type { PostgresClusterSpec, PostgresClusterSpecPatroniSwitchover } from '../../../../imports/crunchy/postgres-cluster';
import { ClusterModel } from '../../../model/cluster-model';
import { isDemoted } from '../../../model/standing';
import { PGO_PREFIX } from '../names';
import { isShutDown } from '../upgrade/upgrade-spec';

/** Annotation whose value, each time that it is another one, makes PGO let a replica take the place of the primary. */
const SWITCHOVER_ANNOTATION = `${PGO_PREFIX}trigger-switchover`;

/** Annotation of the pods that nobody reads: they are made anew when it is another one. */
const RESTART_ANNOTATION = 'cdk8s-postgres/restart';

/** Whether the cluster runs, and whether PGO looks after it. */
export const stateFields = (model: ClusterModel): Pick<PostgresClusterSpec, 'shutdown' | 'paused'> => ({
  // A demoted primary has archived what it had, and must not write any more. An upgrade works on the data of nobody.
  shutdown: isDemoted(model) || isShutDown(model) || model.state._kind === 'stopped' ? true : undefined,
  paused: model.state._kind === 'paused' ? true : undefined,
});

export const switchoverSpec = ({ verbs }: ClusterModel): PostgresClusterSpecPatroniSwitchover | undefined =>
  verbs?.switchover === undefined ? undefined : { enabled: true };

export const switchoverAnnotation = ({ verbs }: ClusterModel): { [key: string]: string | undefined } => ({
  [SWITCHOVER_ANNOTATION]: verbs?.switchover,
});

/** What somebody should know who has asked for it: the operator remembers it in the status of the cluster object alone. */
export const switchoverNotes = ({ verbs }: ClusterModel): string[] =>
  verbs?.switchover === undefined
    ? []
    : [
        `'verbs.switchover: ${verbs.switchover}' is remembered in the status of the cluster alone; take it out when it is done, for a cluster that is made anew with it switches over once more`,
      ];

export const restartAnnotation = ({ verbs }: ClusterModel): { [key: string]: string } =>
  verbs?.restart === undefined ? {} : { [RESTART_ANNOTATION]: verbs.restart };
