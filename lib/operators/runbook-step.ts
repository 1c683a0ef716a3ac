/**
 * One step that a person takes, with the command for it.
 */
export interface RunbookStep {
  /** What the step is for, as a sentence. */
  readonly text: string;
  /**
   * The command, as it is typed into a shell.
   *
   * @default - nothing to type
   */
  readonly command?: string;
}
