import * as fs from 'fs';
import * as path from 'path';
import { App } from 'cdk8s';
import { EXAMPLES } from '../examples/all';

/** Prints each example into its folder of manifests, which is committed and reviewed. */
for (const { folder, manifests, build } of EXAMPLES) {
  const outdir = path.join(__dirname, '..', 'examples', folder, manifests);
  fs.rmSync(outdir, { recursive: true, force: true });
  const app = new App({ outdir });
  build(app);
  app.synth();
}
