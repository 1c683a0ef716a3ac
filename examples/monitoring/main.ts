import { App } from 'cdk8s';
import { monitoring } from './chart';

const app = new App();
monitoring(app);
app.synth();
