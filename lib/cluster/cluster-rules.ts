import { TABLESPACE_RULES } from './tablespace-rules';
import { allInstances } from '../model/all-instances';
import { ClusterIdentity } from '../model/identity';
import { ClusterModel } from '../model/cluster-model';
import { DNS_1035_LABEL, labelKeyProblem } from '../model/names';
import { OperatorFacts } from '../operators/operator-facts';
import { IServerFacts } from '../operators/server-facts';
import { affinityProblems } from '../private/affinity-problems';
import { Rule, RuleFacts } from '../private/rules';
import { POSTGRESQL_RULES } from './postgresql-rules';
import { MEMORY_RULES } from './memory-rules';
import { RESOURCE_RULES } from './resource-rules';
import { SERVER_RULES } from './server-rules';
import { STATE_RULES } from './state-rules';
import { REPLICA_SET_RULES } from './replica-set-rules';
import { STORAGE_RULES } from './storage-rules';
import {
  computeProblems,
  defined,
  imageProblem,
  isCount,
  isPort,
  labelProblems,
  nameProblem,
  namespaceProblem,
  tolerationProblems,
  volumeProblem,
} from '../private/value-problems';

/** An address, and the paths of those who had it before. */
export interface TakenAddress {
  readonly address: string;
  readonly rivals: readonly string[];
}

/** A cluster and what the rules need to know around it. */
export interface ClusterContext {
  readonly model: ClusterModel;
  readonly facts: OperatorFacts;
  /** What the servers of the operator have although the program does not say so. */
  readonly server?: IServerFacts;
  /** Paths of other clusters of the app with the same name in the same namespace. */
  readonly rivals: readonly string[];
  /** Addresses of the cluster that pools or other clusters of the app had before, with their paths. */
  readonly takenAddresses: readonly TakenAddress[];
}

/** Keys by which GitOps controllers recognise what is theirs. */
export const TRACKING_KEYS = ['app.kubernetes.io/instance', 'argocd.argoproj.io/instance', 'argocd.argoproj.io/tracking-id'];

/** Annotations of the library: protection from deletion, reasons of exemptions. */
const SET_KEYS = /^(argocd\.argoproj\.io\/sync-options|([^/]+\.)?cdk8s-postgres\/.*)$/;

/** Also that of a cluster that is recovered beside the lost one. */
export const NAME_USED_ONCE: RuleFacts = {
  id: 'HA-016',
  summary: 'a cluster name is used once in a namespace',
  why: 'two clusters of one name share services, volumes and secrets, and the second object replaces the first',
};

/** A host, a port where it has one, and a path. */
const REGISTRY = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[a-z0-9][a-z0-9._-]*)*$/;

/** What holds for the name and the namespace, which are all that is known of a cluster of another app. */
export const IDENTITY_RULES: readonly Rule<{ readonly identity: ClusterIdentity }>[] = [
  {
    id: 'HA-003',
    summary: 'clusterName is a DNS label that starts with a letter',
    why: 'services are named after the cluster, and the API server or the operator refuses other names',
    check: ({ identity }) =>
      DNS_1035_LABEL.test(identity.name)
        ? undefined
        : `'clusterName' must be lower-case letters, digits and '-', with a letter first and no '-' at the end, got '${identity.name}'`,
  },
  {
    id: 'HA-027',
    summary: 'the namespace is a DNS label',
    why: 'no namespace can have another name, and it is a part of addresses and of the path of the archive',
    check: ({ identity }) => namespaceProblem(identity),
  },
];

