import { Chart, Size } from 'cdk8s';
import { Cpu, Deployment } from 'cdk8s-plus-28';
import {
  CrunchyVersion,
  HaCluster,
  IPostgresOperator,
  LabelOperator,
  PgAdmin,
  PgAdminProps,
  PgAdminRole,
  PgAdminServers,
  PostgresOperator,
} from '../../lib';
import { SMALLEST_PG_ADMIN, smallestCluster } from '../support/programs';
import { findings, only, render } from '../support/render';

const made = (props: Partial<PgAdminProps> = {}, operator: IPostgresOperator = PostgresOperator.crunchy()): PgAdminProps => ({
  ...SMALLEST_PG_ADMIN,
  operator,
  ...props,
});

const PODS = { matchLabels: { 'postgres-operator.crunchydata.com/pgadmin': 'console' } };

describe.each(Object.values(CrunchyVersion))('on PGO %s', (operatorVersion) => {
  const operator = PostgresOperator.crunchy({ operatorVersion });

  test('the smallest one is one pod with a volume, which nobody reaches', () => {
    const manifests = render((chart) => void new PgAdmin(chart, 'pgadmin', made({}, operator)));
    expect(manifests).toEqual([
      {
        apiVersion: 'postgres-operator.crunchydata.com/v1beta1',
        kind: 'PGAdmin',
        metadata: {
          name: 'console',
          namespace: 'orders',
          annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
        },
        spec: {
          dataVolumeClaimSpec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { cpu: '1', memory: '512Mi' } },
        },
      },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'console-pgadmin', namespace: 'orders' },
        spec: { podSelector: PODS, policyTypes: ['Ingress'] },
      },
    ]);
  });

  test('clusters that it names let it in, and whoever it is opened to reaches it', () => {
    const manifests = render((chart) => {
      const cluster = new HaCluster(chart, 'db', smallestCluster(operator));
      const pgAdmin = new PgAdmin(
        chart,
        'pgadmin',
        made({ servers: [PgAdminServers.ofCluster(cluster)], serviceName: 'pgadmin' }, operator),
      );
      pgAdmin.connectTo(cluster);
      expect([pgAdmin.serviceName, pgAdmin.port]).toEqual(['pgadmin', 5050]);
      pgAdmin.allowFrom(new Deployment(chart, 'proxy', { podMetadata: { labels: { app: 'proxy' } }, containers: [{ image: 'proxy:1' }] }));
    });
    const policy = (name: string) => manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name)!.spec;
    expect(policy('orders-instances')).toMatchObject({
      ingress: expect.arrayContaining([{ from: [{ podSelector: PODS }], ports: [{ port: 5432, protocol: 'TCP' }] }]) as unknown,
    });
    expect(policy('console-pgadmin')).toMatchObject({ ingress: [{ ports: [{ port: 5050, protocol: 'TCP' }] }] });
    expect(only(manifests, 'PGAdmin').spec).toMatchObject({
      serviceName: 'pgadmin',
      serverGroups: [{ name: 'orders', postgresClusterName: 'orders' }],
    });
  });
});

