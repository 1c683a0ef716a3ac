import * as fs from 'fs';
import { createRequire } from 'module';
import * as path from 'path';
import { KubeObject } from '../manifests/object';
import { adopt } from './adopt';
import { Sampled } from './fit/sampled';
import { synthesizer } from './fit/synthesis';

/** The library of this package, loaded by its place: the command is compiled apart from it. */
export function libraryRequire(): (name: string) => unknown {
  const library = path.join(__dirname, '..', '..', 'lib', 'index');
  const from = createRequire(library);
  return (name) => from(name === 'cdk8s-postgres' ? library : name) as unknown;
}

/** Reads objects, and answers with a program: what a child process does. */
if (require.main === module) {
  const { objects, samples } = JSON.parse(fs.readFileSync(0, 'utf8')) as { readonly objects: KubeObject[]; readonly samples: Sampled };
  process.stdout.write(JSON.stringify(adopt(objects, synthesizer(libraryRequire()), samples)));
}
