import { CrunchyVersion, PostgresOperator } from '../../lib';
import { keepsTheContract } from './suite';

describe.each(Object.values(CrunchyVersion))('%s', (operatorVersion) => {
  keepsTheContract({ name: 'Crunchy', create: () => PostgresOperator.crunchy({ operatorVersion }) });

  const options = {
    operatorVersion,
    volumeSnapshotsEnabled: true,
    tlsSecretName: 'orders-tls',
    replicationTlsSecretName: 'orders-repl-tls',
  };
  keepsTheContract({ name: 'Crunchy with snapshots and certificates', create: () => PostgresOperator.crunchy(options) });
});
