import { application, CLUSTERS, cnpg, operatorApplication, pooler, PROTECTED, set, store } from '../objects';
import { RuleCase, one, many, each, SYNC, ANN, FINALIZER, namespace, claim, externalSecret, configMap, crd, crdOf } from './fixtures';

export const argo: readonly RuleCase[] = [
  ...each((on) => many('G005', on, [], [set(CLUSTERS[on](), SYNC)], [CLUSTERS[on]()])),
  many('G005', 'kubernetes', [], [set(externalSecret('Owner'), SYNC)], [set(externalSecret('Orphan'), SYNC)]),
  many('G006', 'kubernetes', [store()], [set(store(), SYNC)], [set(store(), SYNC, 'Prune=confirm,Delete=confirm')]),
  ...each((on) => one('G008', on, [[ANN('argocd.argoproj.io/hook'), 'Sync']], [[ANN('example.com/hook'), 'Sync']])),
  many('G008', 'kubernetes', [claim('10Gi')], [set(claim('10Gi'), ANN('helm.sh/hook'), 'pre-install')], [claim('10Gi')]),
  ...each((on) =>
    one('G009', on, [[SYNC, 'Prune=false,Delete=false,Force=true']], [[SYNC, 'Prune=false,Delete=false,ServerSideApply=true']]),
  ),
  many(
    'G009',
    'kubernetes',
    [application()],
    [application('shop', { syncPolicy: { syncOptions: ['Replace=true'] } })],
    [application('shop', { syncPolicy: { syncOptions: ['PruneLast=true'] } })],
  ),
  many('G010', 'kubernetes', [namespace(PROTECTED), cnpg()], [cnpg()], [namespace(PROTECTED), cnpg()]),
  many('G011', 'kubernetes', [cnpg()], [cnpg(), namespace()], [cnpg(), namespace(PROTECTED)]),
  many(
    'G012',
    'kubernetes',
    [application('shop', {}, FINALIZER), application('other')],
    [application('other')],
    [application('shop', {}, FINALIZER)],
  ),
  many('G013', 'kubernetes', [application()], [application('shop', {}, FINALIZER)], [application()]),
  many(
    'G014',
    'kubernetes',
    [application()],
    [application('shop', { syncPolicy: { automated: { prune: true } } })],
    [application('shop', { syncPolicy: { automated: { prune: false } } })],
  ),
  many(
    'G015',
    'kubernetes',
    [application()],
    [application('shop', { destination: { server: 'https://other.example.com', namespace: 'shop' } })],
    [application()],
  ),
  ...each((on) => many('G016', on, [set(crd, 'metadata.name', crdOf[on])], [], [set(crd, 'metadata.name', crdOf[on])])),
  many('G017', 'cnpg', [], [operatorApplication('cloudnative-pg', '0.29.0', [])], [operatorApplication('cloudnative-pg', '0.29.0')]),
  many('G017', 'crunchy', [], [operatorApplication('pgo', '6.0.3', [])], [operatorApplication('pgo', '6.0.3')]),
  ...each((on) =>
    one(
      'G018',
      on,
      [['metadata.labels', { 'app.kubernetes.io/instance': 'shop' }]],
      [['metadata.labels', { 'app.kubernetes.io/part-of': 'shop' }]],
    ),
  ),
  many(
    'G020',
    'kubernetes',
    [cnpg()],
    [cnpg(), set(configMap('a'), ANN('argocd.argoproj.io/sync-wave'), '1')],
    [cnpg(), set(pooler(), ANN('argocd.argoproj.io/sync-wave'), '1')],
  ),
  many(
    'G021',
    'kubernetes',
    [cnpg()],
    [cnpg(), set(store(), ANN('argocd.argoproj.io/sync-wave'), '1')],
    [cnpg(), set(store(), ANN('argocd.argoproj.io/sync-wave'), '-1')],
  ),
  many('G022', 'kubernetes', [store(), externalSecret('Owner')], [store()], [externalSecret('Owner')]),
];
