import { KubeObject } from '../../manifests/object';
import { BARMAN } from '../../manifests/operators/cnpg';
import { at, listOf, textOf } from '../../values/json';
import { Surroundings } from '../draft';
import { call, Expression, map, value } from '../program/expression';
import { Row } from '../program/program';
import { row } from '../shared/values';
import { place, target } from './stores';

/** The entry that a cluster was made of, or that it follows. */
export function sourceArchive({ name: cluster, raw: { spec } }: KubeObject, around: Surroundings, name: string): Expression | undefined {
  const server = listOf(at(spec, 'externalClusters')).find((one) => at(one, 'name') === name);
  const inTree = at(server, 'barmanObjectStore');
  const parameters = at(server, 'plugin', 'parameters');
  const storeName = textOf(at(parameters, 'barmanObjectName'));
  const store = storeName === undefined ? undefined : around.find(BARMAN, 'ObjectStore', storeName);
  const where = target(inTree ?? at(store?.raw.spec, 'configuration'));
  // Where nothing is said, the operator takes the name of the entry, and the plugin that of the cluster which reads.
  const serverName = inTree === undefined ? (textOf(at(parameters, 'serverName')) ?? cluster) : (textOf(at(inTree, 'serverName')) ?? name);
  return where && call('BackupArchive.at', [map({ clusterName: value(name), target: where.target, place: place(serverName, where.path) })]);
}

/** Where a recovery ends, in the words of the field. */
const TARGETS: { readonly [field: string]: string } = {
  targetTime: 'time',
  targetLSN: 'lsn',
  targetXID: 'transaction',
  targetName: 'restorePoint',
};

/** A moment as programs write it; others as they are. */
const instant = (field: string, text: string | undefined): string | undefined => {
  const [, day, time, zone = '+00:00'] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.0+)?(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(text ?? '') ?? [];
  return field !== 'targetTime' || day === undefined ? text : `${day}T${time}${/^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone}`;
};

/** What the cluster was made of, where that archive was read, too. It is read once, when the cluster is made. */
export function originRow(cluster: KubeObject, around: Surroundings): Row[] {
  const recovery = at(cluster.raw.spec, 'bootstrap', 'recovery');
  const name = textOf(at(recovery, 'source'));
  const archive = name === undefined ? undefined : sourceArchive(cluster, around, name);
  if (archive === undefined) {
    return [];
  }
  const ends = Object.entries(TARGETS).flatMap(([field, way]) => {
    const text = instant(field, textOf(at(recovery, 'recoveryTarget', field)));
    return text === undefined ? [] : [map({ target: call(`RecoveryTarget.${way}`, [value(text)]) })];
  });
  return row('recovery', call('RecoverySource.fromArchive', [archive, ...ends.slice(0, 1)]));
}
