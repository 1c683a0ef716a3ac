import { KubeObject } from '../../manifests/object';
import { at, Json, textOf } from '../../values/json';
import { Surroundings } from '../draft';
import { call, Expression, list, member, value } from '../program/expression';
import { Row } from '../program/program';
import { plain, row } from '../shared/values';

/** A schedule that a policy can say. */
interface Schedule {
  readonly name: string;
  readonly type: 'full' | 'snapshot';
  readonly cron: string;
  readonly spec: Json;
}

/** Schedules of a cluster, those that begin with whole minutes. */
function schedulesOf(cluster: KubeObject, { objects }: Surroundings): Schedule[] {
  return objects.flatMap(({ kind, name, raw: { spec } }): Schedule[] => {
    const [, cron] = /^0\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)$/.exec(textOf(at(spec, 'schedule')) ?? '') ?? [];
    const type = at(spec, 'method') === 'volumeSnapshot' ? 'snapshot' : 'full';
    return kind === 'ScheduledBackup' && textOf(at(spec, 'cluster', 'name')) === cluster.name && cron !== undefined
      ? [{ name, type, cron, spec: spec ?? {} }]
      : [];
  });
}

export const schedules = (cluster: KubeObject, around: Surroundings): Expression =>
  list(schedulesOf(cluster, around).map(({ type, cron }) => call(`BackupSchedule.${type}`, [value(cron)])));

const OWNERS: { readonly [owner: string]: string } = { none: 'NONE', self: 'SCHEDULE', cluster: 'CLUSTER' };

/** What ScheduledBackups have besides: options of the factory. */
export function scheduleRows(cluster: KubeObject, around: Surroundings): Row[] {
  const found = schedulesOf(cluster, around);
  const names = (type: Schedule['type']): Row[] => {
    const chosen = found.filter((one) => one.type === type).map(({ name }) => name);
    const isUsual = chosen.every((name, i) => name === (i === 0 ? `${cluster.name}-${type}` : `${cluster.name}-${type}-${i + 1}`));
    return isUsual ? [] : plain(`operator.scheduledBackups.${type}Names`, chosen);
  };
  const owner = OWNERS[textOf(found.map(({ spec }) => at(spec, 'backupOwnerReference')).find((one) => one !== undefined)) ?? ''];
  return [
    ...names('full'),
    ...names('snapshot'),
    ...row('operator.scheduledBackups.owner', owner === undefined ? undefined : member(`CloudNativePgBackupOwner.${owner}`)),
    ...plain(
      'operator.scheduledBackups.immediate',
      found.map(({ spec }) => at(spec, 'immediate')).find((one) => one !== undefined),
    ),
  ];
}
