/** Says on the error stream how far it is: at a terminal, or when it takes more than two seconds. */
export class Progress {
  private readonly start: number;
  private last = 0;

  /** @param verb begins every line */
  public constructor(
    private readonly verb: string,
    private readonly write: (line: string) => void,
    private readonly terminal: boolean,
    private readonly now: () => number,
  ) {
    this.start = now();
  }

  /** Called as often as one likes. */
  public tick(what: string, objects: number): void {
    if (objects % 100 !== 0) {
      return;
    }
    const time = this.now();
    if (time - this.last >= 1000 && (this.terminal || time - this.start > 2000)) {
      this.last = time;
      this.write(`${this.verb}: ${what}: ${objects} objects\n`);
    }
  }
}
