import { App } from 'cdk8s';
import { upgrade } from './chart';

const app = new App();
upgrade(app);
app.synth();
