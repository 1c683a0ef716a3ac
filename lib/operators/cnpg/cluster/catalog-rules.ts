import { ImageCatalogModel } from '../../../model/image-catalog';
import { Rule } from '../../../private/rules';
import { Settings } from '../settings';
import { versionFacts } from '../versions';
import { LEAST_MAJOR, extensionListProblems } from './extension-problems';

interface CatalogContext {
  readonly catalog: ImageCatalogModel;
  readonly settings: Settings;
}

/** What CloudNativePG refuses in a catalog of images. */
export const CATALOG_RULES: readonly Rule<CatalogContext>[] = [
  {
    id: 'CNPG-150',
    summary: 'extensions of a catalog are such as the version of PostgreSQL and of the operator take',
    why: 'the API server refuses the catalog, or drops them and clusters wait for their images',
    check: ({ catalog: { images }, settings }) =>
      images.flatMap(({ version, extensions = [] }, i) => [
        ...(extensions.length > 0 && version.majorNumber < LEAST_MAJOR
          ? [`'images[${i}].extensions' need PostgreSQL ${LEAST_MAJOR}, got ${version.major}; leave them out`]
          : []),
        ...(extensions.length > 0 && !versionFacts(settings).serviceAccounts
          ? [`'images[${i}].extensions' need CloudNativePG 1.29, got ${settings.operatorVersion}; write 'imageExtensions' of the factory`]
          : []),
        ...extensionListProblems(`images[${i}].extensions`, extensions, {
          missing: 'write it, for clusters look for it here',
          hasBinaries: true,
        }),
      ]),
  },
];
