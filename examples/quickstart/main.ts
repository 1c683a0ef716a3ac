import { App } from 'cdk8s';
import { quickstart } from './chart';

const app = new App();
quickstart(app);
app.synth();
