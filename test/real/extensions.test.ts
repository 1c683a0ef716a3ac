import * as fs from 'fs';
import * as path from 'path';
import { LIBRARIES_ALONE, extensionFacts } from '../../lib/access/extension-facts';
import type { PostgresServer } from './postgres-server';
import { MAJORS, programFolder, start } from './postgres-server';
import { requireProgram } from './requirements';

// The table of extensions must say of those that come with PostgreSQL what the server says: which need a library at its start, which need
// others before them, and which are none.

/** Languages: their libraries need Perl, Python and Tcl of the machine. */
const LANGUAGES = /^pl(perlu?|python\d?u|tclu?)$/;

/** What turns a type into one of a language. Python 2 is gone since PostgreSQL 15, and images of 14 do not have it any more. */
const TRANSFORMS = /_pl(perlu?|python\d?u)$/;
const PYTHON_2 = /_plpython2?u$/;

/** A statement that uses what an extension makes, for those that the table says need a library. */
const USES: { readonly [extension: string]: string } = { pg_stat_statements: 'SELECT count(*) FROM pg_stat_statements' };

for (const major of MAJORS) {
  requireProgram(`PostgreSQL ${major} ('npm ci' in test/real)`, programFolder(major) !== undefined)(`PostgreSQL ${major}`, () => {
    let server: PostgresServer;

    beforeAll(async () => (server = await start(major)));
    afterAll(() => server?.stop());

    test('says of each extension what it is made of', async () => {
      const all = await server.query(
        'SELECT name, coalesce(requires::text[], ARRAY[]::text[]) AS requires FROM pg_available_extension_versions JOIN pg_available_extensions USING (name) WHERE version = default_version',
      );
      const rows = all.filter(({ name }) => !PYTHON_2.test(name as string));
      expect(rows.length).toBeGreaterThan(40);
      const sorted = (names: readonly string[]) => [...names].sort();
      const table = rows.map(({ name }) => ({ name, requires: sorted(extensionFacts(name as string)?.after ?? []) }));
      expect(table).toEqual(rows.map(({ name, requires }) => ({ name, requires: sorted(requires as string[]) })));
    });

    test('creates each without a library at its start, and those that need one do nothing', async () => {
      const rows = await server.query('SELECT name FROM pg_available_extensions ORDER BY name');
      const names = rows.map(({ name }) => name as string).filter((name) => !LANGUAGES.test(name) && !TRANSFORMS.test(name));
      const useless = [];
      for (const name of names) {
        await server.query(`CREATE EXTENSION IF NOT EXISTS "${name}" CASCADE`);
        const failure = name in USES ? await server.query(USES[name]!).then(undefined, (error: Error) => error.message) : undefined;
        if (failure !== undefined) {
          expect(failure).toContain('must be loaded via');
          useless.push(name);
        }
      }
      expect(useless).toEqual(names.filter((name) => extensionFacts(name)?.library !== undefined));
    });

    test('has no extension of the name of a library that is none', async () => {
      const folder = path.join(programFolder(major)!, '..', 'lib', 'postgresql');
      const here = LIBRARIES_ALONE.filter((library) => fs.existsSync(path.join(folder, `${library}.so`)));
      expect(here).toEqual(expect.arrayContaining(['auto_explain', 'passwordcheck', 'pgoutput']));
      for (const library of here) {
        await expect(server.query(`CREATE EXTENSION "${library}"`)).rejects.toThrow(
          major > 14 ? `extension "${library}" is not available` : `${library}.control": No such file`,
        );
      }
    });

    test('does with the library what it did not do without', async () => {
      await server.stop();
      server = await start(major, { settings: { shared_preload_libraries: 'pg_stat_statements' } });
      await server.query('CREATE EXTENSION pg_stat_statements');
      await expect(server.query(USES.pg_stat_statements!)).resolves.toHaveLength(1);
    });

    test('refuses an extension before those that it is made of', async () => {
      await expect(server.query('CREATE EXTENSION earthdistance')).rejects.toThrow('required extension "cube" is not installed');
      await server.query('CREATE EXTENSION cube');
      await server.query('CREATE EXTENSION earthdistance');
    });
  });
}
