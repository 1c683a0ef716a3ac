import { Json, textOf } from '../../values/json';
import { call, Expression, map, value } from '../program/expression';
import { number } from './values';

/** The primary of another cluster, which is called as the first part of its host name is. */
export function streamingSource(host: Json | undefined, port: Json | undefined): Expression | undefined {
  const name = textOf(host);
  const said = number(port);
  return name === undefined || name === ''
    ? undefined
    : call('ReplicaSource.streaming', [
        map({
          clusterName: value(name.split('.')[0]!),
          host: value(name),
          port: said === undefined || said === 5432 ? undefined : value(said),
        }),
      ]);
}
