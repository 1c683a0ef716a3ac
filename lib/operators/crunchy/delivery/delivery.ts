import { ArgoHealthCheck, IOperatorDelivery, OperatorChart, OperatorWatch } from '../../delivery';
import { OPERATOR_NAMESPACE } from '../access/access-facts';
import { fields } from '../../../private/pod-fields';
import { CrunchySettings } from '../settings';
import { versionFacts } from '../versions';
import { CLUSTER_HEALTH } from './health';

/** The chart is in the registry of the images, and its number is not that of the operator: it has to be given. */
export class CrunchyDelivery implements IOperatorDelivery {
  public readonly namespace = OPERATOR_NAMESPACE;
  public readonly watch = OperatorWatch.OWN;
  public readonly healthChecks: ArgoHealthCheck[] = [
    { apiGroup: 'postgres-operator.crunchydata.com', kind: 'PostgresCluster', script: CLUSTER_HEALTH },
  ];

  public constructor(private readonly settings: CrunchySettings) {}

  public charts(watched: string[]): OperatorChart[] {
    const {
      autoGrowVolumesEnabled,
      volumeSnapshotsEnabled,
      tablespaceVolumesEnabled,
      openTelemetryMetricsEnabled,
      appendCustomQueriesEnabled,
    } = this.settings;
    const isDefault = autoGrowVolumesEnabled === versionFacts(this.settings).growsEveryVolume;
    // With a gate off, PGO ignores what hangs on it.
    const features = fields({
      AutoGrowVolumes: isDefault ? undefined : autoGrowVolumesEnabled,
      VolumeSnapshots: volumeSnapshotsEnabled || undefined,
      TablespaceVolumes: tablespaceVolumesEnabled || undefined,
      OpenTelemetryMetrics: openTelemetryMetricsEnabled || undefined,
      AppendCustomQueries: appendCustomQueriesEnabled || undefined,
    });
    const values = { singleNamespace: watched.length > 0, ...(features && { features }) };
    return [
      {
        name: 'pgo',
        chart: 'pgo',
        repository: 'registry.developers.crunchydata.com/crunchydata',
        oci: true,
        values: JSON.stringify(values),
      },
    ];
  }
}
