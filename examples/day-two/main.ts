import { App } from 'cdk8s';
import { dayTwo } from './chart';

const app = new App();
dayTwo(app);
app.synth();
