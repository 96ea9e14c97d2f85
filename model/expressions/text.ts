import { type Flaw } from '../errors';
import { type DataType, MAX_STRING_LENGTH, stringType } from '../types';
import { callNode, invalidNode, literalNode } from './nodes';
import { argumentFlaw } from './result-types';
import { type Expression } from './tree';

/** Texts one after the other. */
export function concat(nodes: readonly Expression[]): Expression {
  const length = nodes.reduce((sum, { type }) => sum + lengthOf(type), 0);
  return callNode('concat', nodes, length <= MAX_STRING_LENGTH ? stringType(length) : tooLong(length));
}

/** Whether a constant stands at the beginning, at the end or anywhere in a text. */
export function search(
  name: 'startsWith' | 'endsWith' | 'contains',
  node: Expression,
  sought: unknown,
): Expression {
  if (typeof sought !== 'string' || sought === '')
    return invalidNode(argumentFlaw(`${name}(${shown(sought)})`, 'a text of one character or more'), {
      kind: 'boolean',
    });
  return callNode(name, [node, literalNode(sought)], { kind: 'boolean' });
}

/** A part of a text, by its place. */
export function substring(node: Expression, start: number, length: number): Expression {
  if (!isCount(start, 1) || !isCount(length, 1))
    return invalidNode(
      argumentFlaw(`substring(${start}, ${length})`, `a start and a length, ${COUNTS}`),
      node.type,
    );
  const longest = Math.max(1, Math.min(length, lengthOf(node.type) - start + 1));
  return callNode('substring', [node, literalNode(start), literalNode(length)], stringType(longest));
}

/** The beginning of a text. */
export function left(node: Expression, count: number): Expression {
  return isCount(count, 1)
    ? substring(node, 1, count)
    : invalidNode(argumentFlaw(`left(${count})`, COUNTS), node.type);
}

/** The end of a text. */
export function right(node: Expression, count: number): Expression {
  if (!isCount(count, 1)) return invalidNode(argumentFlaw(`right(${count})`, COUNTS), node.type);
  return callNode('right', [node, literalNode(count)], stringType(Math.min(count, lengthOf(node.type))));
}

/** A text with one constant in the place of another; wide enough for a text that is nothing else. */
export function replaceAll(node: Expression, from: unknown, to: unknown): Expression {
  if (typeof from !== 'string' || from === '' || typeof to !== 'string')
    return invalidNode(
      argumentFlaw(
        `replaceAll(${shown(from)}, ${shown(to)})`,
        'a text of one character or more, and the text to put in its place',
      ),
      node.type,
    );
  const [before, after, longest] = [[...from].length, [...to].length, lengthOf(node.type)];
  const replaced = Math.floor(longest / before) * after + (longest % before);
  const length = Math.max(longest, replaced);
  const type = length <= MAX_STRING_LENGTH ? stringType(length) : tooLong(length);
  return callNode('replaceAll', [node, literalNode(from), literalNode(to)], type);
}

/** A text of which only the end can be read. */
export function mask(node: Expression, keep: number): Expression {
  if (!isCount(keep, 0))
    return invalidNode(
      argumentFlaw(`mask(${keep})`, `a whole number from 0 to ${MAX_STRING_LENGTH}`),
      node.type,
    );
  const length = lengthOf(node.type);
  return callNode(
    'mask',
    [node, literalNode(keep)],
    length > MAX_STRING_LENGTH ? tooLong(length) : node.type,
  );
}

/** Whether a whole text matches a pattern. */
export function matches(node: Expression, pattern: RegExp): Expression {
  const flaw = patternFlaw(pattern);
  if (flaw !== undefined) return invalidNode(flaw, { kind: 'boolean' });
  return callNode('matches', [node, literalNode(pattern.source)], { kind: 'boolean' });
}

/** Whether a number can be a place or a number of characters in a text. */
function isCount(value: unknown, least: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= MAX_STRING_LENGTH;
}

function tooLong(length: number) {
  return {
    flaw: {
      code: 'LH2005',
      got: `can give ${length} characters`,
      allowed: `${MAX_STRING_LENGTH} characters, which every engine has`,
      change: 'shorten the text first with left(count)',
    },
  } as const;
}

function lengthOf(type: DataType): number {
  return type.kind === 'string' ? type.length : 20;
}

/** Regular expressions are one language only in this part: Java, RE2 and JavaScript agree on it. */
function patternFlaw(pattern: unknown): Flaw | undefined {
  if (!(pattern instanceof RegExp))
    return argumentFlaw(`matches(${shown(pattern)})`, 'a regular expression, such as /[A-Z]{3}/');
  if (pattern.flags !== '') {
    return {
      code: 'LH2007',
      got: `has the pattern ${pattern} with flags`,
      allowed: 'patterns without flags',
      change: 'write both cases into a class instead',
    };
  }
  if (/\\[^.\\/\-+*?()[\]{}|^$dwsnrt]/.test(pattern.source) || /\(\?[^:]/.test(pattern.source)) {
    return {
      code: 'LH2007',
      got: `has the pattern ${pattern}, which engines read differently`,
      allowed: 'classes, groups, alternatives and counts',
      change: 'write it with these only',
    };
  }
  return undefined;
}

const COUNTS = `whole numbers from 1 to ${MAX_STRING_LENGTH}`;

function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
