import { CloudNativePgVersion } from './options';

/** What differs between the versions of the operator. */
export interface VersionFacts {
  /** The version as users write it. */
  readonly version: CloudNativePgVersion;
  /** Whether roles are objects of their own; before, they are a field of the Cluster. */
  readonly roleObjects: boolean;
  /** Whether poolers can encrypt their metrics. */
  readonly encryptsPoolMetrics: boolean;
  /** Whether a cluster may use a service account of somebody else, and an image catalog may hold extensions. */
  readonly serviceAccounts: boolean;
  /** Version of the Helm chart, which has numbers of its own; where it is not known, it has to be given. */
  readonly chartVersion?: string;
}

const VERSIONS: Readonly<Record<CloudNativePgVersion, VersionFacts>> = {
  [CloudNativePgVersion.V1_28]: {
    version: CloudNativePgVersion.V1_28,
    encryptsPoolMetrics: false,
    roleObjects: false,
    serviceAccounts: false,
  },
  [CloudNativePgVersion.V1_29]: {
    version: CloudNativePgVersion.V1_29,
    encryptsPoolMetrics: false,
    roleObjects: false,
    serviceAccounts: true,
  },
  [CloudNativePgVersion.V1_30]: {
    version: CloudNativePgVersion.V1_30,
    encryptsPoolMetrics: true,
    roleObjects: true,
    serviceAccounts: true,
    chartVersion: '0.29.0',
  },
};

/** The version of those who name none. */
export const DEFAULT_VERSION = CloudNativePgVersion.V1_30;

/** Facts of the version that is asked for; those of the default one where nonsense is, which the checks report. */
export const versionFacts = ({ operatorVersion }: { readonly operatorVersion: CloudNativePgVersion }): VersionFacts =>
  Object.values(VERSIONS).find(({ version }) => version === operatorVersion) ?? VERSIONS[DEFAULT_VERSION];
