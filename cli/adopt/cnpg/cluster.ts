import { majorOfTag } from '../../manifests/compare/image';
import { KubeObject } from '../../manifests/object';
import { at, isMap, Json, listOf, mapOf, textOf } from '../../values/json';
import { call, Expression, list, map, member, value } from '../program/expression';
import { Part, Row } from '../program/program';
import { computeRows, needed, number, plain, pullSecrets, row, scalar, size, TAKEN_OVER, texts, version } from '../shared/values';
import { Surroundings } from '../draft';
import { barmanRows, policyParts } from './backups';
import { monitoringRows } from './monitoring';
import { externalRows, followed, pluginRows } from './servers';
import { ldapRows, podRows, poolerRows, probeRows, tablespaces } from './pods';
import { imageExtensions } from './catalogs';
import { creationRows, importRows } from './creation';
import { originRow } from './recoveries';
import { managedServiceRows } from './services';
import { objectMetadataRows } from '../shared/metadata';
import { placementRows } from '../shared/placement';
import { groupsOf, roleOf, saidByFields, suppliedBy } from '../shared/roles';

/** What the operator takes for a cluster that names no image. */
const DEFAULT_MAJOR = 18;

type Spec = Json | undefined;

const seconds = (json: Json | undefined): Expression | undefined =>
  number(json) === undefined ? undefined : call('Duration.seconds', [value(number(json)!)], 'cdk8s');

/** Fields that are options of the factory under other names. */
const PLAIN_OPTIONS: { readonly [option: string]: readonly string[] } = {
  description: ['description'],
  identLines: ['postgresql', 'pg_ident'],
  alterSystemEnabled: ['postgresql', 'enableAlterSystem'],
  'pods.schedulerName': ['schedulerName'],
  'pods.serviceAccountName': ['serviceAccountName'],
  'pods.postgresUid': ['postgresUID'],
  'pods.postgresGid': ['postgresGID'],
  'nodeMaintenance.inProgress': ['nodeMaintenanceWindow', 'inProgress'],
  'nodeMaintenance.reusesVolumes': ['nodeMaintenanceWindow', 'reusePVC'],
  'synchronous.standbysBefore': ['postgresql', 'synchronous', 'standbyNamesPre'],
  'synchronous.standbysAfter': ['postgresql', 'synchronous', 'standbyNamesPost'],
  'synchronous.maxStandbysFromCluster': ['postgresql', 'synchronous', 'maxStandbyNamesFromCluster'],
  'synchronous.failoverQuorum': ['postgresql', 'synchronous', 'failoverQuorum'],
};

const TIMES = ['startDelay', 'stopDelay', 'smartShutdownTimeout', 'switchoverDelay', 'failoverDelay'];

const SIZES: { readonly [option: string]: readonly string[] } = {
  'pods.sharedMemory': ['ephemeralVolumesSizeLimit', 'shm'],
  'pods.temporaryData': ['ephemeralVolumesSizeLimit', 'temporaryData'],
};

/** What only CloudNativePG has. */
const OPTIONS: readonly ((spec: Spec) => Row[])[] = [
  (spec) => Object.entries(PLAIN_OPTIONS).flatMap(([option, path]) => plain(`operator.${option}`, at(spec, ...path))),
  (spec) => TIMES.flatMap((time) => row(`operator.timing.${time}`, seconds(at(spec, time)))),
  (spec) => Object.entries(SIZES).flatMap(([option, path]) => row(`operator.${option}`, size(at(spec, ...path)))),
  (spec) => row('operator.logLevel', enumOf('CloudNativePgLogLevel', at(spec, 'logLevel'))),
  (spec) => (at(spec, 'postgresql', 'synchronous', 'method') === 'first' ? plain('operator.synchronous.first', true) : []),
  (spec) => podRows(spec),
  (spec) => probeRows(at(spec, 'probes')),
  (spec) => ldapRows(at(spec, 'postgresql', 'ldap')),
  (spec) => (at(spec, 'affinity', 'podAntiAffinityType') === 'required' ? plain('operator.pods.antiAffinity.required', true) : []),
  (spec) =>
    at(spec, 'affinity', 'topologyKey') === 'kubernetes.io/hostname'
      ? []
      : plain('operator.pods.antiAffinity.topologyKey', at(spec, 'affinity', 'topologyKey')),
  (spec) => managedServiceRows(at(spec, 'managed', 'services')),
  (spec) => row('operator.imageExtensions', imageExtensions(at(spec, 'postgresql', 'extensions'))),
];

