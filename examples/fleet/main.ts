import { FleetApp, StaleFiles } from 'cdk8s-postgres';
import { fleet } from './chart';

const app = new FleetApp({ staleFiles: StaleFiles.REMOVE });
fleet(app);
app.synth();
