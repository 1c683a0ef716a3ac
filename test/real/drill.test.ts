import { DrillCheck, IPostgresOperator, PostgresOperator, RestoreDrillProps } from 'cdk8s-postgres';
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { program } from '../support/programs';
import { at, Manifest, render } from '../support/render';
import type { CertificateAuthority } from './certificates';
import { certificateAuthority } from './certificates';
import type { PostgresServer } from './postgres-server';
import { MAJORS, programFolder, start } from './postgres-server';
import type { Finished } from './processes';
import { freePort, launch, makeFolder, run, temporaryFolder, waitUntil, writePrivate } from './processes';
import { requireOnPath, requireProgram } from './requirements';

// The printed programs of a restore drill: `verify.sh` with the real psql and pg_dump against real copies of a database, `drill.sh` and
// `age.sh` with the stand-in `fake-kubectl.sh`, which answers from files by means of the real kubectl.

/** Signs that a shell, psql, a connection string or a file may trip over. */
const PASSWORD = `it's a "secret" \\ $HOME`;

const ROWS = 5000;
const COUNT = DrillCheck.isTrue('all orders are there', `SELECT count(*) = ${ROWS} FROM orders`);

/** A check that does not read the table that is damaged. */
const CUSTOMERS = DrillCheck.isTrue('there are customers', 'SELECT count(*) > 0 FROM customers');

/** Everything that could end a text in JSON. */
const AWKWARD = DrillCheck.isTrue(
  `a "title" with \\ and 'quotes'`,
  `DO $$ BEGIN RAISE EXCEPTION E'a "quote"}, a \\\\ backslash,\\na line, a\\ttab, an \\x1bescape'; END $$; SELECT true`,
);

/** Of a data directory: what makes a server the server that the test has started, whatever its data are. */
const OWN_FILES = ['postgresql.conf', 'pg_hba.conf', 'server.crt', 'server.key'];

const PAGE = 8192;

