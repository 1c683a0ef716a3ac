import * as path from 'path';
import { check } from '../../../cli/adopt/check';
import { readManifests } from '../../../cli/adopt/read/read';

const EXAMPLE = path.join(__dirname, '..', '..', '..', 'examples', 'adopted');

test.each([
  ['cloudnative-pg', 'orders'],
  ['zalando', 'acid-billing'],
  ['crunchy', 'inventory'],
])('the example of %s prints what ran before, and its operator would do nothing', (name, printed) => {
  const options = { cwd: EXAMPLE, fileBytes: 1e6 };
  const found = check(readManifests([`running/${name}.yaml`], options), `manifests/${printed}.k8s.yaml`, options);
  expect(found.filter(({ does }) => does !== undefined)).toEqual([]);
  // Notes of the library, the rule that PGO has by itself, and what is made besides.
  expect(
    found.map(({ field, object }) => field ?? object).filter((one) => !/^metadata\.annotations|^spec\.authentication$|\(new\)$/.test(one)),
  ).toEqual([]);
});
