import { App } from 'cdk8s';
import { backupAndRecovery } from './chart';

const app = new App();
backupAndRecovery(app);
app.synth();
