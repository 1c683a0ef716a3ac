import { distributionOf, parseImage } from '../../manifests/compare/image';
import { at, isMap, textOf } from '../../values/json';
import { annotation, KubeObject } from '../../manifests/object';
import { kindOf } from '../../manifests/operators';
import { ClusterView } from '../../manifests/operators/view';
import { GuardRule, Hit } from '../rule';
import { Comparison } from '../../manifests/compare/compare';
import { Side } from '../../manifests/side';
import { clusterPairs } from './storage';

const PGO = 'postgres-operator.crunchydata.com';

export type Versions = { before: ClusterView; after: ClusterView; from: number; to: number };

/** Clusters whose major version is known on both sides, and differs. */
export function majors(comparison: Comparison, direction: 'up' | 'down'): Versions[] {
  return clusterPairs(comparison).flatMap(({ before, after }) => {
    const [from, to] = [before.major, after.major];
    return from !== undefined && to !== undefined && (direction === 'up' ? to > from : to < from) ? [{ before, after, from, to }] : [];
  });
}

const DOWN: { readonly [operator: string]: string } = {
  cnpg: 'The webhook refuses the whole Cluster, and with it every other change of this commit.',
  zalando:
    'Accepted: every pod is rolled with the lower version in its environment, PostgreSQL goes on with the version of its data, and Git says something else.',
  crunchy: 'Accepted without a word: pods are made anew one after the other, find no data of the lower version, and do not start.',
};
const UP: { readonly [operator: string]: string } = {
  cnpg: 'All pods stop, a Job runs pg_upgrade, the volumes of the replicas are deleted and copied anew. The new cluster begins a new timeline.',
  zalando:
    'Every pod is rolled. Then, in the maintenance window and if the operator is in mode manual or full, the data are upgraded in place: unlogged tables are emptied, pg_stat_statements is dropped.',
  crunchy:
    'Pods are made anew with the new version and look for their data in another directory: one instance is lost after the other unless a PGUpgrade has run.',
};

export function upgradeOf(side: Side, { object }: ClusterView, to: number): KubeObject | undefined {
  return side
    .objectsIn(object.namespace)
    .find(
      (candidate) =>
        kindOf(candidate) === `${PGO}/PGUpgrade` &&
        textOf(at(candidate.value, 'spec', 'postgresClusterName')) === object.name &&
        Number(textOf(at(candidate.value, 'spec', 'toPostgresVersion'))) === to,
    );
}

/** What is missing in the release before for a major upgrade on PGO. */
function missingStep({ base }: Comparison, { before, to }: Versions): string | undefined {
  const upgrade = upgradeOf(base, before, to);
  if (!upgrade) {
    return `no PGUpgrade to ${to} of this cluster`;
  }
  if (!before.stopped) {
    return 'no shutdown: true';
  }
  return annotation(before.object, `${PGO}/allow-upgrade`) === upgrade.name
    ? undefined
    : `no annotation ${PGO}/allow-upgrade: ${upgrade.name}`;
}

const parts = (version: string | undefined): number[] => (/^v?(\d+)\.(\d+)/.exec(version ?? '')?.slice(1) ?? []).map(Number);
const CHARTS = new Set(['cloudnative-pg', 'plugin-barman-cloud', 'postgres-operator', 'pgo']);

