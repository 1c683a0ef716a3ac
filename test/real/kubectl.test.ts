import { Yaml } from 'cdk8s';
import * as fs from 'fs';
import * as path from 'path';
import { EXAMPLES } from '../../examples/all';
import { makeFolder, run, temporaryFolder } from './processes';
import { requireOnPath } from './requirements';

// Argo CD and Flux build folders such as these with kustomize, which refuses two objects of one name and YAML that it cannot read.

const suite = requireOnPath('kubectl');

suite('kubectl kustomize', () => {
  let folder: string;

  beforeAll(() => {
    folder = temporaryFolder();
  });

  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  test.each(EXAMPLES)('builds the $manifests of $folder', async ({ folder: example, manifests }) => {
    const source = path.join(__dirname, '../../examples', example, manifests);
    const files = fs.readdirSync(source);
    expect(files.length).toBeGreaterThan(0);
    const target = makeFolder(path.join(folder, `${example}-${path.basename(manifests)}`));
    files.forEach((file) => fs.copyFileSync(path.join(source, file), path.join(target, file)));
    fs.writeFileSync(
      path.join(target, 'kustomization.yaml'),
      Yaml.stringify({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: files }),
    );

    const { code, stdout, stderr } = await run('kubectl', ['kustomize', target], { folder: target });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const built = path.join(folder, `${example}-${path.basename(manifests)}.yaml`);
    fs.writeFileSync(built, stdout);
    expect(objects(built)).toEqual(files.flatMap((file) => objects(path.join(target, file))).sort());
  });

  test('refuses two objects of one name', async () => {
    const target = makeFolder(path.join(folder, 'twice'));
    const twice = ['one.yaml', 'two.yaml'];
    const configMap = Yaml.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'same', namespace: 'orders' } });
    twice.forEach((file) => fs.writeFileSync(path.join(target, file), configMap));
    fs.writeFileSync(path.join(target, 'kustomization.yaml'), Yaml.stringify({ resources: twice }));

    const { code, stderr } = await run('kubectl', ['kustomize', target], { folder: target });

    expect(code).toBe(1);
    expect(stderr).toContain('may not add resource with an already registered id: ConfigMap.v1.[noGrp]/same.orders');
  });
});

/** What identifies each object of a file, and all that it holds, in an order of its own. */
function objects(file: string): string[] {
  return Yaml.load(file)
    .map((object: unknown) => JSON.stringify(sorted(object)))
    .sort();
}

/** The value with the keys of every map in alphabetical order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, sorted(inner)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
