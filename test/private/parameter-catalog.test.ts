import { parameterProblem } from '../../lib/private/parameter-catalog';

const inKilobytes = 'in units of kB, or with a unit (B, kB, MB, GB, TB)';

describe('the name', () => {
  test.each([
    ['max_connections', '200'],
    ['MAX_Connections', '200'],
    ['timezone', 'Europe/Berlin'],
    ['sort_mem', '4MB'],
    ['pg_stat_statements.max', 'anything'],
    ['default_with_oids', 'off'],
  ])('%s is known', (name, value) => {
    expect(parameterProblem(17, name, value)).toBeUndefined();
  });

  test.each([
    [17, 'shared_bufers', "'shared_bufers' is not a parameter of PostgreSQL 17, did you mean 'shared_buffers'?"],
    [17, 'Max_Conections', "'Max_Conections' is not a parameter of PostgreSQL 17, did you mean 'max_connections'?"],
    [14, 'shared_bufers', "'shared_bufers' is not a parameter of PostgreSQL 14, did you mean 'shared_buffers'?"],
    [17, 'foo', "'foo' is not a parameter of PostgreSQL 17"],
    [17, '', "'' is not a parameter of PostgreSQL 17"],
    [17, 'constructor', "'constructor' is not a parameter of PostgreSQL 17"],
    [15, 'vacuum_buffer_usage_limit', "'vacuum_buffer_usage_limit' needs PostgreSQL 16 or later, got 15"],
    [17, 'io_method', "'io_method' needs PostgreSQL 18 or later, got 17"],
    [15, 'stats_temp_directory', "'stats_temp_directory' was removed in PostgreSQL 15, got 15"],
    [18, 'Old_Snapshot_Threshold', "'Old_Snapshot_Threshold' was removed in PostgreSQL 17, got 18"],
  ])('PostgreSQL %i has no %s', (major, name, problem) => {
    expect(parameterProblem(major, name, '1')).toBe(problem);
  });

  test('of another major is no suggestion', () => {
    expect(parameterProblem(17, 'io_methods', 'worker')).toBe("'io_methods' is not a parameter of PostgreSQL 17");
    expect(parameterProblem(18, 'io_methods', 'worker')).toBe(
      "'io_methods' is not a parameter of PostgreSQL 18, did you mean 'io_method'?",
    );
  });

  test('may be read-only', () => {
    expect(parameterProblem(17, 'block_size', '8192')).toBe("'block_size' is read-only in PostgreSQL 17, remove it, got '8192'");
  });

  test('gets no verdict in a major that the catalogue does not know', () => {
    expect(parameterProblem(13, 'foo', '1')).toBeUndefined();
    expect(parameterProblem(19, 'foo', '1')).toBeUndefined();
  });

  test('may be an older one, and the message tells the present one', () => {
    expect(parameterProblem(17, 'sort_mem', '1kB')).toBe(`'work_mem' must be an integer from 64 to 2147483647 ${inKilobytes}, got '1kB'`);
  });
});

describe('a boolean', () => {
  test.each(['on', 'off', 'of', 'true', 't', 'FALSE', 'yes', 'N', '1', '0'])('may be %s', (value) => {
    expect(parameterProblem(17, 'fsync', value)).toBeUndefined();
  });

  test.each(['', 'o', 'maybe', '2', '01', 'onn', ' on', 'on '])('may not be %j', (value) => {
    expect(parameterProblem(17, 'fsync', value)).toBe(`'fsync' must be on or off, got '${value}'`);
  });
});

describe('an enum', () => {
  test.each([
    ['wal_level', 'logical'],
    ['wal_level', 'LOGICAL'],
    ['wal_level', 'hot_standby'],
    ['synchronous_commit', 'remote_apply'],
    ['synchronous_commit', 'yes'],
    ['synchronous_commit', '1'],
    ['log_min_messages', 'debug'],
    ['wal_compression', 'zstd'],
    ['ssl_max_protocol_version', ''],
  ])('%s may be %j', (name, value) => {
    expect(parameterProblem(17, name, value)).toBeUndefined();
  });

  test.each([
    ['wal_level', 'logcal', "'wal_level' must be one of minimal, replica, logical, got 'logcal', did you mean 'logical'?"],
    ['wal_level', 'archived', "'wal_level' must be one of minimal, replica, logical, got 'archived'"],
    ['synchronous_commit', 'tr', "'synchronous_commit' must be one of local, remote_write, remote_apply, on, off, got 'tr'"],
    ['ssl_max_protocol_version', '1.2', "'ssl_max_protocol_version' must be one of '', TLSv1, TLSv1.1, TLSv1.2, TLSv1.3, got '1.2'"],
  ])('%s may not be %j', (name, value, problem) => {
    expect(parameterProblem(17, name, value)).toBe(problem);
  });

  test('may differ between majors', () => {
    expect(parameterProblem(14, 'wal_compression', 'zstd')).toBe("'wal_compression' must be on or off, got 'zstd'");
    expect(parameterProblem(15, 'wal_compression', 'zstd')).toBeUndefined();
  });
});

