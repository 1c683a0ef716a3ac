import * as fs from 'fs';
import * as path from 'path';
import { Duration } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import {
  ApplicationGenerator,
  ArgoApplication,
  ArgoApplicationSet,
  FluxKustomization,
  GitOpsTool,
  OperatorInstallation,
  PostgresOperator,
} from '../../lib';
import { Manifest, render } from '../support/render';
import { validator } from '../support/validator';
import { DELIVERY_SCHEMAS } from './delivery-schemas';

/** Objects of Argo CD and Flux have no schema in the library, which checks those of the operators: here they are held against one. */

const ajv = validator({ allErrors: true });
const compiled = new Map(Object.entries(DELIVERY_SCHEMAS).map(([kind, schema]) => [kind, ajv.compile(schema)]));

const problems = (manifests: readonly Manifest[]): string[] =>
  manifests
    .filter(({ kind }) => kind !== 'CustomResourceDefinition' && kind !== 'Namespace')
    .flatMap((manifest) => {
      const check = compiled.get(`${manifest.apiVersion}/${manifest.kind}`);
      if (check === undefined) {
        return [`no schema of ${manifest.apiVersion}/${manifest.kind}`];
      }
      return check(manifest as unknown)
        ? []
        : (check.errors ?? []).map(({ instancePath, message }) => `${manifest.kind}${instancePath} ${message}`);
    });

const source = { repository: 'https://git.example.com/databases.git', revision: 'main', path: 'clusters/orders' };
const rich = { ...source, recurse: true, include: '*.k8s.yaml' };

const PROGRAMS: readonly (readonly [string, () => Manifest[]])[] = [
  ['an Application', () => render((chart) => new ArgoApplication(chart, 'a', { applicationName: 'orders', source }))],
  [
    'an Application with everything',
    () =>
      render(
        (chart) =>
          new ArgoApplication(chart, 'a', {
            applicationName: 'orders',
            source: rich,
            prune: true,
            selfHeal: true,
            syncWave: 2,
            project: 'shop',
            argoNamespace: 'gitops',
            destinationNamespace: 'shop',
            destinationServer: 'https://eu.example.com',
          }),
      ),
  ],
  ...[ApplicationGenerator.folders('clusters/*'), ApplicationGenerator.clusters({ role: 'databases' })].map(
    (generator, i): readonly [string, () => Manifest[]] => [
      `an ApplicationSet ${i + 1}`,
      () => render((chart) => new ArgoApplicationSet(chart, 's', { setName: 'databases', generator, source: { ...source, path: '.' } })),
    ],
  ),
  [
    'a Kustomization',
    () =>
      render(
        (chart) =>
          new FluxKustomization(chart, 'f', {
            kustomizationName: 'orders',
            sourceName: 'databases',
            path: 'clusters/orders',
            interval: Duration.seconds(5400),
            prune: true,
            dependsOn: ['operators'],
          }),
      ),
  ],
  ...[GitOpsTool.ARGO_CD, GitOpsTool.FLUX].flatMap((tool) =>
    (
      [
        ['CloudNativePG', PostgresOperator.cloudNativePg(), {}],
        ['Zalando', PostgresOperator.zalando({ teamId: 'acme' }), {}],
        ['PGO', PostgresOperator.crunchy(), { pgo: '6.0.3' }],
      ] as const
    ).map(([called, operator, chartVersions]): readonly [string, () => Manifest[]] => [
      `the installation of ${called} by ${tool}`,
      () => render((chart) => new OperatorInstallation(chart, 'o', { operator, tool, chartVersions })),
    ]),
  ),
];

test.each(PROGRAMS)('%s has known fields only, with allowed values', (_name, program) => {
  const manifests = program();
  expect(manifests.length).toBeGreaterThan(0);
  expect(problems(manifests)).toEqual([]);
});

test('what the examples print, too', () => {
  const file = path.join(__dirname, '..', '..', 'examples', 'argo-cd', 'manifests', 'apps.k8s.yaml');
  const applications = parseAllDocuments(fs.readFileSync(file, 'utf8')).map((document) => document.toJS() as Manifest);
  expect(applications.length).toBeGreaterThan(3);
  expect(problems(applications)).toEqual([]);
});

test('a field that is not there, and a value that is not allowed, are found', () => {
  const [made] = PROGRAMS[4]![1]();
  const broken = { ...made!, spec: { ...(made!.spec as object), interval: '10 minutes', pruned: true } } as unknown as Manifest;
  expect(problems([broken])).toEqual([
    'Kustomization/spec must NOT have additional properties',
    'Kustomization/spec/interval must match pattern "^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$"',
  ]);
});
