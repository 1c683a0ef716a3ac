import { DatabaseOptions } from './database';
import { PostgresImage } from './image';
import { StorageOptions } from './storage';
import { TablespaceOptions } from './tablespace';

/** What is known of a cluster that copies are made of, or of a copy. */
export interface SourceFacts {
  /** Parameters; undefined where they are not known. */
  readonly parameters?: { readonly [name: string]: string };
  /** Libraries that are loaded at server start; undefined where they are not known. */
  readonly preloadLibraries?: readonly string[];
  /** The image that it names. */
  readonly image?: PostgresImage;
  /** The image that the operator takes where it names none; undefined where that is not known. */
  readonly defaultImage?: string;
  /** Data volume; undefined where it is not known. */
  readonly storage?: StorageOptions;
  /** WAL volume. */
  readonly walStorage?: StorageOptions;
  /** Tablespaces; undefined where they are not known. */
  readonly tablespaces?: readonly TablespaceOptions[];
  /** Databases; undefined where they are not known. */
  readonly databases?: readonly DatabaseOptions[];
  /** Whether what is left out here is left out by the cluster, and not merely unknown. */
  readonly isWhole: boolean;
}
