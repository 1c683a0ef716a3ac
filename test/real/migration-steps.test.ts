import * as fs from 'fs';
import * as path from 'path';
import { Size } from 'cdk8s';
import { MigrationMethod, MigrationProps, MigrationStep, PostgresVersion, Rules } from '../../lib';
import { moving, pgo, zalando } from '../migration/migration-programs';
import { type Manifest, at, only, render } from '../support/render';
import { withShortSleep } from './jobs';
import { type Place, type Side, migrationPlace, PASSWORD } from './migration-place';
import { type Entries, type PodSpec, containerOf, namespaceOf } from './pod';
import { type Finished, run, temporaryFolder } from './processes';
import { requireOnPath } from './requirements';

// The Jobs that a migration prints, step by step, from a server as Zalando makes it to one as PGO does. What Patroni would do with its permanent
// slots is done here, at the moment that they are printed.

const withTools = requireOnPath('bash', 'psql', 'pg_dump', 'pg_restore', 'openssl');

const OWNER = 'orders-app';
const DATABASE = 'orders';

type Slots = Readonly<Record<string, { readonly database: string }>>;

/** Slots that the operator of a side makes at a step. */
const slotsOf = (manifests: readonly Manifest[], kind: string, pointer: string): Slots =>
  (at(only(manifests, kind), pointer) ?? {}) as Slots;

/** Makes the slots that are printed, and drops those of the migration that are not any more, as Patroni does. */
async function keepSlots({ sql }: Side, slots: Slots): Promise<void> {
  const there = await sql('postgres', `SELECT slot_name FROM pg_replication_slots WHERE slot_name LIKE 'cdk8s%' AND NOT active`);
  for (const { slot_name: name } of there as { slot_name: string }[]) {
    if (slots[name] === undefined && !name.includes('_sync_')) {
      await sql('postgres', `SELECT pg_drop_replication_slot('${name}')`);
    }
  }
  for (const [name, { database }] of Object.entries(slots)) {
    await sql(
      database,
      `SELECT pg_create_logical_replication_slot('${name}', 'pgoutput') WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '${name}')`,
    );
  }
}