test('everything that can be said', () => {
  const manifests = render((chart) => {
    const servers = [
      PgAdminServers.ofLabels('shop', { team: 'shop' }, [{ key: 'tier', operator: LabelOperator.IN, values: ['gold'] }]),
      PgAdminServers.ofAll('all'),
    ];
    new PgAdmin(
      chart,
      'pgadmin',
      made({
        servers,
        storage: { size: Size.gibibytes(2), storageClass: 'fast' },
        users: [
          { email: 'dba@acme.example', role: PgAdminRole.ADMINISTRATOR, password: { name: 'pgadmin-dba', key: 'password' } },
          { email: 'dev@acme.example', password: { name: 'pgadmin-dev', key: 'password' } },
        ],
        compute: { cpu: Cpu.millis(200), memory: Size.gibibytes(1) },
        image: 'registry.example.com/pgadmin4:9.8',
        imagePullSecrets: ['registry'],
        placement: { priorityClassName: 'low', tolerations: [{ key: 'tools' }], nodeSelector: { pool: 'tools' } },
        settings: { MAX_LOGIN_ATTEMPTS: '5', LOGIN_BANNER: '"Ask first."', AUTHENTICATION_SOURCES: '["ldap", "internal"]' },
        webServer: { threads: '10' },
        ldapBindPassword: { name: 'ldap', key: 'password' },
        configDatabase: { name: 'pgadmin-database', key: 'uri' },
        oauth: [{ name: 'company', secret: { name: 'pgadmin-oauth', key: 'company.json' } }],
        configFiles: [{ configMapName: 'ldap-ca', items: { 'ca.crt': 'ldap/ca.crt' } }],
        labels: { team: 'dba' },
        annotations: { note: 'ours' },
        objectMetadata: { labels: { tier: 'tools' } },
        takenOver: true,
      }),
    );
  });
  expect(manifests).toEqual([
    {
      apiVersion: 'postgres-operator.crunchydata.com/v1beta1',
      kind: 'PGAdmin',
      metadata: { name: 'console', namespace: 'orders', labels: { tier: 'tools' } },
      spec: {
        metadata: { labels: { team: 'dba' }, annotations: { note: 'ours' } },
        image: 'registry.example.com/pgadmin4:9.8',
        imagePullSecrets: [{ name: 'registry' }],
        dataVolumeClaimSpec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '2Gi' } },
          storageClassName: 'fast',
        },
        resources: { requests: { cpu: '200m', memory: '1Gi' } },
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'In', values: ['tools'] }] }],
            },
          },
        },
        tolerations: [{ key: 'tools', operator: 'Exists' }],
        priorityClassName: 'low',
        serverGroups: [
          {
            name: 'shop',
            postgresClusterSelector: {
              matchLabels: { team: 'shop' },
              matchExpressions: [{ key: 'tier', operator: 'In', values: ['gold'] }],
            },
          },
          { name: 'all', postgresClusterSelector: {} },
        ],
        users: [
          { username: 'dba@acme.example', role: 'Administrator', passwordRef: { name: 'pgadmin-dba', key: 'password' } },
          { username: 'dev@acme.example', passwordRef: { name: 'pgadmin-dev', key: 'password' } },
        ],
        config: {
          settings: { MAX_LOGIN_ATTEMPTS: 5, LOGIN_BANNER: 'Ask first.', AUTHENTICATION_SOURCES: ['ldap', 'internal'] },
          gunicorn: { threads: 10 },
          ldapBindPassword: { name: 'ldap', key: 'password' },
          configDatabaseURI: { name: 'pgadmin-database', key: 'uri' },
          oauthConfigurations: [{ name: 'company', secret: { name: 'pgadmin-oauth', key: 'company.json' } }],
          files: [{ configMap: { name: 'ldap-ca', items: [{ key: 'ca.crt', path: 'ldap/ca.crt' }] } }],
        },
      },
    },
  ]);
});

test('a cluster of another app lets it in by a policy of this one', () => {
  const operator = PostgresOperator.crunchy();
  const manifests = render((chart) => {
    const attributes = { clusterName: 'ledger', operator, network: {}, clientName: 'tools' };
    const cluster = HaCluster.fromHaClusterAttributes(chart, 'ledger', attributes);
    new PgAdmin(chart, 'pgadmin', made({ servers: [PgAdminServers.ofCluster(cluster, 'books')] }, operator));
  });
  expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'NetworkPolicy ledger-clients-tools',
    'PGAdmin console',
    'NetworkPolicy console-pgadmin',
  ]);
});

const refused = (props: Partial<PgAdminProps>, operator?: IPostgresOperator): string[] =>
  findings((chart) => void new PgAdmin(chart, 'pgadmin', made(props, operator)));

const said = (rule: string, why: string, ...texts: readonly string[]): string[] =>
  texts.map((text) => `[test/pgadmin] [${rule}] ${text} (${why})`);

const KEY = { name: 'pgadmin', key: 'password' };

test('PGA-001', () => {
  const why = 'the API server refuses it, or the second replaces the first';
  expect(refused({ pgAdminName: 'Console', serviceName: '5050' })).toEqual(
    said(
      'PGA-001',
      why,
      `'pgAdminName' must be lower-case letters, digits, '-' and '.', got 'Console'`,
      `'serviceName' must be at most 63 lower-case letters, digits and '-', a letter first, got '5050'`,
    ),
  );
  expect(refused({ pgAdminName: 'c'.repeat(64) })).toEqual(said('PGA-001', why, `'pgAdminName' must be at most 63 characters, got 64`));
  expect(
    findings((chart) => {
      new PgAdmin(chart, 'pgadmin', made());
      new PgAdmin(chart, 'other', made());
    })[0],
  ).toBe(said('PGA-001', why, `the pgAdmin 'console' is also made by test/other; give each a name of its own`)[0]);
});

