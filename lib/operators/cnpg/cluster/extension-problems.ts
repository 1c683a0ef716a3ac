import { ImageExtension } from '../../../model/image-extension';
import { imageProblem } from '../../../private/value-problems';

/** What is wrong with extensions that come as images, in a cluster or in a catalog. */

/** PostgreSQL before knows no folder of extensions but its own. */
export const LEAST_MAJOR = 18;

/** What the place of the extensions, and the version of the operator, allow. */
interface ExtensionFacts {
  /** What is said of an extension without an image; nothing where it needs none. */
  readonly missing?: string;
  readonly hasBinaries: boolean;
}

/** All that is wrong with a list of them. */
export const extensionListProblems = (place: string, extensions: readonly ImageExtension[], facts: ExtensionFacts): string[] =>
  extensions.flatMap((extension, i, all) =>
    extensionProblems(`${place}[${i}]`, extension, {
      ...facts,
      isRepeated: all.findIndex((other) => sameFolder(other) === sameFolder(extension)) !== i,
    }),
  );

/** Names of extensions that would be mounted at one place. */
const sameFolder = ({ name }: ImageExtension): string => name.replace(/_/g, '-');

function extensionProblems(
  place: string,
  { name, image, controlPaths = [], libraryPaths = [], systemLibraryPaths = [], binaryPaths = [] }: ImageExtension,
  facts: ExtensionFacts & { readonly isRepeated: boolean },
): string[] {
  const problem = imageProblem(image);
  return [
    ...(/^[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/.test(name) && name.length <= 59
      ? []
      : [`'${place}.name' must be at most 59 lower-case letters, digits, '-' and '_', got '${name}'`]),
    ...(facts.isRepeated ? [`'${place}' repeats the extension '${name}'; leave one of them out`] : []),
    ...(problem === undefined ? [] : [`'${place}.image': ${problem}`]),
    ...(image === undefined && facts.missing !== undefined ? [`'${place}.image' is missing; ${facts.missing}`] : []),
    ...(binaryPaths.length > 0 && !facts.hasBinaries ? [`'${place}.binaryPaths' need CloudNativePG 1.29; leave them out`] : []),
    ...[...controlPaths, ...libraryPaths, ...systemLibraryPaths, ...binaryPaths]
      .filter((path) => path === '' || path.startsWith('/') || path.split('/').includes('..'))
      .map((path) => `'${place}': paths are folders inside of the image, such as 'share', got '${path}'`),
  ];
}
