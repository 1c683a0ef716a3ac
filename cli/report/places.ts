import * as path from 'path';
import { Rendering } from '../manifests/read/rendering';
import { SourceFile } from '../manifests/read/limits';

/** Files of one Kubernetes cluster. */
export interface Place {
  /** Folder below the one that was named; absent where there is one place only. */
  readonly name?: string;
  readonly files: readonly SourceFile[];
}

/** The first folder of a file below the one that was named. */
export function topFolder(file: string, folder: string): string {
  const [first, ...rest] = path.relative(folder, file).split(path.sep);
  return rest.length > 0 ? first! : '.';
}

/** Whether the same object is printed into several folders: then each folder is for a Kubernetes cluster of its own. */
export function isForSeveral({ byKey, duplicates }: Rendering, folder: string): boolean {
  return duplicates.some(({ key, file }) => topFolder(file, folder) !== topFolder(byKey.get(key)!.file, folder));
}

/** The folders of an output for several Kubernetes clusters. */
export function placesOf(files: readonly SourceFile[], folder: string): Place[] {
  const places = new Map<string, SourceFile[]>();
  for (const file of files) {
    const name = topFolder(file.file, folder);
    places.set(name, [...(places.get(name) ?? []), file]);
  }
  return [...places].map(([name, found]) => ({ name, files: found }));
}
