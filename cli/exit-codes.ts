/** What the command's exit codes mean; scripts may rely on them. A process that a signal ends has 128 and the signal's number. */
export const EXIT = Object.freeze({
  /** What was asked for is done. */
  done: 0,
  /** Something is wrong with the definitions or the data; each mistake is printed with its code. */
  issue: 1,
  /** The command was called with options or values that it does not have, or without one that it needs. */
  usage: 2,
  /** This machine lacks what the command needs, such as a package or a version of Node.js; the message says how to get it. */
  missing: 3,
  /** Something else went wrong. */
  failure: 70,
});

/** The exit codes and what they mean, in the order of `--help`. */
export const EXIT_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT.done, 'done'],
  [
    EXIT.issue,
    'something is wrong with the definitions or the data; each mistake is printed with its code (docs/errors.md)',
  ],
  [EXIT.usage, 'wrong options'],
  [EXIT.missing, 'a package, a loader or a version of Node.js is missing; the message says how to get it'],
  [EXIT.failure, 'anything else'],
];
