import { at, Json, mapOf, textOf } from '../../values/json';
import { call, CDK8S, list, map, value } from '../program/expression';
import { Row } from '../program/program';

/** Parameters that change capture says by itself. */
export const SAID_BY_CAPTURE = ['wal_level', 'max_slot_wal_keep_size'];

/** Logical slots that stay; undefined where there are none, or one that no prop says. */
function slots(json: Json | undefined): readonly (readonly [name: string, slot: Json])[] | undefined {
  const found = Object.entries(mapOf(json));
  return found.length > 0 && found.every(([, slot]) => at(slot, 'type') === 'logical') ? found : undefined;
}

/** Whether a cluster keeps slots for those who read its changes. */
export const captures = (json: Json | undefined): boolean => slots(json) !== undefined;

/** Slots of Patroni, and how much WAL they may hold back. */
export function captureRows(json: Json | undefined, parameters: Json | undefined): Row[] {
  const found = slots(json);
  if (found === undefined) {
    return [];
  }
  const [, count, unit] = /^(\d+)(MB|GB)$/.exec(textOf(at(parameters, 'max_slot_wal_keep_size')) ?? '') ?? [];
  const limit = count === undefined ? undefined : call(unit === 'GB' ? 'Size.gibibytes' : 'Size.mebibytes', [value(Number(count))], CDK8S);
  const items = found.map(([name, slot]) =>
    map({
      name: value(name),
      database: value(textOf(at(slot, 'database')) ?? 'postgres'),
      plugin: at(slot, 'plugin') === 'pgoutput' ? undefined : value(textOf(at(slot, 'plugin')) ?? ''),
    }),
  );
  return [{ path: 'changeCapture', value: map({ walLimit: limit, slots: list(items) }) }];
}
