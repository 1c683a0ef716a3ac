import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { OperatorChart } from '../operators/delivery';
import { Checks } from '../private/checks';
import { FLUX_PROTECTION } from '../private/gitops-marks';
import { Manifest } from '../private/manifest';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import { APPLICATION, ARGO_NAMESPACE, COMPARE, IN_CLUSTER, OPERATOR_ANNOTATIONS, argoMetadata, syncPolicy } from './argo-spec';
import { OPERATOR_INSTALLATION_SHAPE } from './delivery-shape';
import { FLUX_NAMESPACE, HELM_RELEASE, HELM_REPOSITORY, fluxDuration } from './flux-spec';
import { INSTALLATION_RULES } from './installation-rules';
import { GitOpsTool, OperatorInstallationProps } from './operator-installation-props';

/** What one chart becomes. */
interface Release extends OperatorChart {
  readonly targetVersion: string;
  readonly targetNamespace: string;
  readonly toolNamespace?: string;
  readonly syncWave?: number;
}

const valuesOf = ({ values }: OperatorChart): object | undefined => (values === undefined ? undefined : (JSON.parse(values) as object));

const PRINTERS: { readonly [tool in GitOpsTool]: (scope: Construct, release: Release) => void } = {
  [GitOpsTool.ARGO_CD]: (scope, release) => {
    const { name, chart, repository, targetVersion, targetNamespace, toolNamespace = ARGO_NAMESPACE, syncWave } = release;
    new Manifest(scope, name, {
      gvk: APPLICATION,
      metadata: argoMetadata(name, toolNamespace, { ...OPERATOR_ANNOTATIONS, ...COMPARE }, syncWave),
      spec: () => ({
        project: 'default',
        source: {
          repoURL: repository,
          chart,
          targetRevision: targetVersion,
          helm: { releaseName: name, valuesObject: valuesOf(release) },
        },
        destination: { server: IN_CLUSTER, namespace: targetNamespace },
        // Never pruned: with the definition of a kind every cluster of that kind would go.
        syncPolicy: syncPolicy({ prune: false, selfHeal: true }),
      }),
    });
  },
  [GitOpsTool.FLUX]: (scope, release) => {
    const { name, chart, repository, oci = false, targetVersion, targetNamespace, toolNamespace = FLUX_NAMESPACE } = release;
    const metadata = { name, namespace: toolNamespace, annotations: FLUX_PROTECTION };
    const interval = fluxDuration(Duration.hours(1));
    new Manifest(scope, `${name}-repository`, {
      gvk: HELM_REPOSITORY,
      metadata,
      spec: () => ({ ...(oci && { type: 'oci' }), url: oci ? `oci://${repository}` : repository, interval }),
    });
    new Manifest(scope, name, {
      gvk: HELM_RELEASE,
      metadata,
      spec: () => ({
        interval,
        releaseName: name,
        targetNamespace,
        chart: { spec: { chart, version: targetVersion, sourceRef: { kind: 'HelmRepository', name } } },
        // Helm makes definitions once and never changes them; this does, and neither deletes any.
        install: { createNamespace: true, crds: 'CreateReplace' },
        upgrade: { crds: 'CreateReplace' },
        values: valuesOf(release),
      }),
    });
  },
};

/**
 * An operator, installed from its Helm chart at a pinned version by Argo CD or Flux: with the settings that the printed objects rely on,
 * definitions applied on the server side and never pruned.
 *
 * It belongs into a chart and an Application of its own, synced before those of databases. CloudNativePG's plugin for backups needs
 * cert-manager in the cluster. The objects are plain ApiObjects: what else a chart can be told is added by a JSON patch.
 */
export class OperatorInstallation extends Construct {
  /**
   * An operator at a pinned version, with the settings that the printed clusters rely on.
   *
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props which operator, and what applies it
   */
  public constructor(scope: Construct, id: string, props: OperatorInstallationProps) {
    super(scope, id);
    requireShape(this, OPERATOR_INSTALLATION_SHAPE, props, new.target);
    const { operator, tool, chartVersions = {}, watchedNamespaces = [], toolNamespace, syncWave } = props;
    const { delivery, facts } = operator;
    const operatorNamespace = props.operatorNamespace ?? delivery?.namespace ?? '';
    const charts = delivery?.charts([...watchedNamespaces]) ?? [];
    const context = { facts, delivery, charts, tool, chartVersions, watchedNamespaces, operatorNamespace, syncWave };
    new Checks(this, () => ({ breaches: runRules(INSTALLATION_RULES, context), refusals: [] }));
    for (const chart of charts) {
      const targetVersion = chartVersions[chart.chart] ?? chart.version ?? '';
      PRINTERS[tool](this, { ...chart, targetVersion, targetNamespace: operatorNamespace, toolNamespace, syncWave });
    }
  }
}