/** pg_dump reads no server that is newer; neither does pg_basebackup, which is of the same package. */
const PG_DUMP_MAJOR = Number(/\d+/.exec(spawnSync('pg_dump', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[0] ?? Infinity);

const withClients = requireOnPath('psql', 'pg_dump', 'pg_basebackup', 'openssl');
const withKubectl = requireOnPath('kubectl');
const suiteOf = (major: number, suite: jest.Describe): jest.Describe =>
  programFolder(major) === undefined ? requireProgram(`PostgreSQL ${major} ('npm ci' in test/real)`, false) : suite;

const readable = MAJORS.filter((major) => major <= PG_DUMP_MAJOR);

let authority: CertificateAuthority;
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

for (const major of readable) {
  suiteOf(major, withClients)(`the checks of a drill on PostgreSQL ${major}`, () => {
    let source: PostgresServer;
    let copy: PostgresServer;

    beforeAll(async () => {
      authority = await certificateAuthority();
      source = await startSource(major);
      copy = await startServer(major);
    });

    afterAll(() => Promise.all([source?.stop(), copy?.stop()]));

    beforeEach(() => restore(source, copy));

    test('pass for a good copy', async () => {
      expect(await verify(copy, [COUNT, CUSTOMERS])).toEqual({
        code: 0,
        stdout: 'ok: all orders are there\nok: there are customers\nok: all data can be read\n',
        stderr: '',
        verdict: 'succeeded',
      });
    });

    test('fail where rows are missing', async () => {
      await sql(copy, 'orders', `DELETE FROM orders WHERE id = ${ROWS}`);
      const verdict = `all orders are there: the answer is 'f' and not 't'`;
      expect(await verify(copy, [CUSTOMERS, COUNT])).toEqual({
        code: 1,
        stdout: `ok: there are customers\nFAILED: ${verdict}\n`,
        stderr: '',
        verdict,
      });
    });

    test('fail where a table is missing', async () => {
      await sql(copy, 'orders', 'DROP TABLE orders');
      const { code, verdict } = await verify(copy, [COUNT]);
      expect(code).toBe(1);
      expect(verdict).toMatch(/^all orders are there: psql:.*check-1\.sql:2: ERROR: {2}relation 'orders' does not exist LINE 1: SELECT/);
    });

    test('find a damaged page that no query reads, unless they are not to read all data', async () => {
      await damage(copy);
      const { code, verdict, stdout } = await verify(copy, [CUSTOMERS]);
      expect(code).toBe(1);
      expect(stdout).toContain('ok: there are customers\n');
      expect(verdict).toMatch(/^the data cannot be read: pg_dump: error: .*invalid page in block 3 of relation base\/\d+\/\d+/);

      expect(await verify(copy, [CUSTOMERS], { READ_ALL_DATA: 'false' })).toMatchObject({ code: 0, verdict: 'succeeded' });
    });

    test('fail while the copy recovers', async () => {
      await copy.pause(async () => writePrivate(path.join(copy.dataDirectory, 'standby.signal'), ''));
      const verdict = 'the recovery has not ended: the server takes no writes';
      expect(await verify(copy, [COUNT])).toMatchObject({ code: 1, verdict });
    });
  });

  suiteOf(major, withClients)(`the programs of a drill against one server of PostgreSQL ${major}`, () => {
    let server: PostgresServer;

    beforeAll(async () => {
      authority = await certificateAuthority();
      server = await startSource(major);
    });

    afterAll(() => server?.stop());

    test('give up where the password is wrong', async () => {
      const { code, verdict } = await verify(server, [COUNT], { ATTEMPTS: '2' }, 'wrong');
      expect(code).toBe(1);
      expect(verdict).toMatch(/^no connection: .*password authentication failed for user 'orders-app'$/);
    });

    test('give up where there is no server', async () => {
      const { code, verdict } = await verify(server, [COUNT], { ATTEMPTS: '2', PGPORT: String(await freePort()) });
      expect(code).toBe(1);
      expect(verdict).toMatch(/^no connection: .*Connection refused/);
    });

    test('give up where the server does not speak TLS', async () => {
      await server.query('ALTER SYSTEM SET ssl = off');
      await server.query('SELECT pg_reload_conf()');
      try {
        const { code, verdict } = await verify(server, [COUNT], { ATTEMPTS: '2' });
        expect(code).toBe(1);
        expect(verdict).toMatch(/server does not support SSL, but SSL was required$/);
      } finally {
        await server.query('ALTER SYSTEM RESET ssl');
        await server.query('SELECT pg_reload_conf()');
      }
    });

    test('wait for the password of a role', async () => {
      await server.query(`ALTER ROLE "orders-app" PASSWORD 'not yet'`);
      const verified = verify(server, [COUNT], { ATTEMPTS: '1000', PAUSE_SECONDS: '0.1' });
      await waitUntil(async () => fs.existsSync(path.join(folder, 'state/errors')));
      await server.query(`ALTER ROLE "orders-app" PASSWORD ${literal(PASSWORD)}`);
      expect(await verified).toMatchObject({ code: 0, verdict: 'succeeded' });
    });

    test('let no check write', async () => {
      const { code, verdict } = await verify(server, [DrillCheck.isTrue('writes', 'CREATE TABLE made (); SELECT true')]);
      expect(code).toBe(1);
      expect(verdict).toMatch(/^writes: .*cannot execute CREATE TABLE in a read-only transaction$/);
    });

    test('take warnings for no answer', async () => {
      const warns = DrillCheck.isTrue('warns', `DO $$ BEGIN RAISE WARNING 'look'; END $$; SET work_mem = '8MB'; SELECT true`);
      expect(await verify(server, [warns])).toMatchObject({ code: 0, verdict: 'succeeded' });
    });

    test('read the checks as UTF-8, whatever the database is', async () => {
      const umlaut = DrillCheck.isTrue('été', `SELECT 'é' = chr(233)`);
      expect(await verify(server, [umlaut], { PGDATABASE: 'latin' })).toMatchObject({ code: 0, verdict: 'succeeded' });
    });

    test('end where there is nothing to check', async () => {
      const drill = place([COUNT]);
      fs.writeFileSync(path.join(drill.state, 'over'), '');
      expect(await runVerify(drill, server)).toMatchObject({ code: 1, stdout: 'there is nothing to check\n' });
    });
  });
}

for (const major of MAJORS.filter((one) => !readable.includes(one))) {
  suiteOf(major, withClients)(`the checks of a drill on PostgreSQL ${major}`, () => {
    let server: PostgresServer;

    beforeAll(async () => {
      authority = await certificateAuthority();
      server = await startSource(major);
    });

    afterAll(() => server?.stop());

    test('ask a server that is newer than psql', async () => {
      expect(await verify(server, [COUNT, CUSTOMERS], { READ_ALL_DATA: 'false' })).toMatchObject({ code: 0, verdict: 'succeeded' });
    });

    test('fail where pg_dump is too old to read all data', async () => {
      const { code, verdict } = await verify(server, [COUNT]);
      expect(code).toBe(1);
      expect(verdict).toMatch(/^the data cannot be read: .*server version mismatch/);
    });
  });
}

/** The shells that images with kubectl have: Debian's, and that of Alpine with programs of its own, where there is one. */
const SHELLS = [
  { name: 'sh', shell: ['/bin/sh'], hasApplets: false },
  ...(spawnSync('busybox', ['true']).status === 0 ? [{ name: 'busybox', shell: ['busybox', 'sh'], hasApplets: true }] : []),
];

type Shell = (typeof SHELLS)[number];

const FLOW_MAJOR = Math.max(...readable);
const flowSuite = suiteOf(FLOW_MAJOR, requireOnPath('psql', 'pg_dump', 'pg_basebackup', 'openssl', 'kubectl'));

flowSuite('a drill', () => {
  let source: PostgresServer;
  let copy: PostgresServer;

  beforeAll(async () => {
    authority = await certificateAuthority();
    source = await startSource(FLOW_MAJOR);
    copy = await startServer(FLOW_MAJOR);
    await restore(source, copy);
  });

  afterAll(() => Promise.all([source?.stop(), copy?.stop()]));

  describe.each(SHELLS)('in $name', (shell) => {
    test('restores, checks, removes and keeps the result', async () => {
      const before = seconds();
      const drill = place([COUNT]);

      const { drilled, verified } = await runBoth(drill, copy, shell);

      expect(drilled).toMatchObject({ code: 0, stderr: '' });
      expect(verified).toMatchObject({ code: 0, stderr: '' });
      const { DRILL, RESOURCE, READY } = drill.env.drill!;
      expect(calls(drill).map(([verb, what]) => `${verb} ${what}`)).toEqual([
        `get ${RESOURCE}`,
        `create --filename=${drill.files}/cluster.yaml`,
        `wait ${RESOURCE}/${DRILL}`,
        'get secret',
        'get secret',
        `get ${RESOURCE}`,
        `delete ${RESOURCE}`,
        'patch configmap',
      ]);
      expect(calls(drill)[2]).toEqual(['wait', `${RESOURCE}/${DRILL}`, `--for=${READY}`, '--timeout=60s']);
      expect(clusterOf(drill)).toBeUndefined();
      const { outcome, succeededAt, finishedAt, seconds: took } = resultOf(drill)!;
      expect(outcome).toBe('succeeded');
      expect(succeededAt).toBe(finishedAt);
      expect(Number(finishedAt)).toBeGreaterThanOrEqual(before);
      expect(Number(finishedAt)).toBeLessThanOrEqual(seconds());
      expect(Number(took)).toBeLessThan(60);
    });

    test('keeps why a check has failed, and when one has succeeded before', async () => {
      const drill = place([AWKWARD], { succeededAt: '1700000000' });

      const { drilled, verified } = await runBoth(drill, copy, shell);

      expect([drilled.code, verified.code]).toEqual([1, 1]);
      expect(clusterOf(drill)).toBeUndefined();
      const { outcome, succeededAt } = resultOf(drill)!;
      expect(outcome).toMatch(/^a 'title' with \/ and 'quotes': .* a 'quote'}, a \/ backslash, a line, a tab, an {2}escape /);
      expect(succeededAt).toBe('1700000000');
      expect(drilled.stdout).toContain(outcome);
    });

    test('ends both programs where nothing is restored', async () => {
      const drill = place([COUNT]);
      refuse(drill, 'wait', 'error: timed out waiting for the condition');

      const { drilled, verified } = await runBoth(drill, copy, shell);

      expect(drilled.code).toBe(1);
      expect(verified).toMatchObject({ code: 1, stdout: 'there is nothing to check\n' });
      expect(clusterOf(drill)).toBeUndefined();
      expect(resultOf(drill)).toMatchObject({ outcome: 'the archive was not restored within 60 seconds' });
      expect(resultOf(drill)!.succeededAt).toBeUndefined();
    });

    test.each([
      ['without labels', undefined],
      ['with other labels', { app: 'orders' }],
      ['of another drill', { 'cdk8s-postgres/restore-drill': 'invoices-drill' }],
    ])('touches no cluster %s', async (_, labels) => {
      const drill = place([COUNT]);
      const theirs = { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata: { name: 'orders-drill', labels } };
      fs.writeFileSync(clusterFile(drill), JSON.stringify(theirs));

      const { code } = await runDrill(drill, shell);

      expect(code).toBe(1);
      expect(clusterOf(drill)).toEqual(JSON.parse(JSON.stringify(theirs)));
      expect(verbs(drill)).toEqual(['get', 'get', 'patch']);
      expect(resultOf(drill)!.outcome).toBe(
        'there is a cluster orders-drill that is not of this drill; the cluster orders-drill was not removed',
      );
    });

    test('first removes what an earlier run has left', async () => {
      const drill = place([COUNT]);
      writePrivate(clusterFile(drill), fs.readFileSync(path.join(drill.files, 'cluster.yaml'), 'utf8'));

      const { drilled } = await runBoth(drill, copy, shell);

      expect(drilled.code).toBe(0);
      expect(verbs(drill).slice(0, 4)).toEqual(['get', 'delete', 'create', 'wait']);
      expect(clusterOf(drill)).toBeUndefined();
    });

    test('says so where the cluster cannot be created', async () => {
      const drill = place([COUNT]);
      refuse(drill, 'create', 'Error from server (Forbidden): not you');
      expect((await runDrill(drill, shell)).code).toBe(1);
      expect(resultOf(drill)!.outcome).toBe('the cluster could not be created');
    });

    test.each(['get', 'delete'])('says so where %s is refused at the end', async (verb) => {
      const drill = place([COUNT]);
      fs.writeFileSync(path.join(drill.objects, 'slow-wait'), '');
      const both = runBoth(drill, copy, shell);
      // From here on, so that the first look at the cluster is answered; the Secret is asked for later, which ends the drill as well.
      await waitUntil(async () => verbs(drill).includes('wait'));
      refuse(drill, verb, 'Error from server (Forbidden): not you');
      fs.rmSync(path.join(drill.objects, 'slow-wait'));

      const { drilled } = await both;

      expect(drilled.code).toBe(1);
      expect(clusterOf(drill)).toBeDefined();
      const outcome = verb === 'get' ? 'the Secret orders-drill-app could not be read' : 'succeeded';
      expect(resultOf(drill)!.outcome).toBe(`${outcome}; the cluster orders-drill was not removed`);
      expect(resultOf(drill)!.succeededAt).toBeUndefined();
    });

    test.each([
      ['is missing', undefined],
      ['lacks a key', { data: { username: 'b3JkZXJzLWFwcA==' } }],
    ])('says so where the Secret %s', async (_, secret) => {
      const drill = place([COUNT]);
      fs.rmSync(objectFile(drill, 'secret', drill.env.drill!.SECRET!));
      if (secret) {
        putSecret(drill, secret.data);
      }

      const { drilled, verified } = await runBoth(drill, copy, shell);

      expect([drilled.code, verified.code]).toEqual([1, 1]);
      expect(clusterOf(drill)).toBeUndefined();
      expect(resultOf(drill)!.outcome).toBe('the Secret orders-drill-app could not be read');
    });

    test('gives up on checks that do not end', async () => {
      const drill = place([COUNT], {}, { DEADLINE_SECONDS: '1' });
      expect((await runDrill(drill, shell)).code).toBe(1);
      expect(clusterOf(drill)).toBeUndefined();
      expect(resultOf(drill)!.outcome).toBe('the checks did not end');
    });

    test('cleans up at once when it is stopped', async () => {
      const drill = place([COUNT]);
      fs.writeFileSync(path.join(drill.objects, 'slow-wait'), '');
      const [program_, ...args] = [...shell.shell, path.join(drill.files, 'drill.sh')];
      const running = launch(program_!, args, { folder, env: drillEnv(drill, shell) });
      await waitUntil(async () => verbs(drill).includes('wait'));

      const ended = running.end();
      // The drill does not wait for the `kubectl wait` that it has left behind, which would end with the pod.
      await waitUntil(async () => verbs(drill).includes('patch'));
      fs.rmSync(path.join(drill.objects, 'slow-wait'));
      await ended;

      expect(clusterOf(drill)).toBeUndefined();
      expect(resultOf(drill)!.outcome).toBe('the drill was stopped');
    });
  });
});

withKubectl('the volume of a drill', () => {
  const OURS = { 'cdk8s-postgres/restore-drill': 'orders-drill' };
  const SPILO = { application: 'spilo', 'cluster-name': 'orders-drill' };
  const onZalando = (): PlacedDrill => {
    const drill = place([COUNT], {}, { DEADLINE_SECONDS: '1' }, 0, PostgresOperator.zalando({ teamId: 'acme' }));
    refuse(drill, 'wait', 'error: timed out waiting for the condition');
    return drill;
  };

  describe.each(SHELLS)('in $name', (shell) => {
    test('of an earlier drill is removed before the next one', async () => {
      const drill = onZalando();
      const claim = putClaim(drill, { ...SPILO, ...OURS });
      expect((await runDrill(drill, shell)).code).toBe(1);
      expect(verbs(drill).slice(0, 4)).toEqual(['get', 'get', 'delete', 'create']);
      expect(fs.existsSync(claim)).toBe(false);
      expect(resultOf(drill)!.outcome).toBe('the archive was not restored within 1 seconds');
    });

    test('goes with its cluster, and is known by its label in between', async () => {
      const drill = onZalando();
      writePrivate(clusterFile(drill), fs.readFileSync(path.join(drill.files, 'cluster.yaml'), 'utf8'));
      const claim = putClaim(drill, SPILO);
      expect((await runDrill(drill, shell)).code).toBe(1);
      expect(
        calls(drill)
          .map(([verb, what]) => `${verb} ${what}`)
          .slice(0, 7),
      ).toEqual([
        'get postgresqls.acid.zalan.do',
        'get persistentvolumeclaim',
        'patch persistentvolumeclaim',
        'delete postgresqls.acid.zalan.do',
        'get persistentvolumeclaim',
        'delete persistentvolumeclaim',
        `create --filename=${drill.files}/cluster.yaml`,
      ]);
      expect(fs.existsSync(claim)).toBe(false);
    });

    test('of somebody else is not touched, and nothing is restored onto it', async () => {
      const drill = onZalando();
      const claim = putClaim(drill, SPILO);
      expect((await runDrill(drill, shell)).code).toBe(1);
      expect(verbs(drill)).not.toContain('create');
      expect(verbs(drill)).not.toContain('delete');
      expect(fs.existsSync(claim)).toBe(true);
      expect(resultOf(drill)!.outcome).toBe(
        'there is a volume claim pgdata-orders-drill-0 that is not of this drill, and the cluster would start with what is on it; the volume claim pgdata-orders-drill-0 was not removed',
      );
    });

    test('stays where its removal is refused, and the drill says so', async () => {
      const drill = onZalando();
      putClaim(drill, { ...SPILO, ...OURS });
      refuse(drill, 'delete', 'Error from server (Forbidden): not you');
      expect((await runDrill(drill, shell)).code).toBe(1);
      expect(resultOf(drill)!.outcome).toBe(
        'what an earlier drill has left could not be removed; the volume claim pgdata-orders-drill-0 was not removed',
      );
    });
  });
});

withKubectl('the age of a drill', () => {
  const DAY = 86_400;

  test.each(
    SHELLS.flatMap((shell) =>
      [
        { what: 'succeeded a moment ago', succeeded: 0, created: 400, code: 0, days: 0 },
        { what: 'succeeded 35 days ago', succeeded: 35, created: 400, code: 0, days: 35 },
        { what: 'succeeded 36 days ago', succeeded: 36, created: 400, code: 1, days: 36 },
        { what: 'is new and never succeeded', created: 2, code: 0, days: 2 },
        { what: 'is old and never succeeded', created: 36, code: 1, days: 36 },
      ].map((row) => ({ ...row, shell, in: shell.name })),
    ),
  )('one that $what ends with $code in $in', async ({ succeeded, created, code, days, shell }) => {
    const drill = place([COUNT], succeeded === undefined ? {} : { succeededAt: String(seconds() - succeeded * DAY) }, {}, created * DAY);

    expect(await runShell(shell, drill, 'age.sh', drill.env.age!)).toEqual({
      code,
      stdout: `the last drill that succeeded, or the first day of the drill, was ${days} days ago; at most 35 are allowed\n`,
      stderr: '',
    });
  });

  test('one that nobody knows of fails', async () => {
    const drill = place([COUNT]);
    fs.rmSync(objectFile(drill, 'configmap', drill.env.age!.RESULT!));
    const { code, stderr } = await runShell(SHELLS[0]!, drill, 'age.sh', drill.env.age!);
    expect(code).toBe(1);
    expect(stderr).toContain('"orders-drill-result" not found');
  });
});

/** A drill as the pod and the namespace have it. */
interface PlacedDrill {
  /** What is mounted at /drill. */
  readonly files: string;
  /** What is mounted at /state. */
  readonly state: string;
  /** The objects of the namespace. */
  readonly objects: string;
  /** The folder with the stand-in for kubectl. */
  readonly bin: string;
  /** The variables of each container. */
  readonly env: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Prints a drill and puts everything where its programs look for it. */
function place(
  checks: DrillCheck[],
  data = {},
  env: Readonly<Record<string, string>> = {},
  age = 0,
  operator = PostgresOperator.cloudNativePg(),
): PlacedDrill {
  const manifests = printed({ checks }, operator);
  const mounted = manifests.find(({ metadata }) => metadata.name === 'orders-drill-files')!.data!;
  const containers = manifests
    .filter(({ kind }) => kind === 'CronJob')
    .flatMap((job) => at(job, '/spec/jobTemplate/spec/template/spec/containers') as Container[]);
  const [files, state, objects, bin] = ['files', 'state', 'objects', 'bin'].map((name) => makeFolder(path.join(folder, name))) as [
    string,
    string,
    string,
    string,
  ];
  for (const [name, text] of Object.entries(mounted)) {
    writePrivate(path.join(files, name), text);
  }
  fs.copyFileSync(path.join(__dirname, 'fake-kubectl.sh'), path.join(bin, 'kubectl'));
  fs.chmodSync(path.join(bin, 'kubectl'), 0o755);
  const variables = containers.map(({ name, env: own }) => [name, Object.fromEntries(own.map((one) => [one.name, one.value]))]);
  const drill: PlacedDrill = { files, state, objects, bin, env: Object.fromEntries(variables) };
  Object.assign(drill.env.drill!, { DEADLINE_SECONDS: '60', ...env });

  const result = manifests.find(({ metadata }) => metadata.name === drill.env.drill!.RESULT)!;
  const creationTimestamp = new Date((seconds() - age) * 1000).toISOString().replace(/\.\d+/, '');
  const text = JSON.stringify({ ...result, metadata: { ...result.metadata, creationTimestamp }, data });
  fs.writeFileSync(objectFile(drill, 'configmap', result.metadata.name), text);
  const { USERNAME_KEY, PASSWORD_KEY } = drill.env.drill!;
  putSecret(drill, { [USERNAME_KEY!]: base64('orders-app'), [PASSWORD_KEY!]: base64(PASSWORD) });
  return drill;
}

interface Container {
  readonly name: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

function printed(drill: Partial<RestoreDrillProps>, operator: IPostgresOperator): Manifest[] {
  return render(program(operator, { drill }));
}

/** A volume claim, as an operator has left it behind. */
function putClaim(drill: PlacedDrill, labels: Readonly<Record<string, string>>): string {
  const name = drill.env.drill!.CLAIMS!;
  const file = objectFile(drill, 'persistentvolumeclaim', name);
  fs.writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, labels } }));
  return file;
}

