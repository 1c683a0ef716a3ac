import { CLUSTERS, cnpg, crunchy, object, set, store } from '../objects';
import { RuleCase, one, many, each, SYNC, harmless, claim, other } from './fixtures';

export const identity: readonly RuleCase[] = [
  ...each((on) => many('G001', on, [CLUSTERS[on]()], [], [CLUSTERS[on]()])),
  many('G001', 'kubernetes', [claim('10Gi')], [], [claim('10Gi')]),
  ...each((on) => many('G002', on, [CLUSTERS[on]()], [CLUSTERS[on]('shop-orders')], [CLUSTERS[on](), CLUSTERS[on]('shop-orders')])),
  ...each((on) =>
    many(
      'G003',
      on,
      [CLUSTERS[on]()],
      [set(CLUSTERS[on](), 'metadata.namespace', 'sales')],
      [set(CLUSTERS[on](), 'metadata.labels', { a: 'b' })],
    ),
  ),
  ...each((on) => many('G004', on, [CLUSTERS[on]()], [other[on]], [CLUSTERS[on](), set(other[on], 'metadata.name', 'orders-new')])),
  many('G007', 'kubernetes', [set(store(), SYNC)], [], [set(store(), SYNC)]),
  many(
    'G019',
    'kubernetes',
    [cnpg()],
    [cnpg(), cnpg()],
    [cnpg(), cnpg('orders-b')].map((made, i) => (i === 1 ? set(made, 'metadata.namespace', 'sales') : made)),
  ),
  many(
    'G023',
    'kubernetes',
    [1, 2, 3, 4, 5, 6].map((n) => object('v1', 'ConfigMap', `c${n}`)),
    [object('v1', 'ConfigMap', 'c1')],
    [1, 2, 3, 4, 5].map((n) => object('v1', 'ConfigMap', `c${n}`)),
  ),
  many('G024', 'kubernetes', [crunchy()], [set(crunchy(), 'apiVersion', 'postgres-operator.crunchydata.com/v1beta1')], [crunchy()]),
  ...each((on) => one('G127', on, [['apiVersion', `${String(CLUSTERS[on]().apiVersion).split('/')[0]}/v7`]], [harmless(on)])),
];
