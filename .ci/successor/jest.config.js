'use strict';

const path = require('node:path');
const own = require('../../jest.config.js');

const installed = '<rootDir>/.ci/successor/node_modules';

/**
 * The whole suite on the engine's successor: `cdktf` and its bindings are read from `cdktn`'s, so that nothing is named or
 * typed in a way that binds the library to the archived engine.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  ...own,
  rootDir: path.join(__dirname, '../..'),
  moduleNameMapper: {
    ...own.moduleNameMapper,
    // The bindings ask for the engine by its own name: both are one.
    '^cdktf$': `${installed}/cdktn`,
    '^cdktn$': `${installed}/cdktn`,
    '^@cdktf/provider-azurerm/(.*)$': `${installed}/@cdktn/provider-azurerm/$1`,
    '^constructs$': `${installed}/constructs`,
  },
};
