import { Relabeling } from '../model/monitoring';
import { nonEmpty } from './kubernetes';
import { Shape, listOf, number, optional, text } from './shape';

/** What a step of relabeling may hold. */
export const RELABELING: Shape<Relabeling> = {
  action: optional(text),
  sourceLabels: optional(listOf(text)),
  separator: optional(text),
  regex: optional(text),
  targetLabel: optional(text),
  replacement: optional(text),
  modulus: optional(number),
};

/** A step of relabeling as the objects of the Prometheus operator have it. */
export const relabelingSpec = ({ action, sourceLabels, separator, regex, targetLabel, replacement, modulus }: Relabeling): object => ({
  action,
  sourceLabels: nonEmpty([...(sourceLabels ?? [])]),
  separator,
  regex,
  modulus,
  targetLabel,
  replacement,
});
