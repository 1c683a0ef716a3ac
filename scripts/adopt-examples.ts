/** Writes the programs and reports of examples/adopted anew from the manifests that ran before: a part of `npm run examples`. */
import * as fs from 'fs';
import * as path from 'path';
import { adopt } from '../cli/adopt/adopt';
import { synthesizer } from '../cli/adopt/fit/synthesis';
import { readManifests } from '../cli/adopt/read/read';
import { classified } from '../cli/adopt/report/classes';
import { reportOf, reportText } from '../cli/adopt/report/report';
import { libraryRequire } from '../cli/adopt/worker';

const EXAMPLE = path.join(__dirname, '..', 'examples', 'adopted');
const APP = 'const app = new App();\n';

/** Each program as a function of the app of the example. */
const PROGRAMS: readonly (readonly [file: string, name: string, what: string])[] = [
  ['cloudnative-pg', 'ordersOnCloudNativePg', 'Orders of a shop, on CloudNativePG.'],
  ['zalando', 'billingOnZalando', 'Billing, on the Zalando Postgres Operator.'],
  ['crunchy', 'inventoryOnCrunchy', 'The inventory of a warehouse, on Crunchy PGO.'],
];

const synthesize = synthesizer(libraryRequire());
for (const [file, name, what] of PROGRAMS) {
  const manifests = readManifests([path.join(EXAMPLE, 'running', `${file}.yaml`)], { cwd: EXAMPLE, fileBytes: 1e6 });
  const adopted = adopt(manifests.belongings, synthesize, manifests.samples);
  const [head = '', body = ''] = adopted.source.split(APP);
  const inside = body
    .replace('\napp.synth();\n', '')
    .trim()
    .split('\n')
    .map((line) => (line === '' ? line : `  ${line}`))
    .join('\n');
  const doc = `/** ${what} As \`adopt\` has written it, with the app of the example. */`;
  fs.writeFileSync(path.join(EXAMPLE, `${file}.ts`), `${head}${doc}\nexport function ${name}(app: App): void {\n${inside}\n}\n`);
  fs.writeFileSync(
    path.join(EXAMPLE, 'reports', `${file}.txt`),
    reportText(reportOf(manifests, adopted, classified(manifests.original, { ...adopted, deliberate: manifests.deliberate }))),
  );
}
