/**
 * A catalog of images that lives in the Kubernetes cluster.
 */
export interface ImageCatalogOptions {
  /** Name of the catalog object. */
  readonly name: string;

  /**
   * Whether the catalog serves the whole Kubernetes cluster; otherwise it stands in the namespace of the database.
   *
   * @default false
   */
  readonly clusterWide?: boolean;
}

/**
 * Which container image the instances run.
 */
export class PostgresImage {
  /**
   * This very image, tag or digest included, for example `registry.example.com/postgresql:17.6-standard-trixie`.
   *
   * @param reference image reference with a tag; `latest` and images without a tag are refused (rule HA-021)
   */
  public static pinned(reference: string): PostgresImage {
    return new PostgresImage(reference, undefined);
  }

  /**
   * The image that a catalog in the Kubernetes cluster names for the major version.
   *
   * @param catalog which catalog
   * @see https://cloudnative-pg.io/documentation/current/image_catalog/
   */
  public static fromCatalog(catalog: ImageCatalogOptions): PostgresImage {
    return new PostgresImage(undefined, catalog);
  }

  /** The image reference; undefined for a catalog. */
  public readonly reference?: string;

  /** The catalog; undefined for a pinned image. */
  public readonly catalog?: ImageCatalogOptions;

  private constructor(reference?: string, catalog?: ImageCatalogOptions) {
    this.reference = reference;
    this.catalog = catalog;
  }
}
