import * as fs from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { CloudNativePgVersion, CrunchyVersion, IPostgresOperator, PostgresOperator, ZalandoVersion } from '../../lib';
import { ASKS } from '../contract/asks';
import { program } from './programs';
import { Manifest, render } from './render';

/**
 * The CRDs as they were released. They do not ship with this project: they lie beside the checkout, or in the folder that CRD_DIR names.
 */
const CRDS = process.env.CRD_DIR ?? path.join(__dirname, '..', '..', '..', 'shared', 'crds');

/** Whether the released CRDs are at hand. */
export const hasReleasedCrds = fs.existsSync(CRDS);

/** An operator version that an option can target, and the folders of its CRDs. */
export interface Target {
  readonly title: string;
  readonly folders: readonly string[];
  readonly create: () => IPostgresOperator;
}

export const TARGETS: readonly Target[] = [
  ...(
    [
      [CloudNativePgVersion.V1_28, 'v1.28.4'],
      [CloudNativePgVersion.V1_29, 'v1.29.2'],
      [CloudNativePgVersion.V1_30, 'v1.30.0'],
    ] as const
  ).map(([operatorVersion, tag]) => ({
    title: `CloudNativePG ${operatorVersion}`,
    folders: [`cloudnative-pg/${tag}`, 'plugin-barman-cloud/v0.14.0'],
    create: () => PostgresOperator.cloudNativePg({ operatorVersion }),
  })),
  ...(
    [
      [ZalandoVersion.V1_15, 'v1.15.1'],
      [ZalandoVersion.V2_0, 'v2.0.1'],
    ] as const
  ).map(([operatorVersion, tag]) => ({
    title: `Zalando ${operatorVersion}`,
    folders: [`zalando-postgres-operator/${tag}`],
    create: () => PostgresOperator.zalando({ teamId: 'acme', operatorVersion, inheritedLabels: ['acme.example/cost-center'] }),
  })),
  ...(
    [
      [CrunchyVersion.V5_8, 'v5.8.9'],
      [CrunchyVersion.V6_0, 'v6.0.3'],
    ] as const
  ).map(([operatorVersion, tag]) => ({
    title: `Crunchy PGO ${operatorVersion}`,
    folders: [`crunchy-postgres-operator/${tag}`],
    create: () =>
      PostgresOperator.crunchy({
        operatorVersion,
        volumeSnapshotsEnabled: true,
      }),
  })),
];

/** Folders of the newest version of each operator, which the examples are for. */
export const NEWEST_FOLDERS = [
  'cloudnative-pg/v1.30.0',
  'plugin-barman-cloud/v0.14.0',
  'zalando-postgres-operator/v2.0.1',
  'crunchy-postgres-operator/v6.0.3',
];

/** API groups of what brings certificates and Secrets. */
const COMPANION_GROUPS = ['cert-manager.io', 'external-secrets.io'];

/** API groups of the operators and of these; other kinds are Kubernetes' own. */
const GROUPS = ['postgresql.cnpg.io', 'barmancloud.cnpg.io', 'acid.zalan.do', 'postgres-operator.crunchydata.com', ...COMPANION_GROUPS];

/** Folder of the CRDs that are no operator's. */
const COMPANIONS = 'companions';

/** The objects of the operators, whose schemas the library has. */
export const ofOperators = (manifests: readonly Manifest[]): Manifest[] =>
  customResources(manifests).filter(({ apiVersion }) => !COMPANION_GROUPS.includes(apiVersion.split('/')[0]!));

/** The objects that a CRD describes; with those that a drill makes from a file. */
export function customResources(manifests: readonly Manifest[]): Manifest[] {
  const made = manifests.flatMap(({ data }) => (data?.['cluster.yaml'] === undefined ? [] : [parse(data['cluster.yaml']) as Manifest]));
  return [...manifests, ...made].filter(({ apiVersion }) => GROUPS.includes(apiVersion.split('/')[0]!));
}

/** Everything that the contract suite prints for an operator, by capability. */
export function printedByContract(create: () => IPostgresOperator): { readonly capability: string; readonly manifests: Manifest[] }[] {
  return create()
    .capabilities.filter(({ path: at }) => at !== undefined)
    .map(({ capability }) => ({ capability, manifests: customResources(render(program(create(), ASKS[capability]))) }));
}

/** The released file that describes an object. */
export function crdFile({ apiVersion, kind }: Manifest, folders: readonly string[]): string {
  const [group] = apiVersion.split('/') as [string];
  const files = [...folders, COMPANIONS].flatMap((folder) =>
    fs.readdirSync(path.join(CRDS, folder)).map((name) => path.join(CRDS, folder, name)),
  );
  const found = files.find(
    (file) => path.basename(file).startsWith(`${group}_`) && new RegExp(`^ +kind: ${kind}$`, 'm').test(fs.readFileSync(file, 'utf8')),
  );
  if (found === undefined) {
    throw new Error(`no CRD of ${apiVersion} ${kind} in ${folders.join(', ')}`);
  }
  return found;
}
