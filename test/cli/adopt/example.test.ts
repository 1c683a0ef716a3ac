import * as fs from 'fs';
import * as path from 'path';
import { adopt } from '../../../cli/adopt/adopt';
import { synthesizer } from '../../../cli/adopt/fit/synthesis';
import { readManifests } from '../../../cli/adopt/read/read';
import { classified } from '../../../cli/adopt/report/classes';
import { reportOf, reportText } from '../../../cli/adopt/report/report';

const synthesize = synthesizer((name) => jest.requireActual<object>(name === 'cdk8s-postgres' ? '../../../lib' : name));
const EXAMPLE = path.join(__dirname, '..', '..', '..', 'examples', 'adopted');

/** Source without what a formatter decides. */
const bare = (source: string): string => source.replace(/\s+/g, '').replace(/,(?=[)\]}])/g, '');

test.each(['cloudnative-pg', 'zalando', 'crunchy'])('the example of %s is what the command writes', (name) => {
  const manifests = readManifests([`running/${name}.yaml`], { cwd: EXAMPLE, fileBytes: 1e6 });
  const adopted = adopt(manifests.belongings, synthesize, manifests.samples);
  const [, body = ''] = adopted.source.split('const app = new App();\n');
  const text = fs.readFileSync(path.join(EXAMPLE, `${name}.ts`), 'utf8');
  expect(bare(text)).toContain(bare(body.replace('app.synth();', '')));
  expect(reportText(reportOf(manifests, adopted, classified(manifests.belongings, adopted)))).toBe(
    fs.readFileSync(path.join(EXAMPLE, 'reports', `${name}.txt`), 'utf8'),
  );
});
