import { App } from 'cdk8s';
import { bringYourOwnOperator } from './chart';

const app = new App();
bringYourOwnOperator(app);
app.synth();
