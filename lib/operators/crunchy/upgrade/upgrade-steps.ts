import { ClusterModel } from '../../../model/cluster-model';
import { byKind } from '../../../model/kinds';
import { UpgradeTransfer } from '../../../model/upgrade-model';
import { shellWord } from '../../../private/shell-word';
import { RunbookStep } from '../../runbook-step';
import { UpgradeStepFacts } from '../../upgrade-contract';
import { inEachDatabase } from '../../shared/each-database';
import { finished } from '../../shared/finished';
import { API_GROUP, PLURAL } from '../access/access-facts';
import { inPrimary } from '../recovery/runbook';
import { pgUpgradeName } from './upgrade-spec';

/** What is looked at before, after and on the way back from each step. */
export function upgradeFacts(model: ClusterModel): UpgradeStepFacts {
  return byKind(model.upgrade!.step._kind, { prepare, run, finish, tidy })(model);
}

const where = ({ identity: { namespace = 'default' } }: ClusterModel): string => `--namespace=${namespace}`;
const clusterRef = ({ identity: { name } }: ClusterModel): string => `${PLURAL}.${API_GROUP}/${name}`;
const upgradeRef = ({ identity, upgrade }: ClusterModel): string => `pgupgrades.${API_GROUP}/${pgUpgradeName(identity, upgrade!)}`;
const query = ({ identity }: ClusterModel, sql: string): string => inPrimary(identity, `psql --dbname=postgres --command="${sql}"`);
const queryEach = ({ identity }: ClusterModel, sql: string): string => inPrimary(identity, `sh -c ${shellWord(inEachDatabase(sql))}`);

const instances = (model: ClusterModel): RunbookStep => ({
  text: 'All instances are ready.',
  command: `kubectl get ${where(model)} ${clusterRef(model)} --output=jsonpath='{.status.instances}'`,
});

const backupDone = (model: ClusterModel): RunbookStep[] =>
  model.backup
    ? [
        {
          text: 'The backup is there.',
          command: `kubectl wait ${where(model)} ${clusterRef(model)} --for=condition=PGBackRestManualBackupSuccessful --timeout=6h`,
        },
      ]
    : [];

/** What the leftover of an attempt that has failed must not be in the way of. */
const leftOver = (model: ClusterModel): string => `/pgdata/pg${model.upgrade!.to.major}`;

const keepsOld = ({ upgrade }: ClusterModel): boolean => upgrade?.transfer !== undefined && upgrade.transfer !== UpgradeTransfer.LINK;

const prepare = (model: ClusterModel): UpgradeStepFacts => ({
  before: [
    instances(model),
    { text: `The operator has an image for upgrades: \`RELATED_IMAGE_PGUPGRADE\` of its Deployment, with both versions in it.` },
  ],
  wait: [
    ...backupDone(model),
    {
      text: 'Logical replication slots survive from PostgreSQL 17 on; drop what nobody needs, and write down what has to be made anew.',
      command: query(model, 'SELECT slot_name, slot_type, database FROM pg_replication_slots'),
    },
    {
      text: 'Every extension exists in the image of the new version; one that does not has to be dropped.',
      command: queryEach(model, 'SELECT name, installed_version FROM pg_available_extensions WHERE installed_version IS NOT NULL'),
    },
    ...(keepsOld(model)
      ? [{ text: 'The volume has room for a second copy of the data.', command: inPrimary(model.identity, 'df --human-readable /pgdata') }]
      : []),
    {
      text: `There is no directory ${leftOver(model)} of an earlier attempt; delete it, and raise \`attempt\`, where there is.`,
      command: inPrimary(model.identity, 'ls /pgdata'),
    },
  ],
  back: [{ text: 'Take the upgrade out of the program; nothing has changed but for a backup more.' }],
});

const run = (model: ClusterModel): UpgradeStepFacts => ({
  before: [{ text: 'Applications are told: from now on until the next step nobody reads or writes, and the time of a commit counts.' }],
  wait: [
    {
      text: 'The upgrade has succeeded.',
      command: `kubectl wait ${where(model)} ${upgradeRef(model)} --for=condition=Succeeded --timeout=60m`,
    },
    {
      text: `The cluster knows it: this says ${model.upgrade!.to.major}. With the next step before that, the pods would begin with an empty directory.`,
      command: `kubectl get ${where(model)} ${clusterRef(model)} --output=jsonpath='{.status.postgresVersion}'`,
    },
  ],
  back: [
    {
      text: 'Before the Job of the upgrade has begun, or after its check has failed: go back to the step before.',
      command: `kubectl get ${where(model)} ${upgradeRef(model)} --output=jsonpath='{.status.conditions}'`,
    },
    { text: `The next attempt needs a higher \`attempt\`, and ${leftOver(model)} deleted in the pod of the primary.` },
    {
      text: keepsOld(model)
        ? 'After a transfer that has failed the files of the old version are as they were: go back to the step before.'
        : 'After links that have failed half way: restore the backup of the old version into a new cluster.',
    },
  ],
});

const finish = (model: ClusterModel): UpgradeStepFacts => ({
  before: [
    {
      text: `This says ${model.upgrade!.to.major}, and nothing else: otherwise the pods begin with an empty directory.`,
      command: `kubectl get ${where(model)} ${clusterRef(model)} --output=jsonpath='{.status.postgresVersion}'`,
    },
  ],
  wait: [
    instances(model),
    {
      text: 'Replicas are made anew from a backup of the new version, which the operator takes first.',
      command: `kubectl wait ${where(model)} ${clusterRef(model)} --for=condition=PGBackRestReplicaCreate --timeout=6h`,
    },
    ...backupDone(model),
    finished(model),
  ],
  back: [{ text: 'Restore a backup of the old version into a new cluster of the old version.' }],
});

const tidy = (model: ClusterModel): UpgradeStepFacts => ({
  before: [{ text: 'The first backup of the new version is there: it is what a restore begins with from now on.' }],
  wait: [
    {
      text: 'The directory of the old version stays on the volume of the primary. Delete it by hand.',
      command: inPrimary(model.identity, 'ls /pgdata'),
    },
    { text: 'Take the upgrade out of the program; nothing that runs changes by it.' },
  ],
  back: [],
});
