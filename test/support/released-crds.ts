import * as fs from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { IPostgresOperator } from '../../lib';
import { OPERATORS } from '../../scripts/operators';
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

/** Folder of the CRDs that are no operator's. */
const COMPANIONS = 'companions';

const subfolders = (folder: string): string[] =>
  fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** Of each project with released CRDs the release of a version, such as `1.30`, or else its newest one: a plugin has versions of its own. */
function foldersOf(version?: string): string[] {
  const projects = hasReleasedCrds ? subfolders(CRDS).filter((name) => name !== COMPANIONS) : [];
  return projects.map((project) => {
    const releases = subfolders(path.join(CRDS, project)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    return path.join(project, releases.find((release) => release.startsWith(`v${version}.`)) ?? releases[releases.length - 1]!);
  });
}

export const TARGETS: readonly Target[] = OPERATORS.flatMap(({ displayName, versions, createFull }) =>
  versions.map((version) => ({ title: `${displayName} ${version}`, folders: foldersOf(version), create: () => createFull(version) })),
);

/** Folders of the newest version of each operator, which the examples are for. */
export const NEWEST_FOLDERS = foldersOf();

/** API groups of the operators: those that the library has schemas of. */
const OPERATOR_GROUPS = subfolders(path.join(__dirname, '..', '..', 'imports', 'schemas'));

/** API groups of what brings certificates and Secrets. */
const COMPANION_GROUPS = ['cert-manager.io', 'external-secrets.io'];

const groupOf = ({ apiVersion }: Manifest): string => apiVersion.split('/')[0]!;

/** The objects of the operators, whose schemas the library has. */
export const ofOperators = (manifests: readonly Manifest[]): Manifest[] =>
  customResources(manifests).filter((manifest) => OPERATOR_GROUPS.includes(groupOf(manifest)));

/** The objects that a CRD describes; with those that a drill makes from a file. */
export function customResources(manifests: readonly Manifest[]): Manifest[] {
  const made = manifests.flatMap(({ data }) => (data?.['cluster.yaml'] === undefined ? [] : [parse(data['cluster.yaml']) as Manifest]));
  return [...manifests, ...made].filter((manifest) => [...OPERATOR_GROUPS, ...COMPANION_GROUPS].includes(groupOf(manifest)));
}

/** Everything that the contract suite prints for an operator, by capability. */
export function printedByContract(create: () => IPostgresOperator): { readonly capability: string; readonly manifests: Manifest[] }[] {
  return create()
    .capabilities.filter(({ path: at }) => at !== undefined)
    .map(({ capability }) => ({ capability, manifests: customResources(render(program(create(), ASKS[capability]))) }));
}

const files = new Map<string, string>();

/** The released file that describes an object; looked for once for each kind, for these files are long. */
export function crdFile(manifest: Manifest, folders: readonly string[]): string {
  const key = [groupOf(manifest), manifest.kind, ...folders].join(' ');
  const file = files.get(key) ?? searched(manifest, folders);
  files.set(key, file);
  return file;
}

function searched(manifest: Manifest, folders: readonly string[]): string {
  const { apiVersion, kind } = manifest;
  const found = [...folders, COMPANIONS]
    .flatMap((folder) => fs.readdirSync(path.join(CRDS, folder)).map((name) => path.join(CRDS, folder, name)))
    .find(
      (file) =>
        path.basename(file).startsWith(`${groupOf(manifest)}_`) && new RegExp(`^ +kind: ${kind}$`, 'm').test(fs.readFileSync(file, 'utf8')),
    );
  if (found === undefined) {
    throw new Error(`no CRD of ${apiVersion} ${kind} in ${folders.join(', ')}`);
  }
  return found;
}
