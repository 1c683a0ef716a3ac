import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { Checks } from '../private/checks';
import { nonEmpty } from '../private/kubernetes';
import { Manifest } from '../private/manifest';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import { DELIVERY_RULES } from './delivery-rules';
import { FLUX_KUSTOMIZATION_SHAPE } from './delivery-shape';
import { FluxKustomizationProps } from './flux-kustomization-props';
import { FLUX_NAMESPACE, KUSTOMIZATION, fluxDuration } from './flux-spec';

/**
 * A Kustomization of Flux that holds databases. It deletes nothing unless that is asked for, and never by force.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
export class FluxKustomization extends Construct {
  /**
   * A Kustomization of Flux that applies a folder of databases.
   *
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what is applied
   */
  public constructor(scope: Construct, id: string, props: FluxKustomizationProps) {
    super(scope, id);
    requireShape(this, FLUX_KUSTOMIZATION_SHAPE, props, new.target);
    const { kustomizationName, sourceName, path, fluxNamespace = FLUX_NAMESPACE, prune = false, dependsOn = [] } = props;
    const { interval = Duration.minutes(10) } = props;
    new Checks(this, () => ({
      breaches: runRules(DELIVERY_RULES, { name: ['kustomizationName', kustomizationName], pattern: path }),
      refusals: [],
    }));
    new Manifest(this, 'Resource', {
      gvk: KUSTOMIZATION,
      metadata: { name: kustomizationName, namespace: fluxNamespace },
      spec: () => ({
        interval: fluxDuration(interval),
        path: `./${path.replace(/^\.\//, '')}`,
        prune,
        sourceRef: { kind: 'GitRepository', name: sourceName },
        dependsOn: nonEmpty(dependsOn.map((name) => ({ name }))),
      }),
    });
  }
}