describe('a text', () => {
  test.each<readonly [string, string]>([
    ...[
      'Europe/Berlin',
      'europe/BERLIN',
      'UTC',
      'US/Pacific',
      'Etc/GMT+5',
      'EST5EDT',
      '+2',
      '<+02>-02',
      'posix/Europe/Berlin',
      'localtime',
    ].map((zone) => ['timezone', zone] as const),
    ...['iso, dmy', 'ISO,European', 'german, us', 'postgresql', 'default', ''].map((style) => ['DateStyle', style] as const),
    ...['"$user", public', 'a"b , c', '"a, b"', ''].map((names) => ['search_path', names] as const),
    ['log_timezone', 'Zulu'],
    ['log_destination', 'STDERR,jsonlog'],
    ['log_destination', ''],
    ['timezone_abbreviations', 'Australia'],
    ['default_text_search_config', 'pg_catalog.nothing'],
  ])('%s may be %j', (name, value) => {
    expect(parameterProblem(17, name, value)).toBeUndefined();
  });

  const zone = `the name of a time zone such as 'Europe/Berlin'`;
  const style = 'one of ISO, SQL, Postgres and German, and one of YMD, DMY and MDY, with a comma between them';
  const names = `names with commas between them, such as '"$user", public'`;
  const destination = 'some of stderr, csvlog, jsonlog (from PostgreSQL 15 on) and syslog, with commas between them';
  test.each<readonly [string, string, string]>([
    ...['Europe/Berlinn', ' Europe/Berlin', 'CEST', ''].flatMap((value): [string, string, string][] => [
      ['timezone', value, zone],
      ['log_timezone', value, zone],
    ]),
    ...['Foo', 'iso, sql', 'iso,'].map((value) => ['datestyle', value, style] as const),
    ...['a b', 'a,', '"a'].map((value) => ['search_path', value, names] as const),
    ['temp_tablespaces', 'a b', names],
    ...['foo', 'stderr csvlog', 'eventlog'].map((value) => ['log_destination', value, destination] as const),
    ['timezone_abbreviations', 'default', 'Default, Australia or India'],
  ])('%s may not be %j', (name, value, allowed) => {
    expect(parameterProblem(17, name, value)).toBe(`'${name}' must be ${allowed}, got '${value}'`);
  });

  test('may differ between majors', () => {
    expect(parameterProblem(14, 'log_destination', 'jsonlog')).toBe(`'log_destination' must be ${destination}, got 'jsonlog'`);
  });
});

describe('an integer', () => {
  test.each(['1', '262143', '+5', ' 5 ', '0x10', '010', '1e2', '5.', '1.4', '.6', '262143.4'])('may be written as %j', (value) => {
    expect(parameterProblem(17, 'max_connections', value)).toBeUndefined();
  });

  test.each(['many', '', '0', '-1', '262144', '262143.6', '08', '0x', '1e', '1e400', '1,5', '1_000', '100MB', 'nan', 'inf', ' .6'])(
    'may not be %j',
    (value) => {
      expect(parameterProblem(17, 'max_connections', value)).toBe(`'max_connections' must be an integer from 1 to 262143, got '${value}'`);
    },
  );

  test.each([
    ['PostgreSQL rounds halves to even', 'max_connections', '0.5', '1.5'],
    ['a leading zero means octal', 'maintenance_io_concurrency', '01751', '01750'],
    ['but not in a fraction', 'max_connections', '00.4', '010.5'],
  ])('%s', (_, name, bad, good) => {
    expect(parameterProblem(17, name, bad)).toEqual(expect.stringContaining(`got '${bad}'`));
    expect(parameterProblem(17, name, good)).toBeUndefined();
  });

  test('may have gaps or steps in its range', () => {
    expect(parameterProblem(17, 'vacuum_buffer_usage_limit', '0')).toBeUndefined();
    expect(parameterProblem(17, 'vacuum_buffer_usage_limit', '128kB')).toBeUndefined();
    expect(parameterProblem(17, 'vacuum_buffer_usage_limit', '64kB')).toBe(
      `'vacuum_buffer_usage_limit' must be 0 or an integer from 128 to 16777216 ${inKilobytes}, got '64kB'`,
    );
    expect(parameterProblem(17, 'notify_buffers', '256kB')).toBeUndefined();
    expect(parameterProblem(17, 'notify_buffers', '33')).toBe(
      "'notify_buffers' must be a multiple of 16 from 16 to 131072 in units of 8kB, or with a unit (B, kB, MB, GB, TB), got '33'",
    );
  });

  test('may have another range in another major', () => {
    expect(parameterProblem(17, 'maintenance_work_mem', '64kB')).toBeUndefined();
    expect(parameterProblem(16, 'maintenance_work_mem', '64kB')).toBe(
      `'maintenance_work_mem' must be an integer from 1024 to 2147483647 ${inKilobytes}, got '64kB'`,
    );
  });
});

