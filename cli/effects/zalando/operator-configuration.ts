import { each, Row } from '../rows';
import { changed } from '../when';

const DELETION = [
  'enable_persistent_volume_claim_deletion',
  'enable_secrets_deletion',
  'enable_finalizers',
  'enable_owner_references',
  'delete_annotation_date_key',
  'delete_annotation_name_key',
  'persistent_volume_claim_retention_policy',
];

/** An OperatorConfiguration. */
export const OPERATOR_CONFIGURATION: readonly Row[] = [
  ...each(
    DELETION.map((name) => `configuration.kubernetes.${name}`),
    {
      when: changed,
      effect: 'nothing',
      evidence: 'read',
      rule: 'G085',
      does: 'Nothing now; the next deletion of any cluster deletes more, or less, than before.',
    },
  ),
  {
    path: 'configuration.kubernetes.persistent_volume_claim_retention_policy.*',
    when: changed,
    effect: 'nothing',
    evidence: 'read',
    rule: 'G085',
    does: 'The next deletion or scale-down of any cluster deletes more, or less, than before.',
  },
  ...each(
    ['major_version_upgrade_mode', 'minimal_major_version', 'target_major_version'].map(
      (name) => `configuration.major_version_upgrade.${name}`,
    ),
    {
      when: changed,
      effect: 'rolling restart',
      evidence: 'read',
      rule: 'G086',
      does: 'With `full` the operator upgrades every cluster below the minimum by itself, in its maintenance window.',
    },
  ),
  ...each(
    [
      'configuration.kubernetes_use_configmaps',
      'configuration.kubernetes.pod_role_label',
      'configuration.kubernetes.cluster_name_label',
      'configuration.kubernetes.cluster_labels.**',
      'configuration.kubernetes.inherited_labels',
    ],
    {
      when: changed,
      effect: 'primary restart',
      evidence: 'read',
      rule: 'G087',
      does: 'Patroni looks for its leader in other objects, or the StatefulSets of all clusters are replaced: clusters with replicas may get two primaries.',
    },
  ),
  ...each(['configuration.docker_image', 'configuration.enable_lazy_spilo_upgrade'], {
    when: changed,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G059',
    does: 'Every cluster that pins no image of its own is rolled.',
  }),
];
