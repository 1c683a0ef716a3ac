import { App } from 'cdk8s';
import { disasterRecovery } from './chart';

const app = new App();
disasterRecovery(app);
app.synth();
