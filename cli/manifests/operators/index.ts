import { hasOwn } from '../../values/json';
import { Operator } from '../../effects/effect';
import { KubeObject } from '../object';
import { CNPG, BARMAN, cnpgView } from './cnpg';
import { crunchyView, PGO } from './crunchy';
import { ClusterView, Lookup } from './view';
import { ZALANDO, zalandoView } from './zalando';

/** The kinds that hold data, and how they are read. */
export const STATEFUL: {
  readonly [kind: string]: { readonly operator: Operator; readonly view: (object: KubeObject, lookup: Lookup) => ClusterView };
} = {
  [`${CNPG}/Cluster`]: { operator: 'cnpg', view: cnpgView },
  [`${ZALANDO}/postgresql`]: { operator: 'zalando', view: zalandoView },
  [`${PGO}/PostgresCluster`]: { operator: 'crunchy', view: crunchyView },
};

const OPERATOR_OF_GROUP: { readonly [group: string]: Operator } = {
  [CNPG]: 'cnpg',
  [BARMAN]: 'cnpg',
  [ZALANDO]: 'zalando',
  [PGO]: 'crunchy',
};

export const kindOf = ({ type }: KubeObject): string => type;
export const isStateful = (object: KubeObject): boolean => hasOwn(STATEFUL, kindOf(object));
export const operatorOf = ({ group }: Pick<KubeObject, 'group'>): Operator => OPERATOR_OF_GROUP[group] ?? 'kubernetes';
