import { Chart } from 'cdk8s';
import {
  ArchivePlace,
  BackupArchive,
  HaCluster,
  IPostgresOperator,
  MajorUpgrade,
  PairStep,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  UpgradeStep,
} from '../../lib';
import { UPGRADE_RULES } from '../../lib/upgrade/upgrade-rules';
import { Ask, S3, program, smallestCluster } from '../support/programs';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const cnpg = PostgresOperator.cloudNativePg();
const pgo = PostgresOperator.crunchy();
const { V15, V16, V17 } = PostgresVersion;

type Build = (chart: Chart) => void;

const on = (operator: IPostgresOperator, ask: Ask): Build => program(operator, ask);
const small = (ask: Ask): Build => on(cnpg, ask);

const withExtension = (name: string) => ({ databases: [{ name: 'orders', owner: 'orders-app', extensions: [{ name }] }] });

/** The archive of a cluster of the old version. */
const OLD_16 = BackupArchive.of({ clusterName: 'orders-old', namespace: 'orders', target: S3, version: V16 });

const CASES: readonly RuleCase<Build>[] = [
  {
    rule: 'UPG-001',
    of: 'the same version',
    broken: small({ upgrade: { to: V16 } }),
    says: `'to' must be higher than the version of the cluster, got 16 for both; until the step UpgradeStep.tidy() the cluster says the old version: write it there, or step: UpgradeStep.tidy() (no data directory goes back to an older version, and there is nothing to do for the same one)`,
    kept: small({ upgrade: {} }),
  },
  {
    rule: 'UPG-001',
    of: 'a lower version',
    broken: small({ cluster: { version: V17 }, upgrade: { to: V16 } }),
    says: `'to' must be higher than 17, the version of the cluster, got 16; restore a backup of the older version into a new cluster, or import into one with RecoverySource.logicalImport(...)`,
    kept: small({ cluster: { version: V15 }, upgrade: { to: V16 } }),
  },
  {
    rule: 'UPG-002',
    of: 'the version',
    broken: small({ upgrade: { step: UpgradeStep.tidy() } }),
    says: `the cluster must say 17 at the step 'tidy', got 16; write version: PostgresVersion.V17 in the cluster (the upgrade is taken out of the program next, and nothing may change by that)`,
    kept: small({ cluster: { version: V17 }, upgrade: { step: UpgradeStep.tidy() } }),
  },
  {
    rule: 'UPG-002',
    of: 'the archive',
    broken: small({ cluster: { version: V17 }, backup: {}, upgrade: { step: UpgradeStep.tidy(), archiveGeneration: 2 } }),
    says: `the BackupPolicy must say 'archiveGeneration' 2 at the step 'tidy', got 1; write archiveGeneration: 2 there`,
    kept: small({
      cluster: { version: V17 },
      backup: { archiveGeneration: 2 },
      upgrade: { step: UpgradeStep.tidy(), archiveGeneration: 2 },
    }),
  },
  {
    rule: 'UPG-002',
    of: 'the folder that somebody else chose',
    broken: small({
      cluster: { version: V17 },
      backup: { place: ArchivePlace.barman({ serverName: 'orders' }) },
      upgrade: { step: UpgradeStep.tidy(), archiveGeneration: 2 },
    }),
    says: `the place of the BackupPolicy must be that of the new version at the step 'tidy', got the folder 'orders'; write serverName: 'orders-v2' there`,
    kept: small({
      cluster: { version: V17 },
      backup: { place: ArchivePlace.barman({ serverName: 'orders-v2' }) },
      upgrade: { step: UpgradeStep.tidy(), archiveGeneration: 2 },
    }),
  },
  {
    rule: 'UPG-002',
    of: 'the image',
    broken: small({
      cluster: { version: V17 },
      upgrade: { step: UpgradeStep.tidy(), image: PostgresImage.pinned('registry.example.com/pg:17.6') },
    }),
    says: `the cluster must say the image 'registry.example.com/pg:17.6' at the step 'tidy', got none; write it there`,
    kept: small({
      cluster: { version: V17, image: PostgresImage.pinned('registry.example.com/pg:17.6') },
      upgrade: { step: UpgradeStep.tidy(), image: PostgresImage.pinned('registry.example.com/pg:17.6') },
    }),
  },
  {
    rule: 'UPG-003',
    of: 'the app',
    broken: small({ imported: true, upgrade: {} }),
    says: `the cluster 'orders' belongs to another app; write the MajorUpgrade there (it is a part of the cluster object, and objects beside it)`,
    kept: small({ upgrade: {} }),
  },
  {
    rule: 'UPG-003',
    of: 'the namespace',
    broken: (chart) => {
      const cluster = new HaCluster(new Chart(chart, 'other', { namespace: 'billing' }), 'db', { ...smallestCluster(cnpg), version: V16 });
      new MajorUpgrade(chart, 'upgrade', { cluster, to: V17, step: UpgradeStep.prepare() });
    },
    says: `the upgrade is in namespace 'orders' and its cluster 'orders' in 'billing'; put it in a chart of that namespace`,
    kept: small({ upgrade: {} }),
  },
  {
    rule: 'UPG-004',
    broken: (chart) => {
      const cluster = new HaCluster(chart, 'db', { ...smallestCluster(cnpg), version: V16 });
      new MajorUpgrade(chart, 'first', { cluster, to: V17, step: UpgradeStep.prepare() });
      new MajorUpgrade(chart, 'upgrade', { cluster, to: V17, step: UpgradeStep.prepare() });
    },
    says: `the cluster 'orders' already has a MajorUpgrade; take one of them out (the cluster object has one version)`,
    kept: small({ upgrade: {} }),
  },
  {
    rule: 'UPG-004',
    of: 'at a step that has the new version',
    broken: (chart) => {
      const cluster = new HaCluster(chart, 'db', { ...smallestCluster(cnpg), version: V16 });
      new MajorUpgrade(chart, 'first', { cluster, to: V17, step: UpgradeStep.run() });
      new MajorUpgrade(chart, 'upgrade', { cluster, to: V17, step: UpgradeStep.run() });
    },
    says: `the cluster 'orders' already has a MajorUpgrade; take one of them out`,
    kept: small({ upgrade: {} }),
  },
  {
    rule: 'UPG-005',
    of: 'a pair',
    broken: small({ replica: { version: V16 }, pair: PairStep.steady(), upgrade: { archiveGeneration: 2 } }),
    says: `the cluster 'orders' is in a ClusterPair; take the pair and its replica out first, and make a new ReplicaCluster of the upgraded cluster (no operator upgrades a cluster that is in recovery, and the two of a pair cannot have two versions)`,
    kept: small({ backup: {}, upgrade: { archiveGeneration: 2 } }),
  },
  {
    rule: 'UPG-006',
    broken: on(pgo, { replica: { version: V16 }, upgrade: { step: UpgradeStep.run() } }),
    says: `'orders-dr' follows 'orders', and would stop for ever; take it out before this step, and make a new ReplicaCluster of the upgraded cluster, under a new name, at the step UpgradeStep.tidy() (a follower cannot read what another version writes: it stops at that moment, and never goes on)`,
    kept: on(pgo, { replica: { version: V16 }, upgrade: {} }),
  },
  {
    rule: 'UPG-007',
    of: 'a recovery',
    broken: small({
      cluster: { recovery: RecoverySource.fromArchive(OLD_16) },
      upgrade: { step: UpgradeStep.run() },
    }),
    says: [
      `[test/db] [REC-004] 'version' must be PostgresVersion.V16, that of the source, got 17; restore first, and when the cluster runs write '.done()' behind its RecoverySource and upgrade it; or on CloudNativePG write RecoverySource.logicalImport(...) (PostgreSQL does not start on the data files of another major version)`,
      `the cluster 'orders' has 'recovery'; write '.done()' behind its RecoverySource first, in a commit of its own (what restores the old version and what makes the new one work on the same data, and a cluster that is made anew would look for a backup of the new version)`,
    ],
    kept: small({
      cluster: { recovery: RecoverySource.fromArchive(OLD_16).done() },
      upgrade: { step: UpgradeStep.run() },
    }),
  },
  {
    rule: 'UPG-007',
    of: 'a restore in place',
    broken: on(pgo, { inPlace: {}, upgrade: {} }),
    says: `the cluster 'orders' has an InPlaceRestore; take it out first, in a commit of its own, when it is done`,
    kept: on(pgo, { backup: {}, upgrade: {} }),
  },
  {
    rule: 'UPG-008',
    broken: small({ cluster: { version: V16, parameters: { old_snapshot_threshold: '-1' } }, upgrade: { to: V17 } }),
    says: `after the upgrade to 17: [HA-010] 'old_snapshot_threshold' was removed in PostgreSQL 17, got 17 (the server would not start after its next restart) (what is refused there is found out while the cluster is down)`,
    kept: small({ cluster: { version: V15, parameters: { old_snapshot_threshold: '-1' } }, upgrade: { to: V16 } }),
  },
  {
    rule: 'UPG-008',
    of: 'an extension that is gone',
    broken: small({ cluster: { version: V16, ...withExtension('adminpack') }, upgrade: { to: V17 } }),
    says: `after the upgrade to 17: [EXT-007] PostgreSQL 17 has no extension 'adminpack', which ends with 16, got it in 'extensions' of 'orders'; leave it out (CREATE EXTENSION fails, as the upgrade of a cluster that has it, and without a library the server does not start) (what is refused there is found out while the cluster is down)`,
    kept: small({ cluster: { version: V15, ...withExtension('adminpack') }, upgrade: { to: V16 } }),
  },
  {
    rule: 'UPG-009',
    broken: small({ cluster: { image: PostgresImage.pinned('registry.example.com/pg:16.9') }, upgrade: { step: UpgradeStep.run() } }),
    says: [
      `[test/db] [CNPG-010] the image must have a tag that begins with the version, such as '17-standard-trixie', got 'registry.example.com/pg:16.9' (CloudNativePG learns the major version from the tag, and upgrades or refuses by it)`,
      `'image' must be given, since that of the cluster is pinned to 'registry.example.com/pg:16.9'; write image: PostgresImage.pinned('...') of PostgreSQL 17 (an image holds one version, so the pods of the new version would not start)`,
    ],
    kept: small({
      cluster: { image: PostgresImage.pinned('registry.example.com/pg:16.9') },
      upgrade: { step: UpgradeStep.run(), image: PostgresImage.pinned('registry.example.com/pg:17.6') },
    }),
  },
  ...[0, 1.5].map((attempt) => ({
    rule: 'UPG-010',
    of: `attempt ${attempt}`,
    broken: small({ upgrade: { attempt } }),
    says: `'attempt' must be a whole number from 1, got ${attempt} (a place that was written to before would hold two histories in one)`,
    kept: small({ upgrade: { attempt: 2 } }),
  })),
  {
    rule: 'UPG-010',
    of: 'the same generation',
    broken: small({ backup: { archiveGeneration: 3 }, upgrade: { archiveGeneration: 3 } }),
    says: `'archiveGeneration' must be a whole number above 3, that of the BackupPolicy, got 3; write 4, or a higher one where that was used before`,
    kept: small({ backup: { archiveGeneration: 3 }, upgrade: { archiveGeneration: 4 } }),
  },
];

describeRules(CASES, {
  rules: UPGRADE_RULES,
  place: 'test/upgrade',
  program: (build) => build,
  prints: (manifests) => expect(manifests.length).toBeGreaterThan(1),
});

everyRuleHasACase(UPGRADE_RULES, CASES);
