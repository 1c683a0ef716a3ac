import * as cdk8s from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import * as library from '../../lib';

/** What stands around the snippets of the pages: names that they use and do not make, each made of others. */

const MODULES = { cdk8s, 'cdk8s-plus-28': plus, 'cdk8s-postgres': library };

const IMAGE = `{ containers: [{ image: 'registry.acme.example/shop:4.2.0' }] }`;

type Parts = { readonly [name: string]: string };

/** Each name with what makes it. */
const COMMON: Parts = {
  chart: `new Chart(app, 'shop', { namespace: 'shop' })`,
  ohio: `new Chart(app, 'ohio', { namespace: 'shop-us' })`,
  props: `{ clusterName: 'shop', operator, version: PostgresVersion.V17, storage: { size: Size.gibibytes(50) }, nonProduction: { reason: 'a page', withoutBackups: true } }`,
  common: `{ version: PostgresVersion.V17, storage: { size: Size.gibibytes(50) } }`,
  password: `RolePassword.fromSecret()`,
  another: `RolePassword.fromSecret()`,
  db: `new HaCluster(chart, 'db', { ...props, databases: [{ name: 'shop', owner: 'shop-owner' }], roles: [{ name: 'shop-web', password, access: [{ database: 'shop', level: AccessLevel.READ_WRITE }] }, { name: 'shop-reports', password, access: [{ database: 'shop', level: AccessLevel.READ_ONLY }] }] })`,
  pool: `new ConnectionPool(chart, 'pool', { cluster: db, mode: PoolMode.TRANSACTION, maxDatabaseConnections: 20 })`,
  web: `new Deployment(chart, 'web', ${IMAGE})`,
  worker: `new Deployment(chart, 'worker', ${IMAGE})`,
  migration: `new Job(chart, 'migration', ${IMAGE})`,
  reports: `new Deployment(chart, 'reports', ${IMAGE})`,
  container: `new Deployment(chart, 'program', ${IMAGE}).containers[0]`,
  connection: `new DatabaseConnection(chart, 'made', { cluster: db, role: 'shop-web' })`,
  attributes: `{ clusterName: 'shop', operator, databases: [{ name: 'shop', owner: 'shop-owner' }], roles: [{ name: 'shop-web', access: [{ database: 'shop', level: AccessLevel.READ_WRITE }] }], clientName: 'billing' }`,
  shop: `HaCluster.fromHaClusterAttributes(chart, 'owned', { ...attributes, network: {} })`,
  apiServerCidrs: `['10.96.0.1/32', '192.0.2.10/32']`,
  network: `{ apiServerCidrs }`,
  target: `BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret('pg-s3') })`,
  bucketInOhio: `BackupTarget.s3({ bucket: 'acme-pg-us', region: 'us-east-2', credentials: ObjectStoreCredentials.fromSecret('pg-s3') })`,
  schedules: `[BackupSchedule.full('0 2 * * *')]`,
  retention: `BackupRetention.days(30)`,
  orders: `new HaCluster(chart, 'orders', { ...common, clusterName: 'orders', operator, databases: [{ name: 'orders', owner: 'orders-app' }] })`,
  policy: `new BackupPolicy(chart, 'backups', { cluster: orders, target, schedules, retention })`,
  backups: `policy`,
  primary: `orders`,
  before: `BackupArchive.of({ clusterName: 'orders', namespace: 'orders', target, version: PostgresVersion.V17 })`,
  copy: `orders`,
  table: `['orders', 'billing'].map((name) => ({ name }))`,
  checks: `[DrillCheck.isTrue('there are orders', 'SELECT count(*) > 0 FROM orders')]`,
  ireland: `chart`,
  fs: `{ writeFileSync: (_file: string, text: string): number => text.length }`,
};

/** Parts that are otherwise around a snippet with a word in it. */
const OTHERWISE: readonly { readonly word: string; readonly parts: { readonly [name: string]: string } }[] = [
  {
    word: 'HA-009',
    parts: { db: `new HaCluster(chart, 'db', { ...props, instances: 2, replication: Replication.synchronous() })` },
  },
  {
    word: 'REC-023',
    parts: {
      copy: `new HaCluster(chart, 'copy', { ...common, clusterName: 'copy', operator, databases: [{ name: 'orders', owner: 'orders-app' }], storage: { size: Size.gibibytes(10) }, recovery: RecoverySource.fromArchive(policy.archive), nonProduction: { reason: 'a page', withoutBackups: true } })`,
    },
  },
  {
    word: 'primary: db',
    parts: {
      props: `{ operator, version: PostgresVersion.V17, storage: { size: Size.gibibytes(50) }, databases: [{ name: 'shop', owner: 'shop-owner' }] }`,
      db: `new HaCluster(chart, 'db', { ...props, clusterName: 'shop' })`,
      policy: `new BackupPolicy(chart, 'backups', { cluster: db, target, schedules, retention })`,
    },
  },
];

