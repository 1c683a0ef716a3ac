import { ClusterModel } from '../../model/cluster-model';
import { operatorSlots } from '../../model/migrated';
import { follows } from '../../model/standing';

const PLUGIN = 'pgoutput';

/**
 * Slots that Patroni makes on the primary and keeps up on the replicas, by their names. A cluster that follows another one can decode nothing;
 * its slots are made when it writes.
 *
 * @see https://patroni.readthedocs.io/en/latest/dynamic_configuration.html
 */
export const permanentSlots = (model: ClusterModel): { [name: string]: { [option: string]: string } } =>
  follows(model)
    ? {}
    : Object.fromEntries(operatorSlots(model).map(({ name, database, plugin = PLUGIN }) => [name, { type: 'logical', database, plugin }]));