describe('a unit', () => {
  test.each([
    ['work_mem', '64'],
    ['work_mem', '4MB'],
    ['work_mem', '4 MB '],
    ['work_mem', '0.0625MB'],
    ['work_mem', '65536B'],
    ['work_mem', '1.99TB'],
    ['shared_buffers', '128kB'],
    ['shared_buffers', '8GB'],
    ['statement_timeout', '1.5h'],
    ['statement_timeout', '1000us'],
    ['wal_summary_keep_time', '10d'],
    ['vacuum_cost_delay', '0.1s'],
    ['vacuum_cost_delay', '200us'],
  ])('%s may be %j', (name, value) => {
    expect(parameterProblem(17, name, value)).toBeUndefined();
  });

  test.each([
    ['4mb', "'4mb', did you mean '4MB'?"],
    ['4Mi', "'4Mi', did you mean '4MB'?"],
    ['1.5 G', "'1.5 G', did you mean '1.5GB'?"],
    ['64KB', "'64KB', did you mean '64kB'?"],
    ['1kb', "'1kb'"],
    ['4min', "'4min'"],
    ['4PB', "'4PB'"],
    ['63kB', "'63kB'"],
    ['2TB', "'2TB'"],
    ['4MB 4kB', "'4MB 4kB'"],
  ])('of work_mem may not be as in %j', (value, got) => {
    expect(parameterProblem(17, 'work_mem', value)).toBe(`'work_mem' must be an integer from 64 to 2147483647 ${inKilobytes}, got ${got}`);
  });

  test.each([
    [
      'statement_timeout',
      '5Min',
      "an integer from 0 to 2147483647 in units of ms, or with a unit (us, ms, s, min, h, d), got '5Min', did you mean '5min'?",
    ],
    ['vacuum_cost_delay', '0.2s', "a number from 0 to 100 in units of ms, or with a unit (us, ms, s, min, h, d), got '0.2s'"],
  ])('of %s may not be as in %j', (name, value, problem) => {
    expect(parameterProblem(17, name, value)).toBe(`'${name}' must be ${problem}`);
  });
});

describe('a number', () => {
  test.each(['1.1', '1', '.5', '1e-1', '0x10', ' 4 ', '-0'])('may be written as %j', (value) => {
    expect(parameterProblem(17, 'random_page_cost', value)).toBeUndefined();
  });

  test.each(['', 'cheap', '-1', '1,1', '1MB', 'inf'])('may not be %j', (value) => {
    expect(parameterProblem(17, 'random_page_cost', value)).toBe(`'random_page_cost' must be a number of at least 0, got '${value}'`);
  });
});

test('a string may be anything', () => {
  expect(parameterProblem(17, 'search_path', 'a, "b"')).toBeUndefined();
  expect(parameterProblem(17, 'archive_command', '')).toBeUndefined();
});

