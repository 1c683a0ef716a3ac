import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { App } from 'cdk8s';
import * as fc from 'fast-check';
import { EXAMPLES } from '../../examples/all';
import { IPostgresOperator, PostgresOperator } from '../../lib';
import { ASKS } from '../contract/asks';
import { Ask, asked, program } from '../support/programs';
import { NEWEST_FOLDERS, TARGETS, crdFile, customResources, hasReleasedCrds, printedByContract } from '../support/released-crds';
import { Manifest, only, render } from '../support/render';
import { requireProgram } from './requirements';

/**
 * Everything that is printed, held against the released CRDs by the API server's own code (`apiserver/main.go`): unknown fields, schema,
 * and the CEL rules, which no JSON schema can express.
 */

const hasGo = spawnSync('go', ['version']).status === 0;

/** The problems of each object, in the order of the objects. */
function verdicts(binary: string, manifests: readonly Manifest[], folders: readonly string[]): string[][] {
  const input = manifests.map((object) => JSON.stringify({ crd: crdFile(object, folders), object })).join('\n');
  const output = execFileSync(binary, { input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);
}

/** What a program prints; nothing where it is refused. */
function manifestsOf(operator: IPostgresOperator, ask: Ask): Manifest[] {
  try {
    return render(program(operator, ask));
  } catch {
    return [];
  }
}

/** Programs that ask for several capabilities at once; the same ones on every run. */
function mixtures(create: () => IPostgresOperator): Ask[] {
  const operator = create();
  const declared = operator.capabilities.filter(({ path: at }) => at !== undefined);
  const asks = declared.map(({ capability }) => asked(operator, ASKS[capability])).filter(({ imported }) => !imported);
  const merged = <K extends keyof Ask>(chosen: readonly Ask[], key: K): Ask[K] =>
    chosen.some((ask) => ask[key]) ? (Object.assign({}, ...chosen.map((ask) => ask[key])) as Ask[K]) : undefined;
  return fc.sample(fc.uniqueArray(fc.constantFrom(...asks), { minLength: 2, maxLength: 9 }), { numRuns: 300, seed: 17 }).map((chosen) => ({
    cluster: merged(chosen, 'cluster'),
    backup: merged(chosen, 'backup'),
    inPlace: merged(chosen, 'inPlace'),
    replica: merged(chosen, 'replica'),
    drill: merged(chosen, 'drill'),
    pair: chosen.find(({ pair }) => pair)?.pair,
    onDemand: chosen.flatMap(({ onDemand }) => onDemand ?? []).slice(0, 1),
    pools: chosen.flatMap(({ pools }) => pools ?? []).slice(0, 2),
  }));
}

if (hasReleasedCrds) {
  requireProgram('go', hasGo)('the API server', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'apiserver-'));
    const binary = path.join(folder, 'apiserver');

    beforeAll(() => {
      execFileSync('go', ['build', '-o', binary, '.'], { cwd: path.join(__dirname, 'apiserver'), stdio: 'inherit' });
    }, 600_000);

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test.each(TARGETS)('accepts everything that is printed for $title', ({ folders, create }) => {
      const printed = printedByContract(create).flatMap(({ capability, manifests }) =>
        manifests.map((manifest) => ({ capability, manifest })),
      );
      const found = verdicts(
        binary,
        printed.map(({ manifest }) => manifest),
        folders,
      );
      expect(found).toHaveLength(printed.length);
      expect(
        printed.flatMap(({ capability, manifest }, i) => found[i]!.map((problem) => `${capability}: ${manifest.kind} ${problem}`)),
      ).toEqual([]);
    });

    test.each(TARGETS)('accepts what programs that ask for many things print for $title', ({ folders, create }) => {
      const manifests = mixtures(create).flatMap((ask) => customResources(manifestsOf(create(), ask)));
      expect(manifests.length).toBeGreaterThan(100);
      expect(verdicts(binary, manifests, folders).flat()).toEqual([]);
    });

    test('accepts the examples', () => {
      const apps = EXAMPLES.filter((example) => example.folder !== 'bring-your-own-operator').map(({ build }) => {
        const app = new App();
        build(app);
        return app;
      });
      const manifests = customResources(apps.flatMap((app) => app.charts.flatMap((chart) => chart.toJson() as Manifest[])));
      expect(manifests.length).toBeGreaterThan(10);
      expect(verdicts(binary, manifests, NEWEST_FOLDERS).flat()).toEqual([]);
    });

    test('refuses what breaks a schema, a CEL rule, or is unknown', () => {
      const cluster = only(render(program(PostgresOperator.cloudNativePg())), 'Cluster');
      const postgresCluster = only(render(program(PostgresOperator.crunchy())), 'PostgresCluster');
      const spoilt = [
        { ...cluster, spec: { ...cluster.spec, instances: 0 } },
        {
          ...cluster,
          spec: { ...cluster.spec, imageCatalogRef: { apiGroup: 'postgresql.cnpg.io', kind: 'ImageCatalog', name: 'a', major: 17 } },
        },
        { ...cluster, spec: { ...cluster.spec, noSuchField: 1 } },
        { ...postgresCluster, spec: { ...postgresCluster.spec, config: { parameters: { archive_mode: 'off' } } } },
      ];
      expect(verdicts(binary, spoilt, NEWEST_FOLDERS).map((problems) => problems.length > 0)).toEqual([true, true, true, true]);
    });
  });
} else {
  test('the released CRDs are not at hand, which only a run that names their folder may not have', () => {
    expect(process.env.CRD_DIR).toBeUndefined();
  });
}
