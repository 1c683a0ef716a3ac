import { ImageCatalogModel } from '../model/image-catalog';
import { Rule } from '../private/rules';
import { imageProblem, nameProblem } from '../private/value-problems';

/** A catalog and what the rules need to know around it. */
export interface ImageCatalogContext {
  readonly catalog: ImageCatalogModel;
  /** Paths of other catalogs of the same name. */
  readonly rivals: readonly string[];
}

const MAX_IMAGES = 8;

/** What holds for a catalog of images on every operator. */
export const IMAGE_CATALOG_RULES: readonly Rule<ImageCatalogContext>[] = [
  {
    id: 'IMG-001',
    summary: 'a catalog has a name of an object, and is the only one of its name',
    why: 'the API server refuses it, or the second catalog replaces the first',
    check: ({ catalog: { name }, rivals }) => [
      ...[nameProblem('catalogName', name)].filter((problem) => problem !== undefined),
      ...(rivals.length > 0 ? [`the catalog '${name}' is also made by ${rivals.join(', ')}; give each catalog a name of its own`] : []),
    ],
  },
  {
    id: 'IMG-002',
    summary: `a catalog has 1 to ${MAX_IMAGES} images, one a major version, with tags that are not latest`,
    why: 'the API server refuses it, or clusters run another image after a restart',
    check: ({ catalog: { images } }) => [
      ...(images.length >= 1 && images.length <= MAX_IMAGES
        ? []
        : [`'images' must be 1 to ${MAX_IMAGES}, got ${images.length}; write one for each major version`]),
      ...images.flatMap(({ version, image }, i) => {
        const problem = imageProblem(image);
        return [
          ...(images.findIndex((other) => other.version.major === version.major) === i
            ? []
            : [`'images[${i}]' repeats the version '${version.major}'; leave one of them out`]),
          ...(problem === undefined ? [] : [`'images[${i}].image': ${problem}`]),
        ];
      }),
    ],
  },
];
