import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments, stringify } from 'yaml';
import { withDefaults } from '../../cli/manifests/compare/defaults';
import { fits, show } from '../../cli/manifests/compare/path';
import { distributionOf, majorOfTag } from '../../cli/manifests/compare/image';
import { canonicalQuantity, goDuration, quantity } from '../../cli/values/quantity';
import { JsonMap } from '../../cli/values/json';
import { chunks, readChunk } from '../../cli/manifests/read/yaml';
import { cnpg, crunchy, database, edited, object as kubeObject, pooler, schedule, store, zalando } from './support/objects';
import { Finding } from '../../cli/guard/finding';
import { command, compareObjects, found, folder, removeFolders, write } from './support/guard';

afterAll(removeFolders);

const OBJECTS = [cnpg(), zalando(), crunchy('orders-p'), pooler(), schedule(), store(), database()].map((object, i) =>
  edited(object, ['metadata.namespace', `n${i}`]),
);

test('what is the same is silent', () => {
  const { out, status } = compareObjects(OBJECTS, OBJECTS);
  expect({ out, status }).toEqual({
    status: 0,
    out: '0 blocked, 0 to confirm, 0 warnings, 0 notes; 7 objects, 0 new, 0 changed, 0 gone\n',
  });
});

test('writing every default out is no change', () => {
  const written = OBJECTS.map((object) => {
    const [group = ''] = String(object.apiVersion).split('/');
    return withDefaults(group, String(object.kind), object);
  });
  expect(JSON.stringify(written)).not.toBe(JSON.stringify(OBJECTS));
  expect(found(OBJECTS, written)).toEqual([]);
  expect(found(written, OBJECTS)).toEqual([]);
});

test('other spellings and another order are no change', () => {
  const respelt = [...OBJECTS].reverse().map((object) => {
    const text = JSON.stringify(object)
      .replace(/"50Gi"/g, '"51200Mi"')
      .replace(/"cpu":"1"/g, '"cpu":"1000m"');
    return Object.fromEntries(Object.entries(JSON.parse(text) as JsonMap).reverse()) as JsonMap;
  });
  expect(found(OBJECTS, respelt).filter(({ rule }) => rule !== 'G113')).toEqual([]);
});

test('a live object of each operator is the same as what was applied', () => {
  const live = OBJECTS.map((object) => {
    const [group = ''] = String(object.apiVersion).split('/');
    const made = withDefaults(group, String(object.kind), object);
    return {
      ...made,
      metadata: {
        ...(made.metadata as JsonMap),
        uid: 'f4b1',
        resourceVersion: '77',
        generation: 3,
        creationTimestamp: '2030-01-01T00:00:00Z',
        finalizers: ['operator.example.com/finalizer'],
        managedFields: [{ manager: 'argocd' }],
        labels: { 'argocd.argoproj.io/instance': 'shop' },
        annotations: {
          ...((made.metadata as JsonMap).annotations as JsonMap | undefined),
          'kubectl.kubernetes.io/last-applied-configuration': '{}',
        },
      },
      status: { phase: 'Cluster in healthy state', instances: 3 },
    };
  });
  const owned = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'orders', uid: 'a', ownerReferences: [{ controller: true }] },
  };
  const cwd = write(folder(), {
    'live.yaml': stringify(
      { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: [...live, owned] },
      { version: '1.1' },
    ),
    'live.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: live }),
    'head/all.yaml': OBJECTS.map((object) => stringify(object)).join('---\n'),
  });
  for (const base of ['live.yaml', 'live.json']) {
    const { status, out, err } = command(cwd, 'guard', '--base', base, '--head', 'head', '--format', 'json');
    expect({ err, status, findings: (JSON.parse(out) as { findings: unknown[] }).findings }).toEqual({ err: '', status: 0, findings: [] });
  }
});

test('of a namespace that was dumped whole, only what somebody has applied counts as gone', () => {
  const stray = (name: string, annotations: JsonMap = {}): JsonMap =>
    edited(kubeObject('v1', 'ConfigMap', name, { data: { a: 'b' } }, annotations), ['metadata.uid', 'u']);
  const strays = (annotations?: JsonMap) => Array.from({ length: 12 }, (_, i) => stray(`left-${i}`, annotations));
  const rules = (base: readonly JsonMap[]) => found(base, OBJECTS).map(({ rule }) => rule);
  expect(rules([...OBJECTS, ...strays()])).toEqual([]);
  expect(rules([...OBJECTS, ...strays({ 'argocd.argoproj.io/tracking-id': 'shop:/ConfigMap:shop/left' })])).toEqual(['G023']);
});

const EXAMPLES = path.join(__dirname, '..', '..', 'examples');

/** Clusters that ran before have what they have, and guard tells it: here backups that go with their schedule. */
const TOLD: { readonly [example: string]: { readonly status: number; readonly rules: readonly string[] } } = {
  adopted: { status: 3, rules: ['G074'] },
};

