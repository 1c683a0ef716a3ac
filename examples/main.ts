import * as path from 'path';
import { App } from 'cdk8s';
import { APPS, PHASES } from './all';

/** Every example in one app, and each later phase in one of its own: what `npm run synth` prints into dist/. */
const app = new App();
APPS.forEach(({ build }) => build(app));
app.synth();

for (const { folder, manifests, build } of PHASES) {
  const phase = new App({ outdir: path.join(app.outdir, folder, manifests) });
  build(phase);
  phase.synth();
}
