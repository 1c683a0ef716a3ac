import { App } from 'cdk8s';
import { foundingChapter } from './chart';

const app = new App();
foundingChapter(app);
app.synth();
