import { Construct } from 'constructs';
import {
  Database,
  DatabaseSpec,
  DatabaseSpecDatabaseReclaimPolicy,
  DatabaseSpecEnsure,
  DatabaseSpecExtensionsEnsure,
  DatabaseSpecSchemasEnsure,
  toJson_DatabaseSpec,
} from '../../../../imports/cnpg/database';
import { DatabaseOptions } from '../../../model/database';
import { ClusterModel } from '../../../model/cluster-model';
import { nonEmpty, statefulAnnotations } from '../../../private/kubernetes';
import { Manifest } from '../../../private/manifest';
import { IClusterView } from '../../cluster-view';
import { beginsEmpty, describedDatabases, localeOf, printsContents } from './database-plan';
import { providerSpec } from './creation-spec';
import { databaseObjectName } from '../names';

/** The template that differs from no encoding and no locale. */
const BLANK_TEMPLATE = 'template0';

/** Prints the objects of databases. */
export function bindDatabases(scope: Construct, cluster: IClusterView): void {
  const { identity, databases } = cluster.model;
  const annotations = nonEmpty(statefulAnnotations(cluster.model));
  describedDatabases(cluster.model).forEach((database) => {
    new Manifest(scope, `Database-${databases.indexOf(database)}`, {
      gvk: Database.GVK,
      metadata: { name: databaseObjectName(identity, database), annotations },
      spec: () => toJson_DatabaseSpec(databaseSpec(cluster.model, database)),
      printedWhile: () => printsContents(cluster.model),
    });
  });
}

/** The spec of a Database. Of one that is there already, the operator leaves encoding and locale as they are. */
export function databaseSpec(model: ClusterModel, database: DatabaseOptions): DatabaseSpec {
  const { name, owner, connectionLimit } = database;
  return {
    cluster: { name: model.identity.name },
    name,
    owner,
    ensure: DatabaseSpecEnsure.PRESENT,
    databaseReclaimPolicy: DatabaseSpecDatabaseReclaimPolicy.RETAIN,
    connectionLimit,
    ...localeSpec(model, database),
    ...contentSpec(database),
  };
}

/** The first database is like the templates, unless it was put there when the cluster was made long ago: then only a blank one will do. */
function localeSpec(model: ClusterModel, database: DatabaseOptions): Partial<DatabaseSpec> {
  const { encoding, locale, ...like } = localeOf(model, database);
  const isFirst = model.databases[0] === database;
  if (isFirst && !beginsEmpty(model)) {
    return {};
  }
  const fromBlankTemplate = like.fromBlankTemplate || (isFirst && (encoding ?? locale ?? database.localeProvider) !== undefined);
  return {
    encoding,
    localeCollate: locale,
    localeCType: locale,
    ...providerSpec(database),
    template: fromBlankTemplate ? BLANK_TEMPLATE : undefined,
  };
}

/** Schemas first: the operator makes them in this order, and extensions may go there. */
function contentSpec({ owner, schemas = [], extensions = [] }: DatabaseOptions): Partial<DatabaseSpec> {
  return {
    schemas: nonEmpty(schemas.map((name) => ({ name, owner, ensure: DatabaseSpecSchemasEnsure.PRESENT }))),
    extensions: nonEmpty(
      extensions.map(({ name, version, schema }) => ({ name, version, schema, ensure: DatabaseSpecExtensionsEnsure.PRESENT })),
    ),
  };
}
