import { RuleCase, one, many, each, harmless, configMap } from './fixtures';

export const rest: readonly RuleCase[] = [
  one(
    'G106',
    'cnpg',
    [['spec.bootstrap.initdb.postInitSQL', ["ALTER ROLE app PASSWORD 'hunter2'"]]],
    [['spec.bootstrap.initdb.postInitSQL', ['CREATE EXTENSION pg_trgm']]],
  ),
  one(
    'G106',
    'zalando',
    [['spec.env[EXTRA_PASSWORD]', { name: 'EXTRA_PASSWORD', value: 'correct horse' }]],
    [['spec.env[EXTRA_PASSWORD_FILE]', { name: 'EXTRA_PASSWORD_FILE', value: '/run/secret' }]],
  ),
  one(
    'G106',
    'crunchy',
    [['spec.backups.pgbackrest.global["repo1-cipher-pass"]', 'correct horse']],
    [['spec.backups.pgbackrest.global["repo1-cipher-type"]', 'aes-256-cbc']],
  ),
  many('G106', 'kubernetes', [], [configMap('host=db password=abc')], [configMap('host=db passfile=/run/pgpass')]),
  one('G117', 'cnpg', [['spec.bootstrap.initdb.database', 'audit']], [['spec.bootstrap.initdb.owner', 'app']]),
  one('G117', 'zalando', [['spec.patroni.initdb', { encoding: 'UTF8' }]], [harmless('zalando')]),
  one(
    'G117',
    'crunchy',
    [['spec.databaseInitSQL', { name: 'other', key: 'init.sql' }]],
    [harmless('crunchy')],
    [['spec.databaseInitSQL', { name: 'init', key: 'init.sql' }]],
  ),
  one(
    'G125',
    'cnpg',
    [
      ['spec.storage.size', '20Gi'],
      ['spec.postgresql.parameters.work_mem', '32MB'],
    ],
    [['spec.storage.size', '20Gi']],
  ),
  ...each((on) => one('G129', on, [['spec.fieldOfTomorrow', 1]], [harmless(on)])),
];
