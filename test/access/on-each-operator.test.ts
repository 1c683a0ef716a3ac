import { Size } from 'cdk8s';
import { CloudNativePgVersion, HaClusterProps, PostgresOperator, PostgresVersion, RoleOptions, RolePassword } from '../../lib';
import { at, only, refusal, render } from '../support/render';
import { Ask, program } from '../support/programs';
import { message } from '../support/rule-case';

const ORDERS = { name: 'orders', owner: 'orders-app' };
const cnpg = PostgresOperator.cloudNativePg();
const crunchy = PostgresOperator.crunchy();
const zalando = PostgresOperator.zalando({ teamId: 'shop' });

const tool = (attributes: RoleOptions['attributes']): Ask => ({
  cluster: { databases: [ORDERS], roles: [{ name: 'tool', attributes, password: RolePassword.fromSecret() }] },
  suppressed: ['ROLE-020', 'ROLE-021', 'ROLE-022', 'ROLE-023'],
});

describe('attributes of a role', () => {
  const ALL = tool({
    superuser: true,
    createDatabases: true,
    createRoles: false,
    replication: true,
    bypassRowSecurity: true,
    inherit: false,
  });

  test('CloudNativePG', () => {
    const expected = { superuser: true, createdb: true, createrole: false, replication: true, bypassrls: true, inherit: false };
    expect(only(render(program(cnpg, ALL)), 'DatabaseRole').spec).toMatchObject(expected);
    const old = PostgresOperator.cloudNativePg({ operatorVersion: CloudNativePgVersion.V1_29 });
    expect(at(only(render(program(old, ALL)), 'Cluster'), '/spec/managed/roles/0')).toMatchObject(expected);
  });

  test('CloudNativePG describes the owner of the first database where it has any', () => {
    const cluster = { databases: [ORDERS], roles: [{ name: 'orders-app', attributes: { createDatabases: true } }] };
    expect(only(render(program(cnpg, { cluster })), 'DatabaseRole').spec).toMatchObject({
      name: 'orders-app',
      login: true,
      createdb: true,
    });
  });

  test('Crunchy PGO', () => {
    expect(at(only(render(program(crunchy, ALL)), 'PostgresCluster'), '/spec/users/1/options')).toBe(
      `LOGIN SUPERUSER CREATEDB NOCREATEROLE REPLICATION BYPASSRLS NOINHERIT CONNECTION LIMIT -1 VALID UNTIL 'infinity'`,
    );
  });

  test('Zalando', () => {
    expect(at(only(render(program(zalando, ALL)), 'postgresql'), '/spec/users/tool')).toEqual([
      'superuser',
      'createdb',
      'nocreaterole',
      'replication',
      'bypassrls',
      'noinherit',
    ]);
  });

  test('Zalando says of a group that nobody logs in as it', () => {
    const cluster = { databases: [ORDERS], roles: [{ name: 'tool', login: false, attributes: { createDatabases: true } }] };
    expect(at(only(render(program(zalando, { cluster })), 'postgresql'), '/spec/users/tool')).toEqual(['nologin', 'createdb']);
  });
});

describe('the superuser', () => {
  const superuser = (password?: RolePassword): Ask => ({
    cluster: { databases: [ORDERS], superuser: { password } },
    suppressed: ['ROLE-024'],
  });

  test.each([
    ['made by the operator', undefined, undefined],
    ['of the conventional Secret', RolePassword.fromSecret(), { name: 'orders-superuser' }],
    ['of another Secret', RolePassword.fromSecret('root'), { name: 'root' }],
  ])('CloudNativePG: a password %s', (_, password, superuserSecret) => {
    const { spec } = only(render(program(cnpg, superuser(password))), 'Cluster');
    expect(spec).toMatchObject({ enableSuperuserAccess: true, ...(superuserSecret && { superuserSecret }) });
    expect(at({ spec } as never, '/spec/superuserSecret')).toEqual(superuserSecret);
  });

  test('CloudNativePG: its Secret is not one that the operator makes for somebody else', () => {
    expect(refusal(program(cnpg, superuser(RolePassword.fromSecret('orders-app'))))).toBe(
      message(
        'test/db',
        `[CNPG-072] the Secret of the role 'postgres' must not be 'orders-app'; write RolePassword.fromSecret(...) with another name, or another name of the role (both would write into it, and one of them would never find what it needs there)`,
      ),
    );
  });

  test('Crunchy PGO lists it, with options of its own', () => {
    expect(at(only(render(program(crunchy, superuser())), 'PostgresCluster'), '/spec/users/1')).toEqual({
      name: 'postgres',
      password: { type: 'AlphaNumeric' },
    });
    expect(refusal(program(crunchy, superuser(RolePassword.fromSecret('root'))))).toBe(
      message(
        'test/db',
        `[PGO-070] the password of 'postgres' must be in the Secret 'orders-pguser-postgres', got 'root'; write RolePassword.fromSecret() for that name (PGO looks for no other, and would make up a password)`,
      ),
    );
  });

  test('Zalando has it always, and does not rotate a password that is supplied', () => {
    expect(at(only(render(program(zalando, superuser())), 'postgresql'), '/spec/usersIgnoringSecretRotation')).not.toContain('postgres');
    expect(
      at(only(render(program(zalando, superuser(RolePassword.fromSecret()))), 'postgresql'), '/spec/usersIgnoringSecretRotation'),
    ).toContain('postgres');
  });

  test('its password is a name, and no Secret of another role', () => {
    const cluster: Partial<HaClusterProps> = {
      databases: [ORDERS],
      roles: [{ name: 'reports', password: RolePassword.fromSecret('root') }],
      superuser: { password: RolePassword.fromSecret('root') },
    };
    expect(refusal(program(cnpg, { cluster, suppressed: ['ROLE-024'] }))).toBe(
      message(
        'test/db',
        `[ROLE-009] 'postgres' has the Secret 'root' of 'reports'; write another one (a Secret holds one user name, so one of the two could never log in)`,
      ),
    );
  });
});

