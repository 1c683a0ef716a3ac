import * as fs from 'fs';
import * as path from 'path';
import Ajv, { ValidateFunction } from 'ajv';
import { App } from 'cdk8s';
import { EXAMPLES } from '../../examples/all';
import { CloudNativePgVersion, CrunchyVersion, IPostgresOperator, PostgresOperator, ZalandoVersion } from '../../lib';
import { parseCrd } from '../../scripts/import-crds/crd';
import { resourceSchema } from '../../scripts/import-crds/json-schema';
import { ASKS } from '../contract/asks';
import { program } from '../support/programs';
import { Manifest, render } from '../support/render';

/**
 * Every object that the contract suite or an example prints, held against the CRDs as they were released, for every operator version that
 * an option can target. The released files do not ship with this project: set CRD_DIR to a folder that has them.
 */
const CRDS = process.env.CRD_DIR ?? path.join(__dirname, '..', '..', '..', 'shared', 'crds');

interface Target {
  readonly title: string;
  readonly folders: readonly string[];
  readonly create: () => IPostgresOperator;
}

const TARGETS: readonly Target[] = [
  ...(
    [
      ['1.28', 'v1.28.4'],
      ['1.29', 'v1.29.2'],
      ['1.30', 'v1.30.0'],
    ] as const
  ).map(([version, tag]) => ({
    title: `CloudNativePG ${version}`,
    folders: [`cloudnative-pg/${tag}`, 'plugin-barman-cloud/v0.14.0'],
    create: () => PostgresOperator.cloudNativePg({ operatorVersion: version as CloudNativePgVersion }),
  })),
  ...(
    [
      ['1.15', 'v1.15.1'],
      ['2.0', 'v2.0.1'],
    ] as const
  ).map(([version, tag]) => ({
    title: `Zalando ${version}`,
    folders: [`zalando-postgres-operator/${tag}`],
    create: () =>
      PostgresOperator.zalando({
        teamId: 'acme',
        operatorVersion: version as ZalandoVersion,
        inheritedLabels: ['acme.example/cost-center'],
      }),
  })),
  ...(
    [
      ['5.8', 'v5.8.9'],
      ['6.0', 'v6.0.3'],
    ] as const
  ).map(([version, tag]) => ({
    title: `Crunchy PGO ${version}`,
    folders: [`crunchy-postgres-operator/${tag}`],
    create: () => PostgresOperator.crunchy({ operatorVersion: version as CrunchyVersion }),
  })),
];

/** Kinds of Kubernetes itself, which no CRD describes. */
const BUILT_IN = ['ConfigMap'];

const ajv = new Ajv({ strict: false, allErrors: true });
const compiled = new Map<string, ValidateFunction>();

/** The schema of an object in one of the folders; compiled once. */
function validatorFor({ apiVersion, kind }: Manifest, folders: readonly string[]): ValidateFunction {
  const [group, version] = apiVersion.split('/') as [string, string];
  for (const folder of folders) {
    for (const name of fs.readdirSync(path.join(CRDS, folder)).filter((file) => file.startsWith(`${group}_`))) {
      const file = path.join(CRDS, folder, name);
      const text = fs.readFileSync(file, 'utf8');
      if (new RegExp(`^ +kind: ${kind}$`, 'm').test(text)) {
        const key = `${file} ${version}`;
        const schema = () => resourceSchema(parseCrd(text, { kind, group, version, path: file } as Parameters<typeof parseCrd>[1]));
        compiled.set(key, compiled.get(key) ?? ajv.compile(schema()));
        return compiled.get(key)!;
      }
    }
  }
  throw new Error(`no CRD of ${apiVersion} ${kind} in ${folders.join(', ')}`);
}

function problems(manifests: readonly Manifest[], folders: readonly string[]): string[] {
  return manifests
    .filter(({ kind }) => !BUILT_IN.includes(kind))
    .flatMap((manifest) => {
      const validate = validatorFor(manifest, folders);
      validate(manifest as unknown);
      return (validate.errors ?? []).map(({ instancePath, message }) => `${manifest.kind} ${instancePath} ${message}`);
    });
}

if (fs.existsSync(CRDS)) {
  describe.each(TARGETS)('$title', ({ folders, create }) => {
    const declared = create().capabilities.filter(({ path: at }) => at !== undefined);

    test.each(declared.map(({ capability }) => capability))('%s', (capability) => {
      const manifests = render(program(create(), ASKS[capability]));
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
    const folders = [
      'cloudnative-pg/v1.30.0',
      'plugin-barman-cloud/v0.14.0',
      'zalando-postgres-operator/v2.0.1',
      'crunchy-postgres-operator/v6.0.3',
    ];
    for (const { folder, build } of EXAMPLES.filter((example) => example.folder !== 'bring-your-own-operator')) {
      const app = new App();
      build(app);
      const manifests = app.charts.flatMap((chart) => chart.toJson() as Manifest[]);
      expect({ folder, problems: problems(manifests, folders) }).toEqual({ folder, problems: [] });
    }
  });
} else {
  test('the released CRDs are not at hand, which only a run that names their folder may not have', () => {
    expect(process.env.CRD_DIR).toBeUndefined();
  });
}
