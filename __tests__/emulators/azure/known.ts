import type { Assumptions } from './assumptions';

/** What happens, and what a simulation goes by unless it is told otherwise. */
export const DOCUMENTED: Assumptions = { filesAreLate: true };

/** Flaws of what is deployed that are known: each is spared, and a test says that it is still there. */
export const KNOWN: Readonly<Partial<Record<keyof Assumptions, string>>> = {
  filesAreLate:
    'a window of a source of files takes those that were written within it: a file that comes after its end is taken by a later ' +
    'window, and the one that expected it fails each time it is run again, with all that waits for it',
};

/** What simulations go by: what happens, without the flaws that are known. */
export const SPARED: Assumptions = {
  ...DOCUMENTED,
  ...Object.fromEntries(Object.keys(KNOWN).map((name) => [name, false])),
};
