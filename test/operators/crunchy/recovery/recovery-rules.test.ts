import { Testing } from 'cdk8s';
import { BackupPolicy, BackupTarget, HaCluster, ObjectStoreCredentials, PairStep, PostgresOperator, RecoverySource } from 'cdk8s-postgres';
import { CRUNCHY_RULES } from '../../../../lib/operators/crunchy/rules';
import { BUCKET, SMALLEST_BACKUP, program, smallestCluster } from '../../../support/programs';
import { findings, newChart, render } from '../../../support/render';
import { RECOVERY_CASES, built } from './recovery-cases';

const whyOf = (rule: string): string => CRUNCHY_RULES.find(({ id }) => id === rule)!.why;

describe.each(RECOVERY_CASES)('$rule', ({ rule, bad, good, place = 'db', says, options, goodOptions }) => {
  test('refuses a model that breaks it, and says all of it', () => {
    expect(findings(built(bad, PostgresOperator.crunchy(options)))).toEqual(
      says.map((text) => `[test/${place}] [${rule}] ${text} (${whyOf(rule)})`),
    );
  });

  test('lets a model pass that keeps it', () => {
    expect(render(built(good, PostgresOperator.crunchy(goodOptions)))).not.toEqual([]);
  });
});

test('PGO-065 looks at the source as it is now', () => {
  const operator = PostgresOperator.crunchy();
  const chart = newChart();
  const source = new HaCluster(chart, 'source', { ...smallestCluster(operator), clusterName: 'orders-live' });
  const target = BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity() });
  program(operator, { cluster: { recovery: RecoverySource.clone(source) }, backup: { target } })(chart);
  expect(() => Testing.synth(chart)).toThrow(`[PGO-065] 'recovery' must clone a cluster with a backup repository 1, got 'orders-live'`);
  new BackupPolicy(chart, 'source-backups', { ...SMALLEST_BACKUP, cluster: source });
  expect(Testing.synth(chart)).not.toEqual([]);
});

test('PGO-067 asks nothing of a cluster that was promoted: it reads no archive any more', () => {
  const { bad } = RECOVERY_CASES.find(({ rule }) => rule === 'PGO-067')!;
  const ask = bad as object;
  expect(findings(program(PostgresOperator.crunchy(), { ...ask, pair: PairStep.demote() }))).toEqual([
    expect.stringContaining('[PGO-067]'),
  ]);
  expect(render(program(PostgresOperator.crunchy(), { ...ask, pair: PairStep.promote() }))).not.toEqual([]);
});
