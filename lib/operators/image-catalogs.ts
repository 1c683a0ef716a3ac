import { Construct } from 'constructs';
import { Finding } from '../model/finding';
import { ImageCatalogModel } from '../model/image-catalog';

/**
 * What an operator does with catalogs of images.
 */
export interface IImageCatalogOperator {
  /**
   * Creates the object of a catalog.
   *
   * @param scope the construct that it belongs to
   * @param catalog the catalog
   */
  bindImageCatalog(scope: Construct, catalog: ImageCatalogModel): void;

  /**
   * What is wrong with a catalog on this operator.
   *
   * @param catalog the catalog
   */
  checkImageCatalog(catalog: ImageCatalogModel): Finding[];
}
