import * as fs from 'fs';
import * as path from 'path';
import { EXAMPLES } from '../examples/all';
import { FleetApp } from '../lib';

/** Prints each example into its folder of manifests, which is committed and reviewed. */
for (const { folder, manifests, build, committed } of EXAMPLES) {
  const outdir = path.join(__dirname, '..', 'examples', folder, manifests);
  fs.rmSync(outdir, { recursive: true, force: true });
  const app = new FleetApp({ outdir });
  build(app);
  app.synth();
  const files = fs.readdirSync(outdir);
  files.filter((file) => committed?.includes(file) === false).forEach((file) => fs.rmSync(path.join(outdir, file)));
}
