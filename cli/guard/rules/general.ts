import { at, textOf } from '../../values/json';
import { KubeObject, keyOf, refOf } from '../../manifests/object';
import { isStateful, operatorOf } from '../../manifests/operators';
import { GuardRule, Hit } from '../rule';
import { rowsFor } from '../../manifests/effects';

/** SQL without its comments and blank lines. */
const statements = (sql: string): string =>
  sql
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('--'))
    .join('\n');

export const GENERAL_RULES: readonly GuardRule[] = [
  {
    id: 'G089',
    name: 'immutable-changed',
    severity: 'block',
    operators: ['cnpg', 'kubernetes'],
    what: 'A field changes that cannot change.',
    why: 'The API refuses the object, and every other change of it in this commit.',
    safe: 'Put it back. For another value make a new object.',
  },
  {
    id: 'G116',
    name: 'acknowledgement-stale',
    severity: 'warn',
    operators: ['kubernetes'],
    what: 'An acknowledgement confirms nothing.',
    why: 'It is over, or what it confirmed is merged: left in the file, it hides nothing yet and confuses everybody.',
    safe: 'Take it out of the file.',
  },
  {
    id: 'G117',
    name: 'accepted-and-ignored',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The change is accepted, and does nothing.',
    why: 'Git says one thing and the database is another, and no status shows it.',
    safe: 'Put it back, or do by hand in the database what it says.',
    // The script that PGO runs once stands in a ConfigMap.
    check: ({ head, pairByKey }) =>
      head.clusters
        .filter(({ operator }) => operator === 'crunchy')
        .flatMap(({ object }): Hit[] => {
          const source = at(object.value, 'spec', 'databaseInitSQL');
          const pair = pairByKey.get(keyOf('', 'ConfigMap', object.namespace, textOf(at(source, 'name')) ?? ''));
          const sql = (side: KubeObject): string => statements(textOf(at(side.value, 'data', textOf(at(source, 'key')) ?? '')) ?? '');
          return pair && sql(pair.before) !== sql(pair.after)
            ? [
                {
                  object: pair.after,
                  field: `data["${textOf(at(source, 'key'))}"]`,
                  what: `The init SQL of ${refOf(object)} changes, and has run already.`,
                  does: 'PGO runs the script once in the life of a cluster: databases, extensions, owners and limits that are new in it are not made.',
                  evidence: 'seen',
                  effect: 'ignored',
                  safe: 'Run the script by hand as the superuser; or take databaseInitSQL out, let that be applied, and put it back.',
                },
              ]
            : [];
        }),
  },
  {
    id: 'G125',
    name: 'refused-with-company',
    severity: 'warn',
    operators: ['cnpg'],
    what: 'A change that is refused stands beside others.',
    why: 'One refused field blocks the whole object: the other changes do not take effect either.',
    safe: 'Take the refused change out of this commit.',
    check: ({ pairs }) =>
      pairs
        .filter(({ after }) => isStateful(after) && operatorOf(after) === 'cnpg')
        .flatMap(({ after, changes }) => {
          const outer = changes.filter(({ inside }) => !inside);
          const refused = outer.filter((change) => rowsFor(after, change).some(({ effect }) => effect === 'refused'));
          const others = outer.filter((change) => !refused.includes(change) && change.field !== 'metadata.annotations');
          return refused.length > 0 && others.length > 0
            ? [
                {
                  object: after,
                  field: refused[0]!.field,
                  what: `${refused.map(({ field }) => field).join(', ')} of ${refOf(after)} is refused, and with it ${others.map(({ field }) => field).join(', ')}.`,
                  does: 'The webhook refuses the whole object.',
                  evidence: 'seen' as const,
                },
              ]
            : [];
        }),
  },
  {
    id: 'G129',
    name: 'unknown-change',
    severity: 'info',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'Nobody has told this guard what the operator makes of the field.',
    why: 'It may do anything.',
    safe: 'Read the documentation of the operator.',
  },
];
