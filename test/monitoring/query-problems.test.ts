import { columnNames, readingProblem } from '../../lib/monitoring/query-problems';
import { OWN_QUERIES } from '../../lib/operators/shared/metric-queries';

test.each(OWN_QUERIES)('$name only reads, and its columns are found', ({ sql, columns }) => {
  expect(readingProblem(sql)).toBeUndefined();
  expect(columnNames(sql)).toEqual(columns.map(({ name }) => name));
});

test.each<[string, string[] | undefined]>([
  ['SELECT 1 AS one', ['one']],
  ['select a, b.c, d AS e, f g from t', ['a', 'c', 'e', 'g']],
  ['SELECT DISTINCT a FROM t', ['a']],
  ['SELECT count(*) FROM t', ['count']],
  ['SELECT pg_catalog.count(*) AS n FROM t', ['n']],
  [`SELECT "Total Sum" AS "the sum", 'a, b' AS c FROM t`, ['the sum', 'c']],
  ['SELECT CASE WHEN a THEN 1 ELSE 2 END AS x, (SELECT y FROM z) AS w FROM t', ['x', 'w']],
  ['WITH q AS (SELECT a, b FROM t) SELECT c FROM q', ['c']],
  ['SELECT $tag$ , FROM $tag$ AS a, /* , */ b -- , c\n FROM t', ['a', 'b']],
  [`SELECT E'it\\'s, one' AS a FROM t`, ['a']],
  ['SELECT ARRAY[1, 2] AS a', ['a']],
  ['SELECT * FROM t', undefined],
  ['SELECT a::int FROM t', undefined],
  ['SELECT CASE WHEN a THEN 1 END FROM t', undefined],
  ['SELECT count(*) + 1 FROM t', undefined],
  ['TABLE t', undefined],
])('columns of %s', (sql, expected) => {
  expect(columnNames(sql)).toEqual(expected);
});

test.each([
  'SELECT deleted, "update", t.insert FROM t',
  `SELECT 'DROP TABLE t; --' AS text`,
  'SELECT a AS set FROM t',
  'VALUES (1)',
  '(SELECT 1) UNION ALL (SELECT 2)',
  'SELECT 1 /* ; DELETE */ -- ; DROP',
])('%s only reads', (sql) => {
  expect(readingProblem(sql)).toBeUndefined();
});

test.each([
  ['SELECT * INTO copy FROM t', `it has 'INTO', which does not only read`],
  ['SELECT * FROM t FOR UPDATE', `it has 'UPDATE', which does not only read`],
  ['SELECT nextval(s) FROM t', 'it calls nextval(), which changes something'],
  [`SELECT set_config('a', 'b', false)`, 'it calls set_config(), which changes something'],
  ['SELECT pg_catalog.pg_switch_wal()', 'it calls pg_switch_wal(), which changes something'],
  ['EXPLAIN ANALYZE SELECT 1', `it begins with 'explain', and only SELECT, WITH, VALUES and TABLE read`],
  ['', 'it is empty'],
])('%s does not', (sql, problem) => {
  expect(readingProblem(sql)).toBe(problem);
});
