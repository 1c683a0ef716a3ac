/** What the shell is told. */
export const STATUS = {
  /** Nothing to say, or nothing that stops. */
  clean: 0,
  /** Warnings, with --strict. */
  warned: 1,
  /** Something needs an acknowledgement. */
  unconfirmed: 2,
  /** Something is blocked. */
  blocked: 3,
  /** The command was called wrongly: an unknown option, a folder that does not exist, an unknown ref. */
  usage: 64,
  /** What was to be compared cannot be read; nothing was compared. */
  unreadable: 65,
} as const;

/** An end with one line for people and a status for programs. */
export class Stop extends Error {
  public constructor(
    message: string,
    public readonly status: number,
  ) {
    super(message);
  }
}

export const usage = (message: string): Stop => new Stop(message, STATUS.usage);
export const unreadable = (message: string): Stop => new Stop(message, STATUS.unreadable);
