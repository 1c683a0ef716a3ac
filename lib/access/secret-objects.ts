import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ClusterIdentity } from '../model/identity';
import { ClusterModel } from '../model/cluster-model';
import { loginsOf } from '../model/superuser';
import { IPostgresOperator } from '../operators/contract';
import { viewOf } from '../private/whole-app';

/** What an app prints of a Secret, by itself or as something that makes it. */
export interface SecretObject {
  readonly path: string;
  readonly type: string;
  /** Keys of the Secret; undefined where they are only known in the vault. */
  readonly keys?: readonly string[];
  /** Whether the values stand in the manifest. */
  readonly open: boolean;
}

type Json = { readonly [field: string]: unknown };

const json = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

/** How each kind says which Secret it makes and what is in there. */
const KINDS: { readonly [kind: string]: (object: Json, name: string) => Omit<SecretObject, 'path'> & { readonly name: string } } = {
  'v1/Secret': (object, name) => {
    const values = { ...json(object.data), ...json(object.stringData) };
    return {
      name,
      type: text(object.type, 'Opaque'),
      keys: Object.keys(values),
      open: !('sops' in object) && Object.keys(values).length > 0,
    };
  },
  'external-secrets.io/v1/ExternalSecret': (object, name) => {
    const spec = json(object.spec);
    const target = json(spec.target);
    const template = json(target.template);
    const keys = [...list(spec.data).map(({ secretKey }) => text(secretKey, '')), ...Object.keys(json(template.data))];
    return {
      name: text(target.name, name),
      type: text(template.type, 'Opaque'),
      keys: spec.dataFrom === undefined ? keys : undefined,
      open: false,
    };
  },
  'bitnami.com/v1alpha1/SealedSecret': (object, name) => {
    const spec = json(object.spec);
    const template = json(spec.template);
    return {
      name,
      type: text(template.type, 'Opaque'),
      keys: [...Object.keys(json(spec.encryptedData)), ...Object.keys(json(template.data))],
      open: false,
    };
  },
};

const TLS_TYPE = 'kubernetes.io/tls';
const TLS_KEYS = ['tls.crt', 'tls.key'];
const CA_KEY = 'ca.crt';

/** A Secret that somebody else delivers, and what it has to look like. */
export interface ExpectedSecret {
  /** What it is for, in the words of the props. */
  readonly use: string;
  readonly name: string;
  /** Type that it must have; any where absent. */
  readonly type?: string;
  readonly keys: readonly string[];
}

/** The Secrets of a cluster that somebody else delivers. */
export function expectedSecrets(model: ClusterModel, operator: IPostgresOperator): ExpectedSecret[] {
  const { identity, tls } = model;
  const { serverSecret, caSecret, replicationSecret } = tls.secrets ?? {};
  return [
    ...loginsOf(model)
      .filter(({ password }) => password._kind === 'secret')
      .map((role): ExpectedSecret => {
        const { secretName, secretType, usernameKey, passwordKey, madeByOperator } = operator.roleSecret(identity, role);
        return {
          use: `the password of '${role.name}'`,
          name: secretName,
          type: secretType === 'Opaque' ? undefined : secretType,
          keys: madeByOperator ? [passwordKey] : [usernameKey, passwordKey],
        };
      }),
    ...(serverSecret === undefined
      ? []
      : [{ use: 'the server', name: serverSecret, type: TLS_TYPE, keys: caSecret === undefined ? [...TLS_KEYS, CA_KEY] : TLS_KEYS }]),
    ...(caSecret === undefined ? [] : [{ use: 'the CA of the server', name: caSecret, keys: [CA_KEY] }]),
    ...(replicationSecret === undefined
      ? []
      : [{ use: 'replication', name: replicationSecret, type: TLS_TYPE, keys: [...TLS_KEYS, CA_KEY] }]),
  ];
}

/** What the app prints of a Secret in the namespace of a cluster; nothing where somebody else delivers it. */
export function secretObject(app: IConstruct, { namespace }: ClusterIdentity, secretName: string): SecretObject | undefined {
  for (const object of viewOf(app, secretsByNamespace).get(namespace) ?? []) {
    const { name, ...facts } = readerOf(object)!(object.toJson() as Json, object.name);
    if (name === secretName) {
      return { path: object.node.path, ...facts };
    }
  }
  return undefined;
}

const readerOf = ({ apiVersion, kind }: ApiObject) => KINDS[`${apiVersion}/${kind}`];

function secretsByNamespace(app: IConstruct): ReadonlyMap<string | undefined, readonly ApiObject[]> {
  const found = new Map<string | undefined, ApiObject[]>();
  for (const object of app.node.findAll()) {
    if (ApiObject.isApiObject(object) && readerOf(object)) {
      const { namespace } = object.metadata;
      found.set(namespace, [...(found.get(namespace) ?? []), object]);
    }
  }
  return found;
}
