import type { Expression } from '../../model';
import { offered, writeCall } from '../core/write';
import { SCRIPT_FUNCTIONS } from './functions';
import { scriptColumn, scriptLiteral } from './literals';

/** Writes an expression in the language of mapping data flows. */
export function scriptExpression(node: Expression): string {
  switch (node.op) {
    case 'column':
      return scriptColumn(node.name);
    case 'literal':
      return scriptLiteral(node.value, node.type);
    case 'call':
      return writeCall(
        offered(SCRIPT_FUNCTIONS[node.name], node.name),
        node,
        scriptExpression,
        scriptExpression,
      );
    case 'invalid':
      throw new Error(`not validated: ${node.problem}`);
  }
}
