import { App } from 'cdk8s';
import { EXAMPLES } from './all';

/** Every example in one app: what `npm run synth` prints into dist/. */
const app = new App();
EXAMPLES.forEach(({ build }) => build(app));
app.synth();
