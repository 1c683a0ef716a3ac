import type { ClusterPairProps } from './cluster-pair-props';
import { PairStep } from '../model/pair-step';
import { Shape, instance, optional, required, text } from '../private/shape';
import { cluster } from '../private/value-shapes';

const STEP = 'a PairStep such as PairStep.demote()';

const step = instance(STEP, ['kind', 'token'], ({ token }: PairStep, place) => (token === undefined ? [] : text(token, place)));

export const CLUSTER_PAIR_SHAPE: Shape<ClusterPairProps> = {
  primary: required(cluster),
  replica: required(cluster),
  step: optional(step),
};
