'use strict';

/**
 * Loaded by ts-node (see tsconfig.json) before the app.
 *
 * cdktf captures a whole stack trace, on a plain object, for every token it makes; ts-node maps every frame of every
 * trace back to TypeScript, which then costs more than the rest of the synthesis. Real errors keep their mapped
 * traces; tokens get the plain frames nearest to where they were made.
 */
const FRAMES_PER_TOKEN = 10;

const mapped = Error.prepareStackTrace;

if (mapped !== undefined) {
  Error.prepareStackTrace = (error, frames) => {
    if (/** @type {unknown} */ (error) instanceof Error) {
      /** @type {unknown} */
      const trace = mapped(error, frames);
      return trace;
    }
    /** @type {readonly unknown[]} */
    const nearest = frames.slice(0, FRAMES_PER_TOKEN);
    return [String(error), ...nearest].join('\n    at ');
  };
}
