import { ReplicaSource, StreamingSourceOptions } from '../model/replica-source';
import { Shape, instance, number, optional, required, shapeProblems, struct, text } from '../private/shape';
import { SECRET_KEY } from '../private/value-shapes';
import { archive } from './archive-shape';

/** What each prop of replica clusters, pairs, single backups and restores, and drills may hold. */

const STREAMING: Shape<StreamingSourceOptions> = {
  clusterName: required(text),
  host: required(text),
  port: optional(number),
  certificateSecret: optional(text),
  ca: optional(struct(SECRET_KEY)),
};

export const replicaSource = instance(
  'a ReplicaSource such as ReplicaSource.archive(policy.archive)',
  ['sourceArchive', 'primaryAddress', '_asked'],
  (source: ReplicaSource, place) => [
    ...(source._asked.includes('archive') ? archive(source.sourceArchive, place) : []),
    ...(source._asked.includes('streaming') ? shapeProblems(STREAMING, source.primaryAddress, place) : []),
  ],
);