function putSecret(drill: PlacedDrill, data: Readonly<Record<string, string>>): void {
  const name = drill.env.drill!.SECRET!;
  fs.writeFileSync(objectFile(drill, 'secret', name), JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, data }));
}

function objectFile({ objects }: PlacedDrill, type: string, name: string): string {
  return path.join(objects, `${type}.${name}.json`);
}

function clusterFile(drill: PlacedDrill): string {
  return objectFile(drill, drill.env.drill!.RESOURCE!, drill.env.drill!.DRILL!);
}

/** The restored cluster; undefined where there is none. */
function clusterOf(drill: PlacedDrill): unknown {
  const file = clusterFile(drill);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
}

/** What the ConfigMap of the result holds. Each patch of it was JSON. */
function resultOf(drill: PlacedDrill): Record<string, string> | undefined {
  const patches = lines(drill).flatMap((line) => /^patch configmap .* --patch=(.*)$/.exec(line)?.[1] ?? []);
  patches.forEach((patch) => expect(JSON.parse(patch)).toHaveProperty('data.outcome'));
  const { data } = JSON.parse(fs.readFileSync(objectFile(drill, 'configmap', drill.env.drill!.RESULT!), 'utf8')) as Manifest;
  return data;
}

/** Lets the API server refuse something. */
function refuse({ objects }: PlacedDrill, verb: string, message: string): void {
  fs.writeFileSync(path.join(objects, `refuse-${verb}`), `${message}\n`);
}

