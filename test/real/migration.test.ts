import type { MigrationPlan } from '../../lib/migration/migration-plan';
import { migrationPlace, type Place } from './migration-place';
import { DATABASE, makeSource, makeTarget } from './migration-shop';
import { requireOnPath } from './requirements';

// All phases of a migration, by psql, pg_dump and pg_restore, between two servers with TLS and passwords, while clients write.

const withTools = requireOnPath('psql', 'pg_dump', 'pg_restore', 'openssl');

const planOf = (over: Partial<MigrationPlan> = {}): MigrationPlan => ({
  name: 'cdk8s_0a1b2c3d',
  attempt: 1,
  method: 'logical',
  source: {
    words: `'orders' (Zalando)`,
    superuser: true,
    leftBehind: {
      schemas: ['metric_helpers', 'user_management', 'cron'],
      extensions: ['pg_stat_statements'],
      roles: ['robot_zmon', 'admin', 'standby'],
      objects: ['public.postgres_log*', 'public.of_operator'],
    },
    slotsByOperator: false,
  },
  target: {
    words: `'orders' (CloudNativePG)`,
    superuser: true,
    leftBehind: { schemas: [], extensions: [], roles: ['streaming_replica'], objects: ['public.user_search'] },
    slotsByOperator: false,
    managedRoles: ['app', 'new-name'],
    reservedRoles: ['streaming_replica'],
  },
  databases: [
    { source: DATABASE, target: DATABASE, owner: 'app', slot: 'cdk8s_0a1b2c3d_1', reverseSlot: 'cdk8s_0a1b2c3d_r1' },
    { source: 'second', target: 'zweite', owner: 'app', slot: 'cdk8s_0a1b2c3d_2', reverseSlot: 'cdk8s_0a1b2c3d_r2' },
  ],
  roles: [{ source: 'old_name', target: 'new-name' }],
  withoutRows: ['public.scratch'],
  publishedByOperator: false,
  subscribedByOperator: false,
  failoverSlots: false,
  wayBack: true,
  workers: 2,
  ...over,
});

withTools.each([
  [
    'logical',
    14,
    18,
    ['preflight', 'schema', 'publish', 'subscribe', 'follow', 'cut-over', 'open', 'reverse', 'follow', 'cut-over', 'open', 'retire'],
  ],
  ['dump', 15, 16, ['preflight', 'schema', 'dump', 'cut-over', 'open', 'retire']],
] as const)('a migration, %s', (method, from, to, phases) => {
  let place: Place;
  beforeAll(async () => {
    place = await migrationPlace({ majors: [from, to] });
    await makeSource(place.source);
    await makeTarget(place.target);
  });
  afterAll(() => place?.stop());

  test.each(phases)('%s', async (phase) => {
    const done = await place.phase(phase, planOf({ method }));
    expect(done).toMatchObject({ code: 0 });
  });
});
