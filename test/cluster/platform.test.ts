import { App, Chart, Testing } from 'cdk8s';
import {
  AccessLevel,
  BackupPolicy,
  HaCluster,
  HaClusterProps,
  IpFamily,
  Platform,
  PlatformOptions,
  RolePassword,
  ServiceMesh,
} from '../../lib';
import { OPERATORS } from '../../scripts/operators';
import { SMALLEST_BACKUP, program, smallestCluster } from '../support/programs';
import { Manifest, at, findings, newChart, render } from '../support/render';

const READER: Partial<HaClusterProps> = {
  databases: [{ name: 'orders', owner: 'orders-app' }],
  roles: [{ name: 'reports', password: RolePassword.fromSecret(), access: [{ database: 'orders', level: AccessLevel.READ_ONLY }] }],
};

const API_SERVER = { apiServerCidrs: ['10.96.0.1/32'] };

/** A policy of who reaches what, by its ending. */
const policy = (manifests: readonly Manifest[], name: string): Manifest =>
  manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name)!;

const clusterOf = (manifests: readonly Manifest[]): Manifest =>
  manifests.find(({ kind, metadata }) => /^(Cluster|postgresql|PostgresCluster)$/.test(kind) && metadata.name === 'orders')!;

describe.each(OPERATORS)('$displayName', ({ createFull, name }) => {
  const printed = (platform: PlatformOptions, cluster: Partial<HaClusterProps> = {}): Manifest[] =>
    render(program(createFull(), { cluster: { ...READER, platform, ...cluster }, backup: {}, drill: {} }));

  test('OpenShift gives the users of all pods, and resolves names on another port', () => {
    const manifests = printed({ openShift: true }, { network: { egress: API_SERVER } });
    expect(JSON.stringify(manifests)).not.toMatch(/runAsUser|runAsGroup|fsGroup|spiloRunAs|spiloFSGroup/);
    const dns = [53, 5353].flatMap((port) => ['UDP', 'TCP'].map((protocol) => ({ port, protocol })));
    expect(at(policy(manifests, 'orders-instances'), '/spec/egress/0/ports')).toEqual(expect.arrayContaining(dns));
    expect(JSON.stringify(policy(manifests, 'orders-drill-programs').spec)).toContain('5353');
    expect(at(clusterOf(manifests), '/spec/openshift')).toBe(name === 'crunchy' ? true : undefined);
  });

  test('without OpenShift the users are said', () => {
    expect(JSON.stringify(printed({}))).toContain('"runAsUser":65532');
    expect(JSON.stringify(printed({}))).not.toContain('5353');
  });

  const SIX = { ipBlock: { cidr: '::/0', except: ['fc00::/7', 'fe80::/10'] } };
  const FOUR = {
    ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'] },
  };

  test.each<[string, PlatformOptions, string, object[]]>([
    ['nothing', {}, '10.96.0.1/32', [FOUR]],
    ['a range of IPv6', {}, 'fd00::1/128', [FOUR, SIX]],
    ['IPv6 only', { ipFamily: IpFamily.IPV6 }, 'fd00::1/128', [SIX]],
    ['dual stack', { ipFamily: IpFamily.DUAL_STACK }, '10.96.0.1/32', [FOUR, SIX]],
    ['IPv4 only', { ipFamily: IpFamily.IPV4 }, 'fd00::1/128', [FOUR]],
  ])('public addresses where the program says %s', (_, platform, cidr, expected) => {
    const manifests = printed(platform, { network: { egress: { apiServerCidrs: [cidr] } } });
    const rules = at(policy(manifests, 'orders-instances'), '/spec/egress') as { to?: object[]; ports: { port: number }[] }[];
    expect(rules.filter(({ ports }) => ports.some(({ port }) => port === 443)).map(({ to }) => to)).toContainEqual(expected);
  });

  test('pgBackRest listens on IPv6 where there is nothing else', () => {
    const annotation = 'postgres-operator.crunchydata.com/pgbackrest-ip-version';
    const found = (ipFamily?: IpFamily) => clusterOf(printed({ ipFamily })).metadata.annotations?.[annotation];
    expect([found(IpFamily.IPV6), found(IpFamily.DUAL_STACK), found()]).toEqual([
      name === 'crunchy' ? 'IPv6' : undefined,
      undefined,
      undefined,
    ]);
  });

  test('no pod takes the proxy of a mesh', () => {
    const manifests = printed({ mesh: ServiceMesh.ISTIO });
    for (const [kind, pointer] of [
      ['Job', '/spec/template/metadata/annotations'],
      ['CronJob', '/spec/jobTemplate/spec/template/metadata/annotations'],
    ] as const) {
      const found = manifests.filter((one) => one.kind === kind).map((one) => at(one, pointer));
      expect(found.length).toBeGreaterThan(0);
      found.forEach((annotations) => expect(annotations).toEqual({ 'sidecar.istio.io/inject': 'false' }));
    }
    expect(JSON.stringify(clusterOf(manifests).spec)).toContain('"sidecar.istio.io/inject":"false"');
    expect(JSON.stringify(printed({ mesh: ServiceMesh.LINKERD }))).toContain('"linkerd.io/inject":"disabled"');
  });

  test('the annotation of the program comes before that of the mesh', () => {
    const annotations = { 'sidecar.istio.io/inject': 'true' };
    expect(JSON.stringify(printed({ mesh: ServiceMesh.ISTIO }, { annotations }))).not.toContain('"sidecar.istio.io/inject":"false"');
  });

  test('images come from the registry of a closed network, but for those that the program names', () => {
    const text = JSON.stringify(printed({ imageRegistry: 'registry.acme.example/mirror' }));
    expect(text).toContain('"registry.acme.example/mirror/library/postgres:17"');
    expect(text).toContain('"registry.acme.example/mirror/alpine/kubectl:1.34.2"');
    expect(text).not.toMatch(/"(ghcr\.io|docker\.io|postgres:|alpine\/)/);
    const own = JSON.stringify(printed({ imageRegistry: 'registry.acme.example' }, { accessImage: 'other.example/psql:17' }));
    expect(own).toContain('"other.example/psql:17"');
  });
});

describe('Platform.of', () => {
  const [{ createFull }] = OPERATORS as readonly [(typeof OPERATORS)[number]];
  const cluster = (chart: Chart, more: Partial<HaClusterProps> = {}): HaCluster => {
    const db = new HaCluster(chart, 'db', { ...smallestCluster(createFull()), ...READER, ...more });
    new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster: db });
    return db;
  };
  const users = (chart: Chart): boolean => JSON.stringify(Testing.synth(chart)).includes('runAsUser');

  test('says it for all clusters of an app, and a chart or a cluster can say otherwise', () => {
    const app: App = Testing.app();
    Platform.of(app).set({ openShift: true, imagePullSecrets: ['registry'] });
    const [plain, other, own] = ['plain', 'other', 'own'].map((id) => new Chart(app, id, { namespace: id })) as [Chart, Chart, Chart];
    Platform.of(other).set({ openShift: false });
    cluster(plain);
    cluster(other);
    cluster(own, { platform: { openShift: false } });
    expect([users(plain), users(other), users(own)]).toEqual([false, true, true]);
    // What is not said anew stays.
    expect(JSON.stringify(Testing.synth(other))).toContain('"imagePullSecrets":[{"name":"registry"}]');
  });

  test('comes before the clusters', () => {
    const chart = newChart();
    cluster(chart);
    expect(() => Platform.of(chart).set({ openShift: true })).toThrow(
      `Validation failed with the following errors:\n  [test] [NET-020] Platform.of(...).set(...) must come before the clusters below 'test'; move it up, to where the chart or the app is made (some of them would be printed for another platform than the others)`,
    );
  });

  test('refuses what is no fact', () => {
    expect(() => Platform.of(newChart()).set({ openshift: true } as PlatformOptions)).toThrow(
      `[PROP-001] 'platform.openshift' is not a prop`,
    );
  });

  test('addresses of the API server are CIDRs', () => {
    expect(findings(program(createFull(), { cluster: { network: { apiServerCidrs: ['10.96.0.1'] } } }))).toEqual([
      `[test/db] [NET-021] 'network.apiServerCidrs' must be CIDRs such as '10.96.0.1/32', got '10.96.0.1' (the API server refuses the policy)`,
    ]);
  });
});
