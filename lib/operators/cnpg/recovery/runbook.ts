import { BackupModel } from '../../../model/backup-model';
import { BackupTarget } from '../../../model/backup-target';
import { ClusterModel } from '../../../model/cluster-model';
import { ClusterIdentity } from '../../../model/identity';
import { isSupplied } from '../../../model/supplied-role';
import { RoleModel } from '../../../model/role-model';
import { copySecret } from '../../shared/secret-copy';
import { RunbookFacts } from '../../recovery-contract';
import { RunbookStep } from '../../runbook-step';
import { API_GROUP, PLURAL, READY } from '../access/access-facts';
import { roleSecret } from '../access/access-facts';
import { isInTree } from '../backup/in-tree-spec';
import { Settings } from '../settings';
import { applicationSecret, serverName, storeName } from '../names';

const inNamespace = ({ namespace }: ClusterIdentity): string => (namespace === undefined ? '' : ` -n ${namespace}`);

/** With the API group, for other operators have clusters and backups, too. */
const clusterRef = (identity: ClusterIdentity): string => `${PLURAL}.${API_GROUP}/${identity.name}${inNamespace(identity)}`;

/** What only CloudNativePG knows of recovering a cluster. */
export function runbookFacts(cluster: ClusterModel, recovered: ClusterIdentity, settings: Settings): RunbookFacts {
  return {
    inspect: inspectSteps(cluster, settings),
    flush: flushSteps(cluster),
    before: beforeSteps(cluster, recovered),
    wait: waitSteps(recovered),
    after: [...waitSteps(recovered), ...afterSteps(cluster, recovered)],
    inLost: inPrimary(cluster.identity),
    inRecovered: inPrimary(recovered),
  };
}

/** A command in the pod of the primary, which may read what it is given. */
const inPrimary = (identity: ClusterIdentity): string =>
  `kubectl exec --stdin${inNamespace(identity)} -c postgres "$(kubectl get ${clusterRef(identity)} -o jsonpath='{.status.currentPrimary}')" --`;

/** Where the first moment that can be restored stands. */
function windowCommand({ identity }: ClusterModel, backup: BackupModel, settings: Settings): string {
  const where = inNamespace(identity);
  return isInTree(settings)
    ? `kubectl get ${clusterRef(identity)} -o jsonpath='{.status.firstRecoverabilityPoint}{" "}{.status.lastSuccessfulBackup}'`
    : `kubectl get objectstores.barmancloud.cnpg.io/${storeName(backup)}${where} -o jsonpath="{.status.serverRecoveryWindow['${serverName(backup, backup.repositories[0]!)}']}"`;
}

function inspectSteps(cluster: ClusterModel, settings: Settings): RunbookStep[] {
  const { identity, backup } = cluster;
  const where = inNamespace(identity);
  const store = backup && [
    {
      text: 'See the first moment that can be restored, and when the last backup ended.',
      command: windowCommand(cluster, backup, settings),
    },
  ];
  return [
    ...(store ?? []),
    {
      text: 'See the backups, with the labels that RecoveryTarget takes.',
      command: `kubectl get backups.${API_GROUP}${where} -o custom-columns=NAME:.metadata.name,CLUSTER:.spec.cluster.name,LABEL:.status.backupId,ENDED:.status.stoppedAt`,
    },
  ];
}

function flushSteps({ identity }: ClusterModel): RunbookStep[] {
  const primary = `"$(kubectl get ${clusterRef(identity)} -o jsonpath='{.status.currentPrimary}')"`;
  const query = (sql: string): string => `kubectl exec${inNamespace(identity)} -c postgres ${primary} -- psql -d postgres -c '${sql}'`;
  return [
    {
      text: 'Where the primary still runs, make it archive what was written last.',
      command: query('SELECT pg_switch_wal()'),
    },
    {
      text: 'Repeat until the time of the last archived file is later than the switch.',
      command: query('SELECT last_archived_wal, last_archived_time, last_failed_time FROM pg_stat_archiver'),
    },
  ];
}

function beforeSteps({ identity, backup, roles }: ClusterModel, recovered: ClusterIdentity): RunbookStep[] {
  return [
    ...roles.filter(isSupplied).map((role) => passwordStep(role, identity, recovered)),
    ...secretsOf(backup?.repositories[0]?.target).map((name) => ({
      text: `See that the Secret '${name}' is where the recovered cluster is; its keys open the archive.`,
      command: `kubectl get secret ${name}${inNamespace(recovered)}`,
    })),
    {
      text: `See that nothing has been archived yet where the recovered cluster archives to: the operator does not recover a cluster whose own archive has something in it. Where it has, raise 'archiveGeneration' in the BackupPolicy of the recovered cluster.`,
    },
  ];
}

/** How the recovered cluster gets the password of a role that the operator does not make. */
function passwordStep(role: RoleModel, lost: ClusterIdentity, recovered: ClusterIdentity): RunbookStep {
  const secret = roleSecret(recovered, role);
  const { secretName } = roleSecret(lost, role);
  const isThere = secretName === secret.secretName && lost.namespace === recovered.namespace;
  if (isThere || role.password._kind === 'delivered') {
    const from = isThere ? 'it is the Secret of the lost cluster, too' : 'what delivers it is in the manifest';
    return {
      text: `The Secret '${secret.secretName}' has the password of '${role.name}'; ${from}.`,
      ...(isThere && { command: `kubectl get secret ${secret.secretName}${inNamespace(recovered)}` }),
    };
  }
  return {
    text: `Copy the password of '${role.name}' from the Secret '${secretName}' into '${secret.secretName}', where the recovered cluster looks for it.`,
    command: copySecret({ cluster: lost, secretName }, recovered, secret),
  };
}

/** Secrets that an archive is opened with. */
function secretsOf(target: BackupTarget | undefined): string[] {
  const names = [(target?.bucket ?? target?.gcsBucket ?? target?.azureContainer)?.credentials.secretName, target?.bucket?.ca?.name];
  return [...new Set(names.filter((name) => name !== undefined))];
}

function waitSteps(recovered: ClusterIdentity): RunbookStep[] {
  const { name } = recovered;
  const where = inNamespace(recovered);
  return [
    {
      text: 'Follow the recovery; it goes through all WAL between the backup and the target.',
      command: `kubectl logs${where} -l cnpg.io/cluster=${name},cnpg.io/jobRole=full-recovery --all-containers -f`,
    },
    {
      text: 'Wait until the cluster takes connections.',
      command: `kubectl wait --for=${READY} ${clusterRef(recovered)} --timeout=60m`,
    },
  ];
}

function afterSteps({ roles }: ClusterModel, recovered: ClusterIdentity): RunbookStep[] {
  const where = inNamespace(recovered);
  return [
    ...(roles.some((role) => role.ownsFirst && isSupplied(role))
      ? []
      : [
          {
            text: 'Give the applications the new password; the operator has made one for the recovered cluster.',
            command: `kubectl get secret ${applicationSecret(recovered)}${where} -o jsonpath='{.data.password}' | base64 -d`,
          },
        ]),
    {
      text: 'Wait for the first backup of the recovered cluster; until then it cannot be restored itself.',
      command: `kubectl wait --for=condition=LastBackupSucceeded ${clusterRef(recovered)} --timeout=60m`,
    },
  ];
}