function lines({ objects }: PlacedDrill): string[] {
  const file = path.join(objects, 'calls');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : [];
}

/** What kubectl was asked for, argument by argument. */
function calls(drill: PlacedDrill): string[][] {
  return lines(drill).map((line) => line.split(' '));
}

function verbs(drill: PlacedDrill): string[] {
  return calls(drill).map(([verb]) => verb!);
}

function drillEnv(drill: PlacedDrill, { hasApplets }: Shell, variables = drill.env.drill!): Record<string, string> {
  const { PATH } = process.env;
  if (hasApplets && !fs.existsSync(path.join(drill.bin, 'date'))) {
    spawnSync('busybox', ['--install', '-s', drill.bin]);
  }
  // The pod's own /tmp; that of the machine may hold a .kube that belongs to somebody else.
  const places = { HOME: drill.state, STATE: drill.state, MANIFEST: path.join(drill.files, 'cluster.yaml'), OBJECTS: drill.objects };
  return { ...variables, ...places, REAL_PATH: PATH!, PATH: `${drill.bin}:${PATH}` };
}

function runShell(shell: Shell, drill: PlacedDrill, name: string, variables?: Readonly<Record<string, string>>): Promise<Finished> {
  const [program_, ...args] = [...shell.shell, path.join(drill.files, name)];
  return run(program_!, args, { folder, env: drillEnv(drill, shell, variables) });
}

