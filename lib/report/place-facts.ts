import { ChoicePlace } from './choice-place';
import { PlaceEffect, PlaceFinding } from './place-finding';

/** What a fact of the place means for some operators. */
export interface PlaceRow {
  readonly fact: keyof ChoicePlace;
  /** When it is so, in the words of a page. */
  readonly when: string;
  readonly holds: (place: ChoicePlace) => boolean;
  /** Names of the operators, as their projects write them. */
  readonly operators: readonly string[];
  /** The version that it is about; all if absent. */
  readonly operatorVersion?: string;
  readonly effect: PlaceEffect;
  readonly what: string;
  readonly source: string;
}

const CNPG = 'CloudNativePG';
const ZALANDO = 'Zalando Postgres Operator';
const CRUNCHY = 'Crunchy PGO';
const { EXCLUDES, AGAINST, FOR } = PlaceEffect;

const VERSION = /^1\.([1-9][0-9]?)$/;

/** What is wrong with a version of Kubernetes. */
export const kubernetesProblem = (version: string | undefined): string | undefined =>
  version === undefined || VERSION.test(version)
    ? undefined
    : `'place.kubernetes' must be a version with two numbers, such as '1.34', got '${version}'; write what 'kubectl version' says of the server, without what stands behind the second number`;

/** Whether a version of Kubernetes is one of those; none is given where nobody asked. */
const between =
  (from: number, to = Infinity) =>
  ({ kubernetes }: ChoicePlace): boolean => {
    const minor = Number(VERSION.exec(kubernetes ?? '')?.[1] ?? NaN);
    return minor >= from && minor <= to;
  };