/** Each part of the spec and the props that say it. */
const TABLE: readonly ((spec: Spec, cluster: KubeObject, around: Surroundings) => Row[])[] = [
  (spec, { name }) => [needed('clusterName', value(name)), needed('version', version(majorOf(spec)))],
  (spec, { name }) => row('superuser', superuser(spec, name)),
  (spec) => row('operator.updateStrategy', enumOf('CloudNativePgUpdateStrategy', at(spec, 'primaryUpdateStrategy'))),
  (spec) => row('operator.updateMethod', enumOf('CloudNativePgUpdateMethod', at(spec, 'primaryUpdateMethod'))),
  (spec) => plain('instances', number(at(spec, 'instances')) ?? 1),
  (spec) => row('image', imageOf(spec)),
  (spec) => [needed('storage.size', size(at(spec, 'storage', 'size')) ?? call('Size.gibibytes', [value(1)], 'cdk8s'))],
  (spec) => plain('storage.storageClass', at(spec, 'storage', 'storageClass')),
  (spec) => (size(at(spec, 'walStorage', 'size')) ? row('walStorage', volume(at(spec, 'walStorage'))) : []),
  (spec) => row('tablespaces', tablespaces(at(spec, 'tablespaces'))),
  (spec) => computeRows(at(spec, 'resources')),
  (spec) => row('replication', replication(at(spec, 'postgresql', 'synchronous'))),
  (spec) => row('parameters', textMap(at(spec, 'postgresql', 'parameters'))),
  (spec) =>
    plain(
      'preloadLibraries',
      listOf(at(spec, 'postgresql', 'shared_preload_libraries')).length > 0
        ? at(spec, 'postgresql', 'shared_preload_libraries')
        : undefined,
    ),
  (spec) => plain('hbaRules', listOf(at(spec, 'postgresql', 'pg_hba')).length > 0 ? at(spec, 'postgresql', 'pg_hba') : undefined),
  (spec, cluster, around) => row('databases', databases(spec, cluster, around)),
  (spec) => (at(spec, 'affinity', 'enablePodAntiAffinity') === false ? row('placement.nodes', member('SpreadRule.NONE')) : []),
  (spec) =>
    placementRows({
      nodeSelector: at(spec, 'affinity', 'nodeSelector'),
      nodeAffinity: at(spec, 'affinity', 'nodeAffinity'),
      podAffinity: at(spec, 'affinity', 'additionalPodAffinity'),
      podAntiAffinity: at(spec, 'affinity', 'additionalPodAntiAffinity'),
      tolerations: at(spec, 'affinity', 'tolerations'),
      spread: at(spec, 'topologySpreadConstraints'),
      priorityClassName: at(spec, 'priorityClassName'),
    }),
  ...OPTIONS,
  (spec, cluster, around) => roles(spec, cluster, around),
  (spec) => row('labels', textMap(at(spec, 'inheritedMetadata', 'labels'))),
  (spec) => row('annotations', textMap(at(spec, 'inheritedMetadata', 'annotations'))),
  (spec) => pullSecrets(at(spec, 'imagePullSecrets')),
  (_, cluster) => objectMetadataRows(cluster),
  () => [TAKEN_OVER],
  (spec) => creationRows(at(spec, 'bootstrap', 'initdb')),
  (_, cluster) => importRows(cluster),
  (spec) => monitoringRows(at(spec, 'monitoring')),
  (_, { name }, { objects }) =>
    poolerRows(objects.find(({ kind, raw }) => kind === 'Pooler' && textOf(at(raw, 'spec', 'cluster', 'name')) === name)?.raw.spec),
  (_, cluster, around) => barmanRows(cluster, around),
  (spec, cluster, around) => pluginRows(spec, policyParts(cluster, around).length > 0),
  (_, cluster, around) => externalRows(cluster, around),
  (_, cluster, around) => sourceRow(cluster, around),
  (spec) => row('tls', certificates(at(spec, 'certificates'))),
];

