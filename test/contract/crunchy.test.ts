import { CrunchyVersion, PostgresOperator } from '../../lib';
import { keepsTheContract } from './suite';

describe.each(Object.values(CrunchyVersion))('%s', (operatorVersion) => {
  keepsTheContract({ name: 'Crunchy', create: () => PostgresOperator.crunchy({ operatorVersion }) });

  const options = { operatorVersion, volumeSnapshotsEnabled: true };
  keepsTheContract({ name: 'Crunchy with snapshots', create: () => PostgresOperator.crunchy(options) });
});
