import { Rule } from '../../../private/rules';
import { describedDatabases, mayPrintContents } from '../access/database-plan';
import { MAX_CLUSTER_NAME, databaseObjectName } from '../names';
import { CloudNativePgUpdateMethod, CloudNativePgUpdateStrategy } from '../options';
import { ClusterContext } from '../rule-contexts';

/** Keys of labels and annotations that the operator sets itself, and acts upon. */
const OPERATOR_KEYS = { labels: /^(role$|([^/]+\.)?cnpg\.io\/)/, annotations: /^([^/]+\.)?cnpg\.io\// };

const REFUSED = 'the admission webhook of CloudNativePG refuses the cluster';

export const OBJECT_RULES: readonly Rule<ClusterContext>[] = [
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

/** The length of the name, which is looked at first. */
export const NAME_LENGTH: Rule<ClusterContext> = {
  id: 'CNPG-001',
  summary: `clusterName has at most ${MAX_CLUSTER_NAME} characters`,
  why: `${REFUSED}: instances, jobs and services have this name with endings of their own`,
  check: ({ model: { identity } }) =>
    identity.name.length <= MAX_CLUSTER_NAME
      ? undefined
      : `'clusterName' must be at most ${MAX_CLUSTER_NAME} characters, got ${identity.name.length} in '${identity.name}'`,
};
