import * as fs from 'fs';
import * as path from 'path';
import { README, readmeProgram, renderFirstProgram, renderReadme } from '../scripts/readme';

const text = fs.readFileSync(README, 'utf8');

test('the parts of the README that are made are as they would be made now', () => {
  expect(renderReadme(text)).toBe(text);
});

test.each([...renderFirstProgram(text)])('the program of the README prints %s', (file, yaml) => {
  expect(fs.readFileSync(path.join(path.dirname(README), file), 'utf8')).toBe(yaml);
  expect(yaml.match(/^kind: (Cluster|postgresql|PostgresCluster)$/gm)).toHaveLength(1);
});

test('the first screen says how to install it, how stable it is, and a program that needs no assertion', () => {
  const screen = text.split('\n').slice(0, 60).join('\n');
  expect(screen).toContain('## Install');
  expect(screen).toContain('not published yet');
  expect(screen).toContain('npx tsx main.ts');
  expect(readmeProgram(text)).not.toContain('!');
  expect(readmeProgram(text)).toContain('operatorVersion');
});
