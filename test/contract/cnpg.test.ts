import { CloudNativePgVersion, PostgresOperator } from '../../lib';
import { keepsTheContract } from './suite';

describe.each(Object.values(CloudNativePgVersion))('%s', (operatorVersion) => {
  keepsTheContract({ name: 'CloudNativePG', create: () => PostgresOperator.cloudNativePg({ operatorVersion }) });
});
