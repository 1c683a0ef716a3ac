import { App } from 'cdk8s';
import { adopted } from './chart';

const app = new App();
adopted(app);
app.synth();
