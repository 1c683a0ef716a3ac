import {
  ArchivePlace,
  HaClusterProps,
  IPostgresOperator,
  MajorUpgradeProps,
  PostgresOperator,
  PostgresVersion,
  SpreadRule,
  UpgradeStep,
  UpgradeTransfer,
} from '../../lib';
import { program } from '../support/programs';
import { Manifest, at, only, render } from '../support/render';

const cnpg = PostgresOperator.cloudNativePg();
const zalando = PostgresOperator.zalando({ teamId: 'orders' });
const pgo = PostgresOperator.crunchy();

const STEPS = [UpgradeStep.prepare(), UpgradeStep.run(), UpgradeStep.finish(), UpgradeStep.tidy()];

/** A cluster with one database and backups at each step of its upgrade from 16 to 17. */
function steps(
  operator: IPostgresOperator,
  props: Partial<MajorUpgradeProps> = {},
  cluster: Partial<HaClusterProps> = {},
  suppressed: readonly string[] = [],
): Manifest[][] {
  return STEPS.map((step) => {
    const isLast = step.kind === 'tidy';
    const { archiveGeneration } = props;
    return render(
      program(operator, {
        cluster: {
          databases: [{ name: 'orders', owner: 'orders-app' }],
          monitoring: { enabled: false },
          ...cluster,
          ...(isLast && { version: PostgresVersion.V17 }),
        },
        suppressed,
        backup: isLast && archiveGeneration !== undefined ? { archiveGeneration } : {},
        upgrade: { ...props, step },
      }),
    );
  });
}

const values = (printed: readonly Manifest[][], kind: string, pointer: string): unknown[] =>
  printed.map((manifests) => at(only(manifests, kind), pointer));
const names = (printed: readonly Manifest[][], kind: string): string[][] =>
  printed.map((manifests) => manifests.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name));

const isList = ({ metadata }: Manifest): boolean => metadata.name === 'orders-upgrade';

describe('CloudNativePG', () => {
  const printed = steps(cnpg, { archiveGeneration: 2 });

  test('image and place of the archive change together, at the step that runs', () => {
    expect(values(printed, 'Cluster', '/spec/imageName')).toEqual(
      [16, 17, 17, 17].map((major) => `ghcr.io/cloudnative-pg/postgresql:${major}-standard-trixie`),
    );
    expect(values(printed, 'Cluster', '/spec/plugins/0/parameters/serverName')).toEqual([
      'orders-v1',
      'orders-v2',
      'orders-v2',
      'orders-v2',
    ]);
  });

  test('a folder that somebody else chose is not used for the new version', () => {
    const place = ArchivePlace.barman({ serverName: 'orders', path: 'old', objectStoreName: 'orders-store' });
    const ask = { backup: { place }, upgrade: { step: UpgradeStep.run(), archiveGeneration: 2 } };
    const running = render(program(cnpg, ask));
    expect(at(only(running, 'Cluster'), '/spec/plugins/0/parameters')).toEqual({
      barmanObjectName: 'orders-store',
      serverName: 'orders-v2',
    });
  });

  test('the old version is backed up before, the new one after', () => {
    expect(names(printed, 'Backup')).toEqual([
      ['orders-before-pg17'],
      ['orders-before-pg17'],
      ['orders-before-pg17', 'orders-after-pg17'],
      [],
    ]);
  });

  test('nothing else of the cluster changes', () => {
    const rest = printed.map((manifests) => {
      const text = JSON.stringify(only(manifests, 'Cluster'));
      return text.replace(/postgresql:1[67]/, 'postgresql').replace(/orders-v[12]/, 'orders-v');
    });
    expect(new Set(rest).size).toBe(1);
  });
});

describe('Zalando', () => {
  const printed = steps(zalando);

  test('the version of the cluster changes at the step that runs', () => {
    expect(values(printed, 'postgresql', '/spec/postgresql/version')).toEqual(['16', '17', '17', '17']);
  });

  test('statistics and extensions are left to the image', () => {
    expect(names(printed, 'Job')).toEqual([[], [], [], []]);
  });
});

describe('PGO', () => {
  const printed = steps(pgo);

  test('the cluster is shut down while it is upgraded, and has the new version afterwards', () => {
    expect(values(printed, 'PostgresCluster', '/spec/shutdown')).toEqual([undefined, true, undefined, undefined]);
    expect(values(printed, 'PostgresCluster', '/spec/postgresVersion')).toEqual([16, 16, 17, 17]);
  });

  test('the PGUpgrade and the word of the cluster stay until the new version runs', () => {
    expect(names(printed, 'PGUpgrade')).toEqual([[], ['orders-pg17'], ['orders-pg17'], []]);
    const allowed = '/metadata/annotations/postgres-operator.crunchydata.com~1allow-upgrade';
    expect(values(printed, 'PostgresCluster', allowed)).toEqual([undefined, 'orders-pg17', 'orders-pg17', undefined]);
    expect(only(printed[1]!, 'PGUpgrade').spec).toMatchObject({
      postgresClusterName: 'orders',
      fromPostgresVersion: 16,
      toPostgresVersion: 17,
    });
  });

  test('a backup is taken before and one after', () => {
    const taken = '/metadata/annotations/postgres-operator.crunchydata.com~1pgbackrest-backup';
    expect(values(printed, 'PostgresCluster', taken)).toEqual(['before-pg17', 'before-pg17', 'after-pg17', undefined]);
    expect(values(printed, 'PostgresCluster', '/spec/backups/pgbackrest/manual/repoName').slice(0, 3)).toEqual(['repo1', 'repo1', 'repo1']);
  });

  test('files are transferred as it is asked for, on the nodes of the cluster', () => {
    const [, running] = steps(pgo, { transfer: UpgradeTransfer.CLONE, attempt: 2 });
    const upgrade = only(running!, 'PGUpgrade');
    expect(upgrade.metadata.name).toBe('orders-pg17-2');
    expect(upgrade.spec).toMatchObject({ transferMethod: 'Clone' });
    const tainted = render(
      program(pgo, {
        cluster: {
          placement: {
            nodes: SpreadRule.NONE,
            zones: SpreadRule.NONE,
            tolerations: [{ key: 'databases' }],
            nodeSelector: { disk: 'fast' },
          },
        },
        upgrade: { step: UpgradeStep.run() },
      }),
    );
    const { spec } = only(tainted, 'PGUpgrade');
    expect(spec).toMatchObject({ tolerations: [{ key: 'databases', operator: 'Exists' }] });
    expect(JSON.stringify(spec!.affinity)).toContain('"fast"');
    expect(spec).not.toHaveProperty('metadata');
  });

  test('its Job has the labels and annotations of the other pods, without which a mesh would not let it end', () => {
    const marks = { labels: { 'acme.example/cost-centre': '4711' }, annotations: { 'sidecar.istio.io/inject': 'false' } };
    const marked = render(program(pgo, { cluster: marks, upgrade: { step: UpgradeStep.run() } }));
    expect(only(marked, 'PGUpgrade').spec).toMatchObject({ metadata: marks });
  });
});

