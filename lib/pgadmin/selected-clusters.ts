import { IConstruct } from 'constructs';
import { HaCluster } from '../cluster/ha-cluster';
import { LabelOperator, LabelRequirement } from '../model/affinity';
import { PgAdminGroupModel, PgAdminModel } from '../model/pg-admin';
import { IPostgresOperator } from '../operators/contract';
import { Attachments } from '../private/attachments';
import { viewOf } from '../private/whole-app';
import { IHaCluster } from '../refs/ha-cluster-ref';

interface Labels {
  readonly [key: string]: string;
}

/** Clusters of this app that the groups of a pgAdmin select and that keep it out. */
export function closedClusters(
  scope: IConstruct,
  { groups, namespace }: PgAdminModel,
  operator: IPostgresOperator,
  open: ReadonlySet<IHaCluster>,
): { name: string; group: string }[] {
  const selecting = groups.filter(({ clusterName }) => clusterName === undefined);
  const clusters = selecting.length > 0 ? viewOf(scope.node.root, clustersOf) : [];
  return clusters
    .filter((cluster) => !open.has(cluster) && !cluster.network.managedElsewhere)
    .filter((cluster) => cluster.operator.facts.displayName === operator.facts.displayName && cluster.identity.namespace === namespace)
    .flatMap((cluster) => {
      const labels = Attachments.within(scope, cluster)?.model().objectLabels ?? {};
      const group = selecting.find((one) => selects(one, labels));
      return group ? [{ name: cluster.clusterName, group: group.name }] : [];
    });
}

const clustersOf = (app: IConstruct): HaCluster[] => app.node.findAll().filter((construct) => construct instanceof HaCluster);

const selects = ({ labels = {}, requirements = [] }: PgAdminGroupModel, has: Labels): boolean =>
  Object.entries(labels).every(([key, value]) => has[key] === value) && requirements.every((one) => meets(one, has));

/** Selectors know these four; the rule of the labels refuses another. */
function meets({ key, operator, values = [] }: LabelRequirement, has: Labels): boolean {
  const value = has[key];
  switch (operator) {
    case LabelOperator.IN:
      return value !== undefined && values.includes(value);
    case LabelOperator.NOT_IN:
      return value === undefined || !values.includes(value);
    case LabelOperator.EXISTS:
      return value !== undefined;
    default:
      return value === undefined;
  }
}
