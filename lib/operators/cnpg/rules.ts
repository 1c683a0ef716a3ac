import { BackupModel } from '../../model/models';
import { sizeQuantity } from '../../model/quantity';
import { Rule, RuleFacts } from '../../private/rules';
import { ACCESS_RULES } from './access-rules';
import { PRINTED_TYPES } from './backup-spec';
import { describedDatabases, mayPrintContents } from './contents';
import { IMAGE_RULES } from './image-rules';
import { databaseObjectName, MAX_CLUSTER_NAME, MAX_SCHEDULE_NAME, scheduleName } from './names';
import { CloudNativePgUpdateMethod, CloudNativePgUpdateStrategy } from './options';
import { ClusterContext, PARAMETER_RULES } from './parameter-rules';
import { POOL_RULES } from './pool-rules';
import { RECOVERY_RULES } from './recovery-rules';

/** Keys of labels and annotations that the operator sets itself, and acts upon. */
const OPERATOR_KEYS = { labels: /^(role$|([^/]+\.)?cnpg\.io\/)/, annotations: /^([^/]+\.)?cnpg\.io\// };

const REFUSED = 'the admission webhook of CloudNativePG refuses the cluster';

const CLUSTER_ONLY_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'CNPG-011',
    summary: 'updateStrategy SUPERVISED has replicas',
    why: `${REFUSED}: there is no replica to switch over to`,
    check: ({ model, settings }) =>
      model.instances === 1 && settings.updateStrategy === CloudNativePgUpdateStrategy.SUPERVISED
        ? `'operator.updateStrategy' must be UNSUPERVISED with one instance, got SUPERVISED; leave it out or write 3 instances`
        : undefined,
  },
  {
    id: 'CNPG-012',
    summary: 'updateMethod SWITCHOVER has replicas',
    why: 'a single instance can only restart',
    check: ({ model, settings }) =>
      model.instances === 1 && settings.updateMethod === CloudNativePgUpdateMethod.SWITCHOVER
        ? `'operator.updateMethod' must be RESTART with one instance, got SWITCHOVER; leave it out or write 3 instances`
        : undefined,
  },
  {
    id: 'CNPG-018',
    summary: 'the objects of databases have names of their own',
    why: 'names of objects have no capitals and no other signs than -, and the second object of a name replaces the first',
    check: ({ model }) => {
      const { identity, databases } = model;
      const described = mayPrintContents(model) ? describedDatabases(model) : [];
      const names = described.map((database) => databaseObjectName(identity, database));
      return described.flatMap((database, i) => {
        const { name } = database;
        const prop = `'databases[${databases.indexOf(database)}].name'`;
        if (names[i] === `${identity.name}-`) {
          return [`${prop} must have a letter a-z or a digit in it, got '${name}'`];
        }
        const first = names.indexOf(names[i]!);
        return first < i && described[first]!.name !== name
          ? [
              `${prop} must differ from '${described[first]!.name}' in a letter or digit, got '${name}'; both would be the object '${names[i]}'`,
            ]
          : [];
      });
    },
  },
  {
    id: 'CNPG-019',
    summary: 'no label or annotation of the pods is one of the operator',
    why: 'CloudNativePG finds its pods and volumes by them, and takes orders from them',
    check: ({ model }) =>
      (['labels', 'annotations'] as const).flatMap((prop) =>
        Object.keys(model[prop])
          .filter((key) => OPERATOR_KEYS[prop].test(key))
          .map((key) => `'${prop}' must not have '${key}', which CloudNativePG sets; use a key of your own`),
      ),
  },
];

/** What CloudNativePG would refuse, ignore or get wrong in a cluster. */
export const CLUSTER_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'CNPG-001',
    summary: `clusterName has at most ${MAX_CLUSTER_NAME} characters`,
    why: `${REFUSED}: instances, jobs and services have this name with endings of their own`,
    check: ({ model: { identity } }) =>
      identity.name.length <= MAX_CLUSTER_NAME
        ? undefined
        : `'clusterName' must be at most ${MAX_CLUSTER_NAME} characters, got ${identity.name.length} in '${identity.name}'`,
  },
  ...PARAMETER_RULES,
  ...CLUSTER_ONLY_RULES,
  ...IMAGE_RULES,
  ...RECOVERY_RULES,
  ...ACCESS_RULES,
];

/** What CloudNativePG or its plugin would refuse, ignore or get wrong in a backup policy. */
export const BACKUP_RULES: readonly Rule<BackupModel>[] = [
  {
    id: 'CNPG-030',
    summary: `names of ScheduledBackup objects have at most ${MAX_SCHEDULE_NAME} characters`,
    why: 'each backup has the name of its schedule with the time behind it, which must fit into 63 characters',
    check: ({ cluster, repositories }) =>
      PRINTED_TYPES.flatMap((printed) =>
        (repositories[0]?.schedules ?? [])
          .filter(({ type }) => type === printed)
          .map((_, position) => scheduleName(cluster, printed, position)),
      )
        .filter((name) => name.length > MAX_SCHEDULE_NAME)
        .map(
          (name) =>
            `the schedule '${name}' must have at most ${MAX_SCHEDULE_NAME} characters, got ${name.length}; write a 'clusterName' of at most ${MAX_SCHEDULE_NAME - (name.length - cluster.name.length)}`,
        ),
  },
  {
    id: 'CNPG-031',
    summary: 'the bandwidth of backups to Google Cloud Storage is not limited',
    why: 'barman-cloud limits what it sends to S3 and to Azure only, and would send as fast as it can',
    check: ({ repositories, transfer }) =>
      transfer.bandwidthPerSecond !== undefined && repositories[0]?.target.gcsBucket
        ? `'transfer.bandwidthPerSecond' must not be given for the target 'gcs', got ${sizeQuantity(transfer.bandwidthPerSecond)}; leave it out`
        : undefined,
  },
];

/** All rules, for the catalogue. */
export const CNPG_RULES: readonly RuleFacts[] = [...CLUSTER_RULES, ...BACKUP_RULES, ...POOL_RULES];
