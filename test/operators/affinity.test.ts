import { IPostgresOperator, LabelOperator, PlacementOptions, PostgresOperator, SpreadRule } from '../../lib';
import { Ask, program } from '../support/programs';
import { at, only, render } from '../support/render';

/** What Kubernetes calls the two strengths. */
const ONLY = 'requiredDuringSchedulingIgnoredDuringExecution';
const RATHER = 'preferredDuringSchedulingIgnoredDuringExecution';

const PLACEMENT: PlacementOptions = {
  nodes: SpreadRule.NONE,
  zones: SpreadRule.NONE,
  nodeSelector: { pool: 'databases' },
  nodeAffinity: {
    required: [
      { labels: [{ key: 'disk', operator: LabelOperator.NOT_IN, values: ['hdd'] }] },
      { labels: [{ key: 'nvme', operator: LabelOperator.EXISTS }] },
    ],
    preferred: [{ labels: [{ key: 'zone', operator: LabelOperator.IN, values: ['a'] }], weight: 50 }],
  },
  spread: [{ topologyKey: 'rack', maxSkew: 2, required: true, minDomains: 3, labels: { app: 'all' } }],
  tolerations: [{}],
};
const OTHERS: PlacementOptions = {
  podAffinity: { preferred: [{ term: { topologyKey: 'zone', labels: { app: 'web' }, namespaces: ['shop'] } }] },
  podAntiAffinity: {
    required: [{ topologyKey: 'kubernetes.io/hostname', requirements: [{ key: 'app', operator: LabelOperator.EXISTS }] }],
  },
};

const NODE_TERMS = [
  { matchExpressions: [{ key: 'disk', operator: 'NotIn', values: ['hdd'] }] },
  { matchExpressions: [{ key: 'nvme', operator: 'Exists' }] },
];
const PREFERRED = [{ weight: 50, preference: { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] } }];
const NODES = { [RATHER]: PREFERRED, [ONLY]: { nodeSelectorTerms: NODE_TERMS } };
/** Where there is no node selector, its labels hold in each of the alternatives. */
const SELECTED = {
  [RATHER]: PREFERRED,
  [ONLY]: {
    nodeSelectorTerms: NODE_TERMS.map(({ matchExpressions }) => ({
      matchExpressions: [{ key: 'pool', operator: 'In', values: ['databases'] }, ...matchExpressions],
    })),
  },
};
const NEAR = {
  [RATHER]: [{ weight: 1, podAffinityTerm: { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'web' } }, namespaces: ['shop'] } }],
};
const APART = {
  [ONLY]: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } }],
};
const RACKS = [
  { maxSkew: 2, minDomains: 3, topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'all' } } },
];

const printed = (operator: IPostgresOperator, ask: Ask, kind: string) => only(render(program(operator, ask)), kind);
const whole = { placement: { ...PLACEMENT, ...OTHERS } };

test('CloudNativePG: instances', () => {
  const cluster = printed(PostgresOperator.cloudNativePg(), { cluster: whole }, 'Cluster');
  expect(at(cluster, '/spec/affinity')).toEqual({
    enablePodAntiAffinity: false,
    nodeSelector: { pool: 'databases' },
    nodeAffinity: NODES,
    additionalPodAffinity: NEAR,
    additionalPodAntiAffinity: APART,
    tolerations: [{ operator: 'Exists' }],
  });
  expect(at(cluster, '/spec/topologySpreadConstraints')).toEqual(RACKS);
});

test('CloudNativePG: a spread of instances counts their jobs too, unless it says what is counted', () => {
  const placement = { ...PLACEMENT, spread: [{ topologyKey: 'rack', honorsTaints: true }] };
  expect(at(printed(PostgresOperator.cloudNativePg(), { cluster: { placement } }, 'Cluster'), '/spec/topologySpreadConstraints')).toEqual([
    {
      maxSkew: 1,
      topologyKey: 'rack',
      whenUnsatisfiable: 'ScheduleAnyway',
      nodeTaintsPolicy: 'Honor',
      labelSelector: {
        matchLabels: { 'cnpg.io/cluster': 'orders' },
        matchExpressions: [{ key: 'cnpg.io/podRole', operator: 'NotIn', values: ['pooler'] }],
      },
    },
  ]);
});

test('CloudNativePG: pools, which have the nodes of the cluster and not its neighbours', () => {
  const operator = PostgresOperator.cloudNativePg();
  const like = printed(operator, { cluster: whole, pools: [{}] }, 'Pooler');
  expect(at(like, '/spec/template/spec/nodeSelector')).toEqual({ pool: 'databases' });
  expect(at(like, '/spec/template/spec/affinity')).toEqual({ nodeAffinity: NODES });
  const own = printed(operator, { pools: [whole] }, 'Pooler');
  expect(at(own, '/spec/template/spec/affinity')).toEqual({ nodeAffinity: NODES, podAffinity: NEAR, podAntiAffinity: APART });
  expect(at(own, '/spec/template/spec/topologySpreadConstraints')).toEqual(RACKS);
});

test('Crunchy PGO: instances, pool, and helpers, which have the nodes alone', () => {
  const cluster = printed(PostgresOperator.crunchy(), { cluster: whole, pools: [whole], backup: {} }, 'PostgresCluster');
  for (const place of ['/spec/instances/0', '/spec/proxy/pgBouncer']) {
    expect(at(cluster, `${place}/affinity`)).toEqual({ nodeAffinity: SELECTED, podAffinity: NEAR, podAntiAffinity: APART });
    expect(at(cluster, `${place}/topologySpreadConstraints`)).toEqual(RACKS);
    expect(at(cluster, `${place}/tolerations`)).toEqual([{ operator: 'Exists' }]);
  }
  expect(at(cluster, '/spec/backups/pgbackrest/jobs/affinity')).toEqual({ nodeAffinity: SELECTED });
});

test('Zalando: nodes and spread of the cluster', () => {
  const cluster = printed(PostgresOperator.zalando({ teamId: 'acme' }), { cluster: { placement: PLACEMENT } }, 'postgresql');
  expect(at(cluster, '/spec/nodeAffinity')).toEqual(SELECTED);
  expect(at(cluster, '/spec/topologySpreadConstraints')).toEqual(RACKS);
});

test('what is preferred alone requires nothing', () => {
  const placement = { ...PLACEMENT, nodeSelector: {}, nodeAffinity: { preferred: PLACEMENT.nodeAffinity!.preferred! } };
  const cluster = printed(PostgresOperator.zalando({ teamId: 'acme' }), { cluster: { placement } }, 'postgresql');
  expect(at(cluster, '/spec/nodeAffinity')).toEqual({ [RATHER]: PREFERRED });
});
