import { type DataType, MAX_STRING_LENGTH, stringType } from '../types';
import { callNode, invalidNode, literalNode } from './nodes';
import { type Expression } from './tree';

/** Texts one after the other. */
export function concat(nodes: readonly Expression[]): Expression {
  return callNode('concat', nodes, stringType(nodes.reduce((sum, { type }) => sum + lengthOf(type), 0)));
}

/** Whether a constant stands at the beginning, at the end or anywhere in a text. */
export function search(
  name: 'startsWith' | 'endsWith' | 'contains',
  node: Expression,
  sought: unknown,
): Expression {
  const wanted = { startsWith: 'a prefix', endsWith: 'a suffix', contains: 'a text' }[name];
  if (typeof sought !== 'string' || sought === '')
    return invalidNode(`${name} needs ${wanted} of at least one character`, { kind: 'boolean' });
  return callNode(name, [node, literalNode(sought)], { kind: 'boolean' });
}

/** A part of a text, by its place. */
export function substring(node: Expression, start: number, length: number): Expression {
  if (!isCount(start, 1) || !isCount(length, 1))
    return invalidNode(
      `substring(${start}, ${length}) needs a start and a length that are whole numbers from 1 to ${MAX_STRING_LENGTH}`,
      node.type,
    );
  const longest = Math.max(1, Math.min(length, lengthOf(node.type) - start + 1));
  return callNode('substring', [node, literalNode(start), literalNode(length)], stringType(longest));
}

/** The beginning of a text. */
export function left(node: Expression, count: number): Expression {
  return isCount(count, 1)
    ? substring(node, 1, count)
    : invalidNode(`left(${count}) needs a whole number from 1 to ${MAX_STRING_LENGTH}`, node.type);
}

/** The end of a text. */
export function right(node: Expression, count: number): Expression {
  if (!isCount(count, 1))
    return invalidNode(`right(${count}) needs a whole number from 1 to ${MAX_STRING_LENGTH}`, node.type);
  return callNode('right', [node, literalNode(count)], stringType(Math.min(count, lengthOf(node.type))));
}

/** A text with one constant in the place of another; wide enough for a text that is nothing else. */
export function replaceAll(node: Expression, from: unknown, to: unknown): Expression {
  if (typeof from !== 'string' || from === '' || typeof to !== 'string')
    return invalidNode(
      'replaceAll needs a text of at least one character, and the text to put in its place',
      node.type,
    );
  const [before, after, longest] = [[...from].length, [...to].length, lengthOf(node.type)];
  const replaced = Math.floor(longest / before) * after + (longest % before);
  const length = Math.max(longest, replaced);
  const type =
    length <= MAX_STRING_LENGTH
      ? stringType(length)
      : {
          problem: `can give ${length} characters, more than ${MAX_STRING_LENGTH}; shorten the text first with left(count)`,
        };
  return callNode('replaceAll', [node, literalNode(from), literalNode(to)], type);
}

/** A text of which only the end can be read. */
export function mask(node: Expression, keep: number): Expression {
  if (!isCount(keep, 0))
    return invalidNode(`mask(${keep}) needs a whole number from 0 to ${MAX_STRING_LENGTH}`, node.type);
  return callNode('mask', [node, literalNode(keep)], node.type);
}

/** Whether a whole text matches a pattern. */
export function matches(node: Expression, pattern: RegExp): Expression {
  const problem = patternProblem(pattern);
  if (problem !== undefined) return invalidNode(problem, { kind: 'boolean' });
  return callNode('matches', [node, literalNode(pattern.source)], { kind: 'boolean' });
}

/** Whether a number can be a place or a number of characters in a text. */
function isCount(value: unknown, least: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= MAX_STRING_LENGTH;
}

function lengthOf(type: DataType): number {
  return type.kind === 'string' ? type.length : 20;
}

/** Regular expressions are one language only in this part: Java, RE2 and JavaScript agree on it. */
function patternProblem(pattern: unknown): string | undefined {
  if (!(pattern instanceof RegExp)) return 'matches needs a regular expression such as /[A-Z]{3}/';
  if (pattern.flags !== '') return `the pattern ${pattern} has flags; write both cases into a class instead`;
  if (/\\[^.\\/\-+*?()[\]{}|^$dwsnrt]/.test(pattern.source) || /\(\?[^:]/.test(pattern.source)) {
    return `the pattern ${pattern} uses what engines read differently; use classes, groups, alternatives and counts only`;
  }
  return undefined;
}
