/**
 * Where SQL of one's own runs.
 */
export interface CreationSqlOptions {
  /**
   * The database that it runs in: `postgres`, `template1`, or a database of the cluster (rule SQL-002). CloudNativePG runs SQL in the first database
   * only (rule CNPG-103).
   *
   * @default postgres
   */
  readonly database?: string;
}

/**
 * SQL that the superuser runs once, when the cluster is made: what is changed here later is not done. It stands beside what the library runs, and
 * behind it. Of two, that with a text runs before that of a ConfigMap; texts run in the order of the program.
 */
export class CreationSql {
  /**
   * A text with one or more statements. On CloudNativePG each text is a transaction; on Crunchy PGO `psql` reads it, and reads it again from the
   * beginning where a statement fails, so each statement has to be one that can be repeated.
   *
   * @param sql the statements, each with `;` behind it
   * @param options where it runs
   */
  public static fromText(sql: string, options: CreationSqlOptions = {}): CreationSql {
    return new CreationSql(options, sql);
  }

  /**
   * A key of a ConfigMap in the namespace of the cluster, which has to be there before the cluster is.
   *
   * @param configMapName name of the ConfigMap
   * @param configMapKey key in the ConfigMap
   * @param options where it runs
   */
  public static fromConfigMap(configMapName: string, configMapKey: string, options: CreationSqlOptions = {}): CreationSql {
    return new CreationSql(options, undefined, configMapName, configMapKey);
  }

  /** The database that it runs in. */
  public readonly database: string;

  /** The options as given, in which a misspelt one is found. @internal */
  public readonly _options: CreationSqlOptions;

  private constructor(
    options: CreationSqlOptions,
    /** The statements; undefined for a ConfigMap. */
    public readonly sql?: string,
    /** Name of the ConfigMap; undefined for a text. */
    public readonly configMapName?: string,
    /** Key in the ConfigMap; undefined for a text. */
    public readonly configMapKey?: string,
  ) {
    this._options = options;
    this.database = options?.database ?? 'postgres';
  }
}