describe('changes', () => {
  const captured = (slots: readonly string[], version = PostgresVersion.V17): Ask => ({
    cluster: {
      version,
      databases: [ORDERS],
      roles: [{ name: 'cdc', password: RolePassword.fromSecret(), attributes: { replication: true } }],
      changeCapture: { walLimit: Size.gibibytes(5), slots: slots.map((name) => ({ name, database: 'orders' })) },
    },
  });
  const SLOT = { cdc: { type: 'logical', database: 'orders', plugin: 'pgoutput' } };

  test('CloudNativePG carries the slots of readers over to replicas', () => {
    const { spec } = only(render(program(cnpg, captured([]))), 'Cluster');
    expect(spec).toMatchObject({
      replicationSlots: { highAvailability: { enabled: true, synchronizeLogicalDecoding: true } },
      postgresql: {
        parameters: {
          wal_level: 'logical',
          max_slot_wal_keep_size: '5120MB',
          hot_standby_feedback: 'on',
          sync_replication_slots: 'on',
        },
      },
    });
  });

  test('CloudNativePG cannot before PostgreSQL 17, and a reason is enough', () => {
    const old = captured([], PostgresVersion.V16);
    expect(refusal(program(cnpg, old))).toBe(
      message(
        'test/db',
        `[CNPG-101] 'changeCapture' needs PostgresVersion.V17 or later, got 16; upgrade, or Rules.of(cluster).suppress('CNPG-101', '<the reason>') (before, no logical slot survives a failover: its reader loses its place, and has to begin with a new copy of the tables)`,
      ),
    );
    const { spec } = only(render(program(cnpg, { ...old, suppressed: ['CNPG-101'] })), 'Cluster');
    expect(at({ spec } as never, '/spec/replicationSlots')).toBeUndefined();
    expect(at({ spec } as never, '/spec/postgresql/parameters')).toEqual({ wal_level: 'logical', max_slot_wal_keep_size: '5120MB' });
  });

  test('CloudNativePG needs what carries them', () => {
    const ask = captured([]);
    const off = { ...ask, cluster: { ...ask.cluster, parameters: { sync_replication_slots: 'off' } } };
    expect(refusal(program(cnpg, off))).toBe(
      message(
        'test/db',
        `[CNPG-102] 'sync_replication_slots' must be 'on' beside 'changeCapture', got 'off'; leave it out of 'parameters' (the webhook refuses the cluster object)`,
      ),
    );
  });

  test('Crunchy PGO makes slots, and has Patroni use them', () => {
    expect(at(only(render(program(crunchy, captured(['cdc']))), 'PostgresCluster'), '/spec/patroni/dynamicConfiguration')).toEqual({
      synchronous_mode: false,
      postgresql: { use_slots: true },
      slots: SLOT,
    });
  });

  test('Zalando makes slots', () => {
    expect(at(only(render(program(zalando, captured(['cdc']))), 'postgresql'), '/spec')).toMatchObject({
      patroni: { slots: SLOT },
      postgresql: { parameters: { wal_level: 'logical', max_slot_wal_keep_size: '5120MB' } },
    });
  });
});