function runDrill(drill: PlacedDrill, shell: Shell): Promise<Finished> {
  return runShell(shell, drill, 'drill.sh');
}

/** The two containers of the pod, which start at the same time. */
async function runBoth(drill: PlacedDrill, copy: PostgresServer, shell: Shell) {
  const [drilled, verified] = await Promise.all([runDrill(drill, shell), runVerify(drill, copy)]);
  return { drilled, verified };
}

/** The image with psql is Debian's. What it connects to and where it looks for files is the test's; the rest is printed. */
function runVerify(drill: PlacedDrill, server: PostgresServer, env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  const own = {
    HOME: drill.state,
    PGHOST: server.host,
    PGPORT: String(server.port),
    STATE: drill.state,
    CHECKS: drill.files,
    PAUSE_SECONDS: '0',
  };
  return run('/bin/sh', [path.join(drill.files, 'verify.sh')], { folder, env: { ...drill.env.verify, ...own, ...env } });
}

/** The checks alone, when the other program has restored the cluster. */
async function verify(
  server: PostgresServer,
  checks: DrillCheck[],
  env: Readonly<Record<string, string>> = {},
  password = PASSWORD,
): Promise<Finished & { readonly verdict: string }> {
  fs.rmSync(folder, { recursive: true });
  folder = temporaryFolder();
  const drill = place(checks);
  for (const [name, text] of Object.entries({ username: 'orders-app', password, access: '' })) {
    writePrivate(path.join(drill.state, name), text);
  }
  const finished = await runVerify(drill, server, env);
  return { ...finished, verdict: fs.readFileSync(path.join(drill.state, 'verdict'), 'utf8').trim() };
}

