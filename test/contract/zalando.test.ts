import { ZalandoVersion, PostgresOperator } from '../../lib';
import { keepsTheContract } from './suite';

describe.each(Object.values(ZalandoVersion))('%s', (operatorVersion) => {
  keepsTheContract({ name: 'Zalando', create: () => PostgresOperator.zalando({ teamId: 'acme', operatorVersion }) });
});