/** The props of a Cluster. */
export const clusterPart = (cluster: KubeObject, around: Surroundings): Part => ({
  variable: 'cluster',
  construct: followed(cluster, around) === undefined ? 'HaCluster' : 'ReplicaCluster',
  id: 'Cluster',
  rows: TABLE.flatMap((rows) => rows(cluster.raw.spec, cluster, around)),
});

/** What the cluster follows, or was made of. */
function sourceRow(cluster: KubeObject, around: Surroundings): Row[] {
  const source = followed(cluster, around);
  return source === undefined
    ? originRow(cluster, around)
    : [needed('source', source), ...(at(cluster.raw.spec, 'replica', 'enabled') === false ? plain('promoted', true) : [])];
}

const textMap = (json: Json | undefined): Expression | undefined => {
  const found = texts(json);
  return found && value(found);
};

function majorOf(spec: Spec): number {
  const image = textOf(at(spec, 'imageName'));
  return number(at(spec, 'imageCatalogRef', 'major')) ?? (image === undefined ? undefined : majorOfTag(image)) ?? DEFAULT_MAJOR;
}

function imageOf(spec: Spec): Expression | undefined {
  const image = textOf(at(spec, 'imageName'));
  const catalog = at(spec, 'imageCatalogRef');
  if (image !== undefined) {
    return call('PostgresImage.pinned', [value(image)]);
  }
  const name = textOf(at(catalog, 'name'));
  return name === undefined
    ? undefined
    : call('PostgresImage.fromCatalog', [
        map({ name: value(name), clusterWide: at(catalog, 'kind') === 'ClusterImageCatalog' ? value(true) : undefined }),
      ]);
}

/** Roles of the field, which versions before 1.30 have alone, and roles that are objects. */
function roles(spec: Spec, cluster: KubeObject, { objects }: Surroundings): Row[] {
  const inField = listOf(at(spec, 'managed', 'roles'));
  const asObjects = objects
    .filter(({ kind, raw }) => kind === 'DatabaseRole' && textOf(at(raw, 'spec', 'cluster', 'name')) === cluster.name)
    .map(({ raw }) => raw.spec as Json);
  const items = [
    ...ownerOf(spec, cluster),
    ...[...inField, ...asObjects].flatMap((role) => {
      const name = textOf(at(role, 'name'));
      const password = suppliedBy(textOf(at(role, 'passwordSecret', 'name')));
      return name === undefined ? [] : [roleOf(name, saidByFields(role), { memberOf: groupsOf(at(role, 'inRoles')), password })];
    }),
  ];
  return items.length === 0
    ? []
    : [
        ...(inField.length > 0 ? [needed('operator.operatorVersion', member('CloudNativePgVersion.V1_29'))] : []),
        { path: 'roles', value: list(items) },
      ];
}

/** The owner of the first database, where somebody else gives it its password. */
function ownerOf(spec: Spec, { name: cluster }: KubeObject): Expression[] {
  const way = Object.values(mapOf(at(spec, 'bootstrap'))).find((one) => at(one, 'secret') !== undefined);
  const owner = textOf(at(way, 'owner')) ?? textOf(at(way, 'database'));
  const secret = textOf(at(way, 'secret', 'name'));
  return owner === undefined || secret === undefined
    ? []
    : [roleOf(owner, {}, { password: call('RolePassword.fromSecret', secret === `${cluster}-app` ? [] : [value(secret)]) })];
}

/** The superuser, where the operator gives it a password; a Secret of somebody else means nothing without that. */
function superuser(spec: Spec, cluster: string): Expression | undefined {
  const secret = textOf(at(spec, 'superuserSecret', 'name'));
  const given = secret === `${cluster}-superuser` ? [] : [value(secret ?? '')];
  return at(spec, 'enableSuperuserAccess') === true
    ? map({ password: secret === undefined ? undefined : call('RolePassword.fromSecret', given) })
    : undefined;
}

