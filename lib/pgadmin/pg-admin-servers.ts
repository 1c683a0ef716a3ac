import { LabelRequirement } from '../model/affinity';
import { IHaCluster } from '../refs/ha-cluster-ref';

/**
 * Which clusters pgAdmin shows, as one group of its tree. They run in the namespace of pgAdmin, and users log in to them with roles and
 * passwords of their own: pgAdmin is given none.
 */
export class PgAdminServers {
  /**
   * One cluster. pgAdmin is let in to it.
   *
   * @param cluster a cluster of the same operator and namespace (rule PGA-002)
   * @param group name of the group; that of the cluster by default
   */
  public static ofCluster(cluster: IHaCluster, group?: string): PgAdminServers {
    return new PgAdminServers(group ?? cluster.clusterName, cluster);
  }

  /**
   * Every cluster of the namespace whose object has the labels, now and later. Let pgAdmin in to those of this app by
   * `pgAdmin.connectTo(cluster)` (rule PGA-006).
   *
   * @param group name of the group
   * @param labels labels that it has, all of them
   * @param requirements what its labels have to be besides
   */
  public static ofLabels(group: string, labels: { [key: string]: string }, requirements?: LabelRequirement[]): PgAdminServers {
    return new PgAdminServers(group, undefined, labels, requirements);
  }

  /**
   * Every cluster of the namespace, now and later. Let pgAdmin in to those of this app by `pgAdmin.connectTo(cluster)` (rule PGA-006).
   *
   * @param group name of the group
   */
  public static ofAll(group: string): PgAdminServers {
    return new PgAdminServers(group);
  }

  /** Name of the group. */
  public readonly group: string;

  /** The one cluster; undefined where labels select. */
  public readonly cluster?: IHaCluster;

  /** Labels that the clusters have; undefined for one cluster, and for all. */
  public readonly labels?: { [key: string]: string };

  /** What their labels have to be besides; undefined where nothing is asked. */
  public readonly requirements?: LabelRequirement[];

  private constructor(group: string, cluster?: IHaCluster, labels?: { [key: string]: string }, requirements?: LabelRequirement[]) {
    this.group = group;
    this.cluster = cluster;
    this.labels = labels;
    this.requirements = requirements;
  }
}
