import { KubeObject } from '../../manifests/object';
import { at, Json, listOf, textOf } from '../../values/json';
import { call, CDK8S, Expression, list, map, value } from '../program/expression';
import { Row } from '../program/program';
import { number, plain, row, scalar } from '../shared/values';

/** Fields with statements, with those with references to them, and the database in which they run; undefined is the maintenance database. */
const STATEMENTS: readonly (readonly [texts: string, references: string, database: (initdb: Json | undefined) => string | undefined])[] = [
  ['postInitSQL', 'postInitSQLRefs', () => undefined],
  ['postInitTemplateSQL', 'postInitTemplateSQLRefs', () => 'template1'],
  ['postInitApplicationSQL', 'postInitApplicationSQLRefs', (initdb) => textOf(at(initdb, 'database')) ?? 'app'],
];

function statements(initdb: Json | undefined): Expression[] {
  return STATEMENTS.flatMap(([texts, references, of]) => {
    const database = of(initdb);
    const options = database === undefined ? [] : [map({ database: value(database) })];
    return [
      ...listOf(at(initdb, texts)).map((text) => call('CreationSql.fromText', [value(text), ...options])),
      ...listOf(at(initdb, references, 'configMapRefs')).map((one) =>
        call('CreationSql.fromConfigMap', [value(at(one, 'name') ?? ''), value(at(one, 'key') ?? ''), ...options]),
      ),
    ];
  });
}

/** What was said when the cluster was made. A cluster that runs does not read it again. */
export function creationRows(initdb: Json | undefined): Row[] {
  const sql = statements(initdb);
  const segment = number(at(initdb, 'walSegmentSize'));
  return [
    ...row('creation.sql', sql.length > 0 ? list(sql) : undefined),
    ...plain('creation.dataChecksums', at(initdb, 'dataChecksums')),
    ...row('creation.walSegmentSize', segment === undefined ? undefined : call('Size.mebibytes', [value(segment)], CDK8S)),
  ];
}

const key = (json: Json | undefined): Expression | undefined =>
  json === undefined ? undefined : map({ name: scalar(at(json, 'name')), key: scalar(at(json, 'key')) });

/** A server from which the databases were copied. */
export function importRows({ name: cluster, raw: { spec } }: KubeObject): Row[] {
  const from = at(spec, 'bootstrap', 'initdb', 'import');
  const name = textOf(at(from, 'source', 'externalCluster'));
  const server = listOf(at(spec, 'externalClusters')).find((one) => at(one, 'name') === name);
  if (name === undefined || server === undefined) {
    return [];
  }
  const whole = at(from, 'type') === 'monolith';
  const databases = listOf(at(from, 'databases'));
  const roles = listOf(at(from, 'roles'));
  const port = number(at(server, 'connectionParameters', 'port'));
  return row(
    'recovery',
    call('RecoverySource.logicalImport', [
      map({
        host: scalar(at(server, 'connectionParameters', 'host')),
        port: port === undefined || port === 5432 ? undefined : value(port),
        user: scalar(at(server, 'connectionParameters', 'user')),
        password: key(at(server, 'password')),
        database: whole ? undefined : scalar(databases[0]),
        databases: whole && databases.length > 0 ? value([...databases]) : undefined,
        roles: whole && roles.length > 0 ? value([...roles]) : undefined,
        ca: key(at(server, 'sslRootCert')),
        schemaOnly: at(from, 'schemaOnly') === true ? value(true) : undefined,
        serverName: name === `${cluster}-import` ? undefined : value(name),
      }),
    ]),
  );
}
