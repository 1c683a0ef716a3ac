import { ClusterVerb } from '../model/cluster-verb';
import { Shape, instance, required, text } from '../private/shape';
import { cluster } from '../private/value-shapes';
import { KUBECTL_JOB_SHAPE } from './kubectl-job-shape';
import type { VerbJobProps } from './verb-job-props';

const verb = instance('a ClusterVerb such as ClusterVerb.newCertificate()', ['kind', 'about'], ({ about }: ClusterVerb, place) =>
  about === undefined ? [] : text(about, place),
);

export const VERB_JOB_SHAPE: Shape<VerbJobProps> = {
  ...KUBECTL_JOB_SHAPE,
  cluster: required(cluster),
  verb: required(verb),
  token: required(text),
};
