import { App } from 'cdk8s';
import { migrate } from './chart';

const app = new App();
migrate(app);
app.synth();
