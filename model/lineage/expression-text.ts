import { describeType } from '../types';
import { type Aggregate, type Expression, type Literal, type WindowCall } from '../expressions';

/** Operators between two values, as people write them. */
const BETWEEN: Readonly<Record<string, string>> = {
  equals: '=',
  lessThan: '<',
  lessThanOrEqual: '<=',
  and: 'and',
  or: 'or',
  plus: '+',
  minus: '-',
  times: '*',
  dividedBy: '/',
  modulo: '%',
};

/** An expression as people read it: operators between values, everything else as a call by its name. */
export function expressionText(node: Expression): string {
  if (node.op === 'column') return node.name;
  if (node.op === 'literal') return literalText(node);
  if (node.op === 'invalid') return '?';
  const { name, arguments: given } = node;
  // A constant of another type reads as the constant.
  const [first] = given;
  if (name === 'cast' && first?.op === 'literal') return literalText(first);
  const texts = given.map(expressionText);
  const operator = BETWEEN[name];
  if (operator !== undefined && given.length === 2)
    return given.map((each, index) => inner(each, texts[index] ?? '')).join(` ${operator} `);
  if (name === 'not') return `not ${inner(given[0], texts[0] ?? '')}`;
  if (name === 'isNull') return `${inner(given[0], texts[0] ?? '')} is null`;
  if (name === 'isIn') return `${inner(given[0], texts[0] ?? '')} in (${texts.slice(1).join(', ')})`;
  if (name === 'when') return whenText(texts);
  if (name === 'cast' || name === 'parse')
    return `${name}(${[...texts, describeType(node.type)].join(', ')})`;
  if (name === 'round' && node.type.kind === 'decimal')
    return `round(${[...texts, String(node.type.scale)].join(', ')})`;
  return `${name}(${texts.join(', ')})`;
}

/** An aggregate as people read it. */
export function aggregateText({ name, argument }: Aggregate): string {
  return `${name}(${argument ? expressionText(argument) : ''})`;
}

/** A value computed from the rows around a row, as people read it. */
export function windowText({ name, argument, rows }: WindowCall): string {
  const given = [
    ...(argument ? [expressionText(argument)] : []),
    ...(rows === undefined ? [] : [String(rows)]),
  ];
  return `${name}(${given.join(', ')})`;
}

function literalText({ value, type }: Literal): string {
  if (value === null) return 'null';
  if (typeof value === 'string' && !['integer', 'long', 'decimal', 'double'].includes(type.kind))
    return `'${value.replaceAll("'", "''")}'`;
  return String(value);
}

function whenText(texts: readonly string[]): string {
  const cases: string[] = [];
  for (let index = 0; index + 1 < texts.length; index += 2)
    cases.push(`when ${texts[index] ?? ''} then ${texts[index + 1] ?? ''}`);
  const otherwise = texts.length % 2 === 1 ? [`else ${texts.at(-1) ?? ''}`] : [];
  return `case ${[...cases, ...otherwise].join(' ')} end`;
}

/** In brackets where it has an operator of its own. */
function inner(node: Expression | undefined, text: string): string {
  return node?.op === 'call' && (node.name in BETWEEN || node.name === 'not') ? `(${text})` : text;
}
