'use strict';

const path = require('node:path');
const own = require('../../jest.config.js');
const { suitesOnEngine } = require('../../tooling/tests/on-engine.js');

const root = path.join(__dirname, '../..');
const installed = '<rootDir>/.ci/successor/node_modules';

/** What is played from Terraform JSON alone; that it is the same of both engines, `npm run engines` holds. */
const FROM_JSON = /^__tests__\/emulators\//;

/**
 * Every suite that loads the engine, on its successor: `cdktf` and its bindings are read from `cdktn`'s, so that nothing is named or
 * typed in a way that binds the library to the archived engine. What loads none is the same on both.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  ...own,
  rootDir: root,
  testMatch: suitesOnEngine(root)
    .filter((suite) => !FROM_JSON.test(suite))
    .map((suite) => `<rootDir>/${suite}`),
  moduleNameMapper: {
    ...own.moduleNameMapper,
    // The bindings ask for the engine by its own name: both are one.
    '^cdktf$': `${installed}/cdktn`,
    '^cdktn$': `${installed}/cdktn`,
    '^@cdktf/provider-azurerm/(.*)$': `${installed}/@cdktn/provider-azurerm/$1`,
    '^constructs$': `${installed}/constructs`,
  },
};
