'use strict';

const { lastName, unwrap } = require('./syntax');

/** @typedef {import('estree').Node} Node */

const FROM_OUTSIDE = /^(?:props|options|overrides|config)$|(?:Props|Options)$/;
const OWN_DEFAULTS = /defaults?$/i;

/**
 * The first name in an expression that matches, looking through `a ?? {}`, `test && a` and `test ? a : b`.
 *
 * @param {Node} node
 * @param {RegExp} pattern
 * @returns {string | undefined}
 */
function nameMatching(node, pattern) {
  const inner = unwrap(node);
  if (inner.type === 'LogicalExpression') {
    return nameMatching(inner.left, pattern) ?? nameMatching(inner.right, pattern);
  }
  if (inner.type === 'ConditionalExpression') {
    return nameMatching(inner.consequent, pattern) ?? nameMatching(inner.alternate, pattern);
  }
  const name = lastName(inner);
  return name !== undefined && pattern.test(name) ? name : undefined;
}

/** @type {import('eslint').Rule.RuleModule} */
const noTrailingSpread = {
  meta: {
    type: 'problem',
    docs: {
      description: 'Props spread after safe values overwrite them, and an explicit undefined erases them.',
    },
    schema: [],
    messages: {
      trailing:
        "'...{{name}}' after explicit values overwrites them, even with undefined: " +
        "resolve each key with '??', or spread first",
    },
  },
  create(context) {
    return {
      ObjectExpression(node) {
        let safeValuesBefore = false;
        for (const element of node.properties) {
          if (element.type === 'Property') {
            safeValuesBefore = true;
            continue;
          }
          const name = nameMatching(element.argument, FROM_OUTSIDE);
          if (safeValuesBefore && name !== undefined) {
            context.report({ node: element, messageId: 'trailing', data: { name } });
          }
          safeValuesBefore ||= nameMatching(element.argument, OWN_DEFAULTS) !== undefined;
        }
      },
    };
  },
};

module.exports = { noTrailingSpread };