export const VERSION_RULES: readonly GuardRule[] = [
  {
    id: 'G051',
    name: 'major-down',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'PostgreSQL goes back to an older major version.',
    why: 'No data directory goes back.',
    safe: 'Restore a backup of the old version into a new cluster, or dump and restore.',
    check: (comparison) =>
      majors(comparison, 'down').map(({ after, from, to }) => ({
        object: after.object,
        field: after.majorField,
        old: from,
        new: to,
        what: `PostgreSQL goes back from ${from} to ${to}.`,
        does: DOWN[after.operator]!,
        evidence: 'seen',
      })),
  },
  {
    id: 'G052',
    name: 'major-up',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'PostgreSQL goes to a newer major version.',
    why: 'There is no way back but a restore, and no recovery to a point in time across it.',
    safe: 'Try it on a copy. Take a backup just before, and one right after; keep the distribution; ANALYZE afterwards (CloudNativePG, PGO).',
    check: (comparison) =>
      majors(comparison, 'up').map(({ after, from, to }) => ({
        object: after.object,
        field: after.majorField,
        old: from,
        new: to,
        what: `PostgreSQL goes from ${from} to ${to}.`,
        does: UP[after.operator]!,
        evidence: 'seen',
      })),
  },
  {
    id: 'G053',
    name: 'major-up-same-archive',
    severity: 'block',
    operators: ['cnpg'],
    what: 'The new major version archives to the place of the old one.',
    why: 'The upgraded cluster begins a new history on timeline 1: its files may overwrite those of the old one.',
    safe: 'Change the server name (here: the generation of the archive) in the same commit as the version, and take a base backup at once.',
    check: (comparison) =>
      majors(comparison, 'up')
        .filter(
          ({ before, after }) =>
            after.operator === 'cnpg' && after.archives.some(({ place }) => before.archives.some((old) => old.place === place)),
        )
        .map(({ after }) => ({
          object: after.object,
          field: after.archives[0]!.field,
          new: after.archives[0]!.shown,
          what: `The new major version archives to ${after.archives[0]!.shown}, as the old one did.`,
          does: 'It does not look whether the place is empty, and writes.',
          evidence: 'read',
          effect: 'changes what can be recovered',
        })),
  },
  {
    id: 'G054',
    name: 'major-up-without-steps',
    severity: 'block',
    operators: ['crunchy'],
    what: 'The major version changes before the upgrade has run.',
    why: 'The version of the cluster is the last step: before it come a PGUpgrade, its annotation and a shutdown.',
    safe: 'Commit PGUpgrade and the annotation allow-upgrade; then shutdown: true; wait for Succeeded=True; then the version without shutdown.',
    check: (comparison) =>
      majors(comparison, 'up').flatMap((versions): Hit[] => {
        const missing = versions.after.operator === 'crunchy' ? missingStep(comparison, versions) : undefined;
        return missing
          ? [
              {
                object: versions.after.object,
                field: 'spec.postgresVersion',
                old: versions.from,
                new: versions.to,
                what: `The major version changes, and the release before has ${missing}.`,
                does: UP.crunchy!,
                evidence: 'seen',
              },
            ]
          : [];
      }),
  },
  {
    id: 'G055',
    name: 'image-with-parameters',
    severity: 'confirm',
    operators: ['cnpg'],
    what: 'The image and the parameters change in one commit.',
    why: 'With primaryUpdateMethod: switchover the webhook refuses both together.',
    safe: 'Make two commits of it.',
    check: ({ pairs }) =>
      pairs
        .filter(
          ({ after, changes }) =>
            kindOf(after) === 'postgresql.cnpg.io/Cluster' &&
            textOf(at(after.value, 'spec', 'primaryUpdateMethod')) === 'switchover' &&
            changes.some(({ field }) => field === 'spec.imageName') &&
            changes.some(({ field }) => field.startsWith('spec.postgresql.parameters')),
        )
        .map(({ before, after }) => ({
          object: after,
          field: 'spec.postgresql.parameters',
          old: at(before.raw, 'spec', 'postgresql', 'parameters'),
          new: at(after.raw, 'spec', 'postgresql', 'parameters'),
          does: 'The webhook refuses the whole Cluster.',
          evidence: 'read',
        })),
  },
  {
    id: 'G056',
    name: 'distribution-changed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The image is made of another distribution.',
    why: 'Its C library or ICU may sort text in another way: indexes are wrong until they are rebuilt, and nothing says so.',
    safe: 'Keep the distribution, or move by dump and restore or logical replication; at least REINDEX everything that sorts text.',
    check: (comparison) =>
      clusterPairs(comparison).flatMap(({ before, after }): Hit[] => {
        const [from, to] = [before.image && distributionOf(before.image), after.image && distributionOf(after.image)];
        return from && to && from !== to
          ? [
              {
                object: after.object,
                field: after.imageField,
                old: before.image,
                new: after.image,
                what: `The image is made of ${to}, no longer of ${from}.`,
                does: 'The pods are rolled; PostgreSQL warns of another version of its collations at best.',
                evidence: 'inferred',
              },
            ]
          : [];
      }),
  },
  {
    id: 'G057',
    name: 'image-unpinned',
    severity: 'warn',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The image is not pinned.',
    why: 'It may become another one without a change in Git: with an upgrade of the operator, or when the tag moves.',
    safe: 'Name the full version, or the digest.',
    state: ({ clusters }) =>
      clusters.flatMap(({ operator, object, image, imageField }): Hit[] => {
        const { tag, digest } = parseImage(image ?? '');
        const pinned =
          image !== undefined &&
          (digest !== undefined || (tag !== undefined && tag !== 'latest' && (operator !== 'cnpg' || /^\d+\.\d+/.test(tag))));
        const catalog = isMap(at(object.value, 'spec', 'imageCatalogRef'));
        return pinned || catalog
          ? []
          : [
              {
                object,
                field: imageField,
                new: image,
                what: image === undefined ? 'No image is named.' : `The image '${image}' is not pinned.`,
                does:
                  image === undefined
                    ? 'The operator takes the image that it is set up with, and another one after its own upgrade.'
                    : 'Each node takes what the tag means when it pulls the image.',
                evidence: 'read',
              },
            ];
      }),
  },
  {
    id: 'G058',
    name: 'image-dropped',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The image is no longer named.',
    why: 'The operator takes its own, which may be an older or newer one, or another distribution.',
    safe: 'Keep it named.',
  },
  {
    id: 'G059',
    name: 'operator-version-changed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The operator changes.',
    why: 'A new operator may roll every database, and skipped versions may miss a step.',
    safe: 'Read the notes of each version between; one minor version at a time; clusters that pin their image first.',
  },
  {
    id: 'G060',
    name: 'restart',
    severity: 'info',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'Pods restart.',
    why: 'Connections are cut where their pod goes or the primary moves, for seconds.',
    safe: 'Nothing to do where applications connect again by themselves.',
  },
  {
    id: 'G061',
    name: 'update-strategy-changed',
    severity: 'info',
    operators: ['cnpg'],
    what: 'How the primary is updated changes.',
    why: 'Unsupervised, it moves or restarts by itself; with method restart it restarts without a switchover.',
    safe: 'switchover is the shorter outage.',
  },
  {
    id: 'G119',
    name: 'token-changed',
    severity: 'warn',
    operators: ['cnpg', 'crunchy'],
    what: 'A token that restarts or moves the primary is new.',
    why: 'It fires once for each new value, and again when what remembers it is gone.',
    safe: 'Meant? Then nothing to do. Take old tokens out before the switch that they belong to is turned on again.',
  },
];

/** Whether a change of `targetRevision` is about the chart of an operator, and more than a patch. */
export function isOperatorBump(object: KubeObject, from: string | undefined, to: string | undefined): boolean {
  const chart = textOf(at(object.raw, 'spec', 'source', 'chart'));
  const [a, b] = [parts(from), parts(to)];
  return chart !== undefined && CHARTS.has(chart) && !(a.length === 2 && b.length === 2 && a[0] === b[0] && a[1] === b[1]);
}
