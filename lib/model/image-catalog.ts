import { ImageExtension } from './image-extension';
import { PostgresVersion } from './postgres-version';

/**
 * The image of a major version in a catalog.
 */
export interface CatalogImage {
  /** The major version. */
  readonly version: PostgresVersion;

  /** Its image, with a tag that begins with the version, and a digest if possible. */
  readonly image: string;

  /**
   * Extensions that clusters with this image may name without their images; from version 1.29 of CloudNativePG and PostgreSQL 18 on.
   *
   * @default - none
   */
  readonly extensions?: ImageExtension[];
}

/**
 * A catalog of images with every default filled in.
 */
export interface ImageCatalogModel {
  /** Name of the object. */
  readonly name: string;
  /** Whether it serves the whole Kubernetes cluster. */
  readonly clusterWide: boolean;
  /** The images, one a major version. */
  readonly images: CatalogImage[];
}
