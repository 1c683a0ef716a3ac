import { Ask } from '../private/asks';
import { Capability } from '../model/capability';
import { ClusterVerb } from '../model/cluster-verb';
import { ClusterVerbKind } from '../model/kinds';

const on =
  (kind: ClusterVerbKind, what: string) =>
  (verb: ClusterVerb): string[] =>
    verb._kind === kind ? [what] : [];

/** What a verb asks for. */
export const VERB_ASKS: readonly Ask<ClusterVerb>[] = [
  [Capability.VERB_PASSWORD, on('new-password', 'another password by a VerbJob')],
  [Capability.VERB_CERTIFICATE, on('new-certificate', 'another certificate by a VerbJob')],
  [Capability.VERB_REINIT, on('new-instance', 'a replica that is made anew by a VerbJob')],
];
