import { Size } from 'cdk8s';
import { HaClusterProps, IPostgresOperator, PostgresOperator, PostgresVersion } from '../../lib';
import { CLUSTER_RULES } from '../../lib/cluster/cluster-rules';
import { RESOURCE_RULES } from '../../lib/cluster/resource-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { SMALLEST_BACKUP, program } from '../support/programs';
import { at, findings, only, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const operator = new PermissiveOperator();
const CNPG = PostgresOperator.cloudNativePg();
const PGO = PostgresOperator.crunchy();
const ZALANDO = PostgresOperator.zalando({ teamId: 'acme' });

const wal = (gibibytes: number, parameters: { [name: string]: string } = {}) => ({
  walStorage: { size: Size.gibibytes(gibibytes) },
  parameters,
});
const memory = (mebibytes: number, parameters: { [name: string]: string }) => ({
  compute: { memory: Size.mebibytes(mebibytes) },
  parameters,
});
const pages = (mebibytes: number, parameters: { [name: string]: string }) => ({
  compute: { hugePages2Mi: Size.mebibytes(mebibytes) },
  parameters,
});

const ALL_KEPT = 'the server does not start where it would keep all of its connections for superusers';

const CASES: readonly RuleCase<Partial<HaClusterProps>>[] = [
  {
    rule: 'HA-060',
    broken: wal(2, { max_wal_size: '4GB', min_wal_size: '2048' }),
    says: [
      `'max_wal_size' must be less than 'walStorage.size', which is 2Gi, got '4GB'; write less, or a larger volume (WAL fills the volume and the server stops)`,
      `'min_wal_size' must be less than 'walStorage.size', which is 2Gi, got '2048'; write less, or a larger volume (WAL fills the volume and the server stops)`,
    ],
    kept: wal(2, { max_wal_size: '1GB', min_wal_size: '512' }),
  },
  {
    rule: 'HA-060',
    of: 'the volume of the data',
    broken: { parameters: { max_wal_size: '60GB' } },
    says: `'max_wal_size' must be less than 'storage.size', which is 50Gi, got '60GB'; write less, or a larger volume`,
    kept: { parameters: { max_wal_size: '10GB' } },
  },
  {
    rule: 'HA-060',
    of: 'the default',
    broken: wal(1),
    says: `'max_wal_size' must be less than 'walStorage.size', which is 1Gi, got the default '1GB'; write a larger volume`,
    kept: wal(1, { max_wal_size: '512MB' }),
  },
  {
    rule: 'HA-060',
    of: 'the default of large files',
    broken: { ...wal(8), creation: { walSegmentSize: Size.mebibytes(128) } },
    says: `'max_wal_size' must be less than 'walStorage.size', which is 8Gi, got the default '8GB'; write a larger volume`,
    kept: { ...wal(8, { max_wal_size: '2GB' }), creation: { walSegmentSize: Size.mebibytes(128) } },
  },
  {
    rule: 'HA-060',
    of: 'what is kept for replicas',
    broken: wal(10, { wal_keep_size: '10GB', max_slot_wal_keep_size: '12GB' }),
    says: [
      `'wal_keep_size' must be less than 'walStorage.size', which is 10Gi, got '10GB'; write less, or a larger volume`,
      `'max_slot_wal_keep_size' must be less than 'walStorage.size', which is 10Gi, got '12GB'; write less, or a larger volume`,
    ],
    kept: wal(10, { wal_keep_size: '8GB', max_slot_wal_keep_size: '-1' }),
  },
  {
    rule: 'HA-060',
    of: 'what is kept and what is recycled',
    broken: wal(10, { wal_keep_size: '1GB', max_slot_wal_keep_size: '9GB' }),
    says: `'max_slot_wal_keep_size' and 'max_wal_size' together must be less than 'walStorage.size', which is 10Gi, got '9GB' and the default '1GB'; write less, or a larger volume`,
    kept: wal(10, { wal_keep_size: '1GB', max_slot_wal_keep_size: '8GB' }),
  },
  {
    rule: 'HA-061',
    broken: memory(1024, { max_connections: '1000' }),
    says: `1000 connections, each of which takes at least 1MB, and 'shared_buffers' of 128MB need 1128Mi, and the memory limit is 1Gi; write fewer connections and a ConnectionPool, or more memory (the server is killed for lack of memory when they all come, and all sessions end at once)`,
    kept: memory(1128, { max_connections: '1000' }),
  },
  {
    rule: 'HA-061',
    of: 'buffers that leave nothing',
    broken: memory(1024, { shared_buffers: '1GB' }),
    says: `100 connections, each of which takes at least 1MB, and 'shared_buffers' of 1GB need 1124Mi, and the memory limit is 1Gi; write fewer connections and a ConnectionPool, or more memory, or less 'shared_buffers'`,
    kept: memory(1024, { shared_buffers: '512MB' }),
  },
  {
    rule: 'HA-061',
    of: 'work_mem',
    broken: memory(2048, { max_connections: '200', work_mem: '64MB', shared_buffers: '512MB' }),
    says: `200 connections, a quarter of which take their 'work_mem' of 64MB, and 'shared_buffers' of 512MB need 3712Mi, and the memory limit is 2Gi; write fewer connections and a ConnectionPool, or more memory, or less 'work_mem'`,
    kept: memory(3712, { max_connections: '200', work_mem: '64MB', shared_buffers: '512MB' }),
  },
  {
    rule: 'HA-134',
    broken: { parameters: { max_connections: '20', superuser_reserved_connections: '5', reserved_connections: '15' } },
    says: `'max_connections' must be more than 20, which the server keeps (superuser_reserved_connections: 5, reserved_connections: 15), got '20'; write more, or keep fewer (${ALL_KEPT})`,
    kept: { parameters: { max_connections: '21', superuser_reserved_connections: '5', reserved_connections: '15' } },
  },
  {
    rule: 'HA-134',
    of: 'what the server keeps by itself',
    broken: { parameters: { max_connections: '3' } },
    says: `'max_connections' must be more than 3, which the server keeps (superuser_reserved_connections: 3), got '3'; write more, or keep fewer (${ALL_KEPT})`,
    kept: { parameters: { max_connections: '4' } },
  },
  {
    rule: 'HA-062',
    broken: {
      databases: [{ name: 'shop', owner: 'shop-owner' }],
      parameters: { idle_session_timeout: '5min', statement_timeout: '30000', default_transaction_read_only: 'on' },
    },
    says: [
      ['idle_session_timeout', '5min'],
      ['statement_timeout', '30000'],
      ['default_transaction_read_only', 'on'],
    ].map(
      ([name, value]) =>
        `'${name}' must not be set for the whole server, got '${value}'; set it where applications log in, as the owner of the database: ALTER DATABASE "shop" SET ${name} = '${value}' (the sessions by which the operator looks after the server and takes backups inherit it: they end, or fail, weeks later, when a backup takes longer than it did)`,
    ),
    kept: {
      parameters: {
        idle_session_timeout: '0',
        statement_timeout: '0ms',
        default_transaction_read_only: 'off',
        idle_in_transaction_session_timeout: '5min',
        lock_timeout: '30s',
      },
    },
  },
  {
    rule: 'HA-062',
    of: 'errors that end sessions',
    broken: { parameters: { exit_on_error: 'on', client_encoding: 'latin9', idle_session_timeout: '0.5h' } },
    says: [
      ['idle_session_timeout', '0.5h'],
      ['exit_on_error', 'on'],
      ['client_encoding', 'latin9'],
    ].map(
      ([name, value]) =>
        `'${name}' must not be set for the whole server, got '${value}'; set it where applications log in, as the owner of the database: ALTER DATABASE "app" SET ${name} = '${value}'`,
    ),
    kept: { parameters: { exit_on_error: 'off', client_encoding: 'utf-8', idle_session_timeout: '0s' } },
  },
  {
    rule: 'HA-062',
    of: 'PostgreSQL 17 and later',
    broken: { version: PostgresVersion.V18, parameters: { transaction_timeout: '1h' } },
    says: `'transaction_timeout' must not be set for the whole server, got '1h'; set it where applications log in, as the owner of the database: ALTER DATABASE "app" SET transaction_timeout = '1h'`,
    kept: { version: PostgresVersion.V18, parameters: { transaction_timeout: '0' } },
  },
  {
    rule: 'HA-135',
    broken: { parameters: { ssl_min_protocol_version: 'TLSv1.3', ssl_max_protocol_version: 'tlsv1.2' } },
    says: `'ssl_max_protocol_version' must not be below 'ssl_min_protocol_version', which is 'TLSv1.3', got 'tlsv1.2'; leave it out, or write ssl_min_protocol_version: 'tlsv1.2' too (the server does not start, since nobody could connect with TLS)`,
    kept: { parameters: { ssl_min_protocol_version: 'TLSv1.3', ssl_max_protocol_version: '' } },
  },
  {
    rule: 'HA-135',
    of: 'the default',
    broken: { parameters: { ssl_max_protocol_version: 'TLSv1.1' } },
    says: `'ssl_max_protocol_version' must not be below 'ssl_min_protocol_version', which is by default 'TLSv1.2', got 'TLSv1.1'; leave it out, or write ssl_min_protocol_version: 'TLSv1.1' too`,
    kept: { parameters: { ssl_max_protocol_version: 'TLSv1.2' } },
  },
  {
    rule: 'HA-136',
    broken: { version: PostgresVersion.V18, parameters: { io_method: 'io_uring' } },
    says: `'io_method' must not be 'io_uring', got 'io_uring'; leave it out for 'worker', or, where the pods have a seccomp profile that allows it, Rules.of(cluster).suppress('HA-136', '<the profile>') (container runtimes refuse the system calls of io_uring in the seccomp profile that pods have, and the server does not start without them)`,
    kept: { version: PostgresVersion.V18, parameters: { io_method: 'sync' } },
  },
  {
    rule: 'HA-063',
    broken: { parameters: { huge_pages: 'on' } },
    says: `'huge_pages' must not be 'on' without huge pages, got 'on'; write compute: { hugePages2Mi: ... }, or leave it out for 'try' (the server does not start without them, and a container has none that it does not ask for)`,
    kept: { parameters: { huge_pages: 'try' } },
  },
  {
    rule: 'HA-063',
    of: 'fewer than the buffers need',
    broken: pages(512, { huge_pages: 'on', shared_buffers: '512MB' }),
    says: `'compute.hugePages2Mi' must be more than 'shared_buffers', which is 512MB, got 512Mi; write a tenth more, for what else the server shares`,
    kept: pages(564, { huge_pages: 'on', shared_buffers: '512MB' }),
  },
  {
    rule: 'HA-063',
    of: 'pages of another size',
    broken: pages(2048, { huge_pages: 'on', huge_page_size: '1GB' }),
    says: `'huge_page_size' must be '2MB', the pages that 'compute.hugePages2Mi' asks for, got '1GB'; leave it out`,
    kept: pages(2048, { huge_pages: 'on', huge_page_size: '2MB' }),
  },
  {
    rule: 'HA-064',
    broken: pages(3, {}),
    says: `'compute.hugePages2Mi' must be a multiple of 2Mi, got 3Mi; write for example Size.gibibytes(1) (the API server or the kubelet refuses the pods)`,
    kept: pages(4, {}),
  },
];

describeRules(CASES, {
  rules: CLUSTER_RULES,
  place: 'test/db',
  program: (cluster) => program(operator, { cluster }),
  prints: (manifests) => expect(manifests.length).toBeGreaterThan(0),
});

everyRuleHasACase(RESOURCE_RULES, CASES, ['HA-137']);

test.each([CNPG, PGO])('the default of max_connections counts', (target) => {
  const [message] = findings(program(target, { cluster: { parameters: { reserved_connections: '97' } } }));
  expect(message).toBe(
    `[test/db] [HA-134] 'max_connections' must be more than 100, which the server keeps (superuser_reserved_connections: 3, reserved_connections: 97), got none, which is 100; write more, or keep fewer (${ALL_KEPT})`,
  );
});

test.each([CNPG, PGO, ZALANDO])('what is written reaches the archive where there is one', (target) => {
  const never = (archive_timeout: string, backup?: object) => program(target, { cluster: { parameters: { archive_timeout } }, backup });
  for (const none of ['0', '0min']) {
    expect(findings(never(none, {}))).toEqual([
      `[test/db] [HA-137] 'archive_timeout' must not be 0 beside a BackupPolicy, got '${none}'; leave it out, or write the time that may be lost, such as '5min' (a file of WAL is archived when it is full, which takes days on a quiet cluster: so much is lost with its volumes, and no recovery to a time goes further)`,
    ]);
  }
  expect(() => render(never('5min', {}))).not.toThrow();
  expect(() => render(never('0'))).not.toThrow();
});

test('the lowest version of TLS is 1.3 on CloudNativePG', () => {
  const [message] = findings(program(CNPG, { cluster: { parameters: { ssl_max_protocol_version: 'TLSv1.2' } } }));
  expect(message).toContain(
    `[HA-135] 'ssl_max_protocol_version' must not be below 'ssl_min_protocol_version', which is by default 'TLSv1.3'`,
  );
});

describe.each<[string, IPostgresOperator]>([
  ['CloudNativePG', CNPG],
  ['Crunchy PGO', PGO],
  ['Zalando', ZALANDO],
])('%s', (_, target) => {
  const rulesOf = (cluster: Partial<HaClusterProps>) =>
    findings(program(target, { cluster })).map((line) => /\[([A-Z]+-\d+)\]/.exec(line)![1]);

  test.each<[string, string, Partial<HaClusterProps>]>([
    ['HA-060', 'WAL on the volume of the data', { storage: { size: Size.gibibytes(20) }, parameters: { max_wal_size: '30GB' } }],
    ['HA-060', 'WAL that is kept for slots', { storage: { size: Size.gibibytes(20) }, parameters: { max_slot_wal_keep_size: '20GB' } }],
    ['HA-061', 'more connections than there is memory for', { parameters: { max_connections: '2000' } }],
    ['HA-134', 'connections that superusers have alone', { parameters: { max_connections: '25', superuser_reserved_connections: '25' } }],
    ['HA-062', 'a setting that backups inherit', { parameters: { idle_session_timeout: '5min' } }],
    ['HA-063', 'huge pages that nobody asks for', { parameters: { huge_pages: 'on' } }],
  ])('%s: %s', (rule, _of, cluster) => {
    expect(rulesOf(cluster)).toEqual([rule]);
  });

  test('a volume that the default fills, but for trying things out', () => {
    const small = { storage: { size: Size.gibibytes(1) } };
    expect(() => render(program(target, { cluster: small }))).not.toThrow();
    const production = { cluster: { ...small, nonProduction: undefined }, backup: SMALLEST_BACKUP };
    expect(findings(program(target, production))[0]).toContain(
      `[HA-060] 'max_wal_size' must be less than 'storage.size', which is 1Gi, got the default '1GB'; write a larger volume`,
    );
  });
});

test('WAL storage of its own on PGO', () => {
  expect(findings(program(PGO, { cluster: wal(2, { max_wal_size: '4GB' }) }))).toHaveLength(1);
  expect(findings(program(PGO, { cluster: wal(1) }))).toHaveLength(1);
});

test('huge pages are asked for and limited alike', () => {
  const cluster = {
    compute: { memory: Size.gibibytes(1), hugePages2Mi: Size.gibibytes(2) },
    parameters: { huge_pages: 'on', shared_buffers: '1536MB' },
  };
  const pods: readonly [IPostgresOperator, string, string][] = [
    [CNPG, 'Cluster', '/spec/resources'],
    [PGO, 'PostgresCluster', '/spec/instances/0/resources'],
    [ZALANDO, 'postgresql', '/spec/resources'],
  ];
  for (const [target, kind, pointer] of pods) {
    const resources = at(only(render(program(target, { cluster })), kind), pointer);
    expect(resources).toEqual({
      requests: { cpu: '500m', memory: '1Gi', 'hugepages-2Mi': '2Gi' },
      limits: { cpu: '2', memory: '1Gi', 'hugepages-2Mi': '2Gi' },
    });
  }
});
