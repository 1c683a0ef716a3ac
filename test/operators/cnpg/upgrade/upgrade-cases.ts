import { ClusterState, PostgresVersion, UpgradeStep, UpgradeTransfer } from '../../../../lib';
import { Case } from '../rule-case';

const { V14, V15, V16 } = PostgresVersion;

/** Upgrades that CloudNativePG refuses or gets wrong. */
export const UPGRADE_CASES: Case[] = [
  {
    rule: 'CNPG-160',
    bad: { upgrade: { transfer: UpgradeTransfer.COPY } },
    message: `[test/upgrade] [CNPG-160] asked for 'transfer'; leave 'transfer' out; files are linked; available on Crunchy PGO (CloudNativePG 1.30 does not have it)`,
    good: [{ upgrade: {} }],
  },
  {
    rule: 'CNPG-162',
    bad: { cluster: { version: V14 }, upgrade: { to: V15 } },
    message: `[test/upgrade] [CNPG-162] 'to' must be 16 or higher, got 15; upgrade to a later version, or import into a new cluster with RecoverySource.logicalImport(...) (the webhook refuses the whole Cluster: before 16 the rules by which text is sorted are not carried over)`,
    good: [{ cluster: { version: V14 }, upgrade: { to: V16 } }],
  },
  {
    rule: 'CNPG-165',
    bad: { cluster: { state: ClusterState.paused() } },
    message: `[test/db] [CNPG-165] 'state' must say that nobody takes the place of a primary that fails; write ClusterState.paused({ withoutFailover: true }), or updates: { hold: true } to hold changes of the pods only (the operator is who lets a replica take the place of a primary that fails, and it does nothing meanwhile)`,
    good: [{ cluster: { state: ClusterState.paused({ withoutFailover: true }) } }, { cluster: { updates: { hold: true } } }],
  },
  {
    rule: 'CNPG-166',
    bad: { cluster: { updates: { windows: [{ from: '01:00', to: '05:00' }] } } },
    message: `[test/db] [CNPG-166] asked for 'updates.windows'; leave 'updates.windows' out, and write updates: { supervised: true } to choose the time; available on Zalando Postgres Operator (CloudNativePG 1.30 does not have it)`,
    good: [{ cluster: { updates: { supervised: true } } }],
  },
  {
    rule: 'CNPG-167',
    bad: { cluster: { verbs: { switchover: 'ticket-1234' } } },
    message: `[test/db] [CNPG-167] asked for 'verbs.switchover'; leave 'verbs.switchover' out; a person promotes a replica with 'kubectl cnpg promote'; available on Crunchy PGO (CloudNativePG 1.30 does not have it)`,
    good: [{ cluster: { verbs: { restart: 'ticket-1234' } } }],
  },
  ...[UpgradeStep.prepare(), UpgradeStep.run(), UpgradeStep.finish()].map((step) => ({
    rule: 'CNPG-163',
    bad: { backup: { archiveGeneration: 4 }, upgrade: { step } },
    message: `[test/upgrade] [CNPG-163] 'archiveGeneration' must be given, got none; write archiveGeneration: 5 (it begins a new history on timeline 1, and the operator does not look whether the place is empty: its files overwrite those of the old version)`,
    good: [{ backup: { archiveGeneration: 4 }, upgrade: { step, archiveGeneration: 5 } }],
  })),
];
