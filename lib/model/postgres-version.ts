/**
 * A PostgreSQL major version.
 *
 * Minor versions are the image's business: they bring fixes only, and each operator rolls them out by itself.
 *
 * @see https://www.postgresql.org/support/versioning/
 */
export class PostgresVersion {
  /** PostgreSQL 14. */
  public static readonly V14 = PostgresVersion.of('14');
  /** PostgreSQL 15. */
  public static readonly V15 = PostgresVersion.of('15');
  /** PostgreSQL 16. */
  public static readonly V16 = PostgresVersion.of('16');
  /** PostgreSQL 17. */
  public static readonly V17 = PostgresVersion.of('17');
  /** PostgreSQL 18. */
  public static readonly V18 = PostgresVersion.of('18');

  /**
   * A major version that has no constant here yet, for example `of('19')`.
   *
   * Whether the chosen operator can run it is checked at synth (rule HA-004).
   *
   * @param major the major version as text, digits only
   */
  public static of(major: string): PostgresVersion {
    return new PostgresVersion(major);
  }

  /** The major version as text, for example `17`. */
  public readonly major: string;

  private constructor(major: string) {
    this.major = major;
  }

  /** The major version as a number, for example 17; NaN where the text is not a number. */
  public get majorNumber(): number {
    return /^[1-9]\d*$/.test(this.major) ? Number(this.major) : NaN;
  }
}
