import { ClusterSpecReplicationSlots } from '../../../../imports/cnpg/cluster';
import { ClusterModel } from '../../../model/cluster-model';
import { isDecoded } from '../../../model/migrated';
import { Rule } from '../../../private/rules';
import { ClusterContext } from '../rule-contexts';

/** Since this major the server itself carries slots over to its replicas. */
export const SYNCHRONIZED_SLOTS = 17;

/** What PostgreSQL has to be told besides, and the operator refuses the cluster without. */
const PARAMETERS = { hot_standby_feedback: 'on', sync_replication_slots: 'on' };

const carriesSlots = (model: ClusterModel): boolean => isDecoded(model) && model.version.majorNumber >= SYNCHRONIZED_SLOTS;

/** Slots that survive a failover: those that their reader makes with `failover`. The operator has no field that makes a logical one. */
export const slotsSpec = (model: ClusterModel): ClusterSpecReplicationSlots | undefined =>
  carriesSlots(model) ? { highAvailability: { enabled: true, synchronizeLogicalDecoding: true } } : undefined;

export const slotParameters = (model: ClusterModel): { [name: string]: string } => (carriesSlots(model) ? PARAMETERS : {});

/** What CloudNativePG refuses or does not do where changes are captured. */
export const SLOT_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'CNPG-101',
    summary: `changes are captured on PostgreSQL ${SYNCHRONIZED_SLOTS} or later, or there is a reason`,
    why: 'before, no logical slot survives a failover: its reader loses its place, and has to begin with a new copy of the tables',
    check: ({ model }) =>
      model.changeCapture && !carriesSlots(model)
        ? `'changeCapture' needs PostgresVersion.V17 or later, got ${model.version.major}; upgrade, or Rules.of(cluster).suppress('CNPG-101', '<the reason>')`
        : undefined,
  },
  {
    id: 'CNPG-102',
    summary: 'what carries slots over to replicas is not turned off',
    why: 'the webhook refuses the cluster object',
    check: ({ model }) =>
      carriesSlots(model)
        ? Object.keys(PARAMETERS)
            .filter((name) => (model.parameters[name] ?? 'on') !== 'on')
            .map(
              (name) =>
                `'${name}' must be 'on' beside ${model.changeCapture ? `'changeCapture'` : 'a Migration'}, got '${model.parameters[name]}'; leave it out of 'parameters'`,
            )
        : undefined,
  },
];
