import { ClusterIdentity } from '../model/identity';

const MAX_CLUSTER_PART = 46;

/** Names of the two CronJobs. Jobs of a CronJob take eleven of the 63 characters of a label. */
export function sleepJobNames({ name }: ClusterIdentity): { readonly sleep: string; readonly wake: string } {
  const cluster = name.slice(0, MAX_CLUSTER_PART);
  return { sleep: `${cluster}-sleep`, wake: `${cluster}-wake` };
}
