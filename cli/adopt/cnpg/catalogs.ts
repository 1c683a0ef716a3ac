import { at, Json, listOf } from '../../values/json';
import { Surroundings } from '../draft';
import { call, Expression, list, map, value } from '../program/expression';
import { Part } from '../program/program';
import { pullPolicy } from '../shared/containers';
import { given, needed, number, version } from '../shared/values';

/** The image catalog of a cluster, where it was read, too. */
export function catalogParts({ objects }: Surroundings): Part[] {
  return objects
    .filter(({ kind }) => kind === 'ImageCatalog')
    .map(({ name, raw }) => ({
      variable: 'catalog',
      construct: 'ImageCatalog',
      id: 'Catalog',
      rows: [
        needed('operator', call('PostgresOperator.cloudNativePg')),
        needed('catalogName', value(name)),
        needed(
          'images',
          list(
            listOf(at(raw.spec, 'images')).map((one) =>
              map({
                version: version(number(at(one, 'major')) ?? ''),
                image: value(at(one, 'image') ?? ''),
                extensions: imageExtensions(at(one, 'extensions')),
              }),
            ),
          ),
        ),
      ],
    }));
}

/** Extensions out of images of their own; undefined where one has what no prop says. */
export function imageExtensions(json: Json | undefined): Expression | undefined {
  const items = listOf(json).map((one) =>
    map({
      name: given(at(one, 'name')),
      image: given(at(one, 'image', 'reference')),
      imagePullPolicy: pullPolicy(at(one, 'image', 'pullPolicy')),
      controlPaths: given(at(one, 'extension_control_path')),
      libraryPaths: given(at(one, 'dynamic_library_path')),
      systemLibraryPaths: given(at(one, 'ld_library_path')),
      binaryPaths: given(at(one, 'bin_path')),
    }),
  );
  return items.length > 0 ? list(items) : undefined;
}
