import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { MAX_CLUSTER_PART } from '../access/sql-job';
import { ClusterModel } from '../model/cluster-model';
import { refusals } from '../operators/refusals';
import { ObjectChange } from '../operators/verb-contract';
import { Attachments } from '../private/attachments';
import { Checks } from '../private/checks';
import { shortHash } from '../private/hash';
import { Manifest } from '../private/manifest';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { bindKubectlPolicy, bindRunner, kubectlJobSpec, permissionOf, resourceOf } from './kubectl-job';
import { VERB_ASKS } from './verb-asks';
import { VerbJobProps } from './verb-job-props';
import { VERB_JOB_SHAPE } from './verb-job-shape';
import { VERB_RULES } from './verb-rules';
import { VERB_SCRIPT } from './verb-script';

/** Label of the pods, with what the Job is called. */
const VERB_LABEL = 'cdk8s-postgres/verb';
const DEADLINE_SECONDS = 600;

/**
 * Tells the operator of a cluster once what is no field of a manifest: another password, another certificate, a replica that is made anew.
 *
 * The Job may change one object and nothing else. A ConfigMap that it makes remembers that the token has been there; it stays when the VerbJob goes
 * out of the program.
 */
export class VerbJob extends Construct {
  /** The cluster that it is about. */
  public readonly cluster: IHaCluster;

  /**
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what is done, and under which token
   */
  public constructor(scope: Construct, id: string, props: VerbJobProps) {
    super(scope, id);
    requireShape(this, VERB_JOB_SHAPE, props, new.target);
    const { cluster, verb, token } = props;
    const { operator, identity } = cluster;
    this.cluster = cluster;
    const attachments = Attachments.within(this, cluster);
    const checks = new Checks(this, () => ({
      breaches: runRules(VERB_RULES, {
        verb,
        token,
        options: props,
        cluster: identity,
        namespace: Chart.of(this).namespace,
        model: attachments?.model(),
      }),
      refusals: refusals(operator.facts, operator.capabilities, VERB_ASKS, verb),
    }));
    attachments?.checks.attach(checks);
    const model = attachments?.model();
    const change = model && operator.verbs?.changeOf(verb.kind, model, verb.about);
    if (model && change) {
      this.print(model, change, props);
    }
  }

  private print(model: ClusterModel, change: ObjectChange, props: VerbJobProps): void {
    const { identity } = model;
    const cluster = identity.name.slice(0, MAX_CLUSTER_PART);
    const memory = `${cluster}-verb-${shortHash(JSON.stringify([change, props.token]))}`;
    const patch: { [name: string]: string } = change.patch === undefined ? {} : { PATCH: change.patch };
    const specOf = (serviceAccountName: string, labels: { [key: string]: string }) =>
      kubectlJobSpec(model, props, {
        serviceAccountName,
        labels,
        command: ['/bin/sh', '-c', VERB_SCRIPT],
        env: { MEMORY: memory, RESOURCE: resourceOf(change), NAME: change.name, ...patch },
        deadlineSeconds: DEADLINE_SECONDS,
      });
    // No Job can be changed, so one whose pods are others is another one, with the same memory.
    const name = `${cluster}-verb-${shortHash(JSON.stringify(specOf('', {})))}`;
    const labels = { [VERB_LABEL]: name };
    const metadata = { name, labels };
    bindRunner(this, metadata, [
      permissionOf(change),
      // What is still to be made cannot be named in a role.
      { verbs: ['create'], apiGroup: '', resource: 'configmaps' },
      { verbs: ['get', 'patch'], apiGroup: '', resource: 'configmaps', name: memory },
    ]);
    const spec = () => specOf(name, labels);
    new Manifest(this, 'Job', {
      gvk: { apiVersion: 'batch/v1', kind: 'Job' },
      metadata: { ...metadata, namespace: identity.namespace },
      spec,
    });
    bindKubectlPolicy(this, metadata, model, props);
  }
}
