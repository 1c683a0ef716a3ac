import { ArgoHealthCheck, IOperatorDelivery, OperatorChart, OperatorWatch } from '../../delivery';
import { OPERATOR_NAMESPACE } from '../names';
import { ZalandoOptions } from '../options';
import { versionFacts } from '../versions';

/** What the factory is told of the operator's configuration is what is configured. Argo CD has a check of its health. */
export class ZalandoDelivery implements IOperatorDelivery {
  public readonly namespace = OPERATOR_NAMESPACE;
  public readonly watch = OperatorWatch.ONE;
  public readonly healthChecks: ArgoHealthCheck[] = [];

  public constructor(private readonly options: ZalandoOptions | undefined) {}

  public charts([watched = '*']: string[]): OperatorChart[] {
    const { inheritedLabels = [], podAntiAffinityConfigured = false, teamPrefixEnforced = false, podRoleArn } = { ...this.options };
    const { chartVersion, roleSetting } = versionFacts(this.options);
    const values = {
      configGeneral: {
        // The operator would write over the definitions that come from Git at each start.
        enable_crd_registration: false,
        enable_team_id_clustername_prefix: teamPrefixEnforced,
        min_instances: -1,
      },
      configKubernetes: {
        // Otherwise every volume goes with its cluster, whatever the retention policy says.
        enable_persistent_volume_claim_deletion: false,
        enable_pod_antiaffinity: podAntiAffinityConfigured,
        ...(inheritedLabels.length > 0 && { inherited_labels: inheritedLabels }),
        watched_namespace: watched,
        ...(podRoleArn !== undefined && !roleSetting && serviceAccount(podRoleArn)),
      },
      ...(podRoleArn !== undefined && roleSetting && { configAwsOrGcp: { irsa_role_arn: podRoleArn } }),
    };
    return [
      {
        name: 'postgres-operator',
        chart: 'postgres-operator',
        repository: 'https://opensource.zalando.com/postgres-operator/charts/postgres-operator',
        version: chartVersion,
        values: JSON.stringify(values),
      },
    ];
  }
}

/** Version 1.15 has no field for the role: it takes the whole service account, as text. */
const serviceAccount = (role: string) => ({
  pod_service_account_definition: JSON.stringify({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'postgres-pod', annotations: { 'eks.amazonaws.com/role-arn': role } },
  }),
});