/** What holds for the objects that a cluster is made of. */
const OBJECT_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'HA-001',
    summary: 'instances is a whole number from 1',
    why: 'a cluster without a primary cannot accept writes',
    check: ({ model }) =>
      isCount(model.instances, 1)
        ? undefined
        : `'instances' must be a whole number from 1, got ${model.instances}; write 3, one primary and two replicas`,
  },
  {
    id: 'HA-002',
    summary: 'a production cluster has at least two instances',
    why: 'with one instance each restart, upgrade or node failure is an outage',
    check: ({ model }) =>
      allInstances(model) === 1 && !model.nonProduction?.singleInstance
        ? `'instances' is 1; write 3 or, where an outage is acceptable, nonProduction: { reason, singleInstance: true }`
        : undefined,
  },
  {
    id: 'HA-004',
    summary: 'version is a major version that the operator runs',
    why: 'the operator has no image or no code for other versions',
    check: ({ model, facts }) =>
      facts.postgresMajors.includes(model.version.majorNumber)
        ? undefined
        : `'version' must be one of ${facts.postgresMajors.join(', ')} on ${facts.displayName} ${facts.operatorVersion}, got '${model.version.major}'`,
  },
  {
    id: 'HA-005',
    summary: 'volumes are a whole number of mebibytes, at least 1Gi',
    why: 'a fraction of a mebibyte has no canonical quantity, and PostgreSQL does not start on less',
    check: ({ model }) =>
      defined([
        volumeProblem('storage.size', model.storage.size),
        model.walStorage && volumeProblem('walStorage.size', model.walStorage.size),
      ]),
  },
  {
    id: 'HA-006',
    summary: 'names of storage classes, priority classes and catalogs are names of objects',
    why: 'no object can have another name, so the pods would wait for ever',
    check: ({ model }) =>
      defined([
        nameProblem('storage.storageClass', model.storage.storageClass),
        nameProblem('walStorage.storageClass', model.walStorage?.storageClass),
        nameProblem('placement.priorityClassName', model.placement.priorityClassName),
        nameProblem('image catalog name', model.image?.catalog?.name),
      ]),
  },
  {
    id: 'HA-007',
    summary: 'CPU and memory are positive, no limit is below its request, and there is none of CPU where there shall be none',
    why: 'the API server refuses such pods, and the operator would retry for ever',
    check: ({ model }) => computeProblems(model.compute),
  },
  {
    id: 'HA-008',
    summary: 'synchronous standbys are a whole number from 1 and fewer than the instances',
    why: 'every commit would wait for a standby that cannot exist',
    check: ({ model }) => {
      const { replication } = model;
      const instances = allInstances(model);
      return !replication.isSynchronous || (isCount(replication.standbys, 1) && replication.standbys < instances)
        ? undefined
        : `'replication' asks for ${replication.standbys} synchronous standbys of ${instances} instances; write ${instances > 2 ? `1 to ${instances - 1}` : 'Replication.asynchronous()'}, or more instances`;
    },
  },
  {
    id: 'HA-009',
    summary: 'strict synchronous replication has a standby to spare',
    why: 'writes would stop whenever a single replica restarts',
    check: ({ model: { replication, ...model } }) =>
      replication.isSynchronous && !replication.writesWithoutStandby && replication.standbys === allInstances(model) - 1
        ? `'replication' waits for all ${replication.standbys} replicas; write ${model.instances + 1} instances, fewer standbys or writesWithoutStandby: true`
        : undefined,
  },
  {
    id: 'HA-014',
    summary: 'labels, annotations and node labels have valid keys and values',
    why: 'the API server refuses the pods',
    check: ({ model }) => [
      ...labelProblems('labels', model.labels),
      ...labelProblems('placement.nodeSelector', model.placement.nodeSelector),
      ...defined(Object.keys(model.annotations).map((key) => labelKeyProblem(key))).map((problem) => `'annotations': ${problem}`),
    ],
  },
  {
    id: 'HA-015',
    summary: 'no label or annotation is one by which a GitOps controller tracks its objects',
    why: 'Argo CD would take the pods for its own and delete those that have no owner',
    check: ({ model }) =>
      [...Object.keys(model.labels), ...Object.keys(model.annotations)]
        .filter((key) => TRACKING_KEYS.includes(key))
        .map((key) => `'${key}' must not be on the pods; use a key of your own`),
  },
  {
    ...NAME_USED_ONCE,
    check: ({ model: { identity }, rivals }) =>
      rivals.length > 0
        ? `the name '${identity.name}' in namespace '${identity.namespace ?? 'default'}' is also used by ${rivals.join(', ')}; give each cluster a name of its own`
        : undefined,
  },
  {
    id: 'HA-017',
    summary: 'a production cluster has a backup policy',
    why: 'a dropped table, a deleted namespace or a lost volume would be final',
    check: ({ model }) =>
      model.backup === undefined && !model.nonProduction?.withoutBackups
        ? `the cluster '${model.identity.name}' has no BackupPolicy; add one or write nonProduction: { reason, withoutBackups: true }`
        : undefined,
  },
  {
    id: 'HA-018',
    summary: 'nonProduction says why',
    why: 'the next reader has to judge whether the reason still holds',
    check: ({ model: { nonProduction } }) =>
      nonProduction !== undefined && nonProduction.reason.trim() === ''
        ? `'nonProduction.reason' is empty; write why this cluster may be less safe`
        : undefined,
  },
  {
    id: 'HA-019',
    summary: 'tolerations have the key and value of a label, and seconds only with NO_EXECUTE',
    why: 'the API server refuses the pods',
    check: ({ model: { placement } }) => tolerationProblems(placement),
  },
  {
    id: 'HA-092',
    summary: 'labels and annotations of the cluster object are valid, and none is one that the library or a GitOps controller sets',
    why: 'the API server refuses the object, or it loses what keeps it from being deleted',
    check: ({ model: { objectLabels, objectAnnotations } }) => [
      ...labelProblems('objectMetadata.labels', objectLabels),
      ...defined(Object.keys(objectAnnotations).map((key) => labelKeyProblem(key))).map(
        (problem) => `'objectMetadata.annotations': ${problem}`,
      ),
      ...[...Object.keys(objectLabels), ...Object.keys(objectAnnotations)]
        .filter((key) => TRACKING_KEYS.includes(key) || SET_KEYS.test(key))
        .map((key) => `'objectMetadata' must not have '${key}', which the library or a GitOps controller sets; leave it out`),
    ],
  },
  {
    id: 'HA-091',
    summary: 'affinities and spreads are such as Kubernetes takes, and fit something',
    why: 'the API server refuses the pods, or no pod is ever scheduled',
    check: ({ model: { placement } }) => affinityProblems(placement),
  },
  {
    id: 'HA-050',
    summary: 'image pull secrets have names of Secrets',
    why: 'the API server refuses the pods, or the operator the cluster',
    check: ({ model }) => model.imagePullSecrets.flatMap((name, i) => nameProblem(`imagePullSecrets[${i}]`, name) ?? []),
  },
  {
    id: 'HA-051',
    summary: 'the platform names ports that there can be, and a registry',
    why: 'names would not be resolved, or images would not be found',
    check: ({ model: { platform } }) =>
      defined([
        ...platform.dnsPorts.map((port) =>
          isPort(port) ? undefined : `'platform.dnsPorts' must be whole numbers from 1 to 65535, got ${port}`,
        ),
        platform.dnsPorts.length === 0 ? `'platform.dnsPorts' must have a port, got none; leave it out for 53` : undefined,
        platform.imageRegistry === undefined || REGISTRY.test(platform.imageRegistry)
          ? undefined
          : `'platform.imageRegistry' must be a host with or without a path, such as 'registry.acme.example/mirror', got '${platform.imageRegistry}'`,
      ]),
  },
  {
    id: 'HA-021',
    summary: 'a pinned image has a tag, and the tag is not latest',
    why: 'the next pull could bring another major version, which cannot read the data',
    check: ({ model: { image } }) => imageProblem(image?.reference),
  },
  {
    id: 'HA-026',
    summary: 'the services of a cluster have addresses of their own',
    why: 'two services of one name cannot be, so one of them would lead to the pods of the other',
    check: ({ model: { identity }, rivals, takenAddresses }) =>
      // Of two clusters with one name HA-016 has spoken.
      rivals.length > 0
        ? undefined
        : takenAddresses.map(
            ({ address, rivals: others }) =>
              `the address ${address} of the cluster '${identity.name}' is also that of ${others.join(', ')}; rename one of them`,
          ),
  },
];

/** What holds for a cluster on every operator, in the order of the ids. */
export const CLUSTER_RULES: readonly Rule<ClusterContext>[] = [
  ...IDENTITY_RULES.map((rule) => ({ ...rule, check: ({ model }: ClusterContext) => rule.check(model) })),
  ...OBJECT_RULES,
  ...POSTGRESQL_RULES,
  ...RESOURCE_RULES,
  ...MEMORY_RULES,
  ...SERVER_RULES,
  ...STORAGE_RULES,
  ...REPLICA_SET_RULES,
  ...TABLESPACE_RULES,
  ...STATE_RULES,
].sort((a, b) => (a.id < b.id ? -1 : 1));
