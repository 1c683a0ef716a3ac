import { roleModels } from '../access/role-models';
import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ExpectedSecret, expectedSecrets } from '../access/secret-objects';
import { ClusterModel } from '../model/cluster-model';
import { RoleModel } from '../model/role-model';
import { loginsOf } from '../model/superuser';
import type { IHaCluster } from '../refs/ha-cluster-ref';
import { Attachments } from '../private/attachments';

/** A cluster of the app with its operator. */
export interface OwnedCluster {
  readonly cluster: IHaCluster;
  readonly model: ClusterModel;
}

/** Names of Secrets that printed objects make, by their kind. */
const MAKERS: { readonly [kind: string]: (object: { readonly [field: string]: never }, name: string) => string } = {
  Secret: (_, name) => name,
  // No Secret, but fields that take a name and a key do not always say of which of the two.
  ConfigMap: (_, name) => name,
  SealedSecret: (_, name) => name,
  ExternalSecret: ({ spec }, name) => (spec as { readonly target?: { readonly name?: string } } | undefined)?.target?.name ?? name,
  Certificate: ({ spec }, name) => (spec as { readonly secretName?: string } | undefined)?.secretName ?? name,
};

/** The Secret that a printed object makes, if it is one that makes any. */
export function madeBy(object: ApiObject, json: object): string | undefined {
  const make = Object.prototype.hasOwnProperty.call(MAKERS, object.kind) ? MAKERS[object.kind] : undefined;
  return make?.(json as never, object.name);
}

/** The clusters of an app that it owns. */
export const ownedClusters = (app: IConstruct): OwnedCluster[] =>
  app.node.findAll().flatMap((construct) => {
    const model = Attachments.within(construct, construct)?.model();
    return model === undefined ? [] : [{ cluster: construct as IHaCluster, model }];
  });

const isDelivered = ({ password }: RoleModel): boolean => password._kind === 'secret';

/** Names of the Secrets that the operator of a cluster makes by itself, as far as anybody of this app may refer to them. */
export function madeByOperator({ cluster, model }: OwnedCluster): string[] {
  const { operator, identity } = cluster;
  const delivered = new Set(expectedSecrets(model, operator).map(({ name }) => name));
  const { primary, replicas } = operator.importCluster(identity, model.tls);
  const pools = model.pools.map((pool) => operator.importConnectionPool(pool).endpoint);
  return [
    ...loginsOf(model)
      .filter((role) => !isDelivered(role))
      .map((role) => operator.roleSecret(identity, role).secretName),
    ...roleModels(
      [],
      (operator.monitoring?.ownRoles ?? []).map((name) => ({ name })),
    ).map((role) => operator.roleSecret(identity, role).secretName),
    ...[primary, replicas, ...pools].flatMap(({ tls }) => (tls.ca === undefined ? [] : [tls.ca.name])),
  ].filter((name) => !delivered.has(name));
}

/** A Secret that somebody delivers, with all that the operator looks for in it. */
export interface DeliveredSecret extends ExpectedSecret {
  readonly labels: { readonly [key: string]: string };
  /** Keys whose values are no secret. */
  readonly known: { readonly [key: string]: string };
}

/** The Secrets of a cluster that somebody delivers, by the words of its props. */
export function deliveredSecrets({ cluster, model }: OwnedCluster): DeliveredSecret[] {
  const { operator, identity } = cluster;
  const roles = loginsOf(model)
    .filter(isDelivered)
    .map((role) => ({ role, secret: operator.roleSecret(identity, role) }));
  return expectedSecrets(model, operator).map((expected) => {
    const found = roles.find(({ secret }) => secret.secretName === expected.name);
    if (found === undefined) {
      return { ...expected, labels: {}, known: {} };
    }
    const { labels, emptyKeys, secretType, usernameKey, passwordKey, madeByOperator: filled } = found.secret;
    const known = { ...(!filled && { [usernameKey]: found.role.name }), ...Object.fromEntries(emptyKeys.map((key) => [key, ''])) };
    return { ...expected, type: secretType, keys: [...new Set([...Object.keys(known), passwordKey])], labels, known };
  });
}
