'use strict';

/** @typedef {import('estree').Node} Node */

const TRANSPARENT = new Set([
  'ChainExpression',
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
]);

/**
 * Takes off what does not change which value an expression means: `x!`, `x as T`, `x satisfies T`, `(x?.y)`.
 *
 * @param {Node} node
 * @returns {Node}
 */
function unwrap(node) {
  let inner = node;
  while (TRANSPARENT.has(inner.type) && 'expression' in inner && typeof inner.expression === 'object') {
    inner = inner.expression;
  }
  return inner;
}

/**
 * The last word of a reference: `props` for `props`, `this.props` and `input['props']`.
 *
 * @param {Node} node
 * @returns {string | undefined}
 */
function lastName(node) {
  const inner = unwrap(node);
  if (inner.type === 'Identifier') {
    return inner.name;
  }
  if (inner.type === 'MemberExpression') {
    if (!inner.computed && inner.property.type === 'Identifier') {
      return inner.property.name;
    }
    if (inner.computed && inner.property.type === 'Literal' && typeof inner.property.value === 'string') {
      return inner.property.value;
    }
  }
  return undefined;
}

module.exports = { lastName, unwrap };
