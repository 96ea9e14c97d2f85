/** What a whole process took, from its start: of all its threads, so that a busy machine changes it little. */
export interface Taken {
  /** Seconds of a core. */
  readonly seconds: number;
  /** Most memory held at once. */
  readonly mebibytes: number;
}

/** Prints what this process took until now, as the last line of its standard error. */
export function printTaken(): void {
  const { user, system } = process.cpuUsage();
  const taken: Taken = {
    seconds: (user + system) / 1e6,
    mebibytes: process.resourceUsage().maxRSS / 1024,
  };
  process.stderr.write(`${JSON.stringify(taken)}\n`);
}
