import { Construct } from 'constructs';
import type { HaClusterProps } from './ha-cluster-props';
import { ClusterDefault } from '../model/take-over';
import { OperatorFacts } from '../operators/operator-facts';
import { tellOnce } from '../private/notes';

/** A default of the library, and what the program says of it by itself. */
interface DefaultRow {
  /** What the default is, for who reads that it is left off. */
  readonly summary: string;
  /** The prop that switches it on; without one, it is named in `takenOver`. */
  readonly prop?: string;
  /** Whether the program has said how it shall be. */
  readonly isSaid: (props: HaClusterProps) => boolean;
}

const never = (): boolean => false;

/** Every default that may be left off. */
const DEFAULTS: Readonly<Record<ClusterDefault, DefaultRow>> = {
  [ClusterDefault.TLS_ONLY]: { summary: 'nobody gets in without TLS', isSaid: never },
  [ClusterDefault.NETWORK_POLICIES]: {
    summary: 'network policies for all pods',
    prop: 'network',
    isSaid: ({ network }) => network !== undefined,
  },
  [ClusterDefault.SPREAD]: {
    summary: 'instances on different nodes and zones',
    prop: 'placement.nodes',
    isSaid: ({ placement }) => [placement?.nodes, placement?.zones, placement?.spread].some((one) => one !== undefined),
  },
  // What is said of CPU and memory is printed, and nothing besides.
  [ClusterDefault.COMPUTE]: { summary: 'CPU and memory of what says nothing of them', prop: 'compute', isSaid: never },
  [ClusterDefault.IMAGE]: { summary: 'the image that goes with the operator', prop: 'image', isSaid: ({ image }) => image !== undefined },
  [ClusterDefault.DISRUPTION]: { summary: 'one instance at a time, in updates and drains', isSaid: never },
  [ClusterDefault.NO_LOAD_BALANCERS]: { summary: 'no load balancers and ports of nodes', isSaid: never },
  [ClusterDefault.POD_USER]: { summary: 'user and group of the pods', isSaid: never },
  [ClusterDefault.CREATION]: { summary: 'what is done once, when a cluster is made', isSaid: never },
  [ClusterDefault.ROLE_ATTRIBUTES]: { summary: 'all attributes of each role', isSaid: never },
  [ClusterDefault.BACKUP_OWNERS]: { summary: 'backups that stay when their schedule goes', isSaid: never },
  [ClusterDefault.MONITORING]: { summary: 'metrics and alerts', prop: 'monitoring', isSaid: ({ monitoring }) => monitoring !== undefined },
};

/** The defaults that a cluster is left without, since it was there before. */
export function leftOffBy(props: HaClusterProps): ClusterDefault[] {
  const { takenOver } = props;
  const { clusterDefaults = {} } = props.operator.facts;
  return takenOver === undefined
    ? []
    : Object.values(ClusterDefault).filter(
        (one) => clusterDefaults[one] !== undefined && !takenOver.but.includes(one) && !DEFAULTS[one].isSaid(props),
      );
}

/** Names of members, as programs write them. */
export const memberOf = (wanted: ClusterDefault): string =>
  `ClusterDefault.${Object.entries(ClusterDefault).find(([, value]) => value === wanted)?.[0] ?? wanted}`;

/** What is told of each default that is left off: how it is switched on, and what that does. */
export function leftOffNotes(leftOff: readonly ClusterDefault[], { clusterDefaults }: Pick<OperatorFacts, 'clusterDefaults'>): string[] {
  return leftOff.flatMap((one) => {
    const does = clusterDefaults?.[one];
    if (does === undefined) {
      return [];
    }
    const { summary, prop } = DEFAULTS[one];
    const named = `TakeOver.asItRuns([${memberOf(one)}])`;
    return [`left off: ${summary}; ${prop === undefined ? named : `'${prop}' or ${named}`} switches it on: ${does}`];
  });
}

/** Tells them once, when the program is synthesized. */
export function tellLeftOff(cluster: Construct, leftOff: readonly ClusterDefault[], facts: OperatorFacts): void {
  if (leftOff.length > 0) {
    tellOnce(cluster, () => leftOffNotes(leftOff, facts));
  }
}
