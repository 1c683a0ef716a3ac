import { at, Json, listOf, textOf } from '../../values/json';
import { call, CDK8S, Expression, list, map, member, value } from '../program/expression';
import { Row } from '../program/program';
import { given, nonEmptyMap, plain, row, scalar, size } from '../shared/values';

/** Size of a volume claim. */
export const claimSize = (json: Json | undefined): Expression | undefined => size(at(json, 'resources', 'requests', 'storage'));

/** How far a volume grows by itself. */
export function autoGrow(json: Json | undefined): Expression | undefined {
  const limit = size(at(json, 'resources', 'limits', 'storage'));
  const trigger = at(json, 'autoGrow', 'trigger');
  return limit && map({ limit, trigger: given(trigger), maxStep: size(at(json, 'autoGrow', 'maxGrow')) });
}

/** A volume claim as a volume of the library. */
export const claim = (json: Json | undefined): Expression =>
  map({
    // A claim has a size; one that cannot be read is patched.
    size: claimSize(json) ?? call('Size.gibibytes', [value(1)], CDK8S),
    autoGrow: autoGrow(json),
    volumeName: scalar(at(json, 'volumeName')),
    accessMode: accessMode(listOf(at(json, 'accessModes'))[0]),
    storageClass: scalar(at(json, 'storageClassName')),
  });

const MODES: { readonly [mode: string]: string } = {
  ReadWriteMany: 'READ_WRITE_MANY',
  ReadWriteOncePod: 'READ_WRITE_ONCE_POD',
};

const accessMode = (json: Json | undefined): Expression | undefined => {
  const name = MODES[textOf(json) ?? ''];
  return name === undefined ? undefined : member(`VolumeAccessMode.${name}`);
};

/** What a claim of instances says besides size and class. */
export const claimRows = (path: string, json: Json | undefined): Row[] => [
  ...row(`${path}.accessMode`, accessMode(listOf(at(json, 'accessModes'))[0])),
  ...plain(`${path}.volumeName`, at(json, 'volumeName')),
  ...plain(`${path}.labels`, nonEmptyMap(at(json, 'selector', 'matchLabels'))),
];

/** Volumes beside those of the data. */
export function volumes(json: Json | undefined): Expression | undefined {
  const items = listOf(json).map((one) =>
    map({
      name: given(at(one, 'name')),
      claimName: given(at(one, 'claimName')),
      image: given(at(one, 'image', 'reference')),
      containers: given(at(one, 'containers')),
      readOnly: given(at(one, 'readOnly')),
    }),
  );
  return items.length > 0 ? list(items) : undefined;
}
