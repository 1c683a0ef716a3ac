import * as fs from 'fs';
import * as path from 'path';
import { Testing } from 'cdk8s';
import { APPS, EXAMPLES, PHASES } from '../examples/all';

const FOLDER = path.join(__dirname, '..', 'examples');

describe.each(EXAMPLES)('$folder/$manifests', ({ folder, manifests, build, committed }) => {
  test('prints what is committed', () => {
    const app = Testing.app();
    build(app);
    app.synth();
    const read = (dir: string) =>
      Object.fromEntries(
        fs
          .readdirSync(dir)
          .sort()
          .map((file) => [file, fs.readFileSync(path.join(dir, file), 'utf8')]),
      );
    const printed = Object.entries(read(app.outdir)).filter(([file]) => committed?.includes(file) ?? true);
    expect(Object.fromEntries(printed)).toEqual(read(path.join(FOLDER, folder, manifests)));
  });

  test('is an app with a README', () => {
    expect(fs.readdirSync(path.join(FOLDER, folder))).toEqual(expect.arrayContaining(['README.md', 'chart.ts', 'main.ts', 'manifests']));
  });
});

test('every folder is in the list', () => {
  const folders = fs.readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(APPS.map(({ folder }) => folder).sort());
  for (const folder of new Set(PHASES.map((phase) => phase.folder))) {
    expect(fs.readdirSync(path.join(FOLDER, folder, 'phases')).sort()).toEqual(
      PHASES.filter((phase) => phase.folder === folder)
        .map(({ manifests }) => path.basename(manifests))
        .sort(),
    );
  }
});

test('all are one app, as npm run synth prints them', () => {
  const app = Testing.app();
  APPS.forEach(({ build }) => build(app));
  expect(() => app.synth()).not.toThrow();
});
