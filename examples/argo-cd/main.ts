import { App } from 'cdk8s';
import { argoCd } from './chart';

const app = new App();
argoCd(app);
app.synth();