/** A value as 'kubeseal --raw' prints it, for those that a page cuts short. */
const SEALED = `'Ag${'B'.repeat(702)}'`;

/** Props without their construct, by the name of the first one. */
const FRAGMENTS: { readonly [prop: string]: readonly [string, string] } = {
  source: [`new ObjectStoreSecret(chart, 'fragment', { secretName: 'pg-s3',`, '});'],
};
const CLUSTER = [`new HaCluster(chart, 'fragment', { ...props, databases: [{ name: 'shop', owner: 'shop-owner' }], roles,`, '});'] as const;

/** What stands before a name: no letter, and no single dot, which would make it a field. */
const NAME = `(?<![\\w'])(?<!(?:^|[^.])\\.)`;

const words = (text: string): Set<string> =>
  new Set(text.replace(/'[^'\n]*'|\/\/.*$/gm, '').match(/(?<!\w)(?<!(?:^|[^.])\.)[A-Za-z_]\w*/g));
const declared = (text: string): Set<string> =>
  new Set(
    [...text.matchAll(/(?:const|let) (?:(\w+)|\{([^}]*)\})/g)].flatMap(
      ([, one, many]) => one ?? many!.split(',').map((word) => word.trim()),
    ),
  );

/** The parts that a text needs, and theirs, each before those that need it. */
function partsOf(around: Parts, text: string, made: ReadonlySet<string>): string[] {
  const needed = [...words(text)].filter(
    (word) => Object.prototype.hasOwnProperty.call(around, word) && !made.has(word) && !isProp(text, word),
  );
  const before = needed.flatMap((word) => [...partsOf(around, around[word]!, made), word]);
  return [...new Set(before)];
}

/** Whether a word is a prop everywhere in a text, and so no name that is used. */
const isProp = (written: string, word: string): boolean => {
  const text = written.replace(/\/\/.*$/gm, '');
  const all = text.match(new RegExp(`${NAME}${word}\\b`, 'g')) ?? [];
  const props = text.match(new RegExp(`${NAME}${word}\\??:`, 'g')) ?? [];
  return props.length === all.length;
};

/** Whether a part is made of one of some names, be it by others. */
const dependsOn = (around: Parts, part: string, names: ReadonlySet<string>): boolean =>
  [...words(around[part]!)].some(
    (word) => !isProp(around[part]!, word) && (names.has(word) || (word in around && word !== part && dependsOn(around, word, names))),
  );

/** A whole program around a snippet. */
export function programOf(written: string, operator: string): string {
  // What a snippet imports, the program around it imports as well.
  const snippet = written.replace(/^import .*\n/gm, '').replace(/'Ag[AB]\.\.\.'/g, SEALED);
  const around = { ...COMMON, ...OTHERWISE.find(({ word }) => snippet.includes(word))?.parts };
  const first = /^(\w+): /.exec(snippet)?.[1];
  const [head, foot] = first === undefined ? ['', ''] : (FRAGMENTS[first] ?? CLUSTER);
  const roles = words(head).has('roles')
    ? `const roles = ['shop-web', 'shop-reports'].map((name) => ({ name, password: RolePassword.fromSecret(), access: [{ database: 'shop', level: AccessLevel.READ_WRITE }] }));`
    : '';
  const own = declared(snippet);
  const parts = partsOf(around, `${head}\n${snippet}`, own).filter((part) => part !== 'chart');
  // What is made of something that the snippet makes comes after that.
  const late = parts.filter((part) => dependsOn(around, part, own));
  const lines = (names: readonly string[]) => names.map((part) => `const ${part} = ${around[part]!};`).join('\n');
  const [first0, ...rest] = late.length > 0 ? snippet.split(/^(?=\n)/m) : [snippet];
  const body = `${roles}\n${head}\n${first0!}\n${lines(late)}\n${rest.join('')}\n${foot}`;
  const early = parts.filter((part) => !late.includes(part));
  const code = `const operator = ${operator};\nconst chart = ${around.chart!};\n${lines(early)}\n{\n${body}\n}`;
  const used = words(code);
  const imports = Object.entries(MODULES).map(([name, module]) => {
    const names = Object.keys(module).filter((one) => used.has(one));
    return names.length > 0 ? `import { ${names.join(', ')} } from '${name}';` : '';
  });
  return `${imports.join('\n')}\nexport default function run(app: App): void {\n${code}\n}\n`.replace(
    /^/,
    used.has('App') ? '' : `import type { App } from 'cdk8s';\n`,
  );
}

/** The modules that a program may load. */
export const load = (name: string): unknown => (MODULES as { readonly [name: string]: unknown })[name];
