import { at, listOf, textOf } from '../../values/json';
import { quantity } from '../../values/quantity';
import { refOf } from '../../manifests/object';
import { GuardRule, Hit } from '../rule';

const MONITORING = new Set(['PodMonitor', 'ServiceMonitor', 'PrometheusRule']);

/** Parameters, resources and supervision. */
export const POD_RULES: readonly GuardRule[] = [
  {
    id: 'G101',
    name: 'wal-level-lowered',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'wal_level is lowered.',
    why: 'Archiving, standbys or logical slots stop working.',
    safe: 'Leave it.',
  },
  {
    id: 'G102',
    name: 'limit-lowered',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A limit is lowered that a standby must have as high as its primary.',
    why: 'A standby with less does not start; the primary restarts first, and nobody can take over meanwhile.',
    safe: 'In a commit of its own, with every standby healthy.',
  },
  {
    id: 'G103',
    name: 'preload-library-removed',
    severity: 'warn',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A library is no longer loaded at start.',
    why: 'What depends on it fails.',
    safe: 'Drop the extension first.',
  },
  {
    id: 'G110',
    name: 'monitoring-removed',
    severity: 'warn',
    operators: ['cnpg', 'zalando', 'crunchy', 'kubernetes'],
    what: 'What watches the cluster goes.',
    why: 'Nobody is told when it fails.',
    safe: 'Add what takes its place first.',
    check: ({ removed }) =>
      removed
        .filter(({ kind }) => MONITORING.has(kind))
        .map((object) => ({
          object,
          what: `${refOf(object)} disappears.`,
          does: 'Alerts see nothing, and do not fire.',
          evidence: 'read',
        })),
  },
  {
    id: 'G111',
    name: 'resources-removed',
    severity: 'warn',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'Limits or requests are taken away, or the memory is too small for shared_buffers.',
    why: 'The pod is evicted or killed among the first.',
    safe: 'Keep requests and limits, and memory of at least 1.3 times shared_buffers.',
    state: ({ clusters }) =>
      clusters.flatMap(({ operator, object }): Hit[] => {
        const spec = object.value.spec;
        const buffers = textOf(
          at(spec, 'postgresql', 'parameters', 'shared_buffers') ??
            at(spec, 'config', 'parameters', 'shared_buffers') ??
            at(spec, 'patroni', 'dynamicConfiguration', 'postgresql', 'parameters', 'shared_buffers'),
        );
        const bytes = buffers === undefined ? NaN : quantity(buffers.replace(/kB$/, 'Ki').replace(/([MG])B$/, '$1i'));
        const sets =
          operator === 'crunchy'
            ? listOf(at(spec, 'instances')).map(
                (set) => [`spec.instances[${textOf(at(set, 'name'))}].resources`, at(set, 'resources')] as const,
              )
            : [['spec.resources', at(spec, 'resources')] as const];
        return sets.flatMap(([field, resources]): Hit[] => {
          const memory = textOf(at(resources, 'limits', 'memory') ?? at(resources, 'requests', 'memory'));
          return memory !== undefined && /[A-Za-z]/.test(buffers ?? '') && quantity(memory) < bytes * 1.3
            ? [
                {
                  object,
                  field,
                  new: memory,
                  what: `The memory of ${memory} is less than 1.3 times shared_buffers (${buffers}).`,
                  does:
                    operator === 'cnpg'
                      ? 'The webhook refuses a request below shared_buffers; above it the kernel may kill PostgreSQL.'
                      : 'The kernel may kill PostgreSQL.',
                  evidence: 'read',
                },
              ]
            : [];
        });
      }),
  },
];
