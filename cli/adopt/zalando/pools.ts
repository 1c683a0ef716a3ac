import { KubeObject } from '../../manifests/object';
import { at, hasOwn, isMap, mapOf } from '../../values/json';
import { local, member } from '../program/expression';
import { Part } from '../program/program';
import { modeRow, parameterRows } from '../shared/pools';
import { computeRows, needed, number, plain } from '../shared/values';

/** The pools of a cluster: fields of it, which share their sizing. */
export function poolParts({ raw: { spec } }: KubeObject): Part[] {
  const block = at(spec, 'connectionPooler');
  const asked = {
    pool: at(spec, 'enableConnectionPooler') === true || (isMap(block) && !hasOwn(mapOf(spec), 'enableConnectionPooler')),
    readPool: at(spec, 'enableReplicaConnectionPooler') === true,
  };
  const instances = number(at(block, 'numberOfInstances')) ?? 2;
  const most = number(at(block, 'maxDBConnections'));
  return Object.entries(asked)
    .filter(([, is]) => is)
    .map(([variable]) => ({
      variable,
      construct: 'ConnectionPool',
      id: variable === 'pool' ? 'Pool' : 'ReadPool',
      rows: [
        needed('cluster', local('cluster')),
        ...(variable === 'pool' ? [] : [needed('access', member('PoolAccess.READ_ONLY'))]),
        ...modeRow(at(block, 'mode')),
        ...plain('instances', instances),
        ...plain('maxDatabaseConnections', most === undefined || most % instances !== 0 ? undefined : most / instances),
        ...parameterRows(undefined),
        ...computeRows(at(block, 'resources')),
        ...plain('image', at(block, 'dockerImage')),
      ],
    }));
}