test.each(fs.readdirSync(EXAMPLES).filter((example) => fs.existsSync(path.join(EXAMPLES, example, 'manifests'))))(
  'what the example %s prints is neither stopped as new, nor one by one against its file',
  (example) => {
    const cwd = folder();
    fs.mkdirSync(path.join(cwd, 'empty'));
    const manifests = path.join(EXAMPLES, example, 'manifests');
    const { status, out, err } = command(cwd, 'guard', '--base', 'empty', '--head', manifests, '--format', 'json');
    const stops = (JSON.parse(out) as { findings: Finding[] }).findings.filter(
      ({ severity }) => severity === 'block' || severity === 'confirm',
    );
    const rules = stops.map(({ rule }) => rule);
    expect({ err, status, rules }).toEqual({ err: '', ...(TOLD[example] ?? { status: 0, rules: [] }) });
    // The same objects, a file each.
    for (const file of fs.readdirSync(manifests)) {
      parseAllDocuments(fs.readFileSync(path.join(manifests, file), 'utf8')).forEach((document, i) => {
        write(cwd, { [`split/${file}-${i}.yaml`]: document.toString() });
      });
    }
    expect(command(cwd, 'guard', '--base', manifests, '--head', 'split').out).toMatch(
      /0 blocked, 0 to confirm, 0 warnings, 0 notes.*0 new, 0 changed, 0 gone\n$/,
    );
  },
);

test('a namespace that only one side names', () => {
  const bare = edited(cnpg(), ['metadata.namespace']);
  expect(found([cnpg()], [bare]).map(({ rule }) => rule)).toContain('G003');
  expect(found([cnpg()], [bare], '--namespace', 'shop')).toEqual([]);
});

test('quantities and durations', () => {
  expect(['1Gi', '1024Mi', '0.5', '500m', '1e3', '1k', 'x', ''].map(quantity)).toEqual([2 ** 30, 2 ** 30, 0.5, 0.5, 1000, 1000, NaN, NaN]);
  expect(['1024Mi', '0.5Gi', '0.5', '1000m', '1', '0', '1500m', 'x'].map(canonicalQuantity)).toEqual([
    '1Gi',
    '512Mi',
    '500m',
    '1',
    '1',
    '0',
    '1500m',
    undefined,
  ]);
  expect(['1h0m0s', '60m', '1h', 'x'].map(goDuration)).toEqual([3600, 3600, 3600, NaN]);
});

test('images', () => {
  expect(['p:17.5-bookworm', 'p:17', 'p:ubi9-16.4-2', 'p:latest', 'p', 'host:5000/p:18.1@sha256:00'].map(majorOfTag)).toEqual([
    17,
    17,
    16,
    undefined,
    undefined,
    18,
  ]);
  expect(['p:17.5-standard-trixie', 'p:ubi9-16.4-2', 'ghcr.io/zalando/spilo-17:4.0-p3', 'p:17'].map(distributionOf)).toEqual([
    'trixie',
    'ubi9',
    'spilo 4',
    undefined,
  ]);
});

test('ways and patterns', () => {
  expect(show(['spec', 'repos', '[repo1]', 's3', 'a.b/c'])).toBe('spec.repos[repo1].s3["a.b/c"]');
  const cases: [string, string, boolean][] = [
    ['spec.repos[*].s3', 'spec.repos[repo1].s3', true],
    ['spec.repos[*].s3', 'spec.repos[repo1].s3.bucket', false],
    ['spec.repos[*].s3.**', 'spec.repos[repo1].s3', true],
    ['spec.repos[*].s3.**', 'spec.repos[repo1].s3["x.y"].z', true],
    ['spec.global.repo*-path', 'spec.global.repo12-path', true],
    ['spec.global.repo*-path', 'spec.global.repo1.x-path', false],
    ['metadata.annotations.*', 'metadata.annotations["a.b/c"]', true],
    ['metadata.annotations["a.b/c"]', 'metadata.annotations["a.b/c"]', true],
    ['metadata.annotations["a.b/c"]', 'metadata.annotations["axb/c"]', false],
    ['spec.env[WAL_S3_BUCKET].value', 'spec.env[WAL_S3_BUCKET].value', true],
    ['spec.env[*RETAIN*].value', 'spec.env[BACKUP_NUM_TO_RETAIN].value', true],
    ['**', 'anything', true],
  ];
  expect(cases.map(([pattern, way]) => [pattern, way, fits(pattern, way)])).toEqual(cases);
});

test('YAML is read as Kubernetes reads it', () => {
  const read = (text: string) => chunks(text).map((chunk) => readChunk(chunk, 'a.yaml'));
  expect(read('a: on\nb: 1:30\nc: 2030-01-31\nd: "on"\ne: 0x10\nf: ~\n')).toEqual([
    { a: true, b: '1:30', c: '2030-01-31', d: 'on', e: 16, f: null },
  ]);
  expect(read('base: &b { a: 1, b: 2 }\nmerged: { <<: *b, b: 3 }\nlist: { <<: [*b, { c: 4 }] }\n')).toEqual([
    { base: { a: 1, b: 2 }, merged: { a: 1, b: 3 }, list: { a: 1, b: 2, c: 4 } },
  ]);
  expect(read('# nothing\n---\n# nothing either\n--- {a: 1}\n...\n---\nb: |\n  ---\n  text\n')).toEqual([{ a: 1 }, { b: '---\ntext\n' }]);
  expect(chunks('a: 1\n---\nb: 2\n---\n\n').map(({ line }) => line)).toEqual([1, 2]);
});