describe('a text that is handed on to OpenSSL', () => {
  const ciphers = (value: string) =>
    `'ssl_ciphers' must be ciphers of TLS 1.2 as OpenSSL writes them, such as 'HIGH:!aNULL' (those of TLS 1.3 are 'ssl_tls13_ciphers', from PostgreSQL 18 on), got '${value}'`;
  const groups = (value: string) =>
    `'ssl_groups' must be groups that OpenSSL knows, with colons between them, such as 'X25519:prime256v1', got '${value}'`;

  test.each([
    'HIGH:MEDIUM:+3DES:!aNULL',
    'HIGH:nonsense',
    'TLSv1.2',
    'EECDH+AESGCM:EDH+AESGCM',
    'ECDHE-RSA-AES256-GCM-SHA384 ECDHE-RSA-AES128-GCM-SHA256',
    'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    'PROFILE=SYSTEM',
  ])('may name the ciphers %s', (value) => {
    expect(parameterProblem(17, 'ssl_ciphers', value)).toBeUndefined();
  });

  test.each(['', 'nonsense', 'high', '!aNULL', '@SECLEVEL=2', 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256'])(
    'names no cipher with %j',
    (value) => {
      expect(parameterProblem(17, 'ssl_ciphers', value)).toBe(ciphers(value));
    },
  );

  test.each([
    [17, 'ssl_ecdh_curve', 'prime256v1'],
    [17, 'ssl_ecdh_curve', 'brainpoolP384r1'],
    [18, 'ssl_groups', 'X25519MLKEM768:x25519:P-256'],
    [18, 'ssl_groups', '?of-tomorrow:secp521r1'],
    [18, 'ssl_ecdh_curve', 'prime256v1:secp384r1'],
    [18, 'ssl_tls13_ciphers', ''],
    [18, 'ssl_tls13_ciphers', 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256'],
  ])('in PostgreSQL %i may be %s: %s', (major, name, value) => {
    expect(parameterProblem(major, name, value)).toBeUndefined();
  });

  test.each([
    [
      17,
      'ssl_ecdh_curve',
      'X25519',
      `'ssl_ecdh_curve' must be one curve as OpenSSL names it, such as 'prime256v1' or 'secp384r1', got 'X25519'`,
    ],
    [
      17,
      'ssl_ecdh_curve',
      'prime256v1:secp384r1',
      `'ssl_ecdh_curve' must be one curve as OpenSSL names it, such as 'prime256v1' or 'secp384r1', got 'prime256v1:secp384r1'`,
    ],
    [18, 'ssl_groups', 'X25519,prime256v1', groups('X25519,prime256v1')],
    [18, 'ssl_ecdh_curve', 'nonsense', groups('nonsense')],
    [
      18,
      'ssl_tls13_ciphers',
      'TLS_AES_256_GCM_SHA384,TLS_AES_128_GCM_SHA256',
      `'ssl_tls13_ciphers' must be suites of TLS 1.3 with colons between them, such as 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256', got 'TLS_AES_256_GCM_SHA384,TLS_AES_128_GCM_SHA256'`,
    ],
  ])('in PostgreSQL %i may not be %s: %s', (major, name, value, problem) => {
    expect(parameterProblem(major, name, value)).toBe(problem);
  });
});

describe('a text of known words', () => {
  test.each([
    [17, 'client_encoding', 'utf-8'],
    [17, 'client_encoding', 'ISO_8859-15'],
    [17, 'client_encoding', 'SJIS'],
    [17, 'createrole_self_grant', 'SET, inherit'],
    [17, 'createrole_self_grant', ''],
    [17, 'restrict_nonsystem_relation_kind', 'view, foreign-table'],
    [17, 'log_connections', 'on'],
    [18, 'log_connections', 'on'],
    [18, 'log_connections', 'Receipt, all'],
  ])('in PostgreSQL %i may be %s: %s', (major, name, value) => {
    expect(parameterProblem(major, name, value)).toBeUndefined();
  });

  test.each([
    [17, 'client_encoding', 'utf8mb4', `an encoding that PostgreSQL knows, such as 'UTF8' or 'LATIN9'`],
    [17, 'createrole_self_grant', 'admin', 'set, inherit, with commas between them, or empty'],
    [17, 'restrict_nonsystem_relation_kind', 'table', 'view, foreign-table, with commas between them, or empty'],
    [17, 'log_connections', 'receipt', 'on or off'],
    [
      18,
      'log_connections',
      'on, receipt',
      'on, off, or receipt, authentication, authorization, setup_durations, all, with commas between them',
    ],
  ])('in PostgreSQL %i may not be %s: %s', (major, name, value, allowed) => {
    expect(parameterProblem(major, name, value)).toBe(`'${name}' must be ${allowed}, got '${value}'`);
  });
});
