import { Construct } from 'constructs';
import { ClusterImageCatalog } from '../../../../imports/cnpg/cluster-image-catalog';
import { ImageCatalog, ImageCatalogSpec, toJson_ImageCatalogSpec } from '../../../../imports/cnpg/image-catalog';
import { Finding } from '../../../model/finding';
import { ImageCatalogModel } from '../../../model/image-catalog';
import { Manifest } from '../../../private/manifest';
import { runRules } from '../../../private/rules';
import { IImageCatalogOperator } from '../../image-catalogs';
import { Settings } from '../settings';
import { CATALOG_RULES } from './catalog-rules';
import { extensionsSpec } from './option-spec';

/** Catalogs of CloudNativePG: of a namespace, or of the whole Kubernetes cluster. Both have the same spec. */
export class CnpgImageCatalogs implements IImageCatalogOperator {
  public constructor(private readonly settings: Settings) {}

  public bindImageCatalog(scope: Construct, catalog: ImageCatalogModel): void {
    new Manifest(scope, 'Resource', {
      gvk: catalog.clusterWide ? ClusterImageCatalog.GVK : ImageCatalog.GVK,
      metadata: { name: catalog.name },
      spec: () => toJson_ImageCatalogSpec(catalogSpec(catalog)),
    });
  }

  public checkImageCatalog(catalog: ImageCatalogModel): Finding[] {
    return runRules(CATALOG_RULES, { catalog, settings: this.settings });
  }
}

const catalogSpec = ({ images }: ImageCatalogModel): ImageCatalogSpec => ({
  images: images.map(({ version, image, extensions }) => ({ major: version.majorNumber, image, extensions: extensionsSpec(extensions) })),
});
