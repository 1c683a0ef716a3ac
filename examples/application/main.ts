import { App } from 'cdk8s';
import { applicationOnThreeOperators } from './chart';

const app = new App();
applicationOnThreeOperators(app);
app.synth();
