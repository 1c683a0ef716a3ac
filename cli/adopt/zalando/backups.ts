import { KubeObject } from '../../manifests/object';
import { at, textOf } from '../../values/json';
import { local, value } from '../program/expression';
import { Part } from '../program/program';
import { needed, plain } from '../shared/values';

/** Dumps, where the manifest says when. */
export function dumpParts({ raw: { spec } }: KubeObject): Part[] {
  const schedule = textOf(at(spec, 'logicalBackupSchedule'));
  const [, count, unit = ''] = /^(\d+) (day|week)s?$/.exec(textOf(at(spec, 'logicalBackupRetention')) ?? '') ?? [];
  return at(spec, 'enableLogicalBackup') !== true || schedule === undefined
    ? []
    : [
        {
          variable: 'dumps',
          construct: 'LogicalBackup',
          id: 'Dumps',
          rows: [
            needed('cluster', local('cluster')),
            needed('schedule', value(schedule)),
            ...plain('retentionDays', count === undefined ? undefined : Number(count) * (unit === 'week' ? 7 : 1)),
          ],
        },
      ];
}
