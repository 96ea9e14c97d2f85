'use strict';

const { default: NodeEnvironment } = require('jest-environment-node');

/** Frames that a token keeps of its trace: those nearest to where it was made. */
const FRAMES_PER_TOKEN = 10;

/**
 * Node.js, where tokens keep plain traces. cdktf captures a whole trace, on a plain object, for every token it makes; Jest maps every frame of every
 * trace back to TypeScript, which is more than a third of what a suite of stacks costs. Real errors keep their mapped traces.
 */
class Environment extends NodeEnvironment {
  /** @param {ConstructorParameters<typeof NodeEnvironment>} options */
  constructor(...options) {
    super(...options);
    const { Error: Thrown } = this.global;
    Thrown.prepareStackTrace = (error, frames) => {
      // Jest's own, which it replaces with each suite.
      const mapped = Error.prepareStackTrace;
      if (/** @type {unknown} */ (error) instanceof Thrown && mapped !== undefined) {
        /** @type {unknown} */
        const trace = mapped(error, frames);
        return trace;
      }
      /** @type {readonly unknown[]} */
      const nearest = frames.slice(0, FRAMES_PER_TOKEN);
      return [String(error), ...nearest].join('\n    at ');
    };
  }
}

module.exports = Environment;
