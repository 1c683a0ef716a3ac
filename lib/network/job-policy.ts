import { Construct } from 'constructs';
import { ClusterModel } from '../model/cluster-model';
import { NetworkIngress } from '../operators/network-contract';
import { bindPolicy, policyName, withoutApiServer } from './policies';

/** The pods of a Job of ours, and the servers of PostgreSQL that they reach. */
export interface JobReach {
  /** What the pods are. */
  readonly name: string;
  /** Ending of the name of the policy, where there may be several of one cluster; `name` if absent. */
  readonly ending?: string;
  readonly podLabels: { readonly [key: string]: string };
  readonly servers: readonly NetworkIngress[];
  /** Port of a server outside, where one is reached. */
  readonly outsidePort?: number;
  readonly printedWhile?: () => boolean;
}

/** Prints the policy of the pods of a Job: they reach these servers and nothing else, and nobody reaches them. */
export function bindJobPolicy(scope: Construct, { identity, network }: Pick<ClusterModel, 'identity' | 'network'>, job: JobReach): void {
  const { name, ending = name, podLabels, servers, outsidePort, printedWhile } = job;
  if (network.managedElsewhere) {
    return;
  }
  bindPolicy(scope, 'Policy', {
    name: policyName(identity, ending),
    cluster: identity,
    group: () => ({ name, podLabels, ingress: [], egress: [...servers] }),
    clients: () => [],
    egress: () => {
      const rules = withoutApiServer(network);
      return rules && outsidePort !== undefined
        ? { ...rules, databaseCidrs: network.egress?.databaseCidrs, databasePorts: [outsidePort] }
        : rules;
    },
    printedWhile,
  });
}
