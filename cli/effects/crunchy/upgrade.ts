import { Row } from '../rows';
import { changed } from '../when';

/** A PGUpgrade. */
export const UPGRADE: readonly Row[] = [
  {
    path: 'spec.**',
    when: changed,
    effect: 'nothing',
    evidence: 'read',
    does: 'An upgrade that has run does not run again; one that has not uses the new values.',
  },
];
