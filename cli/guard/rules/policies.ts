import { at, canonical, Json, listOf, mapOf, textOf } from '../../values/json';
import { keyOf, KubeObject, refOf } from '../../manifests/object';
import { kindOf } from '../../manifests/operators';
import { ClusterView } from '../../manifests/operators/view';
import { GuardRule, Hit } from '../rule';
import { Side } from '../../manifests/side';

const policyOf = (object: KubeObject): boolean => kindOf(object) === 'networking.k8s.io/NetworkPolicy';

/** Whether a selector selects pods with these labels. */
export function selects(selector: Json | undefined, labels: { readonly [label: string]: string }): boolean {
  return (
    Object.entries(mapOf(at(selector, 'matchLabels'))).every(([key, value]) => labels[key] === value) &&
    listOf(at(selector, 'matchExpressions')).every((expression) => {
      const value = labels[textOf(at(expression, 'key')) ?? ''];
      const values = listOf(at(expression, 'values')).map(String);
      switch (textOf(at(expression, 'operator'))) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        default:
          return value === undefined;
      }
    })
  );
}

/** Policies for ingress that select the instances of a cluster. */
const policiesOf = ({ objectsIn }: Side, { object, podLabels }: ClusterView): KubeObject[] =>
  objectsIn(object.namespace).filter(
    (policy) =>
      policyOf(policy) &&
      at(policy.value, 'spec', 'podSelector') !== undefined &&
      selects(at(policy.value, 'spec', 'podSelector'), podLabels),
  );

/** Whether any of the policies lets a port in. */
function letsIn(policies: readonly KubeObject[], port: number): boolean {
  return policies
    .flatMap((policy) => listOf(at(policy.value, 'spec', 'ingress')))
    .some((rule) => {
      const ports = listOf(at(rule, 'ports'));
      return (
        ports.length === 0 ||
        ports.some((allowed) => {
          const from = textOf(at(allowed, 'port'));
          const [first, last] = [Number(from), Number(textOf(at(allowed, 'endPort')) ?? from)];
          return from === undefined || Number.isNaN(first) || (first <= port && port <= last);
        })
      );
    });
}

/** Network policies and what is admitted to a namespace. */
export const POLICY_RULES: readonly GuardRule[] = [
  {
    id: 'G107',
    name: 'policy-removed',
    severity: 'confirm',
    operators: ['kubernetes'],
    what: 'A NetworkPolicy of a cluster goes, or lets nobody in.',
    why: 'Without the last policy everybody reaches the pods; with one that is empty nobody does.',
    safe: 'Confirm it if something else keeps the others out.',
    check: ({ base, head, removed }) =>
      removed.filter(policyOf).flatMap((object): Hit[] => {
        const cluster = base.clustersIn(object.namespace).find((view) => policiesOf(base, view).includes(object));
        const still = cluster && head.clusterByKey.get(cluster.object.key);
        const renamed = head
          .objectsIn(object.namespace)
          .some((other) => policyOf(other) && canonical(other.value.spec) === canonical(object.value.spec));
        return still && !renamed
          ? [
              {
                object,
                what: `${refOf(object)} disappears, which selects the pods of ${refOf(still.object)}.`,
                does:
                  policiesOf(head, still).length === 0
                    ? 'Everybody reaches the pods from now on.'
                    : 'Connections that only it allowed are dropped.',
                evidence: 'seen',
                effect: 'changes who may log in',
              },
            ]
          : [];
      }),
  },
  {
    id: 'G108',
    name: 'policy-blocks-operator',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'No policy lets in what the operator and the other instances need.',
    why: 'Without it there is no failover, and no status.',
    safe: 'CloudNativePG: ports 5432 and 8000; Zalando and PGO: 5432 and 8008.',
    state: (side) =>
      side.clusters.flatMap((view): Hit[] => {
        const policies = policiesOf(side, view).filter(
          (policy) =>
            listOf(at(policy.value, 'spec', 'policyTypes')).includes('Ingress') || at(policy.value, 'spec', 'policyTypes') === undefined,
        );
        const closed = policies.length > 0 ? view.innerPorts.filter((port) => !letsIn(policies, port)) : [];
        return closed.length > 0
          ? [
              {
                object: policies[0]!,
                field: 'spec.ingress',
                new: closed,
                what: `The policies for ${refOf(view.object)} let nobody in at port ${closed.join(' and ')}.`,
                does: 'Connections are dropped at once.',
                evidence: 'read',
              },
            ]
          : [];
      }),
  },
  {
    id: 'G109',
    name: 'pods-refused',
    severity: 'warn',
    operators: ['zalando'],
    what: 'The namespace takes restricted pods only.',
    why: 'The pods of this operator are not: they are refused.',
    safe: "Use the standard 'baseline' for the namespace.",
    state: ({ clusters, byKey }) =>
      clusters.flatMap(({ operator, object }): Hit[] => {
        const namespace = byKey.get(keyOf('', 'Namespace', '', object.namespace));
        return operator === 'zalando' &&
          namespace &&
          at(namespace.value, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce') === 'restricted'
          ? [
              {
                object: namespace,
                field: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
                new: 'restricted',
                what: `The namespace of ${refOf(object)} takes restricted pods only.`,
                does: 'No pod of the cluster starts.',
                evidence: 'read',
              },
            ]
          : [];
      }),
  },
  {
    id: 'G124',
    name: 'policy-changed',
    severity: 'info',
    operators: ['kubernetes'],
    what: 'Who reaches the pods changes.',
    why: 'Connections that are not allowed any more are dropped.',
    safe: 'Look whether each application is still in the list.',
  },
];
