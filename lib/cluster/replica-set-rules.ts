import { ClusterModel } from '../model/cluster-model';
import { DNS_LABEL } from '../model/names';
import { kibibytes, sizeQuantity } from '../model/quantity';
import { reachOf } from '../model/volume-reach';
import { OperatorFacts } from '../operators/operator-facts';
import { IServerFacts } from '../operators/server-facts';
import { affinityProblems } from '../private/affinity-problems';
import { autoGrowProblems } from '../private/auto-grow-problems';
import { Rule } from '../private/rules';
import { computeProblems, defined, isCount, nameProblem, tolerationProblems, volumeProblem } from '../private/value-problems';
import { MEMORY_RULES } from './memory-rules';
import { RESOURCE_RULES } from './resource-rules';

interface ReplicaSetContext {
  readonly model: ClusterModel;
  readonly facts: OperatorFacts;
  readonly server?: IServerFacts;
}

/** What the size of an instance has to be for the parameters, which all of them share. */
const FOR_PARAMETERS = ['HA-061', 'HA-063', 'HA-064'];

/** Finds what is said of an instance of the cluster in one of a set. */
const OWN = /'(storage|compute|placement)(?=[.['])/g;

const list = <T>(found: T | readonly T[] | undefined): readonly T[] =>
  found === undefined ? [] : Array.isArray(found) ? (found as readonly T[]) : [found as T];

/** What is wrong with an instance of a set, told as of one of the cluster. */
function sizeProblems({ model, ...rest }: ReplicaSetContext): string[] {
  const { storage, compute, placement } = model;
  return [
    ...defined([volumeProblem('storage.size', storage.size), nameProblem('storage.storageClass', storage.storageClass)]),
    ...autoGrowProblems('storage', storage),
    ...computeProblems(compute),
    ...defined([nameProblem('placement.priorityClassName', placement.priorityClassName)]),
    ...tolerationProblems(placement),
    ...affinityProblems(placement),
    ...[...RESOURCE_RULES.filter(({ id }) => FOR_PARAMETERS.includes(id)), ...MEMORY_RULES].flatMap(({ check }) =>
      list(check({ model, ...rest })),
    ),
  ];
}

/** What holds for replica sets on every operator. */
export const REPLICA_SET_RULES: readonly Rule<ReplicaSetContext>[] = [
  {
    id: 'HA-130',
    summary: 'replica sets have names of their own, of lower-case letters, digits and hyphens',
    why: 'pods, volumes and the Service of a set are named after it',
    check: ({ model: { replicaSets } }) =>
      replicaSets.flatMap(({ name }, i) => {
        if (!DNS_LABEL.test(name)) {
          return [
            `'replicaSets[${i}].name' must be lower-case letters, digits and '-', with a letter or digit first and last, got '${name}'`,
          ];
        }
        return replicaSets.slice(0, i).some((one) => one.name === name)
          ? [`'replicaSets[${i}].name' must be a name of its own, got '${name}' twice; write another name`]
          : [];
      }),
  },
  {
    id: 'HA-131',
    summary: 'a replica set has a whole number of instances from 1',
    why: 'an empty set has nobody behind its Service, and the API server refuses it',
    check: ({ model: { replicaSets } }) =>
      replicaSets.flatMap(({ instances }, i) =>
        isCount(instances, 1)
          ? []
          : [`'replicaSets[${i}].instances' must be a whole number from 1, got ${instances}; take the set out to have none`],
      ),
  },
  {
    id: 'HA-132',
    summary: 'the volumes of a replica set hold as much as those of the cluster',
    why: 'each instance has all of the data: where the volume is too small it stops in the middle, and the cluster keeps WAL for it',
    check: ({ model: { replicaSets, storage } }) =>
      replicaSets.flatMap((set, i) =>
        kibibytes(reachOf(set.storage)) < kibibytes(reachOf(storage))
          ? [
              `'replicaSets[${i}].storage.size' must be at least ${sizeQuantity(reachOf(storage))}, as the cluster has it, got ${sizeQuantity(reachOf(set.storage))}; write that, or leave 'storage' out`,
            ]
          : [],
      ),
  },
  {
    id: 'HA-133',
    summary: 'volumes, compute and placement of a replica set are such as an instance of the cluster could have',
    why: 'all instances have the same parameters, and the API server refuses the pods otherwise, or they wait for ever',
    check: (context) =>
      context.model.replicaSets.flatMap(({ storage, compute, placement }, i) => {
        const { model } = context;
        // What the cluster itself has wrong is told once.
        const own = sizeProblems(context);
        return sizeProblems({ ...context, model: { ...model, storage, compute, placement } })
          .filter((problem) => !own.includes(problem))
          .map((problem) => (problem.match(OWN) ? problem.replace(OWN, `'replicaSets[${i}].$1`) : `of 'replicaSets[${i}]': ${problem}`));
      }),
  },
];
