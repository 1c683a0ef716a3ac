import { CatalogImage } from '../model/image-catalog';
import { IPostgresOperator } from '../operators/contract';

/**
 * Properties of `ImageCatalog`.
 */
export interface ImageCatalogProps {
  /** The operator that reads it. */
  readonly operator: IPostgresOperator;

  /** Name of the catalog object (rule IMG-001). */
  readonly catalogName: string;

  /** The images, one a major version, eight at most (rule IMG-002). */
  readonly images: CatalogImage[];

  /**
   * Whether it serves the whole Kubernetes cluster (`ClusterImageCatalog`); otherwise the namespace of its chart.
   *
   * @default false
   */
  readonly clusterWide?: boolean;
}
