/// <reference lib="dom" />
import * as fs from 'fs';
import * as path from 'path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { run } from '../../cli/run';
import { makeFolder, temporaryFolder } from './processes';
import { requireOnPath } from './requirements';

// The page of `cdk8s-postgres report` as a browser shows it: nothing is loaded, nothing fails, and it does what its controls say.

const suite = requireOnPath('chromium-headless-shell');

const EXAMPLES = path.join(__dirname, '../../examples');
const HOSTILE = '</script><img src=x onerror=alert(1)>';

const cluster = (name: string, more = '') => `apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: ${JSON.stringify(name)}
  namespace: hostile
${more}spec:
  instances: 1
  imageName: ghcr.io/cloudnative-pg/postgresql:17
  storage: { size: 1Gi }
`;

const SIZES = [
  ['a desktop', 1280, 900],
  ['a phone', 390, 844],
] as const;
const SCHEMES = ['light', 'dark'] as const;

suite('the page of a report', () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  /** What a page must not do. */
  let wrong: string[];

  const report = (name: string, manifests: string): string => {
    const file = path.join(folder, `${name}.html`);
    const err: string[] = [];
    const status = run(['report', manifests, '--out', file], {
      out: () => undefined,
      err: (text) => err.push(text),
      cwd: folder,
      now: Date.now,
      terminal: false,
      version: '0.0.0',
    });
    expect([status, err[err.length - 1]]).toEqual([0, expect.stringMatching(/^report: \d+ clusters? of /)]);
    return `file://${file}`;
  };

  const open = async (address: string, options: { width?: number; height?: number; scheme?: 'light' | 'dark' } = {}): Promise<void> => {
    const { width = 1280, height = 900, scheme = 'light' } = options;
    page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
    page.on('console', (message) => wrong.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('dialog', (dialog) => {
      wrong.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== address.split('#')[0]) {
        wrong.push(`request: ${request.url()}`);
      }
    });
    await page.goto(address);
  };

  /** Names in the first column. */
  const shown = (): Promise<string[]> => page.locator('main tbody th a').allTextContents();

  /** Waits until a view or a cluster is drawn, which a change of the address does a moment later. */
  const drawn = (heading: string) => page.getByRole('heading', { level: 2, name: heading, exact: true }).waitFor({ timeout: 10_000 });

  beforeAll(async () => {
    folder = temporaryFolder();
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    browser = await chromium.launch({ executablePath: onPath('chromium-headless-shell'), args: sandbox });
  });

  beforeEach(() => {
    wrong = [];
  });

  afterEach(async () => {
    await page.close();
    expect(wrong).toEqual([]);
  });

  afterAll(async () => {
    await browser.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  describe.each(SIZES)('on %s', (_name, width, height) => {
    test.each(SCHEMES)('shows every view, %s, and nothing is wider than the screen', async (scheme) => {
      const address = report('application', path.join(EXAMPLES, 'application'));
      await open(address, { width, height, scheme });
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(ground).toBe(scheme === 'light' ? 'rgb(245, 246, 248)' : 'rgb(17, 21, 26)');
      for (const view of ['Backups', 'Flows', 'Network', 'Applications', 'Alerts', 'Exemptions', 'Clusters']) {
        await page.getByRole('link', { name: view, exact: true }).click();
        await drawn(view);
        expect(await page.locator('nav [aria-current=page]').textContent()).toBe(view);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      }
      await page.locator('main tbody th a').first().click();
      await drawn('shop app-on-cloudnative-pg');
      expect(await page.locator('.diagram text').allTextContents()).toEqual(expect.arrayContaining(['shop-web', 'shop-pool-rw', 'shop']));
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    });
  });

  test('filters by words, operator and note, and the address keeps it', async () => {
    const address = report('application', path.join(EXAMPLES, 'application'));
    await open(address);
    expect(await shown()).toEqual(['shop', 'shop', 'shop']);
    await page.getByLabel('Search').fill('zalando shop-WEB');
    expect(await shown()).toEqual(['shop']);
    expect(await page.locator('#found').textContent()).toBe('1 cluster');
    const link = page.url();
    await page.getByLabel('Search').fill('nothing of this kind');
    expect(await page.locator('main .empty').textContent()).toBe('Nothing fits the filter.');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByLabel('Operator').selectOption('crunchy');
    expect(await page.locator('main tbody td').first().textContent()).toBe('Crunchy PGO');
    await page.getByRole('link', { name: 'Network', exact: true }).click();
    await drawn('Network');
    expect(new Set(await shown())).toEqual(new Set(['shop']));
    await page.close();

    await open(link);
    expect(await page.getByLabel('Search').inputValue()).toBe('zalando shop-WEB');
    expect(await shown()).toEqual(['shop']);
  });

  test('sorts by keyboard, and says so', async () => {
    const files = makeFolder(path.join(folder, 'sorted'));
    fs.writeFileSync(path.join(files, 'a.yaml'), ['b', 'c10', 'c9', 'a'].map((name) => cluster(name)).join('---\n'));
    await open(report('sorted', files));
    expect(await shown()).toEqual(['b', 'c10', 'c9', 'a']);
    const head = page.getByRole('button', { name: 'Cluster', exact: true });
    await head.focus();
    await page.keyboard.press('Enter');
    expect(await shown()).toEqual(['a', 'b', 'c9', 'c10']);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Cluster');
    await page.keyboard.press('Enter');
    expect(await shown()).toEqual(['c10', 'c9', 'b', 'a']);
    expect(await page.locator('th[aria-sort=descending]').textContent()).toBe('Cluster');
  });

  test('follows a deep link, and says when it leads nowhere', async () => {
    const address = report('application', path.join(EXAMPLES, 'application'));
    await open(`${address}#cluster/zalando/app-on-zalando/shop`);
    await drawn('shop app-on-zalando');
    expect(await page.title()).toBe(`shop: PostgreSQL in ${path.join(EXAMPLES, 'application')}`);
    await page.evaluate(() => (location.hash = '#cluster/cnpg/%/gone'));
    await page.getByText("There is no cluster 'cnpg/%/gone' in this output.").waitFor();
  });

  test('is dark or light as one chooses', async () => {
    await open(report('application', path.join(EXAMPLES, 'application')), { scheme: 'light' });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.getByLabel('Colours').selectOption('dark');
    expect(await ground()).toBe('rgb(17, 21, 26)');
    await page.reload();
    expect(await ground()).toBe('rgb(17, 21, 26)');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.getByLabel('Colours').selectOption('light');
    expect(await ground()).toBe('rgb(245, 246, 248)');
  });

  test('shows hostile names as text', async () => {
    const files = makeFolder(path.join(folder, 'hostile'));
    const annotations = `  annotations:\n    cdk8s-postgres/non-production: ${JSON.stringify(HOSTILE)}\n`;
    fs.writeFileSync(path.join(files, 'a.yaml'), cluster(HOSTILE, annotations));
    await open(report('hostile', files));
    expect(await shown()).toEqual([HOSTILE]);
    await page.locator('main tbody th a').click();
    await drawn(`${HOSTILE} hostile`);
    await page.getByRole('link', { name: 'Exemptions' }).click();
    await drawn('Exemptions');
    expect(await page.locator('main tbody td[data-label=Reason]').textContent()).toBe(HOSTILE);
    expect(await page.locator('img').count()).toBe(0);
  });

  test('a thousand clusters are drawn, filtered and sorted while one waits', async () => {
    const files = makeFolder(path.join(folder, 'fleet'));
    fs.writeFileSync(path.join(files, 'a.yaml'), Array.from({ length: 1000 }, (_, i) => cluster(`c-${i}`)).join('---\n'));
    await open(report('fleet', files));
    expect(await shown()).toHaveLength(200);
    await page.getByRole('button', { name: 'Show 800 more rows' }).click();
    expect(await shown()).toHaveLength(1000);
    const begin = Date.now();
    await page.getByRole('button', { name: 'Cluster', exact: true }).click();
    await page.getByLabel('Search').fill('c-999');
    expect(await shown()).toEqual(['c-999']);
    // A tenth of it on a machine that is not busy.
    expect(Date.now() - begin).toBeLessThan(5000);
  });

  test('prints all rows', async () => {
    await open(`${report('fleet', path.join(folder, 'fleet'))}#clusters`);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await shown()).toHaveLength(1000);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.bar').isVisible()).toBe(false);
  });
});

function onPath(program: string): string {
  const found = (process.env.PATH ?? '').split(path.delimiter).map((one) => path.join(one, program));
  return found.find((file) => fs.existsSync(file))!;
}
