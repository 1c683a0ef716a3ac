import { KubeObject } from '../../manifests/object';
import { at, listOf, mapOf, textOf } from '../../values/json';
import { Surroundings } from '../draft';
import { local, member, value } from '../program/expression';
import { Part } from '../program/program';
import { placementRows } from '../shared/placement';
import { clientTlsRow, modeRow, parameterRows } from '../shared/pools';
import { computeRows, needed, number, plain, row, texts } from '../shared/values';

/** The Poolers of a cluster. */
export function poolParts(cluster: KubeObject, { objects }: Surroundings): Part[] {
  return objects
    .filter(({ kind, raw }) => kind === 'Pooler' && textOf(at(raw, 'spec', 'cluster', 'name')) === cluster.name)
    .map(({ name, raw }, i) => {
      const { spec } = raw;
      const pod = at(spec, 'template', 'spec');
      const container = listOf(at(pod, 'containers')).find((one) => at(one, 'name') === 'pgbouncer');
      const suffix = i === 0 ? '' : String(i + 1);
      return {
        variable: `pool${suffix}`,
        construct: 'ConnectionPool',
        id: `Pool${suffix}`,
        rows: [
          needed('cluster', local('cluster')),
          needed('poolName', value(name)),
          ...modeRow(at(spec, 'pgbouncer', 'poolMode')),
          ...(at(spec, 'type') === 'ro' ? row('access', member('PoolAccess.READ_ONLY')) : []),
          ...plain('instances', number(at(spec, 'instances')) ?? 1),
          ...parameterRows(mapOf(at(spec, 'pgbouncer', 'parameters')), ['client_tls_sslmode']),
          ...computeRows(at(container, 'resources')),
          ...placementRows({
            nodeSelector: at(pod, 'nodeSelector'),
            nodeAffinity: at(pod, 'affinity', 'nodeAffinity'),
            podAffinity: at(pod, 'affinity', 'podAffinity'),
            podAntiAffinity: at(pod, 'affinity', 'podAntiAffinity'),
            tolerations: at(pod, 'tolerations'),
            spread: at(pod, 'topologySpreadConstraints'),
            priorityClassName: at(pod, 'priorityClassName'),
          }),
          ...clientTlsRow(at(spec, 'pgbouncer', 'parameters', 'client_tls_sslmode')),
          ...plain('image', at(container, 'image')),
          ...plain('labels', texts(at(spec, 'template', 'metadata', 'labels'))),
          ...plain('annotations', texts(at(spec, 'template', 'metadata', 'annotations'))),
        ],
      };
    });
}
