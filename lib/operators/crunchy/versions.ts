import { CrunchyVersion } from './options';

const GROUP = 'postgres-operator.crunchydata.com';

/** What differs between the versions of the operator. */
export interface VersionFacts {
  /** The version as users write it. */
  readonly version: CrunchyVersion;
  /** Of the cluster object. Both have the same fields, and v1 is checked more strictly. */
  readonly apiVersion: string;
  /** Whether the API server looks at where PostgreSQL and pgbouncer write their logs. */
  readonly checksLogPlaces: boolean;
  /** Whether pgBackRest can use the managed identity of the nodes in Azure: since 2.58, so since the images of PGO 6.0.3. */
  readonly azureIdentity: boolean;
  /** Whether instances may have volumes of the program's own. */
  readonly additionalVolumes: boolean;
  /** Whether volumes of WAL and backups grow by themselves as those of data do, by steps that the program says, and no gate has to be opened. */
  readonly growsEveryVolume: boolean;
  /** Whether pgBackRest knows EKS Pod Identity. */
  readonly podIdentity: boolean;
}

const VERSIONS: Readonly<Record<CrunchyVersion, VersionFacts>> = {
  [CrunchyVersion.V5_8]: {
    version: CrunchyVersion.V5_8,
    apiVersion: `${GROUP}/v1beta1`,
    checksLogPlaces: false,
    azureIdentity: false,
    additionalVolumes: false,
    growsEveryVolume: false,
    podIdentity: false,
  },
  [CrunchyVersion.V6_0]: {
    version: CrunchyVersion.V6_0,
    apiVersion: `${GROUP}/v1`,
    checksLogPlaces: true,
    azureIdentity: true,
    additionalVolumes: true,
    growsEveryVolume: true,
    podIdentity: true,
  },
};

/** The version of those who name none. */
export const DEFAULT_VERSION = CrunchyVersion.V6_0;

/** Facts of the version that is asked for; those of the default one where nonsense is, which the checks report. */
export const versionFacts = ({ operatorVersion }: { readonly operatorVersion: CrunchyVersion }): VersionFacts =>
  Object.values(VERSIONS).find(({ version }) => version === operatorVersion) ?? VERSIONS[DEFAULT_VERSION];
