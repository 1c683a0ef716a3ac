import { ClusterModel } from '../../../model/cluster-model';
import { byKind } from '../../../model/kinds';
import { upgradeBackupId } from '../../../model/upgraded';
import { shellWord } from '../../../private/shell-word';
import { RunbookStep } from '../../runbook-step';
import { UpgradeStepFacts } from '../../upgrade-contract';
import { inEachDatabase } from '../../shared/each-database';
import { finished } from '../../shared/finished';
import { API_GROUP } from '../access/access-facts';
import { archiveUrl } from '../names';

/** What is looked at before, after and on the way back from each step. */
export function upgradeFacts(model: ClusterModel): UpgradeStepFacts {
  return byKind(model.upgrade!.step._kind, { prepare, run, finish, tidy })(model);
}

const where = ({ identity: { namespace = 'default' } }: ClusterModel): string => `--namespace=${namespace}`;
const clusterRef = ({ identity: { name } }: ClusterModel): string => `clusters.${API_GROUP}/${name}`;
const status = (model: ClusterModel, path: string): string =>
  `kubectl get ${where(model)} ${clusterRef(model)} --output=jsonpath='{${path}}'`;

function inPrimary(model: ClusterModel, line: string): string {
  const primary = `"$(${status(model, '.status.currentPrimary')})"`;
  return `kubectl exec ${where(model)} --container=postgres ${primary} -- ${line}`;
}

const query = (model: ClusterModel, sql: string): string => inPrimary(model, `psql --dbname=postgres --command="${sql}"`);
const queryEach = (model: ClusterModel, sql: string): string => inPrimary(model, `sh -c ${shellWord(inEachDatabase(sql))}`);

const healthy = (model: ClusterModel): RunbookStep => ({
  text: 'All instances are ready.',
  command: `kubectl wait ${where(model)} ${clusterRef(model)} --for=jsonpath='{.status.readyInstances}'=${model.instances} --timeout=60m`,
});

function backupDone(model: ClusterModel): RunbookStep[] {
  const name = `${model.identity.name}-${upgradeBackupId(model.upgrade!)}`;
  return model.backup
    ? [
        {
          text: 'The backup is there.',
          command: `kubectl wait ${where(model)} backups.${API_GROUP}/${name} --for=jsonpath='{.status.phase}'=completed --timeout=6h`,
        },
      ]
    : [];
}

const prepare = (model: ClusterModel): UpgradeStepFacts => ({
  before: [healthy(model)],
  wait: [
    ...backupDone(model),
    {
      text: 'The image of the new version is made of the same distribution as that of the old one: another C library sorts in another way.',
      command: status(model, '.status.image'),
    },
    {
      text: 'Logical replication slots survive from PostgreSQL 17 on; drop what nobody needs, and write down what has to be made anew.',
      command: query(model, 'SELECT slot_name, slot_type, database FROM pg_replication_slots'),
    },
    {
      text: 'Every extension exists in the image of the new version; one that does not has to be dropped.',
      command: queryEach(model, 'SELECT name, installed_version FROM pg_available_extensions WHERE installed_version IS NOT NULL'),
    },
  ],
  back: [{ text: 'Take the upgrade out of the program; nothing has changed but for a backup more.' }],
});

const run = (model: ClusterModel): UpgradeStepFacts => ({
  before: [
    { text: 'No backup runs: its pod would be deleted under it.', command: `kubectl get ${where(model)} backups.${API_GROUP}` },
    { text: 'Nothing else changes in the commit: the webhook refuses the Cluster as a whole.' },
  ],
  wait: [
    {
      text: 'The data are those of the new version.',
      command: `kubectl wait ${where(model)} ${clusterRef(model)} --for=jsonpath='{.status.pgDataImageInfo.majorVersion}'=${model.upgrade!.to.major} --timeout=60m`,
    },
    healthy(model),
  ],
  back: [
    {
      text: 'Only when the Job has failed: go back to the step before. While the Job works, that can leave the data unusable.',
      command: `kubectl get ${where(model)} jobs --selector=cnpg.io/cluster=${model.identity.name}`,
    },
    { text: 'When the new version runs there is no way back: restore the backup of the old version into a new cluster.' },
  ],
});

const finish = (model: ClusterModel): UpgradeStepFacts => ({
  before: [healthy(model)],
  wait: [...backupDone(model), finished(model)],
  back: [{ text: 'Restore the backup of the old version into a new cluster, from the archive of the old generation.' }],
});

const tidy = (model: ClusterModel): UpgradeStepFacts => ({
  before: [{ text: 'The first backup of the new version is there: it is what a restore begins with from now on.' }],
  wait: [
    {
      text: `No retention looks at the archive of the old version. Delete it by hand when it is old enough${oldArchive(model)}.`,
    },
    { text: 'Take the upgrade out of the program; nothing that runs changes by it.' },
  ],
  back: [],
});

/** Where the old version has archived to; by then only the new generation is known. */
function oldArchive({ backup }: ClusterModel): string {
  const url = backup && archiveUrl(backup, backup.repositories[0]!);
  return url === undefined ? '' : `; it lies beside ${url}`;
}
