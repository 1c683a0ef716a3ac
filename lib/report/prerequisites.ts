import { ClusterModel } from '../model/cluster-model';
import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { requireConstruct } from '../private/shape';
import { DeliveredSecret, deliveredSecrets, madeBy, madeByOperator, ownedClusters } from './made-secrets';
import { PrerequisiteObject, PrerequisiteSecret, PrerequisiteSetting } from './prerequisite-list';
import { prerequisitePage } from './prerequisite-page';
import { Reference, references } from './references';
import { secretCommands } from './secret-commands';

/** A group of Kubernetes itself: one word, or one below k8s.io that is not made by a definition. */
const BUILT_IN =
  /^([a-z]*|(networking|rbac\.authorization|storage|scheduling|policy|apiextensions|admissionregistration|coordination|discovery|node|certificates|apiregistration)\.k8s\.io)$/;

/** An object as it is printed. */
interface Printed {
  readonly object: ApiObject;
  readonly json: { readonly [field: string]: unknown };
  readonly namespace: string;
}

/** A Secret or another object that is referred to, by all who do. */
interface Wanted {
  readonly reference: Reference;
  readonly namespace: string;
  readonly by: string;
}

/**
 * What has to exist before the first apply: what the objects of a program refer to and neither the program nor an operator makes.
 *
 * It is read from the objects that are printed, those of other libraries included, and from the clusters. A Secret is on the list unless the
 * program prints what makes it (a Secret, an ExternalSecret, a SealedSecret, a Certificate) or the operator makes it for a role or as its CA.
 */
export class Prerequisites {
  /**
   * The prerequisites of an app, a chart or a construct. Call it when the program is complete; what the rules refuse cannot be printed, and so
   * is not looked at.
   *
   * @param construct whose objects are looked at
   */
  public static of(construct: IConstruct): Prerequisites {
    requireConstruct(construct, 'construct', 'Prerequisites.of', this.of);
    return new Prerequisites(construct);
  }

  /** Namespaces that objects stand in and the program does not print. */
  public readonly namespaces: string[];
  /** Kinds that have to be defined, as `kind.group/version`. */
  public readonly kinds: string[];
  /** Secrets. */
  public readonly secrets: PrerequisiteSecret[];
  /** Classes, issuers, stores of secrets and catalogues. */
  public readonly objects: PrerequisiteObject[];
  /** What the installations of the operators have to say. */
  public readonly settings: PrerequisiteSetting[];

  private constructor(construct: IConstruct) {
    const printed = construct.node
      .findAll()
      .filter((one) => ApiObject.isApiObject(one))
      .map((object): Printed => {
        const json = object.toJson() as { readonly [field: string]: unknown };
        return { object, json, namespace: object.metadata.namespace ?? '' };
      });
    const clusters = ownedClusters(construct);
    const wanted = printed.flatMap(wantedBy);
    const named = (kind: string) => printed.filter(({ object }) => object.kind === kind).map(({ object }) => object.name);

    this.namespaces = sorted(printed.map(({ namespace }) => namespace)).filter((name) => name !== '' && !named('Namespace').includes(name));
    const defined = named('CustomResourceDefinition').map((name) => name.split('.').slice(1).join('.'));
    this.kinds = sorted(
      printed
        .filter(({ object: { apiGroup } }) => !BUILT_IN.test(apiGroup === 'core' ? '' : apiGroup) && !defined.includes(apiGroup))
        .map(({ object: { kind, apiVersion } }) => `${kind}.${apiVersion}`),
    );
    this.objects = objectsOf(wanted.filter(({ reference: { kind, name } }) => kind !== 'Secret' && !named(kind).includes(name)));
    const made = new Set([
      ...printed.flatMap(({ object, json, namespace }) =>
        [madeBy(object, json)].flatMap((name) => (name === undefined ? [] : [`${namespace}/${name}`])),
      ),
      ...clusters.flatMap((one) => madeByOperator(one).map((name) => `${one.cluster.identity.namespace ?? ''}/${name}`)),
    ]);
    const delivered = clusters.flatMap((one) =>
      deliveredSecrets(one).map((secret) => ({
        secret,
        namespace: one.cluster.identity.namespace ?? '',
        by: `${secret.use} of the cluster ${one.cluster.clusterName}`,
      })),
    );
    this.secrets = secretsOf(
      wanted.filter(({ reference }) => reference.kind === 'Secret'),
      delivered,
      Object.assign({}, ...clusters.map(({ model }) => keysOfFiles(model))) as { [secret: string]: string[] },
    ).filter(({ namespace, name }) => !made.has(`${namespace}/${name}`));
    this.settings = distinct(
      clusters.flatMap(({ cluster: { operator }, model }) =>
        (operator.installation?.operatorSettings(model) ?? []).map((setting) => ({
          operator: `${operator.facts.displayName} ${operator.facts.operatorVersion}`,
          ...setting,
        })),
      ),
    );
  }

