import { at, Json, textOf } from '../../values/json';
import { Expression, map, value } from '../program/expression';
import { size } from '../shared/values';

/** Size of a volume claim. */
export const claimSize = (json: Json | undefined): Expression | undefined => size(at(json, 'resources', 'requests', 'storage'));

/** A volume claim as a volume of the library. */
export const claim = (json: Json | undefined): Expression =>
  map({
    size: claimSize(json),
    storageClass: textOf(at(json, 'storageClassName')) === undefined ? undefined : value(at(json, 'storageClassName')!),
  });
