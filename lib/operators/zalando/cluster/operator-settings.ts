import { ClusterModel } from '../../../model/cluster-model';
import { IOperatorInstallation, OperatorSetting } from '../../operator-settings';
import { ZalandoOptions } from '../options';

/** What gives a CPU limit to a pod that has none. */
const CPU_LIMITS = ['default_cpu_limit', 'min_cpu_limit', 'connection_pooler_default_cpu_limit'] as const;

/** What the configuration of the Zalando operator has to say, as far as the factory was told that it does, or a cluster needs it. */
export const installation = (options: ZalandoOptions | undefined): IOperatorInstallation => ({
  operatorSettings: ({ pair }: ClusterModel) => {
    const {
      teamPrefixEnforced,
      podAntiAffinityConfigured,
      cpuLimitDefaultsRemoved,
      inheritedLabels = [],
    } = options ?? ({} as Partial<ZalandoOptions>);
    const rows: readonly (OperatorSetting | false)[] = [
      podAntiAffinityConfigured === true && {
        setting: 'enable_pod_antiaffinity',
        value: 'true',
        why: 'instances that stand apart; the factory was told so by podAntiAffinityConfigured',
      },
      ...CPU_LIMITS.map(
        (setting) =>
          cpuLimitDefaultsRemoved === true && {
            setting,
            value: `''`,
            why: 'pods without a CPU limit; the factory was told so by cpuLimitDefaultsRemoved',
          },
      ),
      inheritedLabels.length > 0 && {
        setting: 'inherited_labels',
        value: inheritedLabels.join(', '),
        why: 'labels of the pods; the factory was told so by inheritedLabels',
      },
      teamPrefixEnforced === true && {
        setting: 'enable_team_id_clustername_prefix',
        value: 'true',
        why: 'names of clusters; the factory was told so by teamPrefixEnforced',
      },
      pair !== undefined && { setting: 'min_instances', value: '-1', why: 'a demoted primary, which has no instances for a while' },
    ];
    return rows.filter((row) => row !== false);
  },
});
