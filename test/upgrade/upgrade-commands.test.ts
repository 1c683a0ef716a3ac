import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { IPostgresOperator, PostgresOperator, PostgresVersion, UpgradeStep } from '../../lib';
import { program } from '../support/programs';
import { only, render } from '../support/render';

/** The commands of a list, as a shell reads them: what reaches the server, and in which database. */

const bin = fs.mkdtempSync(path.join(os.tmpdir(), 'upgrade-commands-'));
afterAll(() => fs.rmSync(bin, { recursive: true }));

const STUBS = {
  // What is asked of the API server is answered by anything; what runs in a pod runs here.
  kubectl: 'if [ "$1" != exec ]; then echo pod/orders-1; exit; fi\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"',
  su: 'exec sh -c "$3"',
  psql: `for one in "$@"; do case "$one" in
  --dbname=*) database="\${one#*=}" ;;
  --command=*) statement="\${one#*=}" ;;
esac; done
case "$statement" in *pg_database*) printf 'orders\\npostgres\\n' ;; *) echo "$database: $statement" >>"$ASKED" ;; esac`,
  patronictl: '',
  envdir: '',
  ls: '',
};
for (const [name, text] of Object.entries(STUBS)) {
  fs.writeFileSync(path.join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

/** What servers are asked by the commands of a list. */
function asked(operator: IPostgresOperator, step: UpgradeStep, archiveGeneration?: number): string[] {
  const manifests = render(
    program(operator, {
      cluster: { databases: [{ name: 'orders', owner: 'orders-app' }], monitoring: { enabled: false }, version: PostgresVersion.V16 },
      backup: {},
      upgrade: { step, to: PostgresVersion.V17, archiveGeneration },
    }),
  );
  const list = only(
    manifests.filter(({ metadata }) => metadata.name === 'orders-upgrade'),
    'ConfigMap',
  );
  const texts = Object.values(list.data as { readonly [key: string]: string });
  const commands = texts.flatMap((text) => [...text.matchAll(/^ {6}(kubectl .*)$/gm)].map(([, command]) => command!));
  const file = path.join(bin, 'asked');
  fs.writeFileSync(file, '');
  for (const command of commands) {
    execFileSync('sh', ['-e', '-c', command], { env: { PATH: `${bin}:${process.env.PATH}`, ASKED: file } });
  }
  return fs.readFileSync(file, 'utf8').split('\n').filter(Boolean);
}

const each = (statement: string): string[] => ['orders', 'postgres'].map((database) => `${database}: ${statement}`);
const SLOTS = 'postgres: SELECT slot_name, slot_type, database FROM pg_replication_slots';
const INSTALLED = 'SELECT name, installed_version FROM pg_available_extensions WHERE installed_version IS NOT NULL';

test.each<[string, IPostgresOperator, UpgradeStep, number | undefined, string[]]>([
  ['CloudNativePG', PostgresOperator.cloudNativePg(), UpgradeStep.prepare(), 2, [SLOTS, ...each(INSTALLED)]],
  ['Crunchy PGO', PostgresOperator.crunchy(), UpgradeStep.prepare(), undefined, [SLOTS, ...each(INSTALLED)]],
  [
    'Zalando',
    PostgresOperator.zalando({ teamId: 'orders' }),
    UpgradeStep.prepare(),
    undefined,
    [
      ...each("SELECT oid::regclass FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r'"),
      ...each('SELECT extname, extversion FROM pg_extension'),
      'postgres: SELECT application_name, state, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) AS bytes_behind FROM pg_stat_replication',
      SLOTS,
    ],
  ],
  [
    'Zalando',
    PostgresOperator.zalando({ teamId: 'orders' }),
    UpgradeStep.finish(),
    undefined,
    each('SELECT name, installed_version, default_version FROM pg_available_extensions WHERE installed_version IS NOT NULL'),
  ],
])('what is in a database is asked of each one: %s, %#', (_, operator, step, archiveGeneration, statements) => {
  expect(asked(operator, step, archiveGeneration)).toEqual(statements);
});
