import { KubeObject } from '../../manifests/object';
import { at, isMap, Json, listOf, mapOf, textOf } from '../../values/json';
import { Surroundings } from '../draft';
import { call, Expression, list, map, member, value } from '../program/expression';
import { Row } from '../program/program';
import { given, nonEmptyMap, number, row, scalar, texts } from '../shared/values';
import { BARMAN_PLUGIN } from './backups';
import { sourceArchive } from './recoveries';

const key = (json: Json | undefined): Expression | undefined =>
  isMap(json) ? map({ name: scalar(json.name), key: scalar(json.key) }) : undefined;

const textMap = (json: Json | undefined): Expression | undefined => given(nonEmptyMap(texts(json)));

/** A plugin; what is so by default is not said. */
const plugin = (json: Json | undefined): Expression | undefined =>
  isMap(json)
    ? map({
        name: scalar(json.name),
        enabled: json.enabled === false ? value(false) : undefined,
        archivesWal: json.isWALArchiver === true ? value(true) : undefined,
        parameters: textMap(json.parameters),
      })
    : undefined;

/** Plugins of the instances, but for the one whose archive a policy says. */
export function pluginRows(spec: Json | undefined, hasPolicy: boolean): Row[] {
  const found = listOf(at(spec, 'plugins')).filter((one) => !(hasPolicy && at(one, 'name') === BARMAN_PLUGIN));
  const said = found.flatMap((one) => plugin(one) ?? []);
  return row('operator.plugins', said.length > 0 ? list(said) : undefined);
}

const ORIGINS: { readonly [way: string]: string } = { recovery: 'RECOVERY', pg_basebackup: 'BASE_BACKUP' };

/** Which way of the bootstrap names an entry. */
const originOf = (spec: Json | undefined, name: string): Expression | undefined => {
  const way = Object.keys(ORIGINS).find((one) => textOf(at(spec, 'bootstrap', one, 'source')) === name);
  return way === undefined ? undefined : member(`CloudNativePgOrigin.${ORIGINS[way]}`);
};

/** Servers and archives that the cluster knows by name, and that no other prop says. */
export function externalRows(cluster: KubeObject, around: Surroundings): Row[] {
  const { spec } = cluster.raw;
  const elsewhere = [
    textOf(at(spec, 'bootstrap', 'initdb', 'import', 'source', 'externalCluster')),
    ...(followed(cluster, around) === undefined ? [] : [textOf(at(spec, 'replica', 'source'))]),
    ...[textOf(at(spec, 'bootstrap', 'recovery', 'source'))].filter(
      (name) => name !== undefined && sourceArchive(cluster, around, name) !== undefined,
    ),
  ];
  const found = listOf(at(spec, 'externalClusters')).filter((one) => !elsewhere.includes(textOf(at(one, 'name'))));
  const said = found.map((one) =>
    map({
      name: scalar(at(one, 'name')),
      connectionParameters: textMap(at(one, 'connectionParameters')),
      password: key(at(one, 'password')),
      clientCertificate: key(at(one, 'sslCert')),
      clientKey: key(at(one, 'sslKey')),
      ca: key(at(one, 'sslRootCert')),
      plugin: plugin(at(one, 'plugin')),
      archive: at(one, 'barmanObjectStore') === undefined ? undefined : sourceArchive(cluster, around, textOf(at(one, 'name')) ?? ''),
      origin: originOf(spec, textOf(at(one, 'name')) ?? ''),
    }),
  );
  return row('operator.externalClusters', said.length > 0 ? list(said) : undefined);
}

/** How the primary of another cluster is reached, where it is reached as the library does it. */
function streaming(json: Json | undefined, name: string): Expression | undefined {
  const parameters = mapOf(at(json, 'connectionParameters'));
  const [host, port] = [textOf(parameters.host), number(parameters.port)];
  const certificate = textOf(at(json, 'sslCert', 'name'));
  const ca = at(json, 'sslRootCert');
  return host === undefined
    ? undefined
    : map({
        clusterName: value(name),
        host: value(host),
        port: port === undefined || port === 5432 ? undefined : value(port),
        certificateSecret: certificate === undefined || certificate === `${name}-replication` ? undefined : value(certificate),
        ca: textOf(at(ca, 'name')) === `${name}-ca` && textOf(at(ca, 'key')) === 'ca.crt' ? undefined : key(ca),
      });
}

/** What a replica cluster follows. */
export function followed(cluster: KubeObject, around: Surroundings): Expression | undefined {
  const { spec } = cluster.raw;
  const name = textOf(at(spec, 'replica', 'source'));
  const server = listOf(at(spec, 'externalClusters')).find((one) => at(one, 'name') === name);
  if (name === undefined || server === undefined || at(spec, 'replica', 'primary') !== undefined) {
    return undefined;
  }
  const archive = sourceArchive(cluster, around, name);
  const primary = streaming(server, name);
  return archive !== undefined && primary !== undefined
    ? call('ReplicaSource.archiveAndStreaming', [archive, primary])
    : archive !== undefined
      ? call('ReplicaSource.archive', [archive])
      : primary && call('ReplicaSource.streaming', [primary]);
}
