/** What a command knows of the process that it runs in; tests give their own. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly cwd: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether somebody looks at the error stream. */
  readonly terminal: boolean;
  /** Version of this package. */
  readonly version: string;
}