test('PGA-002', () => {
  const why = 'the operator looks in its namespace only, and one group replaces another of its name';
  expect(
    refused({ servers: [PgAdminServers.ofAll(''), PgAdminServers.ofAll('all'), PgAdminServers.ofLabels('all', { team: 'a b' })] }),
  ).toEqual(
    said(
      'PGA-002',
      why,
      `the group 'servers[0]' must have a name, got ''`,
      `'servers[2]' repeats the group 'all'; write another name`,
      `'servers[2]': the value 'a b' of 'team' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end`,
    ),
  );
  const elsewhere = (chart: Chart) => {
    const far = new Chart(chart, 'far', { namespace: 'ledger' });
    const cluster = new HaCluster(far, 'db', smallestCluster(PostgresOperator.crunchy()));
    const zalando = PostgresOperator.zalando({ teamId: 'acme' });
    const other = HaCluster.fromHaClusterAttributes(chart, 'other', {
      clusterName: 'acme-shop',
      operator: zalando,
      network: { managedElsewhere: true },
    });
    new PgAdmin(chart, 'pgadmin', made({ servers: [PgAdminServers.ofCluster(cluster), PgAdminServers.ofCluster(other)] }));
  };
  expect(findings(elsewhere)).toEqual(
    said(
      'PGA-002',
      why,
      `the cluster 'orders' is in the namespace 'ledger'; make a pgAdmin there, or add its server in pgAdmin`,
      `the cluster 'acme-shop' is of another operator; leave it out, and add its server in pgAdmin`,
    ),
  );
});

test('PGA-003', () => {
  expect(
    refused({
      users: [
        { email: 'dba', password: KEY },
        { email: 'dba', password: { name: 'P', key: 'a b' } },
        { email: 'admin@console.orders.svc', password: KEY },
      ],
    }),
  ).toEqual(
    said(
      'PGA-003',
      'the operator passes over a user that pgAdmin does not take, and says so in an event only',
      `'users[0].email' must be a mail address, got 'dba'`,
      `'users[1].email' must be a mail address, got 'dba'`,
      `'users[1]' repeats the user 'dba'; leave one of them out`,
      `'users[1].password.name' must be lower-case letters, digits, '-' and '.', got 'P'`,
      `'users[1].password.key' must be letters, digits, '-', '_' and '.', got 'a b'`,
      `'users[2].email' must not be 'admin@console.orders.svc', the operator's own user; write another address`,
    ),
  );
});

test('PGA-004', () => {
  expect(
    refused({
      storage: { size: Size.mebibytes(10), autoGrow: { limit: Size.gibibytes(2) } },
      image: 'pgadmin4',
      compute: { memory: Size.gibibytes(1), memoryLimit: Size.mebibytes(512), hugePages2Mi: Size.mebibytes(2) },
      placement: { tolerations: [{ key: '' }] },
      labels: { 'a b': 'c' },
      configFiles: [{}],
      imagePullSecrets: ['Registry'],
    }),
  ).toEqual(
    said(
      'PGA-004',
      'the API server refuses it, or another image runs after a restart',
      `'storage.size' must be at least 1Gi and a whole number of Mi, got 10Mi`,
      `'storage.autoGrow' must be left out; write a larger 'size'`,
      `'image': the image must have a tag that is not 'latest', with or without a digest behind it, got 'pgadmin4'`,
      `'compute.memoryLimit' must not be below the request 1Gi, got 512Mi`,
      `'compute.hugePages2Mi' is for instances only, got 2Mi; leave it out`,
      `'placement.tolerations[0]': the key is empty`,
      `'labels': the key 'a b' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end`,
      `'configFiles[0]' must have either secretName or configMapName, got 0 of them`,
      `'imagePullSecrets[0]' must be lower-case letters, digits, '-' and '.', got 'Registry'`,
    ),
  );
});

test('PGA-005', () => {
  expect(
    refused({
      settings: { login_banner: '"hello"', LOGIN_BANNER: 'hello', MAIL_PASSWORD: '"a"' },
      webServer: { Threads: '1' },
      ldapBindPassword: { name: 'P', key: 'a' },
      configDatabase: { name: 'p', key: '' },
      oauth: [
        { name: 'a b', secret: KEY },
        { name: 'a b', secret: KEY },
      ],
    }),
  ).toEqual(
    said(
      'PGA-005',
      'a setting of another form is passed over without a word, and all of them stand readable in a ConfigMap',
      `'settings' must have names of capitals, digits and _, got 'login_banner'`,
      `'settings.LOGIN_BANNER' must be JSON, got hello; write '"hello"' for a text`,
      `'webServer' must have names of lower-case letters and _, got 'Threads'`,
      `'settings.MAIL_PASSWORD' is a secret; leave it out, and use a mail server that asks for none`,
      `'ldapBindPassword.name' must be lower-case letters, digits, '-' and '.', got 'P'`,
      `'configDatabase.key' must be letters, digits, '-', '_' and '.', got ''`,
      `'oauth[0].name' must be at most 20 letters and digits, got 'a b'`,
      `'oauth[1].name' must be at most 20 letters and digits, got 'a b'`,
      `'oauth[1]' repeats the provider 'a b'; write another name`,
    ),
  );
  const many = Array.from({ length: 11 }, (_, i) => ({ name: `p${i}`, secret: KEY }));
  expect(refused({ oauth: many })).toEqual([expect.stringContaining(`'oauth' must be at most 10 providers, got 11`)]);
});

