import * as fs from 'fs';
import * as path from 'path';

/**
 * Cuts the one page that jsii-docgen writes into a page a chapter, docs/api/<chapter>.md.
 *
 * A construct and its props stand in the chapter of their file. A value stands in the chapter that comes to it in the fewest steps; what only
 * the contract of the operators speaks of is for those who write one, and stands in a page of its own.
 */

interface JsiiType {
  readonly fqn: string;
  readonly name: string;
  readonly locationInModule: { readonly filename: string };
}

const AUTHORS = 'authors-of-operators';
const CHAPTERS: { readonly [page: string]: string } = {
  cluster: 'Clusters',
  access: 'Databases, roles and access',
  backup: 'Backups',
  origin: 'Where a cluster comes from',
  pool: 'Pools',
  pgadmin: 'pgAdmin',
  images: 'Image catalogs',
  connection: 'Connections of applications',
  network: 'Networks and certificates',
  monitoring: 'Monitoring',
  recovery: 'Replicas, pairs, drills and restores',
  upgrade: 'Upgrades',
  migration: 'Migrations',
  delivery: 'GitOps objects',
  fleet: 'Fleets',
  report: 'What must exist before the first apply',
  operators: 'Options of the operators',
  rules: 'Platforms, rules and their suppressions',
  [AUTHORS]: 'For authors of operators',
};

/** Files whose room is not the chapter that a reader looks for them in. */
const ROOMS: { readonly [room: string]: string } = { refs: 'connection', private: 'rules' };
const FILES: { readonly [file: string]: string } = {
  'lib/rules.ts': 'rules',
  'lib/refs/platform.ts': 'rules',
  'lib/refs/ha-cluster-ref.ts': 'cluster',
  'lib/refs/connection-pool-ref.ts': 'pool',
  'lib/postgres-operator.ts': 'operators',
};

/** The chapter that a type's own file names; none for a value. */
function chapterOf(file: string): string | undefined {
  const [, room, operator] = file.split('/');
  if (FILES[file] !== undefined) {
    return FILES[file];
  }
  if (room === 'operators') {
    return operator!.endsWith('.ts') ? AUTHORS : 'operators';
  }
  return room === 'model' ? undefined : (ROOMS[room!] ?? room);
}

/** The types that a type speaks of, or is made from. */
const spokenOf = (type: unknown): string[] => [...JSON.stringify(type).matchAll(/"(cdk8s-postgres\.\w+)"/g)].map(([, fqn]) => fqn!);

/** Each type's page: its own chapter, else the one that comes to it in the fewest steps. */
function pagesOf(types: readonly JsiiType[]): Map<string, string> {
  const pages = new Map<string, string>();
  for (const chapter of Object.keys(CHAPTERS)) {
    for (const { fqn } of types.filter((type) => chapterOf(type.locationInModule.filename) === chapter)) {
      pages.set(fqn, chapter);
    }
  }
  const byName = new Map(types.map((type) => [type.fqn, type]));
  // The contract is looked at when all others have found what is theirs.
  for (const ofAuthors of [false, true]) {
    for (let edge = types.filter(({ fqn }) => pages.has(fqn)); edge.length > 0;) {
      const next: JsiiType[] = [];
      for (const type of edge.filter(({ fqn }) => ofAuthors || pages.get(fqn) !== AUTHORS)) {
        for (const fqn of spokenOf(type).filter((name) => byName.has(name) && !pages.has(name))) {
          pages.set(fqn, pages.get(type.fqn)!);
          next.push(byName.get(fqn)!);
        }
      }
      edge = next;
    }
  }
  for (const { fqn } of types.filter((type) => !pages.has(type.fqn))) {
    pages.set(fqn, AUTHORS);
  }
  return pages;
}

/** The sections of jsii-docgen's page by the type that each is about. */
function sectionsOf(whole: string): { readonly fqn: string; readonly text: string }[] {
  return whole
    .split(/^(?=### )/m)
    .slice(1)
    .map((text) => ({ fqn: /^### .*id="([^"]+)"/.exec(text)![1]!, text: text.replace(/\n## [^]*$/, '\n').trimEnd() }));
}

function main(): void {
  const root = path.join(__dirname, '..');
  const source = path.join(root, 'API.md');
  const assembly = JSON.parse(fs.readFileSync(path.join(root, '.jsii'), 'utf8')) as { types: { [fqn: string]: JsiiType } };
  const types = Object.values(assembly.types);
  const pages = pagesOf(types);
  const sections = sectionsOf(fs.readFileSync(source, 'utf8'));
  const folder = path.join(root, 'docs', 'api');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  const index = ['# The API, a page a chapter', ''];
  for (const [page, title] of Object.entries(CHAPTERS)) {
    const own = sections.filter(({ fqn }) => pages.get(fqn) === page);
    if (own.length > 0) {
      const elsewhere = (text: string) =>
        text.replace(/href="#(cdk8s-postgres\.\w+)/g, (link, fqn: string) =>
          (pages.get(fqn) ?? page) === page ? link : `href="${pages.get(fqn)}.md#${fqn}`,
        );
      fs.writeFileSync(path.join(folder, `${page}.md`), `# ${title}\n\n${own.map(({ text }) => elsewhere(text)).join('\n\n')}\n`);
      const links = own.map(({ fqn }) => `[${fqn.split('.')[1]}](${page}.md#${fqn})`);
      index.push(`## [${title}](${page}.md)`, '', links.join(', '), '');
    }
  }
  fs.writeFileSync(path.join(folder, 'README.md'), index.join('\n'));
  fs.rmSync(source);
}

main();
