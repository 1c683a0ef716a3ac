import { BackupArchive } from '../model/backup-archive';
import { ClusterModel } from '../model/cluster-model';
import { DNS_1035_LABEL } from '../model/names';
import { isPort } from '../private/value-problems';

/** What the rules of recoveries and of replica clusters have in common. */

/** A cluster that has an origin, and what the rules need to know around it. */
export interface OriginContext {
  readonly model: ClusterModel;
  /** Name of the operator that runs the cluster. */
  readonly operatorName: string;
  /** Whether the operator upgrades a copy to the major version of its cluster. */
  readonly upgradesCopies: boolean;
  /** Folders that the cluster reads and, where it reads some, folders that it writes, as URLs. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** The cluster that is cloned, where it is an object of this app. */
  readonly cloned?: ClusterModel;
  /** Paths of the clusters of the app that a replica cluster follows. */
  readonly followed: readonly string[];
  /** Names of the operators that run the cloned cluster and the new one. */
  readonly operators?: readonly [string, string];
}

/** The archive that a cluster reads, and which prop says so. */
export function origin({ recovery, replica }: ClusterModel): { archive: BackupArchive; prop: string; repository?: number } | undefined {
  if (recovery?.archive) {
    return { archive: recovery.archive, prop: 'recovery', repository: recovery.repository };
  }
  return replica?.source.sourceArchive && { archive: replica.source.sourceArchive, prop: 'source' };
}

const HOST = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/;

/** What is wrong with the name of a cluster that is described. */
export function clusterNameProblem(prop: string, name: string): string[] {
  return name.length <= 63 && DNS_1035_LABEL.test(name)
    ? []
    : [`'${prop}' must be the name of a cluster: lower-case letters, digits and '-', with a letter first, got '${name}'`];
}

/** What is wrong with the address of a server. */
export function hostProblems(prop: string, host: string, port: number | undefined): string[] {
  return [
    ...(HOST.test(host)
      ? []
      : [`'${prop}.host' must be a host name or an IPv4 address, without scheme and port, got '${host.replace(/\/\/[^/]*@/, '//...@')}'`]),
    ...(port === undefined || isPort(port) ? [] : [`'${prop}.port' must be 1 to 65535, got ${port}`]),
  ];
}
