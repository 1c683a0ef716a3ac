import { ImagePullPolicy } from '../../model/image-pull-policy';
import { VolumeAccessMode } from '../../model/storage';
import { CONTAINER, FILE_SOURCE, OPERATOR_SERVICE } from '../../private/pod-shapes';
import { Shape, boolean, listOf, number, oneOf, optional, required, shapeProblems, struct, text, textMap } from '../../private/shape';
import { COMPUTE, STORAGE, size } from '../../private/value-shapes';
import { PATRONI } from '../shared/patroni';
import {
  CrunchyClusterOptions,
  CrunchyMetadata,
  CrunchyPatroniLogLevel,
  CrunchyPatroniLogging,
  CrunchyServices,
  CrunchyVolume,
} from './cluster-options';

import { CrunchyExporter, CrunchyVolumeClaim } from './running-options';

/** What the options of clusters that were written for PGO may hold. */

const LOGGING: Shape<CrunchyPatroniLogging> = {
  storageLimit: required(size),
  level: optional(oneOf(CrunchyPatroniLogLevel, 'CrunchyPatroniLogLevel')),
};

const SERVICES: Shape<CrunchyServices> = {
  primary: optional(struct(OPERATOR_SERVICE)),
  replicas: optional(struct(OPERATOR_SERVICE)),
  pool: optional(struct(OPERATOR_SERVICE)),
};

const VOLUME: Shape<CrunchyVolume> = {
  name: required(text),
  claimName: optional(text),
  image: optional(text),
  containers: optional(listOf(text)),
  readOnly: optional(boolean),
};

const METADATA: Shape<CrunchyMetadata> = { labels: optional(textMap), annotations: optional(textMap) };

const EXPORTER: Shape<CrunchyExporter> = {
  image: optional(text),
  compute: optional(struct(COMPUTE)),
  queriesConfigMaps: optional(listOf(text)),
};

const CLAIM: Shape<CrunchyVolumeClaim> = {
  accessMode: optional(oneOf(VolumeAccessMode, 'VolumeAccessMode')),
  volumeName: optional(text),
  labels: optional(textMap),
};

export const CLUSTER_OPTIONS_SHAPE: Shape<CrunchyClusterOptions> = {
  patroni: optional(struct(PATRONI)),
  patroniLogging: optional(struct(LOGGING)),
  services: optional(struct(SERVICES)),
  instanceMetadata: optional(struct(METADATA)),
  backupMetadata: optional(struct(METADATA)),
  imagePullPolicy: optional(oneOf(ImagePullPolicy, 'ImagePullPolicy')),
  supplementalGroups: optional(listOf(number)),
  sidecars: optional(listOf(struct(CONTAINER))),
  volumes: optional(listOf(struct(VOLUME))),
  temporaryVolume: optional(struct(STORAGE)),
  configFiles: optional(listOf(struct(FILE_SOURCE))),
  exporter: optional(struct(EXPORTER)),
  certificateSidecarCompute: optional(struct(COMPUTE)),
  dataVolume: optional(struct(CLAIM)),
  walVolume: optional(struct(CLAIM)),
};

/** Those of the options; none where they are not such as they should be, which is told with the rules. */
export function clusterOptionsOf(options: CrunchyClusterOptions): CrunchyClusterOptions {
  const names = Object.keys(CLUSTER_OPTIONS_SHAPE) as (keyof CrunchyClusterOptions)[];
  const given = Object.fromEntries(names.map((name) => [name, options[name]])) as CrunchyClusterOptions;
  return shapeProblems(CLUSTER_OPTIONS_SHAPE, given).length > 0 ? {} : given;
}
