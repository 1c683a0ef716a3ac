import { localesOf } from '../../shared/locales';
import { STORED_PASSWORDS, storedPasswordProblem } from '../../shared/stored-passwords';
import { droppedByPatroni, loweredByPatroni } from '../../shared/patroni';
import { Rule } from '../../../private/rules';
import { ClusterContext } from '../rule-contexts';

/** Locales of the images, which have the English package of the C library beside those of every system. */
const ENGLISH = /^(C|POSIX|C\.[Uu][Tt][Ff]-?8|en_[A-Z]{2}(\.[A-Za-z0-9-]+)?)$/;

/** What Patroni, which PGO hands replication and parameters to, ignores or gets wrong. The schema of PGO has no such bounds. */
export const PATRONI_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'PGO-027',
    summary: 'strict synchronous replication waits for one standby',
    why: 'Patroni lowers the number to the standbys that are left, so that one alone confirms commits that were to be on several',
    check: ({ model }) => loweredByPatroni(model),
  },
  {
    id: 'PGO-197',
    ...STORED_PASSWORDS,
    check: ({ model }) => storedPasswordProblem(model),
  },
  {
    id: 'PGO-198',
    summary: 'the image of the operator has the locales of the parameters',
    why: 'the server does not start: the images of PGO have English locales only',
    check: ({ model }) =>
      model.image === undefined
        ? localesOf({ ...model, databases: [] })
            .filter(({ locale }) => !ENGLISH.test(locale))
            .map(
              ({ of, locale }) =>
                `'${of}' must be an English locale such as en_US.UTF-8, or C, got '${locale}'; write PostgresImage.pinned(...) of an image that has it`,
            )
        : undefined,
  },
  {
    id: 'PGO-028',
    summary: 'parameters have values that Patroni accepts',
    why: 'Patroni drops the value without a word and the server runs with the default',
    check: ({ model }) => droppedByPatroni(model),
  },
];
