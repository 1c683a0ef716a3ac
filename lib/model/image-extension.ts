import { ImagePullPolicy } from './image-pull-policy';

/**
 * An extension that comes as a volume with an image in it. PostgreSQL 18 and Kubernetes 1.35, or the gate `ImageVolume` before (rule CNPG-144).
 *
 * @see https://cloudnative-pg.io/documentation/current/imagevolume_extensions/
 */
export interface ImageExtension {
  /** Name, by which it is mounted at `/extensions/<name>`: at most 59 lower-case letters, digits, `-` and `_`. */
  readonly name: string;

  /**
   * Image, with a tag that is not `latest`.
   *
   * @default - that of the image catalog, from version 1.29 on
   */
  readonly image?: string;

  /**
   * When the image is pulled.
   *
   * @default - where the node does not have it
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * Folders of control files in it, for `extension_control_path`.
   *
   * @default - share
   */
  readonly controlPaths?: string[];

  /**
   * Folders of libraries in it, for `dynamic_library_path`.
   *
   * @default - lib
   */
  readonly libraryPaths?: string[];

  /**
   * Folders in it for `LD_LIBRARY_PATH`.
   *
   * @default - none
   */
  readonly systemLibraryPaths?: string[];

  /**
   * Folders in it for `PATH`; from version 1.29 on (rule CNPG-144).
   *
   * @default - none
   */
  readonly binaryPaths?: string[];
}
