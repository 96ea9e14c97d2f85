'use strict';

const { lastName, unwrap } = require('./syntax');

/**
 * @typedef {import('eslint').Rule.Node} RuleNode
 * @typedef {import('eslint').Scope.Definition} Definition
 * @typedef {import('eslint').Scope.Scope} Scope
 * @typedef {import('estree').Identifier} Identifier
 * @typedef {import('estree').Node} Node
 */

const PROPS_NAME = /^(?:props|options)$|(?:Props|Options)$/;

/**
 * Whether a name is that of an object of props.
 *
 * @param {string | undefined} name
 */
const isPropsName = (name) => name !== undefined && PROPS_NAME.test(name);

/**
 * Whether an expression reads something out of props: `props.a`, `this.props.a.b`, `hubOptions?.a`.
 *
 * @param {Node} node
 * @returns {boolean}
 */
function isPropRead(node) {
  const inner = unwrap(node);
  if (inner.type !== 'MemberExpression') {
    return false;
  }
  return isPropsName(lastName(inner.object)) || isPropRead(inner.object);
}

/**
 * The name of a parameter's type, as in `({ sku }: HubProps)`, where it has a simple one.
 *
 * @param {object} pattern
 * @returns {string | undefined}
 */
function typeName(pattern) {
  const { typeAnnotation } = /** @type {{ typeAnnotation?: { typeAnnotation?: { typeName?: Node } } }} */ (
    pattern
  );
  const name = typeAnnotation?.typeAnnotation?.typeName;
  return name === undefined ? undefined : lastName(name);
}

/**
 * Whether a variable was taken out of props: destructured in the body or in the parameter list, or assigned.
 *
 * @param {Definition} definition
 * @returns {boolean}
 */
function comesFromProps(definition) {
  if (definition.type === 'Variable') {
    const { id, init } = definition.node;
    if (init === null || init === undefined) {
      return false;
    }
    return isPropRead(init) || (id.type === 'ObjectPattern' && isPropsName(lastName(init)));
  }
  if (definition.type === 'Parameter') {
    return definition.node.params.some((parameter) => {
      const pattern = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
      if (pattern.type !== 'ObjectPattern' || !isPropsName(typeName(pattern))) {
        return false;
      }
      const [start, end] = /** @type {[number, number]} */ (pattern.range);
      const [from, to] = /** @type {[number, number]} */ (definition.name.range);
      return start <= from && to <= end;
    });
  }
  return false;
}

/**
 * The definitions of the variable that a name means in a scope.
 *
 * @param {Scope} scope
 * @param {Identifier} identifier
 * @returns {Definition[]}
 */
function definitionsOf(scope, identifier) {
  for (let current = /** @type {Scope | null} */ (scope); current !== null; current = current.upper) {
    const variable = current.set.get(identifier.name);
    if (variable !== undefined) {
      return variable.defs;
    }
  }
  return [];
}

/**
 * Whether an expression is only asked for truth (`if (props.a || props.b)`), so that nothing is defaulted.
 *
 * @param {RuleNode} node
 * @returns {boolean}
 */
function isOnlyTested(node) {
  const { parent } = node;
  switch (parent?.type) {
    case 'LogicalExpression':
      return parent.operator !== '??' && isOnlyTested(parent);
    case 'UnaryExpression':
      return parent.operator === '!';
    case 'IfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
    case 'ConditionalExpression':
      return parent.test === node;
    default:
      return false;
  }
}

/** @type {import('eslint').Rule.RuleModule} */
const noOrDefaultOnProps = {
  meta: {
    type: 'problem',
    docs: {
      description: 'Defaults on props are resolved with ??: with || a false, 0 or empty prop is overruled.',
    },
    hasSuggestions: true,
    schema: [],
    messages: {
      useNullish:
        "'{{operator}}' overrules a prop that is false, 0 or '': resolve its default with '{{instead}}'",
      replace: "replace '{{operator}}' by '{{instead}}'",
    },
  },
  create(context) {
    const { sourceCode } = context;

    /**
     * @param {RuleNode} node
     * @param {Node} left
     * @param {'||' | '||='} operator
     */
    const check = (node, left, operator) => {
      const value = unwrap(left);
      const isProp =
        value.type === 'Identifier'
          ? definitionsOf(sourceCode.getScope(node), value).some(comesFromProps)
          : isPropRead(value);
      if (!isProp) {
        return;
      }
      const instead = operator === '||' ? '??' : '??=';
      const token = sourceCode.getTokenAfter(left, (candidate) => candidate.value === operator);
      context.report({
        node,
        messageId: 'useNullish',
        data: { operator, instead },
        suggest:
          token === null
            ? []
            : [
                {
                  messageId: 'replace',
                  data: { operator, instead },
                  fix: (fixer) => fixer.replaceText(token, instead),
                },
              ],
      });
    };

    return {
      LogicalExpression(node) {
        if (node.operator === '||' && !isOnlyTested(node)) {
          check(node, node.left, '||');
        }
      },
      AssignmentExpression(node) {
        if (node.operator === '||=') {
          check(node, node.left, '||=');
        }
      },
    };
  },
};

module.exports = { noOrDefaultOnProps };