/** Runs the Job of a step to its end. */
async function runStep(place: Place, manifests: readonly Manifest[]): Promise<Finished> {
  const jobs = manifests.filter(({ metadata }) => metadata.labels?.['cdk8s-postgres/migration'] !== undefined);
  const root = temporaryFolder();
  try {
    const secrets = Object.fromEntries(
      ['postgres.orders.credentials.postgresql.acid.zalan.do', 'orders-next-pguser-postgres'].map((name): [string, Entries] => [
        name,
        { user: 'postgres', username: 'postgres', password: PASSWORD },
      ]),
    );
    const spec = at(only(jobs, 'Job'), '/spec/template/spec') as PodSpec & { volumes: { name: string }[] };
    const { authority } = place;
    // The scratch volume is a folder here.
    const volumes = spec.volumes.map((volume) => (volume.name === 'work' ? { name: 'work', configMap: { name: 'work' } } : volume));
    const namespace = namespaceOf(manifests, { ...secrets, 'orders-next-cluster-cert': { 'ca.crt': authority } });
    const { command, env } = containerOf({ ...spec, volumes }, { ...namespace, configMaps: { ...namespace.configMaps, work: {} } }, root);
    const work = path.join(root, 'work');
    const [shell, ...args] = command;
    const address = (side: string, port: number) => ({ [`${side}_HOST`]: '127.0.0.1', [`${side}_PORT`]: `${port}` });
    return await run('timeout', ['240', shell!, ...args], {
      folder: work,
      env: {
        ...env,
        ...address('SOURCE', place.source.server.port),
        ...address('TARGET', place.target.server.port),
        HOME: work,
        TMPDIR: work,
        ROOT: root,
        PATH: withShortSleep(root),
      },
    });
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

const codeOf = (output: string): string => /(?:.*^check passed: )(\S+)$/ms.exec(output)![1]!;

withTools.each([
  ['logical', MigrationMethod.logical(), Size.gibibytes(10)],
  ['dump', MigrationMethod.dump({ storage: { size: Size.gibibytes(20) } }), undefined],
] as const)('the Jobs of a migration, %s', (_, method, walLimit) => {
  let place: Place;

  const step = async (one: MigrationStep, more: Partial<MigrationProps> = {}): Promise<string> => {
    const manifests = render(
      moving({
        operators: [zalando, pgo],
        from: { version: PostgresVersion.V15 },
        props: { method, walLimit, step: one, wayBack: method.kind === 'logical' || undefined, ...more },
        // The programs of this place read no server above theirs; the rule is about servers that are older than this.
        more: (_chart, { migration }) => Rules.of(migration).suppress('MIG-009', 'the programs are older', { mayBeUnused: true }),
      }),
    );
    await keepSlots(place.source, slotsOf(manifests, 'postgresql', '/spec/patroni/slots'));
    await keepSlots(place.target, slotsOf(manifests, 'PostgresCluster', '/spec/patroni/dynamicConfiguration/slots'));
    const done = await runStep(place, manifests);
    expect(done).toMatchObject({ code: 0 });
    return done.stdout;
  };
  const count = async ({ sql }: Side): Promise<unknown> => (await sql(DATABASE, 'SELECT count(*)::int AS n FROM item', OWNER))[0]!.n;
  const add = ({ sql }: Side, text: string): Promise<unknown> => sql(DATABASE, `INSERT INTO item (text) VALUES ('${text}')`, OWNER);

  beforeAll(async () => {
    place = await migrationPlace({ majors: [15, 17] });
    for (const { sql } of [place.source, place.target]) {
      await sql('postgres', `CREATE ROLE "${OWNER}" LOGIN PASSWORD '${PASSWORD}'`);
      await sql('postgres', `CREATE DATABASE ${DATABASE} OWNER "${OWNER}"`);
    }
    const { sql } = place.source;
    await sql(DATABASE, 'CREATE TABLE item (id serial PRIMARY KEY, text text NOT NULL)', OWNER);
    await sql(DATABASE, `INSERT INTO item (text) SELECT 'row ' || i FROM generate_series(1, 1000) AS i`, OWNER);
  });
  afterAll(() => place?.stop());

  test('lead from one server to the other', async () => {
    const logical = method.kind === 'logical';
    await step(MigrationStep.prepare());
    let code = codeOf((await step(MigrationStep.copy())) + (logical ? await step(MigrationStep.follow()) : ''));
    const cutOver = await step(MigrationStep.cutOver(code));
    code = logical ? codeOf(cutOver) : code;
    expect(await count(place.target)).toBe(1000);
    await add(place.target, 'written at the target');
    await expect(add(place.source, 'written at the source')).rejects.toThrow();
    if (logical) {
      await step(MigrationStep.reverse(code));
      const back = await step(MigrationStep.follow(), { round: 2 });
      expect(back.match(/^check passed: /gm)).toHaveLength(2);
      expect(await count(place.source)).toBe(1001);
      await add(place.source, 'written at the source again');
      code = codeOf(await step(MigrationStep.follow(), { round: 3 }));
      code = codeOf(await step(MigrationStep.cutOver(code), { round: 3 }));
    }
    await step(MigrationStep.retire(code), { round: logical ? 3 : 1 });
    expect(await count(place.target)).toBe(logical ? 1002 : 1001);
    const left =
      'SELECT (SELECT count(*) FROM pg_replication_slots)::int + (SELECT count(*) FROM pg_subscription)::int + (SELECT count(*) FROM pg_publication)::int AS n';
    expect((await place.source.sql(DATABASE, left))[0]!.n).toBe(0);
    expect((await place.target.sql(DATABASE, left))[0]!.n).toBe(0);
  });
});
