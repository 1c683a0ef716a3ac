/**
 * A line for the shell of an instance that asks every database: extensions and tables are seen from their own database alone. The name of each
 * stands before its answer.
 *
 * @param sql a statement without double quotes
 */
export const inEachDatabase = (sql: string): string =>
  `psql --dbname=postgres --tuples-only --no-align --command="SELECT datname FROM pg_database WHERE datallowconn ORDER BY datname" | ` +
  `while read -r database; do echo "$database"; psql --dbname="$database" --command="${sql}" </dev/null; done`;
