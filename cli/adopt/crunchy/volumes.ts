import { at, Json, listOf, textOf } from '../../values/json';
import { Expression, map, member, value } from '../program/expression';
import { size } from '../shared/values';

/** Size of a volume claim. */
export const claimSize = (json: Json | undefined): Expression | undefined => size(at(json, 'resources', 'requests', 'storage'));

/** How far a volume grows by itself. */
export function autoGrow(json: Json | undefined): Expression | undefined {
  const limit = size(at(json, 'resources', 'limits', 'storage'));
  const trigger = at(json, 'autoGrow', 'trigger');
  return (
    limit && map({ limit, trigger: trigger === undefined ? undefined : value(trigger), maxStep: size(at(json, 'autoGrow', 'maxGrow')) })
  );
}

/** A volume claim as a volume of the library. */
export const claim = (json: Json | undefined): Expression =>
  map({
    size: claimSize(json),
    autoGrow: autoGrow(json),
    volumeName: textOf(at(json, 'volumeName')) === undefined ? undefined : value(at(json, 'volumeName')!),
    accessMode: accessMode(listOf(at(json, 'accessModes'))[0]),
    storageClass: textOf(at(json, 'storageClassName')) === undefined ? undefined : value(at(json, 'storageClassName')!),
  });

const MODES: { readonly [mode: string]: string } = {
  ReadWriteMany: 'READ_WRITE_MANY',
  ReadWriteOncePod: 'READ_WRITE_ONCE_POD',
};

const accessMode = (json: Json | undefined): Expression | undefined => {
  const name = MODES[textOf(json) ?? ''];
  return name === undefined ? undefined : member(`VolumeAccessMode.${name}`);
};
