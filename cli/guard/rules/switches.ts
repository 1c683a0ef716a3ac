import { at, textOf } from '../../values/json';
import { annotation } from '../../manifests/object';
import { GuardRule, Hit } from '../rule';

/** Annotations of CloudNativePG that are for emergencies. */
const EMERGENCY: { readonly [key: string]: (value: string) => boolean } = {
  'cnpg.io/validation': (value) => value === 'disabled',
  'cnpg.io/skipEmptyWalArchiveCheck': (value) => value === 'enabled',
  'cnpg.io/skipWalArchiving': (value) => value === 'enabled',
  'alpha.cnpg.io/unrecoverable': (value) => value === 'true',
  'cnpg.io/podPatch': (value) => value !== '',
};

const DELETE_ANNOTATIONS = ['delete-date', 'delete-clustername'];

const REASON = 'Emergency switch';

/** Annotations and settings that change how an operator behaves. */
export const SWITCH_RULES: readonly GuardRule[] = [
  {
    id: 'G082',
    name: 'emergency-annotation',
    severity: 'block',
    operators: ['cnpg'],
    what: `${REASON} in Git.`,
    why: 'It turns a check or the operator itself off for good, and everybody forgets it.',
    safe: 'Set it by hand in the emergency, and take it back.',
    state: ({ clusters }) =>
      clusters
        .filter(({ operator }) => operator === 'cnpg')
        .flatMap(({ object }) =>
          Object.entries(EMERGENCY).flatMap(([key, isBad]): Hit[] => {
            const value = annotation(object, key);
            return value !== undefined && isBad(value)
              ? [
                  {
                    object,
                    field: `metadata.annotations["${key}"]`,
                    new: value,
                    what: `${REASON} '${key}' in Git.`,
                    does: 'It holds at each reconciliation.',
                    evidence: 'read',
                  },
                ]
              : [];
          }),
        ),
  },
  {
    id: 'G083',
    name: 'reconciliation-off',
    severity: 'confirm',
    operators: ['cnpg', 'crunchy'],
    what: 'The operator is told to leave the cluster alone.',
    why: 'Later commits do nothing, and nobody repairs the cluster; on CloudNativePG there is no failover either.',
    safe: 'Confirm it for the time of a repair, and take it back.',
  },
  {
    id: 'G084',
    name: 'deletion-permitted-in-git',
    severity: 'block',
    operators: ['zalando'],
    what: 'The permission to delete the cluster stands in Git.',
    why: 'It is there to be given once, by hand; stored, it guards nothing.',
    safe: 'Take it out; annotate the object by hand when it is to be deleted.',
    state: ({ clusters, objects }) => {
      const configured = objects
        .filter(({ kind }) => kind === 'OperatorConfiguration')
        .flatMap((object) =>
          ['delete_annotation_date_key', 'delete_annotation_name_key'].map((key) =>
            textOf(at(object.value, 'configuration', 'kubernetes', key)),
          ),
        )
        .filter((key): key is string => !!key);
      return clusters
        .filter(({ operator }) => operator === 'zalando')
        .flatMap(({ object }) =>
          [...new Set([...DELETE_ANNOTATIONS, ...configured])].flatMap((key): Hit[] => {
            const value = annotation(object, key);
            return value === undefined
              ? []
              : [
                  {
                    object,
                    field: `metadata.annotations["${key}"]`,
                    new: value,
                    does: 'On the day it names, a deletion of the object is carried out, volumes included.',
                    evidence: 'read',
                  },
                ];
          }),
        );
    },
  },
  {
    id: 'G085',
    name: 'deletion-settings-changed',
    severity: 'confirm',
    operators: ['zalando'],
    what: 'What a deletion deletes changes, for every cluster of the operator.',
    why: 'With finalizers the guard of the delete annotations is not asked; without owner references or with deletion of claims, more goes than before.',
    safe: 'Keep enable_persistent_volume_claim_deletion: false, and delete volumes by hand.',
  },
  {
    id: 'G086',
    name: 'upgrade-mode-changed',
    severity: 'confirm',
    operators: ['zalando'],
    what: 'Which clusters the operator upgrades by itself changes.',
    why: 'In mode full it upgrades many clusters at once, and their manifests stay behind.',
    safe: 'manual, and one cluster after the other.',
  },
  {
    id: 'G087',
    name: 'leader-record-moved',
    severity: 'block',
    operators: ['zalando'],
    what: 'Where Patroni keeps its leader, or how it finds its pods, changes for every cluster.',
    why: 'While old and new pods look in different places, a cluster may have two primaries.',
    safe: 'Scale every cluster to one instance, change it, and scale back.',
  },
  {
    id: 'G088',
    name: 'team-changed',
    severity: 'confirm',
    operators: ['zalando'],
    what: 'The cluster goes to another team.',
    why: 'Labels, DNS names and roles of the team change; where names have to begin with the team, the cluster is refused.',
    safe: 'Keep the team; give access to the other one by roles.',
  },
];
