import * as fs from 'fs';
import { README, renderReadme } from '../scripts/readme';

test('the programs of the README print what stands there', () => {
  const text = fs.readFileSync(README, 'utf8');
  expect(renderReadme(text)).toBe(text);
});
