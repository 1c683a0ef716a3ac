import { at, Json, listOf, textOf } from '../../values/json';
import { Expression, list, map, value } from '../program/expression';
import { Row } from '../program/program';
import { computeRows, number, row } from '../shared/values';
import { claim } from './volumes';

/** The part of a path behind its last dot. */
const last = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

function replicaSet(set: Json, name: string): Expression {
  const compute = computeRows(at(set, 'resources'));
  const instances = number(at(set, 'replicas'));
  return map({
    name: value(name),
    instances: instances === undefined || instances === 1 ? undefined : value(instances),
    storage: claim(at(set, 'dataVolumeClaimSpec')),
    compute: compute.length > 0 ? map(Object.fromEntries(compute.map((one) => [last(one.path), one.value]))) : undefined,
    // Nothing keeps them from it.
    mayBecomePrimary: value(true),
  });
}

/** Further sets of instances. One without a name is called after its place, which no name of the program may be. */
export function replicaSetRows(spec: Json | undefined): Row[] {
  const sets = listOf(at(spec, 'instances')).slice(1);
  const names = sets.map((set) => textOf(at(set, 'name')));
  return sets.length === 0 || names.includes(undefined) ? [] : row('replicaSets', list(sets.map((set, i) => replicaSet(set, names[i]!))));
}
