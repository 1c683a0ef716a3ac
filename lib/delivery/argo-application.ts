import { Construct } from 'constructs';
import { Checks } from '../private/checks';
import { Manifest } from '../private/manifest';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import { ArgoApplicationProps } from './argo-application-props';
import { APPLICATION, COMPARE, IN_CLUSTER, argoMetadata, folderSource, syncPolicy } from './argo-spec';
import { DELIVERY_RULES } from './delivery-rules';
import { ARGO_APPLICATION_SHAPE } from './delivery-shape';

/**
 * An Application of Argo CD that holds databases: it applies on the server side, shows refusals of the operators before a sync, and deletes
 * nothing unless that is asked for; when it is deleted itself, what it has made stays.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 */
export class ArgoApplication extends Construct {
  /** Name of the Application. */
  public readonly applicationName: string;

  /**
   * An Application of Argo CD that applies a folder of databases, and deletes nothing unless that is asked for.
   *
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what is applied where
   */
  public constructor(scope: Construct, id: string, props: ArgoApplicationProps) {
    super(scope, id);
    requireShape(this, ARGO_APPLICATION_SHAPE, props, new.target);
    const { applicationName, argoNamespace, project = 'default', source, destinationNamespace, destinationServer, syncWave } = props;
    this.applicationName = applicationName;
    new Checks(this, () => ({
      breaches: runRules(DELIVERY_RULES, { ...props, name: ['applicationName', applicationName] }),
      refusals: [],
    }));
    new Manifest(this, 'Resource', {
      gvk: APPLICATION,
      metadata: argoMetadata(applicationName, argoNamespace, COMPARE, syncWave),
      spec: () => ({
        project,
        source: folderSource(source),
        destination: { server: destinationServer ?? IN_CLUSTER, namespace: destinationNamespace },
        syncPolicy: syncPolicy(props),
      }),
    });
  }
}
