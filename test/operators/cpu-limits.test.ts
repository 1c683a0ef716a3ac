import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { PostgresOperator } from '../../lib';
import { program } from '../support/programs';
import { at, findings, only, render } from '../support/render';

/** Memory keeps its limit where CPU has none; the API server counts what is absent as no limit. */
const WITHOUT = { cpu: Cpu.units(1), withoutCpuLimit: true, memory: Size.gibibytes(2) };
const LIMITS = { limits: { memory: '2Gi' } };

test('CloudNativePG: instances, pools and the sidecar of backups', () => {
  const manifests = render(
    program(PostgresOperator.cloudNativePg(), {
      cluster: { compute: WITHOUT },
      pools: [{ compute: WITHOUT }],
      backup: { compute: WITHOUT },
    }),
  );
  const places = [
    at(only(manifests, 'Cluster'), '/spec/resources'),
    at(only(manifests, 'Pooler'), '/spec/template/spec/containers/0/resources'),
    at(only(manifests, 'ObjectStore'), '/spec/instanceSidecarConfiguration/resources'),
  ];
  for (const place of places) {
    expect(place).toEqual({ requests: { cpu: '1', memory: '2Gi' }, ...LIMITS });
  }
});

test('Crunchy PGO: instances, pool and the Jobs of backups', () => {
  const cluster = only(
    render(
      program(PostgresOperator.crunchy(), { cluster: { compute: WITHOUT }, pools: [{ compute: WITHOUT }], backup: { compute: WITHOUT } }),
    ),
    'PostgresCluster',
  );
  for (const place of ['/spec/instances/0', '/spec/proxy/pgBouncer', '/spec/backups/pgbackrest/jobs']) {
    expect(at(cluster, `${place}/resources`)).toEqual({ requests: { cpu: '1', memory: '2Gi' }, ...LIMITS });
  }
});

test('Zalando: instances and pools of an operator that gives no limit by itself', () => {
  const operator = PostgresOperator.zalando({ teamId: 'acme', cpuLimitDefaultsRemoved: true });
  const cluster = only(render(program(operator, { cluster: { compute: WITHOUT }, pools: [{ compute: WITHOUT }] })), 'postgresql');
  expect(at(cluster, '/spec/resources')).toEqual({ requests: { cpu: '1', memory: '2Gi' }, ...LIMITS });
  expect(at(cluster, '/spec/connectionPooler/resources')).toEqual({ requests: { cpu: '1', memory: '2Gi' }, ...LIMITS });
});

test('Zalando refuses a pool without a limit that it would get nevertheless', () => {
  expect(findings(program(PostgresOperator.zalando({ teamId: 'acme' }), { pools: [{ compute: WITHOUT }] }))).toEqual([
    `[test/pool-0] [ZAL-220] asked for 'compute.withoutCpuLimit' of a pool; write 'cpuLimit', or set 'default_cpu_limit', 'min_cpu_limit' and 'connection_pooler_default_cpu_limit' of the operator's configuration to the empty text and write cpuLimitDefaultsRemoved: true in PostgresOperator.zalando(...); available on CloudNativePG and Crunchy PGO (Zalando Postgres Operator 2.0 does not have it)`,
  ]);
});

test('Zalando names the settings that a program without CPU limits relies on', () => {
  const { installation } = PostgresOperator.zalando({ teamId: 'acme', cpuLimitDefaultsRemoved: true });
  const settings = installation!.operatorSettings({} as never).map(({ setting, value }) => `${setting}: ${value}`);
  expect(settings).toEqual([`default_cpu_limit: ''`, `min_cpu_limit: ''`, `connection_pooler_default_cpu_limit: ''`]);
});
