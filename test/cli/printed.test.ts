import * as fs from 'fs';
import * as path from 'path';
import { Duration, Testing } from 'cdk8s';
import { EXAMPLES } from '../../examples/all';
import { standing } from '../../cli/guard/finding';
import { sideOf } from '../../cli/manifests/side';
import { KubeObject } from '../../cli/manifests/object';
import { rendering } from '../../cli/manifests/read/rendering';
import { hasOwn, isMap, Json } from '../../cli/values/json';
import { canonicalQuantity, goDuration } from '../../cli/values/quantity';
import { fluxDuration } from '../../lib/delivery/flux-spec';

/** All objects of all examples, each as the program prints it now. */
const FILES = EXAMPLES.flatMap(({ folder, manifests, build }) => {
  const app = Testing.app();
  build(app);
  app.synth();
  return fs
    .readdirSync(app.outdir)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ file: path.join(folder, manifests, file), text: fs.readFileSync(path.join(app.outdir, file), 'utf8') }));
});
const OBJECTS: readonly KubeObject[] = FILES.flatMap(
  ({ file, text }) =>
    // A file of its own for each: phases of one example print the same objects.
    rendering([{ file, text }], new Map(), { progress: () => undefined }).objects,
);

const QUANTITY = /^(cpu|memory|storage|size|ephemeral-storage|shm)$/;
const DURATION = /^(duration|renewBefore|refreshInterval|interval|scrapeTimeout)$/;

/** The one spelling in which the API server and Go give a value back. */
function spelled(value: Json, key: string): Json {
  if (QUANTITY.test(key) && typeof value === 'string') {
    return canonicalQuantity(value) ?? value;
  }
  return DURATION.test(key) && typeof value === 'string' ? fluxDuration(Duration.seconds(goDuration(value))) : value;
}

/** An object as it comes back: with every default, in the spelling of the API server. */
function returned(value: Json, key = ''): Json {
  if (Array.isArray(value)) {
    return value.map((item) => returned(item, key));
  }
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, returned(item, name)])) : spelled(value, key);
}

/** Printed fields that come back as something else. Whoever compares sees every field of an element of a list, also those that nobody printed. */
function differences(printed: Json, live: Json | undefined, place = ''): string[] {
  if (Array.isArray(printed)) {
    return Array.isArray(live) && live.length === printed.length
      ? printed.flatMap((item, i) => [
          ...differences(item, live[i], `${place}[${i}]`),
          ...(isMap(item) ? added(item, live[i]!, `${place}[${i}]`) : []),
        ])
      : [`${place}: another list`];
  }
  if (isMap(printed)) {
    return Object.entries(printed).flatMap(([key, item]) => differences(item, isMap(live) ? live[key] : undefined, `${place}.${key}`));
  }
  return printed === live ? [] : [`${place}: ${JSON.stringify(printed)} comes back as ${JSON.stringify(live)}`];
}

/** Fields that defaults add below an element of a list. */
function added(printed: Json, live: Json, place: string): string[] {
  if (!isMap(printed) || !isMap(live)) {
    return [];
  }
  return Object.entries(live).flatMap(([key, item]) =>
    hasOwn(printed, key) ? added(printed[key]!, item, `${place}.${key}`) : [`${place}.${key}: ${JSON.stringify(item)} is added`],
  );
}

test('printed fields come back from the API server as they were printed', () => {
  expect(OBJECTS.length).toBeGreaterThan(300);
  const found = OBJECTS.flatMap((object) =>
    differences(object.raw, returned(object.value)).map((difference) => `${object.type} ${difference}`.replace(/\d+\]/g, ']')),
  );
  expect([...new Set(found)]).toEqual([]);
});

/** Where nothing means something. */
const MEANINGFUL: readonly (readonly [kind: RegExp, place: RegExp])[] = [
  // Every pod; nobody; a label without a value.
  [/NetworkPolicy$/, /(matchLabels\..+|podSelector|namespaceSelector|\.ingress|\.egress)$/],
  [/./, /\.emptyDir$/],
  // A role without flags.
  [/\/postgresql$/, /^\.spec\.users\.[^.]+$/],
  // A variable that the operator's configuration sets for all clusters, and that shall not hold here.
  [/\/postgresql$/, /^\.spec\.env\.\d+\.value$/],
  // PGO puts the key there, and External Secrets would take it away.
  [/ExternalSecret$/, /\.template\.data\.verifier$/],
  // The group of the core; Argo CD compares the kinds that it knows as the API server writes them.
  [/\/Role(Binding)?$/, /\.apiGroups?(\.\d+)?$/],
];

function empties(type: string, value: Json, place = ''): string[] {
  if (value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)) {
    return MEANINGFUL.some(([kind, where]) => kind.test(type) && where.test(place)) ? [] : [`${type} ${place}: ${JSON.stringify(value)}`];
  }
  return typeof value === 'object' ? Object.entries(value).flatMap(([key, item]) => empties(type, item, `${place}.${key}`)) : [];
}

test('a field that comes back otherwise is told', () => {
  const printed = { spec: { size: '1024Mi', interval: '60m', list: [{ name: 'a' }], same: 'x' } };
  const live = returned({ spec: { size: '1024Mi', interval: '60m', list: [{ name: 'a', enabled: true }], same: 'x', more: 1 } });
  expect(differences(printed, live)).toEqual([
    '.spec.size: "1024Mi" comes back as "1Gi"',
    '.spec.interval: "60m" comes back as "1h0m0s"',
    '.spec.list[0].enabled: true is added',
  ]);
});

test('nothing that is empty is printed', () => {
  expect([...new Set(OBJECTS.flatMap(({ type, raw }) => empties(type, raw)))]).toEqual([]);
});

test('whatever data hang on is protected from being deleted', () => {
  const unprotected = FILES.flatMap((file) =>
    standing(sideOf(rendering([file], new Map(), { progress: () => undefined })))
      // What a drill reads goes with the drill.
      .filter(({ rule, ref }) => rule === 'G005' && !ref.endsWith('-drill-recovery'))
      .map(({ ref }) => `${file.file} ${ref}`),
  );
  expect(unprotected).toEqual([]);
});
