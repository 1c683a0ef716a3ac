import { at, Json, textOf } from '../../values/json';
import { call, CDK8S, Expression, map, value } from '../program/expression';
import { Row } from '../program/program';
import { streamingSource } from '../shared/followed';
import { number, plain, row } from '../shared/values';

/** What initdb was told. The operator reads it when a cluster is made. */
export function creationRows(initdb: Json | undefined): Row[] {
  const segment = number(at(initdb, 'wal-segsize'));
  const checksums = textOf(at(initdb, 'data-checksums'));
  return [
    ...(checksums === 'true' || checksums === '' ? plain('creation.dataChecksums', true) : []),
    ...row('creation.walSegmentSize', segment === undefined ? undefined : call('Size.mebibytes', [value(segment)], CDK8S)),
  ];
}

/** The primary that a cluster follows over the network. */
export const followed = (spec: Json | undefined): Expression | undefined =>
  streamingSource(at(spec, 'standby', 'standby_host'), at(spec, 'standby', 'standby_port'));

/** What the cluster was made of, in the operator's own words. */
const ORIGIN: { readonly [option: string]: string } = {
  cluster: 'cluster',
  uid: 'uid',
  timestamp: 'timestamp',
  walPath: 's3_wal_path',
  endpoint: 's3_endpoint',
  pathStyle: 's3_force_path_style',
};

export const originRows = (clone: Json | undefined): Row[] =>
  textOf(at(clone, 'cluster')) === undefined
    ? []
    : row(
        'operator.origin',
        map(
          Object.fromEntries(
            Object.entries(ORIGIN).flatMap(([option, field]) => {
              const said = at(clone, field);
              return said === undefined || said === '' ? [] : [[option, value(said)] as const];
            }),
          ),
        ),
      );
