import { ReplicaSetModel } from './replica-set-model';

/** All instances of a cluster, those of its replica sets included. */
export const allInstances = (model: { readonly instances: number; readonly replicaSets: readonly ReplicaSetModel[] }): number =>
  model.replicaSets.reduce((sum, { instances }) => sum + instances, model.instances);
