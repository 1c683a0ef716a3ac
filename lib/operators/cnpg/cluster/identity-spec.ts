import { ClusterSpecInheritedMetadata, ClusterSpecServiceAccountTemplate } from '../../../../imports/cnpg/cluster';
import { BackupTarget } from '../../../model/backup-target';
import { ClusterModel } from '../../../model/cluster-model';
import { scrapeAnnotations } from '../../shared/scrape-annotations';
import { METRICS_PORT } from '../monitoring/ports';
import { nonEmpty } from '../../../private/kubernetes';

/** Annotations by which a service account of Kubernetes takes an identity of a cloud. */
const IDENTITIES: readonly (readonly [annotation: string, identity: (target: BackupTarget) => string | undefined])[] = [
  ['eks.amazonaws.com/role-arn', ({ bucket }) => bucket?.credentials.identity?.awsRoleArn],
  ['iam.gke.io/gcp-service-account', ({ gcsBucket: gcs }) => gcs?.credentials.serviceAccount],
  ['azure.workload.identity/client-id', ({ azureContainer: azure }) => azure?.credentials.clientId],
];

/** Azure gives its token to pods that ask for it by a label; the others find an annotated service account by themselves. */
const AZURE_LABEL = { 'azure.workload.identity/use': 'true' };

/** The plugin runs in the pods of the instances, with the service account that the operator creates for them. */
export function serviceAccountSpec(stores: readonly BackupTarget[]): ClusterSpecServiceAccountTemplate | undefined {
  const annotations: { [key: string]: string } = {};
  for (const target of stores) {
    for (const [annotation, identityOf] of IDENTITIES) {
      const identity = identityOf(target);
      if (identity !== undefined) {
        annotations[annotation] = identity;
      }
    }
  }
  return nonEmpty(annotations) && { metadata: { annotations } };
}

/** Labels and annotations of all that the operator creates, pods and jobs included. */
export function inheritedMetadataSpec(model: ClusterModel, stores: readonly BackupTarget[]): ClusterSpecInheritedMetadata | undefined {
  const asks = stores.some(({ azureContainer: azure }) => azure?.credentials.clientId !== undefined);
  const labels = asks ? { ...model.labels, ...AZURE_LABEL } : model.labels;
  const annotations = { ...model.annotations, ...scrapeAnnotations(model.monitoring, { port: METRICS_PORT }) };
  return nonEmpty({ ...(nonEmpty(labels) && { labels }), ...(nonEmpty(annotations) && { annotations }) });
}
