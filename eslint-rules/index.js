'use strict';

const { noImportCycle } = require('./no-import-cycle');
const { noOrDefaultOnProps } = require('./no-or-default-on-props');
const { noTrailingSpread } = require('./no-trailing-spread');
const { onePlaceForKinds } = require('./one-place-for-kinds');

/**
 * House rules that no published plugin has, as an ESLint plugin.
 *
 * @type {{ rules: Record<string, import('eslint').Rule.RuleModule> }}
 */
module.exports = {
  rules: {
    'no-import-cycle': noImportCycle,
    'no-or-default-on-props': noOrDefaultOnProps,
    'no-trailing-spread': noTrailingSpread,
    'one-place-for-kinds': onePlaceForKinds,
  },
};