const volume = (storage: Json | undefined): Expression =>
  map({
    size: size(at(storage, 'size')),
    storageClass: scalar(at(storage, 'storageClass')),
  });

const enumOf = (name: string, json: Json | undefined): Expression | undefined => {
  const text = textOf(json);
  return text === undefined ? undefined : member(`${name}.${text.toUpperCase().replace(/-/g, '_')}`);
};

function replication(synchronous: Json | undefined): Expression | undefined {
  const standbys = number(at(synchronous, 'number'));
  return !isMap(synchronous) || standbys === undefined
    ? undefined
    : call('Replication.synchronous', [
        map({
          standbys: standbys === 1 ? undefined : value(standbys),
          writesWithoutStandby: at(synchronous, 'dataDurability') === 'preferred' ? value(true) : undefined,
        }),
      ]);
}

/** The first database stands in the bootstrap; the others are objects of their own. */
function databases(spec: Spec, cluster: KubeObject, around: Surroundings): Expression | undefined {
  const bootstrap = mapOf(at(spec, 'bootstrap'));
  const way = ['initdb', 'recovery', 'pg_basebackup'].find((one) => isMap(bootstrap[one]));
  const first = way === undefined ? undefined : bootstrap[way];
  const name = textOf(at(first, 'database'));
  // An owner of whom the manifests say nothing would get a role object; such a database stays the object that it is.
  const isKnown = (owner: string): boolean =>
    owner === (textOf(at(first, 'owner')) ?? name) ||
    listOf(at(spec, 'managed', 'roles')).some((role) => at(role, 'name') === owner) ||
    around.objects.some(({ kind, raw }) => kind === 'DatabaseRole' && at(raw.spec, 'name') === owner);
  const found = [
    ...(name === undefined
      ? []
      : [
          map({
            name: value(name),
            owner: value(textOf(at(first, 'owner')) ?? name),
            encoding: scalar(at(first, 'encoding')),
            locale: at(first, 'localeCollate') === at(first, 'localeCType') ? scalar(at(first, 'localeCollate')) : undefined,
          }),
        ]),
    ...around.objects
      .filter(({ kind, raw }) => kind === 'Database' && textOf(at(raw, 'spec', 'cluster', 'name')) === cluster.name)
      .flatMap(({ raw }) => {
        const [database, owner] = [textOf(at(raw, 'spec', 'name')), textOf(at(raw, 'spec', 'owner'))];
        const extensions = listOf(at(raw, 'spec', 'extensions')).flatMap((one) =>
          textOf(at(one, 'name'))
            ? [map({ name: value(at(one, 'name')!), version: scalar(at(one, 'version')), schema: scalar(at(one, 'schema')) })]
            : [],
        );
        const schemas = listOf(at(raw, 'spec', 'schemas')).flatMap((one) => textOf(at(one, 'name')) ?? []);
        return database === undefined || owner === undefined || database === name || !isKnown(owner)
          ? []
          : [
              map({
                name: value(database),
                owner: value(owner),
                schemas: schemas.length > 0 ? value(schemas) : undefined,
                extensions: extensions.length > 0 ? list(extensions) : undefined,
                encoding: scalar(at(raw, 'spec', 'encoding')),
                locale: scalar(at(raw, 'spec', 'locale')),
                connectionLimit: scalar(at(raw, 'spec', 'connectionLimit')),
              }),
            ];
      }),
  ];
  return found.length > 0 ? list(found) : undefined;
}

function certificates(json: Json | undefined): Expression | undefined {
  const server = textOf(at(json, 'serverTLSSecret'));
  return server === undefined
    ? undefined
    : call('ClusterTls.fromSecrets', [
        map({
          serverSecret: value(server),
          caSecret: scalar(at(json, 'serverCASecret')),
          replicationSecret: scalar(at(json, 'replicationTLSSecret')),
        }),
      ]);
}
