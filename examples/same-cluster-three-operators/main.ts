import { App } from 'cdk8s';
import { sameClusterThreeOperators } from './chart';

const app = new App();
sameClusterThreeOperators(app);
app.synth();
