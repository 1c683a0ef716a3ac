import { DNS_LABEL, labelKeyProblem } from '../../../model/names';
import { sizeBytes } from '../../../model/quantity';
import { Rule } from '../../../private/rules';
import { containerProblems, serviceProblems, sourceProblems } from '../../../private/pod-problems';
import { defined, imageProblem, isCount, labelProblems, nameProblem, volumeProblem } from '../../../private/value-problems';
import { timingProblems } from '../../shared/patroni';
import { CrunchyMetadata, CrunchyVolume } from '../cluster-options';
import { PGO_PREFIX } from '../names';
import { ClusterContext } from '../rule-contexts';
import { versionFacts } from '../versions';

const REFUSED = 'the API server refuses the cluster object, or the pods that PGO makes of it';

/** Containers that PGO puts into the pods of instances. */
const OWN_CONTAINERS = ['database', 'replication-cert-copy', 'pgbackrest', 'pgbackrest-config', 'exporter', 'collector'];

const MAX_VOLUME_NAME = 55;
const MAX_VOLUMES = 10;
/** Bytes that PGO asks for at the least. */
const LEAST_LOG = 25 * 10 ** 6;

/** What is wrong with the options of clusters that were written for PGO. */
export const OPTION_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'PGO-141',
    summary: 'the timing of Patroni is such as Patroni takes it',
    why: 'Patroni takes other values than these without a word, and a failover comes sooner or later than thought',
    check: ({ settings }) => [
      ...timingProblems(settings.patroni),
      ...(settings.patroniLogging && sizeBytes(settings.patroniLogging.storageLimit) < LEAST_LOG
        ? [`'operator.patroniLogging.storageLimit' must be at least 25Mi; write Size.mebibytes(25)`]
        : []),
    ],
  },
  {
    id: 'PGO-142',
    summary: 'Services, and labels and annotations of pods, are such as Kubernetes takes, and say who may come',
    why: `${REFUSED}, or nobody gets in by the Service`,
    check: ({ settings: { services = {}, instanceMetadata, backupMetadata } }) => [
      ...serviceProblems('operator.services.primary', services.primary),
      ...serviceProblems('operator.services.replicas', services.replicas),
      ...serviceProblems('operator.services.pool', services.pool),
      ...metadataProblems('operator.instanceMetadata', instanceMetadata),
      ...metadataProblems('operator.backupMetadata', backupMetadata),
    ],
  },
  {
    id: 'PGO-143',
    summary: "containers, volumes and files of one's own are such as PGO takes, in a version that has them",
    why: REFUSED,
    check: ({ settings }) => {
      const { sidecars, volumes = [], temporaryVolume, configFiles, supplementalGroups = [] } = settings;
      return [
        ...containerProblems('operator.sidecars', sidecars, OWN_CONTAINERS),
        ...(volumes.length > 0 && !versionFacts(settings).additionalVolumes
          ? [`'operator.volumes' need PGO 6.0, got ${settings.operatorVersion}; leave them out`]
          : []),
        ...(volumes.length > MAX_VOLUMES ? [`'operator.volumes' must be at most ${MAX_VOLUMES}, got ${volumes.length}`] : []),
        ...volumes.flatMap((volume, i) => volumeProblems(`operator.volumes[${i}]`, volume, volumes.slice(0, i))),
        ...defined([temporaryVolume && volumeProblem('operator.temporaryVolume.size', temporaryVolume.size)]),
        ...(temporaryVolume?.autoGrow ? [`'operator.temporaryVolume.autoGrow' must be left out; write a larger 'size'`] : []),
        ...defined([nameProblem('operator.temporaryVolume.storageClass', temporaryVolume?.storageClass)]),
        ...sourceProblems('operator.configFiles', configFiles),
        ...supplementalGroups
          .filter((group) => !isCount(group, 1))
          .map((group) => `'operator.supplementalGroups' must be whole numbers from 1, got ${group}`),
      ];
    },
  },
];

/** PGO finds its pods by labels of its own. */
const metadataProblems = (place: string, { labels = {}, annotations = {} }: CrunchyMetadata = {}): string[] => [
  ...labelProblems(`${place}.labels`, labels),
  ...defined(Object.keys(annotations).map((key) => labelKeyProblem(key))).map((problem) => `'${place}.annotations': ${problem}`),
  ...[...Object.keys(labels), ...Object.keys(annotations)]
    .filter((key) => key.startsWith(PGO_PREFIX))
    .map((key) => `'${place}' must not have '${key}', which is PGO's; leave it out`),
];

function volumeProblems(
  place: string,
  { name, claimName, image, containers = [], readOnly }: CrunchyVolume,
  before: readonly CrunchyVolume[],
): string[] {
  const problem = imageProblem(image);
  return [
    ...(DNS_LABEL.test(name) && name.length <= MAX_VOLUME_NAME
      ? []
      : [`'${place}.name' must be at most ${MAX_VOLUME_NAME} lower-case letters, digits and '-', got '${name}'`]),
    ...(before.some((other) => other.name === name) ? [`'${place}' repeats the volume '${name}'; write another name`] : []),
    ...((claimName === undefined) === (image === undefined) ? [`'${place}' must have either 'claimName' or 'image'`] : []),
    ...defined([nameProblem(`${place}.claimName`, claimName)]),
    ...(problem === undefined ? [] : [`'${place}.image': ${problem}`]),
    ...(image !== undefined && readOnly === false ? [`'${place}.readOnly' must not be false for an image; leave it out`] : []),
    ...(containers.length > MAX_VOLUMES ? [`'${place}.containers' must be at most ${MAX_VOLUMES}, got ${containers.length}`] : []),
  ];
}
