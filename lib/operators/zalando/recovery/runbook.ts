import { BackupModel } from '../../../model/backup-model';
import { ClusterIdentity } from '../../../model/identity';
import { ClusterModel } from '../../../model/cluster-model';
import { shellWord } from '../../../private/shell-word';
import { RunbookFacts } from '../../recovery-contract';
import { RunbookStep } from '../../runbook-step';
import { RoleModel } from '../../../model/role-model';
import { flushSteps } from '../../shared/flush-steps';
import { copySecret } from '../../shared/secret-copy';
import { READY, roleSecret } from '../access/access-facts';
import { walgPlace } from '../backup/archive-place';
import { primaryLabels } from '../names';

/** What the Spilo image has its settings for WAL-G in. */
const WITH_SETTINGS = 'envdir /run/etc/wal-e.d/env';

/** Takes a backup and deletes what is no longer kept; the same that runs by schedule. */
export const TAKE_BACKUP = `${WITH_SETTINGS} /scripts/postgres_backup.sh /home/postgres/pgdata/pgroot/data`;

/** The beginning of a command in the pod of the primary that is given what it reads. */
function execPrimary({ name, namespace = 'default' }: ClusterIdentity): string {
  const pod = `kubectl get pod --namespace=${namespace} --selector=${primaryLabels(name)} --output=name`;
  return `kubectl exec --stdin --namespace=${namespace} "$(${pod})" --container=postgres --`;
}

/** A command in the pod of the primary. */
export function inPrimary({ name, namespace = 'default' }: ClusterIdentity, line: string): string {
  const pod = `kubectl get pod --namespace=${namespace} --selector=${primaryLabels(name)} --output=name`;
  return `kubectl exec --namespace=${namespace} "$(${pod})" --container=postgres -- su postgres -c ${shellWord(line)}`;
}

const psql = (sql: string): string => `psql --dbname=postgres --command="${sql}"`;

/** What is special in recovering a cluster of this operator. */
export function runbookFacts({ identity, backup, roles }: ClusterModel, recovered: ClusterIdentity): RunbookFacts {
  return {
    inspect: [
      {
        text: 'While a pod of the cluster runs, WAL-G lists the backups.',
        command: inPrimary(identity, `${WITH_SETTINGS} wal-g backup-list`),
      },
      ...(backup ? storeSteps(backup) : []),
    ],
    flush: flushSteps((sql) => inPrimary(identity, psql(sql))),
    before: beforeSteps(
      identity,
      recovered,
      // What External Secrets or Sealed Secrets delivers is printed with the new cluster.
      roles.filter(({ login, password }) => login && password._kind !== 'delivered'),
    ),
    wait: waitSteps(recovered),
    after: [...waitSteps(recovered), ...afterSteps(recovered)],
    inLost: execPrimary(identity),
    inRecovered: execPrimary(recovered),
  };
}

/** How to see what there is when no pod is left. */
function storeSteps(backup: BackupModel): RunbookStep[] {
  return backup.repositories.slice(0, 1).flatMap((repository) => {
    const { bucket, azureContainer: azure } = repository.target;
    const url = walgPlace(backup, repository)?.url;
    if (url === undefined) {
      return [];
    }
    const endpoint = bucket?.endpoint === undefined ? '' : ` --endpoint-url=${bucket.endpoint}`;
    const s3 = bucket && `aws s3 ls --recursive ${url}/${endpoint} | grep backup_stop_sentinel.json`;
    const blobs =
      azure &&
      `az storage blob list --account-name=${azure.storageAccount} --container-name=${azure.container} ` +
        `--prefix=${url.replace(/^azure:\/\/[^/]+\//, '')}/ --query="[?ends_with(name, 'backup_stop_sentinel.json')].name" --output=tsv`;
    return [
      {
        text: 'Without a pod the store itself tells: a backup that is complete has a file `..._backup_stop_sentinel.json`.',
        command: s3 ?? blobs ?? `gcloud storage ls --recursive '${url}/**/*backup_stop_sentinel.json'`,
      },
    ];
  });
}

function beforeSteps(identity: ClusterIdentity, recovered: ClusterIdentity, logins: readonly RoleModel[]): RunbookStep[] {
  const { namespace = 'default' } = recovered;
  return [
    {
      text: 'There must be no volumes of an earlier cluster of this name: the operator would start the database that is on them, and restore nothing.',
      command: `kubectl get pvc --namespace=${namespace} --selector=cluster-name=${recovered.name}`,
    },
    ...logins
      .map((role) => ({ role, old: roleSecret(identity, role), secret: roleSecret(recovered, role) }))
      .filter(({ old, secret }) => old.secretName !== secret.secretName || identity.namespace !== recovered.namespace)
      .map(({ role, old, secret }) => ({
        text: `The operator gives \`${role.name}\` a new password. To keep the old one, make the Secret beforehand with user and password of the old cluster's.`,
        command: copySecret({ cluster: identity, secretName: old.secretName }, recovered, secret),
      })),
  ];
}

function waitSteps(recovered: ClusterIdentity): RunbookStep[] {
  const { name, namespace = 'default' } = recovered;
  return [
    {
      text: 'The log says which backup is taken and what is replayed.',
      command: `kubectl logs --namespace=${namespace} ${name}-0 --container=postgres --follow`,
    },
    {
      text:
        'The operator shows `CreateFailed` when the restore takes longer than its `resource_check_timeout` (10 minutes), goes on, and shows ' +
        '`Running` at one of its next syncs (every 30 minutes).',
      command: `kubectl wait --namespace=${namespace} postgresqls.acid.zalan.do/${name} --for='${READY}' --timeout=6h`,
    },
    {
      text: 'An empty database means that Spilo found no archive; see the first lines of the log. Otherwise this is `f`, and the data is there.',
      command: inPrimary(recovered, psql('SELECT pg_is_in_recovery()')),
    },
  ];
}

function afterSteps(recovered: ClusterIdentity): RunbookStep[] {
  return [
    {
      text: 'Take the first backup of the new cluster. Until then nothing can be restored from its archive.',
      command: inPrimary(recovered, TAKE_BACKUP),
    },
  ];
}