/** One row for each thing that a place says of an operator. Where there is no row it says nothing. */
export const PLACE_ROWS: readonly PlaceRow[] = [
  {
    fact: 'kubernetes',
    when: 'below 1.34',
    holds: between(0, 33),
    operators: [CNPG],
    operatorVersion: '1.30',
    effect: AGAINST,
    what: 'its makers test and support 1.34 to 1.36; update Kubernetes, or take a version of the operator that names yours',
    source: 'CloudNativePG 1.30, docs/src/supported_releases.md',
  },
  {
    fact: 'kubernetes',
    when: 'above 1.36',
    holds: between(37),
    operators: [CNPG],
    operatorVersion: '1.30',
    effect: AGAINST,
    what: 'its makers test and support 1.34 to 1.36; wait for the next version of the operator',
    source: 'CloudNativePG 1.30, docs/src/supported_releases.md',
  },
  {
    fact: 'kubernetes',
    when: 'below 1.30',
    holds: between(0, 29),
    operators: [CRUNCHY],
    operatorVersion: '6.0',
    effect: EXCLUDES,
    what: 'it needs 1.30 or newer; update Kubernetes, or take version 5.8 of the operator',
    source: 'Crunchy PGO 6.0, README.md',
  },
  {
    fact: 'kubernetes',
    when: 'below 1.21',
    holds: between(0, 20),
    operators: [ZALANDO],
    effect: EXCLUDES,
    what: 'it makes PodDisruptionBudgets of policy/v1, which are there from 1.21 on; update Kubernetes',
    source: 'Zalando Postgres Operator, pkg/cluster/k8sres.go',
  },
  {
    fact: 'objectStore',
    when: 'no, and no snapshots of volumes',
    holds: ({ objectStore, volumeSnapshots }) => objectStore === false && volumeSnapshots !== true,
    operators: [CNPG],
    effect: EXCLUDES,
    what: 'it keeps backups in an object store or in snapshots of volumes, so there would be none; install a store in the cluster, or snapshots',
    source: 'docs/capabilities.md, backup.volume and backup.snapshots',
  },
  {
    fact: 'objectStore',
    when: 'no, but snapshots of volumes',
    holds: ({ objectStore, volumeSnapshots }) => objectStore === false && volumeSnapshots === true,
    operators: [CNPG],
    effect: AGAINST,
    what: 'snapshots are the only backups, and without an archive of WAL a restore leads to the moment of one of them; install a store in the cluster',
    source: 'docs/capabilities.md, backup.snapshots',
  },
  {
    fact: 'objectStore',
    when: 'no',
    holds: ({ objectStore }) => objectStore === false,
    operators: [ZALANDO],
    effect: EXCLUDES,
    what: 'it keeps backups in an object store alone, so there would be none; install a store in the cluster',
    source: 'docs/capabilities.md, backup.volume',
  },
  {
    fact: 'objectStore',
    when: 'no',
    holds: ({ objectStore }) => objectStore === false,
    operators: [CRUNCHY],
    effect: FOR,
    what: 'pgBackRest keeps backups and WAL on a volume too, as BackupTarget.volume() says',
    source: 'docs/capabilities.md, backup.volume',
  },
  {
    fact: 'volumeSnapshots',
    when: 'yes',
    holds: ({ volumeSnapshots }) => volumeSnapshots === true,
    operators: [CNPG],
    effect: FOR,
    what: 'it makes backups of snapshots, and restores from them in minutes whatever the size',
    source: 'docs/capabilities.md, backup.snapshots and recovery.snapshots',
  },
  {
    fact: 'serviceMesh',
    when: 'yes',
    holds: ({ serviceMesh }) => serviceMesh === true,
    operators: [CNPG],
    effect: AGAINST,
    what: 'pods of databases are left out of the mesh, and the namespace of the operator too, whose plugins speak gRPC with each other; set Platform.of(app).set({ mesh: ... })',
    source: 'docs/how-to/platforms.md',
  },
  {
    fact: 'serviceMesh',
    when: 'yes',
    holds: ({ serviceMesh }) => serviceMesh === true,
    operators: [ZALANDO, CRUNCHY],
    effect: AGAINST,
    what: 'pods of databases are left out of the mesh; set Platform.of(app).set({ mesh: ... })',
    source: 'docs/how-to/platforms.md',
  },
  {
    fact: 'openShift',
    when: 'yes',
    holds: ({ openShift }) => openShift === true,
    operators: [CNPG],
    effect: AGAINST,
    what: 'its makers test it on Kubernetes alone; on OpenShift take the certified operator of EDB, or test it yourselves',
    source: 'CloudNativePG 1.30, docs/src/supported_releases.md',
  },
  {
    fact: 'openShift',
    when: 'yes',
    holds: ({ openShift }) => openShift === true,
    operators: [ZALANDO],
    effect: AGAINST,
    what: 'its configuration needs kubernetes_use_configmaps, since OpenShift lets nobody write Endpoints',
    source: 'docs/how-to/platforms.md',
  },
  {
    fact: 'openShift',
    when: 'yes',
    holds: ({ openShift }) => openShift === true,
    operators: [CRUNCHY],
    effect: FOR,
    what: 'it knows OpenShift, from 4.14 on, and is in its catalogue',
    source: 'Crunchy PGO 6.0, README.md',
  },
  {
    fact: 'vendorTerms',
    when: 'no',
    holds: ({ vendorTerms }) => vendorTerms === false,
    operators: [CRUNCHY],
    effect: AGAINST,
    what: 'its default images have terms of Crunchy Data, with limits for the production of larger companies; build them from its Dockerfiles, and name them by an image catalog or an image registry',
    source: 'terms of registry.developers.crunchydata.com',
  },
  {
    fact: 'patroniExperience',
    when: 'yes',
    holds: ({ patroniExperience }) => patroniExperience === true,
    operators: [ZALANDO, CRUNCHY],
    effect: FOR,
    what: 'patronictl works in its pods, and Patroni decides on a failover',
    source: 'docs/runbooks/PostgresFailover.md',
  },
  {
    fact: 'patroniExperience',
    when: 'yes',
    holds: ({ patroniExperience }) => patroniExperience === true,
    operators: [CNPG],
    effect: AGAINST,
    what: 'there is no Patroni in it; what the team knows of it has to be learnt anew, as kubectl cnpg',
    source: 'docs/runbooks/PostgresFailover.md',
  },
];

/** What a place says of an operator. */
export const placeFindings = (place: ChoicePlace, name: string, version: string): PlaceFinding[] =>
  PLACE_ROWS.filter(
    ({ holds, operators, operatorVersion = version }) => operators.includes(name) && operatorVersion === version && holds(place),
  ).map(({ fact, effect, what, source }) => ({ fact, effect, what, source }));
