import { at, listOf, textOf } from '../../values/json';
import { refOf } from '../../manifests/object';
import { kindOf } from '../../manifests/operators';
import { CNPG, itsCluster } from '../../manifests/operators/cnpg';
import { GuardRule, Hit } from '../rule';

/** Roles, databases and who may do what. */
export const ROLE_RULES: readonly GuardRule[] = [
  {
    id: 'G090',
    name: 'dropped-by-the-operator',
    severity: 'block',
    operators: ['cnpg'],
    what: 'A role, a database or something in it is to be dropped.',
    why: 'DROP is not undone.',
    safe: 'Take a backup; drop it by hand when nobody uses it any more.',
  },
  {
    id: 'G091',
    name: 'database-object-removed',
    severity: 'block',
    operators: ['cnpg'],
    what: 'An object disappears whose removal drops what it stands for.',
    why: 'The database or the role is dropped with it.',
    safe: 'Set the reclaim policy to retain first, let that be synced, and remove the object in a later commit.',
    check: ({ removed }) =>
      removed.flatMap((object): Hit[] => {
        const field = { [`${CNPG}/Database`]: 'databaseReclaimPolicy', [`${CNPG}/DatabaseRole`]: 'databaseRoleReclaimPolicy' }[
          kindOf(object)
        ];
        return field && textOf(at(object.value, 'spec', field)) === 'delete'
          ? [
              {
                object,
                field: `spec.${field}`,
                old: 'delete',
                what: `${refOf(object)} disappears, and its reclaim policy is 'delete'.`,
                does: object.kind === 'Database' ? 'DROP DATABASE is executed.' : 'DROP ROLE is executed.',
                evidence: 'read',
                effect: 'destroys data',
              },
            ]
          : [];
      }),
  },
  {
    id: 'G092',
    name: 'role-removed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A role is no longer declared.',
    why: 'It is not dropped: it can still log in with its password and its grants. On PGO its Secret is deleted, and applications lose their credentials.',
    safe: 'Take its access and its login away first, and drop it by hand.',
    check: ({ removed, head }) =>
      removed
        .filter((object) => kindOf(object) === `${CNPG}/DatabaseRole` && itsCluster(object, head.byKey) !== undefined)
        .map((object) => ({
          object,
          what: `${refOf(object)} disappears.`,
          does: 'The role stays in the database with its password and its grants.',
          evidence: 'seen',
        })),
  },
  {
    id: 'G093',
    name: 'users-unset',
    severity: 'block',
    operators: ['crunchy'],
    what: 'The list of users is taken away.',
    why: 'The default user of PGO comes back, and the Secrets of those that were listed are deleted.',
    safe: 'Keep the list; an empty list ([]) is no user at all.',
    check: ({ pairs }) =>
      pairs
        .filter(
          ({ before, after }) =>
            kindOf(after) === 'postgres-operator.crunchydata.com/PostgresCluster' &&
            listOf(at(before.raw, 'spec', 'users')).length > 0 &&
            !Array.isArray(at(after.raw, 'spec', 'users')),
        )
        .map(({ before, after }) => ({
          object: after,
          field: 'spec.users',
          old: at(before.raw, 'spec', 'users'),
          new: at(after.raw, 'spec', 'users'),
          does: 'The Secrets of the users are deleted at once, and one for a user called after the cluster is made.',
          evidence: 'read',
          effect: 'cuts clients',
        })),
  },
  {
    id: 'G094',
    name: 'superuser-access-changed',
    severity: 'warn',
    operators: ['cnpg'],
    what: 'Access of the superuser over the network is opened or closed.',
    why: 'Open, a leaked Secret is everything; closed, whoever used it is shut out.',
    safe: 'Keep it closed; give roles what they need.',
  },
  {
    id: 'G095',
    name: 'privilege-raised',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A role gets more privileges.',
    why: 'A superuser, or one that replicates or passes row security, reads everything.',
    safe: 'Give grants, not privileges of the whole cluster.',
  },
  {
    id: 'G140',
    name: 'slot-removed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A replication slot is no longer kept, or becomes another one.',
    why: 'Whoever reads the changes of a database loses his place in it, and begins again with a copy of all tables.',
    safe: 'Stop the reader and take his subscription away first.',
  },
  {
    id: 'G121',
    name: 'database-changed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A database is no longer declared, or gets another owner.',
    why: 'A renamed database is a new, empty one, and the old one stays; what is in a database keeps its owner.',
    safe: 'Rename with ALTER DATABASE and REASSIGN OWNED by hand, and declare the result.',
  },
];
