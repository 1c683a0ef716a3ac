import { ClusterModel } from '../../../model/cluster-model';
import { byKind } from '../../../model/kinds';
import { RunbookStep } from '../../runbook-step';
import { UpgradeStepFacts } from '../../upgrade-contract';
import { inEachDatabase } from '../../shared/each-database';
import { podLabels } from '../names';
import { TAKE_BACKUP, inPrimary } from '../recovery/runbook';

/** What is looked at before, after and on the way back from each step. */
export function upgradeFacts(model: ClusterModel): UpgradeStepFacts {
  return byKind(model.upgrade!.step._kind, { prepare, run, finish, tidy })(model);
}

const where = ({ identity: { namespace = 'default' } }: ClusterModel): string => `--namespace=${namespace}`;
const clusterRef = ({ identity: { name } }: ClusterModel): string => `postgresqls.acid.zalan.do/${name}`;
const query = ({ identity }: ClusterModel, sql: string): string => inPrimary(identity, `psql --dbname=postgres --command="${sql}"`);
const queryEach = ({ identity }: ClusterModel, sql: string): string => inPrimary(identity, inEachDatabase(sql));

const running = (model: ClusterModel): RunbookStep => ({
  text: 'The cluster runs.',
  command: `kubectl wait ${where(model)} ${clusterRef(model)} --for=jsonpath='{.status.PostgresClusterStatus}'=Running --timeout=60m`,
});

const annotations = (model: ClusterModel): string =>
  `kubectl get ${where(model)} ${clusterRef(model)} --output=jsonpath='{.metadata.annotations}'`;

function images(model: ClusterModel): string {
  const selector = Object.entries(podLabels(model.identity.name))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  return `kubectl get pods ${where(model)} --selector=${selector} --output=custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[0].image`;
}

const prepare = (model: ClusterModel): UpgradeStepFacts => ({
  before: [
    running(model),
    {
      text: 'The operator upgrades: `major_version_upgrade_mode` of its configuration is `manual` or `full`, or the team is in its list.',
      command:
        "kubectl get operatorconfigurations.acid.zalan.do --all-namespaces --output=jsonpath='{.items[*].configuration.major_version_upgrade}'",
    },
    { text: 'Every pod runs the image that holds both versions, all of them the same.', command: images(model) },
  ],
  wait: [
    ...(model.backup ? [{ text: 'Take a backup of the old version.', command: inPrimary(model.identity, TAKE_BACKUP) }] : []),
    {
      text: 'Unlogged tables are emptied by the upgrade. Save what of them is needed.',
      command: queryEach(model, "SELECT oid::regclass FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r'"),
    },
    {
      text: 'The upgrade drops pg_stat_statements, pg_stat_kcache and pg_repack with what hangs on them, views of your own included.',
      command: queryEach(model, 'SELECT extname, extversion FROM pg_extension'),
    },
    {
      text: 'Every replica streams and is at most 16 MiB behind; otherwise the operator skips the upgrade without a word but in its log.',
      command: query(
        model,
        'SELECT application_name, state, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) AS bytes_behind FROM pg_stat_replication',
      ),
    },
    {
      text: 'Logical replication slots survive from PostgreSQL 17 on; drop what nobody needs, and write down what has to be made anew.',
      command: query(model, 'SELECT slot_name, slot_type, database FROM pg_replication_slots'),
    },
  ],
  back: [{ text: 'Take the upgrade out of the program; nothing has changed.' }],
});

const run = (model: ClusterModel): UpgradeStepFacts => ({
  before: [
    {
      text: 'No annotation tells of an upgrade that has failed; one that does keeps the operator from trying again.',
      command: annotations(model),
    },
    { text: 'Where the cluster has maintenance windows, one of them is open or near: the operator waits for it. Times are UTC.' },
  ],
  wait: [
    {
      text: 'All pods are made anew on the old version first, then the data are upgraded. `last-major-upgrade-success` must be newer than the commit.',
      command: annotations(model),
    },
    { text: `The server says ${model.upgrade!.to.major}.`, command: query(model, 'SHOW server_version') },
    running(model),
  ],
  back: [
    {
      text:
        'Where `last-major-upgrade-failure` is there and the server says the old version: go back to the step before, wait until the annotation is ' +
        'gone, and take the step again.',
    },
    { text: 'When the server says the new version there is no way back: restore the backup of the old version into a new cluster.' },
  ],
});

const finish = (model: ClusterModel): UpgradeStepFacts => ({
  before: [running(model)],
  wait: [
    {
      text: 'The script has made statistics and updated extensions; pg_partman before version 5 is left as it was.',
      command: queryEach(
        model,
        'SELECT name, installed_version, default_version FROM pg_available_extensions WHERE installed_version IS NOT NULL',
      ),
    },
    {
      text: 'Every member runs and streams. A replica that could not be copied makes the operator say that the upgrade failed, although it did not.',
      command: inPrimary(model.identity, 'patronictl list'),
    },
    ...(model.backup ? [{ text: 'Take a first backup of the new version.', command: inPrimary(model.identity, TAKE_BACKUP) }] : []),
    { text: 'Create pg_stat_statements and what else was dropped again, with what hung on it.' },
  ],
  back: [{ text: 'Restore the backup of the old version into a new cluster; its archive has the old version in its path.' }],
});

const tidy = (_model: ClusterModel): UpgradeStepFacts => ({
  before: [{ text: 'The first backup of the new version is there: it is what a restore begins with from now on.' }],
  wait: [
    {
      text: 'The archive of the old version lies in a folder of its number, which no retention looks at. Delete it by hand when it is old enough.',
    },
    { text: 'Take the upgrade out of the program; nothing that runs changes by it.' },
  ],
  back: [],
});
