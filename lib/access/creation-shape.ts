import { CreationOptions } from '../model/creation';
import { CreationSql, CreationSqlOptions } from '../model/creation-sql';
import { Shape, boolean, instance, listOf, optional, shapeProblems, text } from '../private/shape';
import { size } from '../private/value-shapes';

const SQL_OPTIONS: Shape<CreationSqlOptions> = { database: optional(text) };

const sql = instance(
  `a CreationSql such as CreationSql.fromText('CREATE ROLE readers;')`,
  ['database', 'configMapName', '_options'],
  (value: CreationSql, place) => [
    ...(value.configMapName === undefined && value.configMapKey === undefined
      ? text(value.sql, place)
      : [...text(value.configMapName, `${place}.configMapName`), ...text(value.configMapKey, `${place}.configMapKey`)]),
    ...shapeProblems(SQL_OPTIONS, value._options, place),
  ],
);

export const CREATION: Shape<CreationOptions> = {
  sql: optional(listOf(sql)),
  dataChecksums: optional(boolean),
  walSegmentSize: optional(size),
};
