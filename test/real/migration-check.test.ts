import { CheckSubject, checkCode } from '../../lib/migration/check-code';
import type { CheckKind, MigrationPlan } from '../../lib/migration/migration-plan';
import { checkOptions, checkScripts } from '../../lib/migration/scripts/check';
import { migrationPlace, type Place } from './migration-place';
import { DATABASE, makeSource, makeTarget } from './migration-shop';
import { requireOnPath } from './requirements';

// The checks of a migration, where they stand in its Jobs: what the phases before them have brought must be equal, in all that is compared.

const withTools = requireOnPath('psql', 'pg_dump', 'pg_restore', 'openssl');

const plan = (method: MigrationPlan['method'], wayBack: boolean): MigrationPlan => ({
  name: 'cdk8s_0a1b2c3d',
  attempt: 1,
  method,
  source: {
    words: `'orders' (Zalando)`,
    superuser: true,
    leftBehind: {
      schemas: ['metric_helpers'],
      extensions: ['pg_stat_statements'],
      roles: ['robot_zmon'],
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
  // Unlogged rows are in no WAL.
  withoutRows: method === 'logical' ? ['public.scratch', 'public.cache'] : ['public.scratch'],
  publishedByOperator: false,
  subscribedByOperator: false,
  failoverSlots: false,
  wayBack,
  workers: 2,
});

const subject = (kind: CheckKind, { withoutRows }: MigrationPlan): CheckSubject => ({
  name: 'cdk8s_0a1b2c3d',
  namespace: 'shop',
  databases: [DATABASE, 'second'],
  attempt: 1,
  kind,
  excludeTables: withoutRows,
});

withTools.each([
  ['logical', 14, 18, ['preflight', 'schema', 'publish', 'subscribe', 'follow', 'check follow', 'cut-over', 'check final', 'open']],
  ['dump', 15, 16, ['preflight', 'schema', 'dump', 'check final', 'cut-over', 'open']],
] as const)('a migration, %s, of %i to %i', (method, from, to, phases) => {
  let place: Place;
  const moved = plan(method, false);

  beforeAll(async () => {
    place = await migrationPlace({ majors: [from, to] });
    await makeSource(place.source);
    await makeTarget(place.target);
  });
  afterAll(() => place?.stop());

  test.each(phases)('%s', async (phase) => {
    const [name, kind] = phase.split(' ') as [string, CheckKind | undefined];
    if (kind === undefined) {
      expect(await place.phase(name as Parameters<Place['phase']>[0], moved)).toMatchObject({ code: 0 });
      return;
    }
    const { code, stdout, stderr } = await place.check(
      checkScripts(moved, subject(kind, moved), { ...checkOptions(kind), pauseSeconds: 1 }),
    );
    expect({ code, stdout: stdout.split('\n'), stderr }).toEqual({
      code: 0,
      stdout: [`check passed: ${checkCode(subject(kind, moved), method === 'logical' ? 12 : 13)}`, ''],
      stderr: '',
    });
  });
});