/** A server that asks clients over TCP for TLS and a password, and lets the test take copies of it. */
async function startServer(major: number): Promise<PostgresServer> {
  const { cert, key } = await authority.issue();
  return start(major, {
    settings: { ssl: 'on', ssl_cert_file: 'server.crt', ssl_key_file: 'server.key' },
    hba: 'local replication all trust\nhostssl all all 127.0.0.1/32 scram-sha-256',
    files: { 'server.crt': cert, 'server.key': key },
  });
}

/** The database that is backed up. Its pages have checksums, as the operators make them. */
async function startSource(major: number): Promise<PostgresServer> {
  const server = await startServer(major);
  try {
    const initdb = path.join(programFolder(major)!, 'initdb');
    const args = ['--pgdata=.', `--username=${server.user}`, '--auth=trust', '--encoding=UTF8', '--locale=C', '--data-checksums'];
    await refill(server, initdb, [...args, '--no-sync']);
    await sql(server, 'postgres', `CREATE ROLE "orders-app" LOGIN PASSWORD ${literal(PASSWORD)}`);
    await sql(server, 'postgres', `CREATE DATABASE orders OWNER "orders-app"`);
    await sql(server, 'postgres', `CREATE DATABASE latin OWNER "orders-app" ENCODING 'LATIN1' TEMPLATE template0`);
    await sql(
      server,
      'orders',
      `SET ROLE "orders-app";
       CREATE TABLE public.customers AS SELECT id FROM generate_series(1, 10) AS id;
       CREATE TABLE public.orders AS SELECT id, repeat('x', 100) AS note FROM generate_series(1, ${ROWS}) AS id;`,
    );
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Makes a server a copy of another one. */
function restore(source: PostgresServer, copy: PostgresServer): Promise<void> {
  const from = [`--host=${source.dataDirectory}`, `--port=${source.port}`, `--username=${source.user}`];
  return refill(copy, 'pg_basebackup', ['--pgdata=.', '--checkpoint=fast', '--no-sync', ...from]);
}

/** Lets a program make the data of a server, which keeps its port and its certificate. */
function refill(server: PostgresServer, program_: string, args: readonly string[]): Promise<void> {
  const file = (name: string): string => path.join(server.dataDirectory, name);
  return server.pause(async () => {
    const own = OWN_FILES.map((name) => [name, fs.readFileSync(file(name), 'utf8')] as const);
    fs.readdirSync(server.dataDirectory).forEach((name) => fs.rmSync(file(name), { recursive: true }));
    const { code, stderr } = await run(program_, args, { folder: server.dataDirectory });
    if (code !== 0) {
      throw new Error(`${program_} ended with ${code}: ${stderr}`); // Otherwise it may warn of the socket, which it leaves out.
    }
    own.forEach(([name, text]) => writePrivate(file(name), text));
  });
}

/** Changes some bytes inside of one page of the table `orders`, as a disk does. */
async function damage(server: PostgresServer): Promise<void> {
  const heap = (await sql(server, 'orders', `SELECT pg_relation_filepath('orders')`)).trim();
  await server.pause(async () => {
    const file = fs.openSync(path.join(server.dataDirectory, heap), 'r+');
    fs.writeSync(file, 'damaged', 3 * PAGE + PAGE / 2);
    fs.closeSync(file);
  });
}

/** Runs statements as the superuser. */
async function sql(server: PostgresServer, database: string, text: string): Promise<string> {
  const env = { PGHOST: server.dataDirectory, PGPORT: String(server.port), PGUSER: server.user, PGDATABASE: database };
  const args = ['--no-psqlrc', '--no-align', '--tuples-only', '--quiet', '--set=ON_ERROR_STOP=1', '--file=-'];
  const { code, stdout, stderr } = await run('psql', args, { folder: server.dataDirectory, env }, text);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

function literal(text: string): string {
  return ` E'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Now, in seconds since 1970. */
function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
