import { KubeObject } from '../../manifests/object';
import { at, isMap, Json, listOf, mapOf, textOf } from '../../values/json';
import { Surroundings } from '../draft';
import { call, Expression, list, local, map, member, value } from '../program/expression';
import { Part, Row } from '../program/program';
import { pullPolicy } from '../shared/containers';
import { objectMetadataRows } from '../shared/metadata';
import { placementRows, requirements } from '../shared/placement';
import { computeRows, needed, nonEmptyMap, plain, pullSecrets, row, texts } from '../shared/values';
import { claimSize } from './volumes';

/** The pgAdmins that show a cluster. */
export function pgAdminParts(cluster: KubeObject, { objects }: Surroundings): Part[] {
  return objects
    .filter(({ kind }) => kind === 'PGAdmin')
    .map((object, i) => ({
      variable: `pgAdmin${i === 0 ? '' : i + 1}`,
      construct: 'PgAdmin',
      id: `PgAdmin${i === 0 ? '' : i + 1}`,
      rows: rows(object, cluster),
    }));
}

function rows(object: KubeObject, cluster: KubeObject): Row[] {
  const { spec } = object.raw;
  const config = at(spec, 'config');
  return [
    needed('operator', local('cluster.operator')),
    needed('pgAdminName', value(object.name)),
    needed('storage.size', claimSize(at(spec, 'dataVolumeClaimSpec')) ?? call('Size.gibibytes', [value(1)], 'cdk8s')),
    ...plain('storage.storageClass', at(spec, 'dataVolumeClaimSpec', 'storageClassName')),
    ...listRow('servers', at(spec, 'serverGroups'), (group) => servers(group, cluster)),
    ...listRow('users', at(spec, 'users'), user),
    ...plain('serviceName', at(spec, 'serviceName')),
    ...computeRows(at(spec, 'resources')),
    ...plain('image', at(spec, 'image')),
    ...row('imagePullPolicy', pullPolicy(at(spec, 'imagePullPolicy'))),
    ...pullSecrets(at(spec, 'imagePullSecrets')),
    ...placementRows({
      nodeAffinity: at(spec, 'affinity', 'nodeAffinity'),
      podAffinity: at(spec, 'affinity', 'podAffinity'),
      podAntiAffinity: at(spec, 'affinity', 'podAntiAffinity'),
      tolerations: at(spec, 'tolerations'),
      priorityClassName: at(spec, 'priorityClassName'),
    }).filter(({ path }) => !SPREAD.includes(path)),
    ...plain('settings', settings(at(config, 'settings'))),
    ...plain('webServer', settings(at(config, 'gunicorn'))),
    ...plain('ldapBindPassword', secretKey(at(config, 'ldapBindPassword'))),
    ...plain('configDatabase', secretKey(at(config, 'configDatabaseURI'))),
    ...listRow('oauth', at(config, 'oauthConfigurations'), (one) =>
      map({ name: value(at(one, 'name') ?? ''), secret: value(secretKey(at(one, 'secret')) ?? {}) }),
    ),
    ...plain('labels', texts(at(spec, 'metadata', 'labels'))),
    ...plain('annotations', texts(at(spec, 'metadata', 'annotations'))),
    ...objectMetadataRows(object),
    needed('takenOver', value(true)),
  ];
}

/** One pod is not spread. */
const SPREAD = ['placement.nodes', 'placement.zones', 'placement.spread'];

function listRow(path: string, json: Json | undefined, of: (item: Json) => Expression | undefined): Row[] {
  const items = listOf(json).flatMap((item) => of(item) ?? []);
  return items.length > 0 ? [{ path, value: list(items) }] : [];
}

/** Servers of one group; of a cluster that is not in this program nothing is said, and a patch keeps it. */
function servers(group: Json, cluster: KubeObject): Expression | undefined {
  const name = textOf(at(group, 'name')) ?? '';
  const selector = at(group, 'postgresClusterSelector');
  if (!isMap(selector)) {
    const own = textOf(at(group, 'postgresClusterName')) === cluster.name;
    return own ? call('PgAdminServers.ofCluster', [local('cluster'), ...(name === cluster.name ? [] : [value(name)])]) : undefined;
  }
  const labels = mapOf(selector.matchLabels);
  const more = requirements(selector.matchExpressions);
  return Object.keys(labels).length + more.length === 0
    ? call('PgAdminServers.ofAll', [value(name)])
    : call('PgAdminServers.ofLabels', [value(name), value(labels), ...(more.length > 0 ? [list(more)] : [])]);
}

function user(json: Json): Expression {
  return map({
    email: value(at(json, 'username') ?? ''),
    role: at(json, 'role') === undefined ? undefined : member(`PgAdminRole.${(textOf(at(json, 'role')) ?? '').toUpperCase()}`),
    password: value(secretKey(at(json, 'passwordRef')) ?? {}),
  });
}

function secretKey(json: Json | undefined): Json | undefined {
  const [name, key] = [textOf(at(json, 'name')), textOf(at(json, 'key'))];
  return name === undefined || key === undefined ? undefined : { name, key };
}

/** Settings as a program writes them: each as JSON. */
const settings = (json: Json | undefined): Json | undefined =>
  nonEmptyMap(Object.fromEntries(Object.entries(mapOf(json)).map(([name, one]) => [name, JSON.stringify(one)])));
