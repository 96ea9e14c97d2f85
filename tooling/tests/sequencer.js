'use strict';

const path = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** Suites that take a worker longest, as paths from the root: what begins last keeps the other worker waiting. */
const LONGEST = [
  '__tests__/emulators/azure-mutants.test.ts',
  '__tests__/emulators/azure.test.ts',
  '__tests__/page/browser.test.ts',
];

/** Begins with the suites that take longest, which their size does not tell, and without a cache nothing else does. */
class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {import('@jest/test-result').Test[]} tests
   */
  async sort(tests) {
    const usual = await super.sort(tests);
    const ranks = new Map(usual.map((test) => [test, rank(test)]));
    return [...usual].sort((one, other) => (ranks.get(one) ?? 0) - (ranks.get(other) ?? 0));
  }
}

/** @param {import('@jest/test-result').Test} test */
function rank({ path: file, context }) {
  const index = LONGEST.indexOf(path.relative(context.config.rootDir, file).split(path.sep).join('/'));
  return index === -1 ? LONGEST.length : index;
}

module.exports = LongestFirst;
module.exports.LONGEST = LONGEST;
