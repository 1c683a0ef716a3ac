import { App } from 'cdk8s';
import { migrateFiles } from './chart';

const app = new App();
migrateFiles(app);
app.synth();
