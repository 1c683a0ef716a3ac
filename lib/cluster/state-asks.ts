import { Ask, askedByProp, askedWhen } from '../private/asks';
import { Capability } from '../model/capability';
import { ClusterModel } from '../model/cluster-model';
import { PrimaryUpdate } from '../model/updates';

/** What a cluster asks for that is updated, stopped or told to do something in another way than usual. */
export const STATE_ASKS: readonly Ask<ClusterModel>[] = [
  [
    Capability.UPDATE_RESTART,
    (m) => askedWhen(m.updates?.primary === PrimaryUpdate.RESTART && m.instances > 1, `'updates.primary: RESTART'`),
  ],
  [Capability.UPDATE_SUPERVISED, (m) => askedWhen(m.updates?.supervised === true, `'updates.supervised'`)],
  [Capability.UPDATE_HOLD, (m) => askedWhen(m.updates?.hold === true, `'updates.hold'`)],
  [Capability.UPDATE_WINDOWS, (m) => askedByProp('updates.windows', m.updates?.windows)],
  [Capability.STATE_STOPPED, (m) => askedWhen(m.state._kind === 'stopped', 'a stopped cluster')],
  [Capability.STATE_PAUSED, (m) => askedWhen(m.state._kind === 'paused', 'a pause of reconciliation')],
  [Capability.STATE_FENCED, (m) => askedWhen(m.state._kind === 'fenced', 'fenced instances')],
  [Capability.STATE_SCHEDULE, (m) => askedWhen(m.sleep !== undefined, 'a SleepSchedule')],
  [Capability.VERB_RELOAD, (m) => askedByProp('verbs.reload', m.verbs?.reload)],
  [Capability.VERB_RESTART, (m) => askedByProp('verbs.restart', m.verbs?.restart)],
  [Capability.VERB_SWITCHOVER, (m) => askedByProp('verbs.switchover', m.verbs?.switchover)],
];
