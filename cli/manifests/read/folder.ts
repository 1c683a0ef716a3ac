import * as fs from 'fs';
import * as path from 'path';
import { unreadable, usage } from '../../status';
import { checkSize, isManifestFile, isSkippedFolder, leavesFolder, Limits, SourceFile } from './limits';

/** Every manifest below a folder (or the one file), in the order of their names. */
export function readFolder(folder: string, cwd: string, limits: Limits): SourceFile[] {
  const root = path.resolve(cwd, folder);
  const stat = fs.statSync(root, { throwIfNoEntry: false });
  if (!stat) {
    throw usage(`there is no file or folder '${folder}'`);
  }
  if (stat.isFile()) {
    return [readFile(root, folder, limits)];
  }
  const real = fs.realpathSync(root);
  const files: SourceFile[] = [];
  const walk = (at: string): void => {
    for (const entry of fs.readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const full = path.join(at, entry.name);
      const shown = path.join(folder, path.relative(root, full));
      if (entry.isSymbolicLink()) {
        checkLink(full, shown, real, folder);
      } else if (entry.isDirectory()) {
        if (!isSkippedFolder(entry.name)) {
          walk(full);
        }
      } else if (entry.isFile() && isManifestFile(entry.name) && !entry.name.startsWith('.')) {
        files.push(readFile(full, shown, limits));
      }
    }
  };
  walk(root);
  return files;
}

/** What a link inside of the folder leads to is read at its own place. */
function checkLink(full: string, shown: string, real: string, folder: string): void {
  let target: string;
  try {
    target = fs.realpathSync(full);
  } catch {
    throw unreadable(`${shown}: a symbolic link that leads nowhere`);
  }
  if (target !== real && !target.startsWith(real + path.sep)) {
    throw leavesFolder(shown, folder);
  }
}

function readFile(full: string, shown: string, limits: Limits): SourceFile {
  checkSize(shown, fs.statSync(full).size, limits);
  return { file: shown, text: decoded(fs.readFileSync(full), shown) };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Text of a file; a byte order mark at its beginning is dropped. */
export function decoded(bytes: Uint8Array, shown: string): string {
  try {
    return utf8.decode(bytes).replace(/\r\n/g, '\n');
  } catch {
    throw unreadable(`${shown}: not UTF-8`);
  }
}