describe.each([
  ['CloudNativePG', cnpg, { archiveGeneration: 2 }, 'orders-app', 'orders-superuser'],
  ['PGO', pgo, {}, 'orders-pguser-orders-app', 'orders-pguser-postgres'],
] as const)('the Job of %s', (_, operator, props, secret, superuser) => {
  const printed = steps(operator, props);

  test('runs when the new version does, as the owner of the database', () => {
    expect(names(printed, 'Job').map(({ length }) => length)).toEqual([0, 0, 1, 0]);
    const job = only(printed[2]!, 'Job');
    expect(at(job, '/spec/template/spec/containers/0/image')).toBe('postgres:17');
    expect(at(job, '/spec/template/spec/automountServiceAccountToken')).toBe(false);
    expect(at(job, '/spec/template/spec/volumes/0/secret/secretName')).toBe(secret);
  });

  test('runs as the superuser where the cluster lets it in, to whom pg_upgrade gives the extensions', () => {
    const [manifests] = steps(operator, props, { superuser: {} }, ['ROLE-024']).slice(2);
    const secretName = at(only(manifests!, 'Job'), '/spec/template/spec/volumes/0/secret/secretName');
    expect(secretName).toBe(superuser);
    const text = (printedSo: readonly Manifest[]): string => printedSo.find(isList)!.data!['list.md']!;
    expect(text(manifests!)).toContain('what they could not update is in their logs');
    expect(text(printed[2]!)).toContain('all extensions belong to the superuser');
  });

  test('is let in, and reaches the database only', () => {
    const policies = printed.map((manifests) => manifests.filter(({ kind }) => kind === 'NetworkPolicy'));
    const labels = { 'cdk8s-postgres/upgrade': 'orders' };
    const own = policies.map((list) => list.filter(({ metadata }) => metadata.name === 'orders-finish').length);
    expect(own).toEqual([0, 0, 1, 0]);
    const letsIn = policies.map((list) =>
      list.some(({ spec }) => JSON.stringify(spec!.ingress ?? []).includes(JSON.stringify({ matchLabels: labels }))),
    );
    expect(letsIn).toEqual([false, false, true, false]);
  });

  test('has another name at another attempt', () => {
    const again = steps(operator, { ...props, attempt: 2 });
    expect(names(again, 'Job')[2]).not.toEqual(names(printed, 'Job')[2]);
  });
});

describe.each([
  ['CloudNativePG', cnpg, { archiveGeneration: 2 }],
  ['Zalando', zalando, {}],
  ['PGO', pgo, {}],
] as const)('the list of %s', (_, operator, props) => {
  const lists = steps(operator, props).map((manifests) => manifests.find(isList)!);

  test('says the step', () => {
    expect(lists.map(({ data }) => [data!.step, data!.to, data!.attempt])).toEqual(STEPS.map(({ kind }) => [kind, '17', '1']));
  });

  test('says what to look at, what to wait for and the way back', () => {
    const titles = lists.map(({ data }) => data!['list.md']!.match(/^## .*/gm));
    const all = ['## Before the commit of this step', '## Before the next step', '## The way back'];
    expect(titles).toEqual([all, all, all, all.slice(0, 2)]);
  });

  test('has commands that a shell can read', () => {
    const commands = lists.flatMap(({ data }) => data!['list.md']!.match(/^ {6}.*/gm) ?? []);
    expect(commands.length).toBeGreaterThan(5);
    commands.forEach((command) => expect([...command].filter((letter) => letter === "'").length % 2).toBe(0));
    commands.forEach((command) => expect(command).not.toMatch(/undefined|\[object/));
  });
});

test('an upgrade that is taken out after the last step changes nothing of the cluster', () => {
  for (const [operator, kind] of [
    [cnpg, 'Cluster'],
    [zalando, 'postgresql'],
    [pgo, 'PostgresCluster'],
  ] as const) {
    const cluster = { version: PostgresVersion.V17, monitoring: { enabled: false } };
    const tidy = render(program(operator, { cluster, backup: {}, upgrade: { step: UpgradeStep.tidy() } }));
    expect(only(render(program(operator, { cluster, backup: {} })), kind)).toEqual(only(tidy, kind));
  }
});
