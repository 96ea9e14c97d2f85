import { sqlTokens, type SqlToken } from './tokens';

/** A table that a SQL text reads, as it names it. */
export interface SqlTableName {
  /** The parts of the name: `input` and the input's name, or the name of a common table expression. */
  readonly parts: readonly string[];
  /** Where the name begins in the text. */
  readonly start: number;
  /** Where the text goes on after it. */
  readonly end: number;
  /** The line it is on, from 1. */
  readonly line: number;
  /** Whether another name follows by which the rest of the text knows it. */
  readonly aliased: boolean;
  /** Whether it is the call of a function that gives rows. */
  readonly called: boolean;
}

/** What a SQL text consists of, as far as the library has to know. */
export interface SqlReading {
  /** All elements, in order. */
  readonly tokens: readonly SqlToken[];
  /** The tables it reads, in order, common table expressions among them. */
  readonly tables: readonly SqlTableName[];
  /** Names of its common table expressions. */
  readonly commonTables: readonly string[];
  /** Its variables, in order; each use counts. */
  readonly variables: readonly SqlToken[];
  /** How many selects it has that stand in no parentheses, without those that UNION and the like join to another. */
  readonly selects: number;
  /** Whether it ends by ordering all its rows. */
  readonly ordered: boolean;
}

/** Words that end a FROM clause in the same parentheses. */
const AFTER_FROM = new Set([
  'SELECT',
  'WHERE',
  'GROUP',
  'HAVING',
  'ORDER',
  'UNION',
  'EXCEPT',
  'INTERSECT',
  'OPTION',
  'WINDOW',
]);
/** Words that can follow a table's name and are no other name for it. */
const NO_ALIAS = new Set([
  ...AFTER_FROM,
  'JOIN',
  'INNER',
  'LEFT',
  'RIGHT',
  'FULL',
  'CROSS',
  'OUTER',
  'ON',
  'FOR',
  'PIVOT',
  'UNPIVOT',
  'TABLESAMPLE',
  'WITH',
]);
const SET_OPERATORS = new Set(['UNION', 'EXCEPT', 'INTERSECT']);

/** A pair of parentheses, or the text around all of them. */
interface Level {
  /** Whether there is a select in it, so that a FROM is no part of a function's arguments. */
  selects: boolean;
  inFrom: boolean;
}

/** Reads a T-SQL text: what tables and variables it names, and whether it is one statement. */
export function readSql(text: string): SqlReading {
  const tokens = sqlTokens(text);
  const tables: SqlTableName[] = [];
  const commonTables: string[] = [];
  const levels: Level[] = [{ selects: false, inFrom: false }];
  let selects = 0;
  let ordered = false;
  let limited = false;
  let expected = false;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as SqlToken;
    const before = tokens[index - 1];
    const level = levels[levels.length - 1] as Level;
    const outermost = levels.length === 1;
    if (isSymbol(token, '(')) {
      // In parentheses after FROM stands a query, or a join of tables.
      const query = ['SELECT', 'WITH', 'VALUES'].includes(tokens[index + 1]?.upper ?? '');
      levels.push({ selects: expected, inFrom: expected && !query });
      expected &&= !query;
      continue;
    }
    if (isSymbol(token, ')')) {
      if (levels.length > 1) levels.pop();
      expected = false;
      continue;
    }
    if (isSymbol(token, ',')) {
      expected = level.inFrom;
      continue;
    }
    if (expected && (isName(token) || token.kind === 'variable')) {
      const name = nameAt(tokens, index);
      tables.push(name.table);
      index = name.last;
      expected = false;
      continue;
    }
    if (outermost && selects === 0 && isName(token) && startsCommonTable(tokens, index))
      commonTables.push(token.text);
    if (token.upper === 'SELECT') {
      level.selects = true;
      if (outermost) selects++;
    }
    if (outermost && SET_OPERATORS.has(token.upper)) selects--;
    if (AFTER_FROM.has(token.upper)) level.inFrom = false;
    if (outermost && token.upper === 'ORDER') ordered = true;
    if (outermost && (token.upper === 'TOP' || token.upper === 'OFFSET')) limited = true;
    if (token.upper === 'FROM' && level.selects && before?.upper !== 'DISTINCT') {
      level.inFrom = true;
      expected = true;
    }
    if (token.upper === 'JOIN' || token.upper === 'APPLY') expected = true;
  }
  return {
    tokens,
    tables,
    commonTables,
    variables: tokens.filter(({ kind }) => kind === 'variable'),
    selects,
    ordered: ordered && !limited,
  };
}

/** The input that a table's name means, if it means one; case does not count in `input` and in the input's name. */
export function inputOf({ parts, called }: SqlTableName, names: readonly string[]): string | undefined {
  const [schema = '', name = ''] = parts;
  if (parts.length !== 2 || called || schema.toLowerCase() !== 'input') return undefined;
  return names.find((known) => known === name.toLowerCase());
}

/** Whether an element is a name, quoted or not. */
export function isName(token: SqlToken | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'quoted';
}

/** Whether an element is the given symbol. */
export function isSymbol(token: SqlToken | undefined, symbol: string): boolean {
  return token?.kind === 'symbol' && token.text === symbol;
}

function startsCommonTable(tokens: readonly SqlToken[], index: number): boolean {
  const [before, after] = [tokens[index - 1], tokens[index + 1]];
  return (
    (before?.upper === 'WITH' || isSymbol(before, ',')) && (after?.upper === 'AS' || isSymbol(after, '('))
  );
}

/** A name of several parts, with the place of its last one. */
function nameAt(tokens: readonly SqlToken[], first: number): { table: SqlTableName; last: number } {
  let last = first;
  const parts = [tokens[first]?.text ?? ''];
  while (isSymbol(tokens[last + 1], '.')) {
    const part = tokens[last + 2];
    // Two points leave a schema out.
    parts.push(isName(part) ? (part?.text ?? '') : '');
    last += isName(part) ? 2 : 1;
  }
  const [start, end, after] = [tokens[first], tokens[last], tokens[last + 1]];
  return {
    table: {
      parts,
      start: start?.start ?? 0,
      end: end?.end ?? 0,
      line: start?.line ?? 1,
      aliased: isName(after) && !NO_ALIAS.has(after?.upper ?? ''),
      called: isSymbol(after, '('),
    },
    last,
  };
}
