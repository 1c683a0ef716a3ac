import { at, textOf } from '../../values/json';
import { KubeObject } from '../../manifests/object';
import { Comparison } from '../../manifests/compare/compare';
import { Side } from '../../manifests/side';
import { Hit } from '../rule';

/** A value of a list that a construct of several steps prints beside its cluster. */
export const listField = (list: KubeObject | undefined, name: string): string | undefined => textOf(at(list?.value, 'data', name));

/**
 * What is wrong with the lists of a construct from one commit to the next.
 *
 * @param label the label by which its lists are known
 * @param jump what is wrong with the step that a list has come to
 * @param goesAway what is wrong with a list that disappears
 */
export const stepsOf =
  (
    label: string,
    jump: (old: KubeObject | undefined, list: KubeObject) => Hit | undefined,
    goesAway: (list: KubeObject) => Hit | undefined,
  ) =>
  ({ base, head, removed }: Comparison): Hit[] => {
    const isList = (object: KubeObject): boolean =>
      object.kind === 'ConfigMap' &&
      textOf(at(object.value, 'metadata', 'labels', label)) !== undefined &&
      listField(object, 'step') !== undefined;
    const lists = ({ objects }: Side): KubeObject[] => objects.filter(isList);
    const before = new Map(lists(base).map((list) => [list.key, list]));
    return [
      ...lists(head).flatMap((list) => jump(before.get(list.key), list) ?? []),
      ...removed.filter(isList).flatMap((list) => goesAway(list) ?? []),
    ];
  };
