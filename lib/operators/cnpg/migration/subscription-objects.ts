import { Construct } from 'constructs';
import { ClusterSpecExternalClusters } from '../../../../imports/cnpg/cluster';
import {
  Subscription,
  SubscriptionSpec,
  SubscriptionSpecSubscriptionReclaimPolicy,
  toJson_SubscriptionSpec,
} from '../../../../imports/cnpg/subscription';
import { ClusterModel } from '../../../model/cluster-model';
import { MigrationReading, MigrationSideModel, MigrationSubscription } from '../../../model/migration-model';
import { Manifest } from '../../../private/manifest';
import { IClusterView } from '../../cluster-view';
import { migrationEntryName, subscriptionObjectName } from '../names';

/** A migration in which the cluster reads by itself. */
type Reader = MigrationSideModel & { readonly reading: MigrationReading };

const readers = ({ migrations }: ClusterModel): readonly Reader[] =>
  migrations.filter((side): side is Reader => side.reading !== undefined);

/**
 * Sources that the cluster reads from. They stand there as long as the migration does, for whoever drops a subscription talks to its source.
 */
export const migrationEntries = (model: ClusterModel): ClusterSpecExternalClusters[] =>
  readers(model).map(({ name, reading: { host, port, user, password, sslMode, ca } }) => ({
    name: migrationEntryName(name),
    connectionParameters: { host, port: `${port}`, user, dbname: 'postgres', sslmode: sslMode },
    password: { name: password.name, key: password.key },
    sslRootCert: ca && { name: ca.name, key: ca.key },
  }));

/** Prints the subscriptions of the migration that leads to a cluster. One that goes is dropped by the operator, with its slot. */
export function bindSubscriptions(scope: Construct, { model }: IClusterView): void {
  const { identity } = model;
  readers(model).forEach((reader) =>
    reader.reading.subscriptions.forEach((subscription, i) => {
      new Manifest(scope, `Subscription-${i + 1}`, {
        gvk: Subscription.GVK,
        metadata: { name: subscriptionObjectName(identity, subscription.slot), namespace: identity.namespace },
        spec: () => toJson_SubscriptionSpec(subscriptionSpec(identity.name, reader, subscription)),
      });
    }),
  );
}

const subscriptionSpec = (cluster: string, { name, reading }: Reader, subscription: MigrationSubscription): SubscriptionSpec => ({
  cluster: { name: cluster },
  name,
  dbname: subscription.database,
  externalClusterName: migrationEntryName(name),
  publicationName: name,
  publicationDbName: subscription.publishedIn,
  subscriptionReclaimPolicy: SubscriptionSpecSubscriptionReclaimPolicy.DELETE,
  parameters: {
    slot_name: subscription.slot,
    ...(reading.slotsAreThere && { create_slot: 'false' }),
    ...(reading.failover && { failover: 'true' }),
  },
});
