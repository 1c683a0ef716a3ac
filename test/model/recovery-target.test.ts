import { RecoveryTarget, RecoveryTargetKind } from '../../lib';

const OPTIONS = { backup: '20260801T020000', exclusive: true, timeline: '3' };

test.each([
  ['latest', RecoveryTarget.latest(), RecoveryTargetKind.LATEST, undefined, {}],
  ['time', RecoveryTarget.time('2026-08-01T10:30:00Z', OPTIONS), RecoveryTargetKind.TIME, '2026-08-01T10:30:00Z', OPTIONS],
  ['time without options', RecoveryTarget.time('2026-08-01T10:30:00Z'), RecoveryTargetKind.TIME, '2026-08-01T10:30:00Z', {}],
  ['transaction', RecoveryTarget.transaction('742', OPTIONS), RecoveryTargetKind.TRANSACTION, '742', OPTIONS],
  ['lsn', RecoveryTarget.lsn('0/3000060', OPTIONS), RecoveryTargetKind.LSN, '0/3000060', OPTIONS],
  ['restorePoint', RecoveryTarget.restorePoint('before v3', OPTIONS), RecoveryTargetKind.RESTORE_POINT, 'before v3', OPTIONS],
  // The end of a backup is found by beginning with that backup.
  ['backup', RecoveryTarget.backup('20260801-020000F'), RecoveryTargetKind.BACKUP, '20260801-020000F', { backup: '20260801-020000F' }],
])('%s says what it is made of', (_, target, kind, value, options) => {
  expect({ kind: target.kind, value: target.value, options: target.options }).toEqual({ kind, value, options });
});

test('the kinds have the words that messages use', () => {
  expect(Object.values(RecoveryTargetKind)).toEqual(['latest', 'time', 'transaction', 'lsn', 'restore-point', 'backup']);
});
