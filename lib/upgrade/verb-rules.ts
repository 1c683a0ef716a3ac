import { tokenProblem } from '../cluster/state-rules';
import { ClusterModel } from '../model/cluster-model';
import { ClusterVerb } from '../model/cluster-verb';
import { ClusterIdentity } from '../model/identity';
import { byKind } from '../model/kinds';
import { writes } from '../model/standing';
import { Rule } from '../private/rules';
import { defined, placeProblem } from '../private/value-problems';
import { kubectlJobProblems } from './kubectl-job';
import { KubectlJobOptions } from './kubectl-job-props';

/** A Job and what the rules need to know around it. */
export interface VerbContext {
  readonly verb: ClusterVerb;
  readonly token: string;
  readonly options: KubectlJobOptions;
  readonly cluster: ClusterIdentity;
  readonly namespace?: string;
  /** The cluster; undefined where another app owns it. */
  readonly model?: ClusterModel;
}

function passwordProblem({ roles }: ClusterModel, name = ''): string | undefined {
  const role = roles.find((one) => one.name === name);
  if (role === undefined) {
    return `'verb' must name a role of the cluster, ${roles.map((one) => `'${one.name}'`).join(', ') || 'which has none'}, got '${name}'`;
  }
  return role.login && role.password._kind === 'generated'
    ? undefined
    : `'verb' must name a role whose password the operator makes, got '${name}'; ${role.login ? 'change it where it is made' : 'nobody logs in as that one'}`;
}

const certificateProblem = ({ tls }: ClusterModel): string | undefined =>
  tls._kind === 'operator'
    ? undefined
    : `'verb' must not ask for another certificate where 'tls' says that somebody else makes it; renew it there, for example with 'cmctl renew'`;

function instanceProblem({ identity: { name }, instances }: ClusterModel, instance = ''): string | undefined {
  if (instances === 1) {
    return `'verb' must not make the only instance anew, which is the primary; make another cluster of the backups, or write instances: 2 first`;
  }
  return instance.startsWith(`${name}-`) && /^[1-9]\d*$/.test(instance.slice(name.length + 1))
    ? undefined
    : `'verb' must name an instance such as '${name}-2', got '${instance}'; kubectl get pods shows their names`;
}

/** What holds for what is done once by changing an object of Kubernetes. */
export const VERB_RULES: readonly Rule<VerbContext>[] = [
  {
    id: 'VERB-011',
    summary: 'a VerbJob stands in the app and in the namespace of its cluster',
    why: 'it changes what stands beside the cluster, and has to know what the cluster says',
    check: ({ model, cluster, namespace }) => placeProblem('VerbJob', 'job', { ours: model !== undefined, namespace, cluster }),
  },
  {
    id: 'VERB-012',
    summary: 'the token of a VerbJob says what it is for, and is no date',
    why: 'a token acts once for each new value; one that is made when the program runs is a new one each time',
    check: ({ token }) => tokenProblem('token', token),
  },
  {
    id: 'VERB-013',
    summary: 'a VerbJob makes anew what the operator makes, and no primary',
    why: 'what somebody else made would be gone until that one makes it again, and a primary is the data',
    check: ({ model, verb }) =>
      model &&
      byKind(verb._kind, { 'new-password': passwordProblem, 'new-certificate': certificateProblem, 'new-instance': instanceProblem })(
        model,
        verb.about,
      ),
  },
  {
    id: 'VERB-014',
    summary: 'a VerbJob runs where the cluster runs and nothing else is going on',
    why: 'it would act at some later moment, or in the midst of what works on the same data',
    check: ({ model, verb, cluster }) => {
      if (model === undefined) {
        return undefined;
      }
      const { state, upgrade, recovery, inPlaceRestore } = model;
      return defined([
        state._kind === 'running'
          ? undefined
          : `the cluster '${cluster.name}' is in the state '${state.kind}'; take the VerbJob out until it runs`,
        upgrade && upgrade.step._kind !== 'tidy'
          ? `the cluster '${cluster.name}' has a MajorUpgrade; take the VerbJob out until that is over`
          : undefined,
        recovery ? `the cluster '${cluster.name}' has 'recovery'; write '.done()' behind its RecoverySource first` : undefined,
        inPlaceRestore ? `the cluster '${cluster.name}' has an InPlaceRestore; take the VerbJob out until that is over` : undefined,
        verb._kind === 'new-password' && !writes(model)
          ? `the cluster '${cluster.name}' has the passwords of the one that it follows; write the VerbJob for that one`
          : undefined,
      ]);
    },
  },
  {
    id: 'VERB-015',
    summary: 'the pods of a VerbJob reach the API server, and run an image with a tag',
    why: 'nothing else can tell the operator, no policy can name the API server otherwise, and another image would run next month',
    check: ({ options, model }) => kubectlJobProblems(options, model),
  },
];