  /** The list as Markdown, for the page that somebody works through. */
  public toMarkdown(): string {
    return prerequisitePage(this);
  }

  /** The list as JSON text, for a program that looks whether all of it is there. */
  public toJson(): string {
    const { namespaces, kinds, secrets, objects, settings } = this;
    return `${JSON.stringify({ namespaces, kinds, secrets, objects, settings }, undefined, 2)}\n`;
  }
}

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();

const distinct = <T extends object>(rows: readonly T[]): T[] => [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];

/** What an object refers to; that which makes a Secret refers to none by the name of it. */
function wantedBy({ object, json, namespace }: Printed): Wanted[] {
  const content = { ...json, metadata: undefined };
  const own = madeBy(object, json);
  return references(content)
    .filter(({ kind, name }) => kind !== 'Secret' || name !== own)
    .map((reference) => ({ reference, namespace, by: `${object.kind} ${object.name}` }));
}

/** All who want the same thing, together. */
function grouped<T>(rows: readonly T[], key: (row: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  rows.forEach((row) => groups.set(key(row), [...(groups.get(key(row)) ?? []), row]));
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

const objectsOf = (wanted: readonly Wanted[]): PrerequisiteObject[] =>
  grouped(wanted, ({ reference: { kind, name, namespaced }, namespace }) => `${kind} ${namespaced ? namespace : ''} ${name}`).map(
    (group) => {
      const { reference, namespace } = group[0]!;
      const { kind, name, namespaced } = reference;
      return { kind, name, ...(namespaced && { namespace }), neededBy: sorted(group.map(({ by }) => by)) };
    },
  );

function secretsOf(
  wanted: readonly Wanted[],
  delivered: readonly { readonly secret: DeliveredSecret; readonly namespace: string; readonly by: string }[],
  files: { readonly [secret: string]: string[] },
): PrerequisiteSecret[] {
  const rows = [
    ...delivered.map(({ secret, namespace, by }) => ({ ...secret, namespace, by })),
    ...wanted.map(({ reference: { name, keys, type }, namespace, by }) => ({ name, keys, type, labels: {}, known: {}, namespace, by })),
  ];
  return grouped(rows, ({ namespace, name }) => `${namespace}/${name}`).map((group) => {
    const { namespace, name } = group[0]!;
    const facts = {
      namespace,
      name,
      type: group.find(({ type }) => type !== undefined)?.type ?? 'Opaque',
      keys: withFiles([...new Set(group.flatMap(({ keys }) => keys))], files[`${namespace}/${name}`]),
      labels: Object.assign({}, ...group.map(({ labels }) => labels)) as { [key: string]: string },
    };
    const known = Object.assign({}, ...group.map((row) => row.known)) as { [key: string]: string };
    return { ...facts, neededBy: sorted(group.map(({ by }) => by)), commands: secretCommands(facts, known) };
  });
}

/** Keys of a Secret; of one that is mounted whole no object names any. */
const withFiles = (keys: string[], files: string[] = []): string[] => (keys.length > 0 ? keys : files);

/** The files that a backup tool finds in the Secrets of a policy where they are mounted whole. */
function keysOfFiles({ identity, backup }: ClusterModel): { [secret: string]: string[] } {
  const found = (backup?.repositories ?? []).flatMap(({ target: { bucket, gcsBucket: gcs, azureContainer: azure }, encryption }) => [
    [bucket?.credentials.secretName, bucket?.credentials.configFileKey] as const,
    [gcs?.credentials.secretName, gcs?.credentials.key] as const,
    [azure?.credentials.secretName, azure?.credentials.configFileKey] as const,
    [encryption?.secretName, encryption?.configFileKey] as const,
  ]);
  const keys: { [secret: string]: string[] } = {};
  for (const [name, key] of found) {
    if (name !== undefined && key !== undefined) {
      (keys[`${identity.namespace ?? ''}/${name}`] ??= []).push(key);
    }
  }
  return keys;
}
