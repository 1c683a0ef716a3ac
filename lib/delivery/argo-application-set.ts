import { Construct } from 'constructs';
import { Checks } from '../private/checks';
import { Manifest } from '../private/manifest';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import { ApplicationGenerator } from './application-generator';
import { ArgoApplicationSetProps } from './argo-application-set-props';
import { APPLICATION_SET, COMPARE, IN_CLUSTER, argoMetadata, folderSource, syncPolicy } from './argo-spec';
import { DELIVERY_RULES } from './delivery-rules';
import { ARGO_APPLICATION_SET_SHAPE } from './delivery-shape';
import { SourceFolder } from './source-folder';

/** What the two generators say, and what the template makes of it. */
function generated({ _pattern, _labels }: ApplicationGenerator, set: string, source: SourceFolder) {
  if (_pattern !== undefined) {
    const { repository, revision } = source;
    return {
      generator: { git: { repoURL: repository, revision, directories: [{ path: _pattern }] } },
      name: '{{ .path.basename }}',
      source: folderSource({ ...source, path: '{{ .path.path }}' }),
      server: IN_CLUSTER,
    };
  }
  const labels = { ..._labels };
  return {
    generator: { clusters: Object.keys(labels).length > 0 ? { selector: { matchLabels: labels } } : {} },
    name: `${set}-{{ .nameNormalized }}`,
    source: folderSource(source),
    server: '{{ .server }}',
  };
}

/**
 * An ApplicationSet of Argo CD that holds databases. It makes and changes Applications and deletes none; where one is deleted nevertheless,
 * what it has made stays. So a renamed folder or a lost label deletes nothing; what is no longer wanted is deleted by hand.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Controlling-Resource-Modification/
 */
export class ArgoApplicationSet extends Construct {
  /**
   * One Application of Argo CD for each target of the generator.
   *
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props for what Applications are made
   */
  public constructor(scope: Construct, id: string, props: ArgoApplicationSetProps) {
    super(scope, id);
    requireShape(this, ARGO_APPLICATION_SET_SHAPE, props, new.target);
    const { setName, argoNamespace, project = 'default', generator, source } = props;
    const rules = { ...props, name: ['setName', setName] as const, pattern: generator._pattern };
    new Checks(this, () => ({ breaches: runRules(DELIVERY_RULES, rules), refusals: [] }));
    new Manifest(this, 'Resource', {
      gvk: APPLICATION_SET,
      metadata: argoMetadata(setName, argoNamespace),
      spec: () => {
        const { generator: list, name, source: from, server } = generated(generator, setName, source);
        return {
          goTemplate: true,
          goTemplateOptions: ['missingkey=error'],
          generators: [list],
          syncPolicy: { applicationsSync: 'create-update', preserveResourcesOnDeletion: true },
          template: {
            metadata: { name, annotations: COMPARE },
            spec: { project, source: from, destination: { server }, syncPolicy: syncPolicy(props) },
          },
        };
      },
    });
  }
}
