import { ClusterDefault } from '../model/take-over';

/** Whether a cluster, or a pool of it, has a default of the library. */
export const hasDefault = ({ leftOff }: { readonly leftOff: readonly ClusterDefault[] }, wanted: ClusterDefault): boolean =>
  !leftOff.includes(wanted);
