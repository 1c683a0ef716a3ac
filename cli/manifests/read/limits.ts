import { unreadable } from '../../status';

/** How much is read before the command gives up. */
export interface Limits {
  /** Bytes of one file. */
  readonly fileBytes: number;
}

export const DEFAULT_FILE_MIB = 64;

/** What cdk8s writes beside the manifests, wherever validations are configured, is none: names of constructs. */
const BESIDE = /(^|[\\/])construct-metadata\.json$/;

export const isManifestFile = (name: string): boolean => /\.(ya?ml|json)$/i.test(name) && !BESIDE.test(name);

/** Folders that hold no rendering: those of tools, and packages. */
export const isSkippedFolder = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

export function checkSize(file: string, bytes: number, { fileBytes }: Limits): void {
  if (bytes > fileBytes) {
    const mib = (n: number): string => `${Math.ceil(n / 1024 ** 2)} MiB`;
    throw unreadable(`${file}: ${mib(bytes)}, more than the ${mib(fileBytes)} that are read; raise --max-file-size if that is a rendering`);
  }
}

export const leavesFolder = (link: string, folder: string): Error =>
  unreadable(`${link}: a symbolic link that leads out of ${folder}; nothing outside of the folder is read`);

/** A file of a rendering. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}
