import { ZalandoOptions, ZalandoVersion } from './options';

/** What differs between the versions of the operator. */
export interface VersionFacts {
  /** The version as users write it. */
  readonly version: ZalandoVersion;
  /** PostgreSQL majors that the custom resource and the image have in common. */
  readonly majors: readonly number[];
  /** The Spilo image that the release was tested with; one image holds every major. */
  readonly image: string;
  /** Whether the custom resource has topology spread constraints. */
  readonly spread: boolean;
  /** Whether the custom resource, and the operator's configuration with it, has services of the type NodePort. */
  readonly nodePorts: boolean;
  /** Whether the image takes the identity of the pods for Google Cloud Storage; 4.1 overwrites it with the address of the bucket. */
  readonly gcsIdentity: boolean;
  /** Whether a replica cluster can have a primary and an archive at once. */
  readonly archiveAndStreaming: boolean;
  /** Whether the operator gives the role of its service account to what a replica cluster reads, too. */
  readonly handsOnRole: boolean;
  /** Version of the Helm chart. */
  readonly chartVersion: string;
  /** Whether the configuration has a field for the AWS role of the pods. */
  readonly roleSetting: boolean;
}

const VERSIONS: Readonly<Record<ZalandoVersion, VersionFacts>> = {
  [ZalandoVersion.V1_15]: {
    version: ZalandoVersion.V1_15,
    majors: [14, 15, 16, 17],
    image: 'ghcr.io/zalando/spilo-17:4.0-p3',
    spread: false,
    nodePorts: false,
    gcsIdentity: true,
    archiveAndStreaming: false,
    handsOnRole: false,
    chartVersion: '1.15.1',
    roleSetting: false,
  },
  [ZalandoVersion.V2_0]: {
    version: ZalandoVersion.V2_0,
    majors: [14, 15, 16, 17, 18],
    image: 'ghcr.io/zalando/spilo-18:4.1-p2',
    spread: true,
    nodePorts: true,
    gcsIdentity: false,
    archiveAndStreaming: true,
    handsOnRole: true,
    chartVersion: '2.0.1',
    roleSetting: true,
  },
};

/** The version of those who name none. */
const DEFAULT_VERSION = ZalandoVersion.V2_0;

/** Facts of the version that the options ask for; those of the default one where they ask for nonsense, which the checks report. */
export function versionFacts(options: ZalandoOptions | undefined): VersionFacts {
  const asked = Object.values(VERSIONS).find(({ version }) => version === options?.operatorVersion);
  return asked ?? VERSIONS[DEFAULT_VERSION];
}