test('PGA-006', () => {
  const operator = PostgresOperator.crunchy();
  const shows =
    (servers: PgAdminServers, connect = false, network = {}) =>
    (chart: Chart) => {
      const objectMetadata = { labels: { team: 'shop' } };
      const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), objectMetadata, network });
      const pgAdmin = new PgAdmin(chart, 'pgadmin', made({ servers: [servers] }, operator));
      if (connect) {
        pgAdmin.connectTo(cluster);
      }
    };
  const why = 'pgAdmin shows the cluster, and its NetworkPolicy keeps pgAdmin out';
  const closed = (group: string) =>
    said('PGA-006', why, `the group '${group}' has the cluster 'orders', which lets pgAdmin not in; write connectTo(cluster) for it`);
  const by = (key: string, op: LabelOperator, ...values: string[]) => PgAdminServers.ofLabels('all', {}, [{ key, operator: op, values }]);
  expect(findings(shows(PgAdminServers.ofAll('all')))).toEqual(closed('all'));
  expect(findings(shows(PgAdminServers.ofLabels('shop', { team: 'shop' })))).toEqual(closed('shop'));
  expect(findings(shows(by('team', LabelOperator.IN, 'shop')))).toEqual(closed('all'));
  expect(findings(shows(by('team', LabelOperator.NOT_IN, 'ledger')))).toEqual(closed('all'));
  expect(findings(shows(by('team', LabelOperator.EXISTS)))).toEqual(closed('all'));
  expect(findings(shows(by('tier', LabelOperator.DOES_NOT_EXIST)))).toEqual(closed('all'));
  expect(render(shows(PgAdminServers.ofAll('all'), true)).map(({ kind }) => kind)).toContain('PGAdmin');
  expect(render(shows(PgAdminServers.ofAll('all'), false, { managedElsewhere: true })).map(({ kind }) => kind)).toContain('PGAdmin');
  expect(render(shows(PgAdminServers.ofLabels('shop', { team: 'ledger' }))).map(({ kind }) => kind)).toContain('PGAdmin');
  expect(render(shows(by('team', LabelOperator.DOES_NOT_EXIST))).map(({ kind }) => kind)).toContain('PGAdmin');
});

test('PGO-186', () => {
  expect(refused({ settings: { SERVER_MODE: 'false' }, webServer: { workers: '2' } })).toEqual(
    said(
      'PGO-186',
      'PGO writes its own value over them',
      `'settings.SERVER_MODE' has no effect; leave it out`,
      `'webServer.workers' has no effect; leave it out`,
    ),
  );
});

test('PGO-187', () => {
  const requirements = [
    { key: 'size', operator: LabelOperator.GREATER_THAN, values: ['1'] },
    { key: 'tier', operator: LabelOperator.IN },
    { key: 'team', operator: LabelOperator.EXISTS, values: ['shop'] },
  ];
  expect(refused({ servers: [PgAdminServers.ofLabels('shop', {}, requirements)] }).slice(0, 3)).toEqual(
    said(
      'PGO-187',
      'PGO finds no cluster of the group',
      `'servers[0]' must not compare 'size' by Gt; write IN with the values`,
      `'servers[0]' must have values of 'tier' for IN and NOT_IN and for no other, got 0 for In`,
      `'servers[0]' must have values of 'team' for IN and NOT_IN and for no other, got 1 for Exists`,
    ),
  );
});

test('an operator without pgAdmin refuses it, and says what to write', () => {
  const instead = 'write a Deployment of pgAdmin, and let it in by cluster.allowFrom(...); available on Crunchy PGO';
  expect(refused({}, PostgresOperator.cloudNativePg())).toEqual([
    `[test/pgadmin] [CNPG-186] asked for the pgAdmin 'console'; ${instead} (CloudNativePG 1.30 does not have it)`,
  ]);
  expect(refused({}, PostgresOperator.zalando({ teamId: 'acme' }))).toEqual([
    `[test/pgadmin] [ZAL-266] asked for the pgAdmin 'console'; ${instead} (Zalando Postgres Operator 2.0 does not have it)`,
  ]);
});

test('what is missing or misspelt stops the program', () => {
  expect(refused({ users: [{ email: 'dba@acme.example' } as never] })).toEqual([
    `[test/pgadmin] [PROP-002] 'users[0].password' is missing (there is no safe default for it)`,
  ]);
  expect(refused({ servers: ['all' as never] })).toEqual([
    expect.stringContaining(`'servers[0]' must be a PgAdminServers such as PgAdminServers.ofCluster(...)`),
  ]);
});
