'use strict';

/**
 * @typedef {import('estree').Node} Node
 * @typedef {{ getTypeAtLocation(node: Node): import('typescript').Type }} TypeServices
 */

/** @type {import('eslint').Rule.RuleModule} */
const onePlaceForKinds = {
  meta: {
    type: 'problem',
    docs: {
      description:
        'Kinds that are told apart in one folder are compared and looked up nowhere else: code asks their object.',
    },
    schema: [
      {
        type: 'object',
        additionalProperties: false,
        required: ['kinds', 'instead'],
        properties: {
          // Some of the kinds: a type that holds all of these is that of the kinds.
          kinds: { type: 'array', items: { type: 'string' }, minItems: 2 },
          instead: { type: 'string' },
        },
      },
    ],
    messages: { elsewhere: 'This tells {{kinds}} apart: ask {{instead}}' },
  },
  create(context) {
    const settings = /** @type {unknown} */ (context.options[0]);
    const { kinds, instead } = /** @type {{ kinds: string[], instead: string }} */ (settings);
    /** @type {unknown} */
    const parserServices = context.sourceCode.parserServices;
    const services = /** @type {TypeServices} */ (parserServices);

    /** @param {Node} node */
    function report(node) {
      const type = services.getTypeAtLocation(node);
      const parts = type.isUnion() ? type.types : [type];
      const values = parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
      if (kinds.every((kind) => values.includes(kind))) {
        context.report({ node, messageId: 'elsewhere', data: { kinds: kinds.join(', '), instead } });
      }
    }

    return {
      SwitchStatement: ({ discriminant }) => report(discriminant),
      'BinaryExpression[operator=/^[!=]==$/]': (/** @type {import('estree').BinaryExpression} */ node) => {
        report(/** @type {Node} */ (node.left));
        report(node.right);
      },
      'MemberExpression[computed=true]': (/** @type {import('estree').MemberExpression} */ node) =>
        report(/** @type {Node} */ (node.property)),
    };
  },
};

module.exports = { onePlaceForKinds };
