import * as fs from 'fs';
import { ValidateFunction } from 'ajv';
import { App } from 'cdk8s';
import { EXAMPLES } from '../../examples/all';
import { parseCrd } from '../../scripts/import-crds/crd';
import { resourceSchema } from '../../scripts/import-crds/json-schema';
import { program } from '../support/programs';
import { NEWEST_FOLDERS, TARGETS, crdFile, customResources, hasReleasedCrds, printedByContract } from '../support/released-crds';
import { Manifest, render } from '../support/render';
import { validator } from '../support/validator';

/**
 * Every object that the contract suite or an example prints, held against the CRDs as they were released, for every operator version that
 * an option can target. `test/real/apiserver.test.ts` does the same with the API server's own code.
 */

const ajv = validator({ allErrors: true });
const compiled = new Map<string, ValidateFunction>();

/** The schema of an object in one of the folders; compiled once. */
function validatorFor(manifest: Manifest, folders: readonly string[]): ValidateFunction {
  const [group, version] = manifest.apiVersion.split('/') as [string, string];
  const file = crdFile(manifest, folders);
  const key = `${file} ${version}`;
  const source = { kind: manifest.kind, group, version, path: file } as Parameters<typeof parseCrd>[1];
  const validate = compiled.get(key) ?? ajv.compile(resourceSchema(parseCrd(fs.readFileSync(file, 'utf8'), source)));
  compiled.set(key, validate);
  return validate;
}

function problems(manifests: readonly Manifest[], folders: readonly string[]): string[] {
  return manifests.flatMap((manifest) => {
    const validate = validatorFor(manifest, folders);
    validate(manifest as unknown);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${manifest.kind} ${instancePath} ${message}`);
  });
}

if (hasReleasedCrds) {
  describe.each(TARGETS)('$title', ({ folders, create }) => {
    test.each(printedByContract(create))('$capability', ({ manifests }) => {
      expect(manifests.length).toBeGreaterThan(0);
      expect(problems(manifests, folders)).toEqual([]);
    });

    test('an unknown field and a wrong value are found', () => {
      const manifest = render(program(create()))[0]!;
      const spoilt = { ...manifest, spec: { ...manifest.spec, noSuchField: 1, instances: 'three', numberOfInstances: 'three' } };
      expect(problems([spoilt], folders).length).toBeGreaterThanOrEqual(2);
    });
  });

  test('the examples', () => {
    for (const { folder, build } of EXAMPLES.filter((example) => example.folder !== 'bring-your-own-operator')) {
      const app = new App();
      build(app);
      const manifests = customResources(app.charts.flatMap((chart) => chart.toJson() as Manifest[]));
      expect({ folder, problems: problems(manifests, NEWEST_FOLDERS) }).toEqual({ folder, problems: [] });
    }
  });
} else {
  test('the released CRDs are not at hand, which only a run that names their folder may not have', () => {
    expect(process.env.CRD_DIR).toBeUndefined();
  });
}
