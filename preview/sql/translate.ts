import { type SqlParameter, type SqlRows } from '../../model';
import { duckDbText, duckDbType, renamedSql, tsqlText, tsqlType } from '../../compilers/internal';
import { QueryWriter } from './queries';
import { Reader, type Tree, Untranslatable } from './syntax-tree';
import { typed } from './values';

/** The part of the parser that is used. */
export interface SqlParser {
  /** Reads a statement in a dialect. */
  readonly parse: (
    sql: string,
    dialect: 'tsql',
  ) => { readonly success: boolean; readonly ast?: unknown; readonly error?: string | null };
}

/** Schema of the views that hold what a department's SQL reads. */
export const INPUTS = 'input';

/**
 * Translates a department's T-SQL to DuckDB.
 *
 * The text is parsed by `@polyglot-sql/sdk`; its own translation changes meanings in silence, so that each construct is held
 * against a list and written here, with T-SQL's types: decimals as T-SQL computes them, comparisons of text without the
 * spaces at the end, nulls lowest.
 *
 * @throws Untranslatable when something is not on the list.
 */
export function translateSql(step: SqlRows, parser: SqlParser): string {
  const text = renamedSql(step, {
    input: (name) => `[${INPUTS}].[${name}]`,
    alias: (name) => `[${name}]`,
    parameter: (name) => tsqlConstant(step.parameters, name),
  });
  const { success, ast, error } = parser.parse(text, 'tsql');
  const statements: readonly Tree[] = Array.isArray(ast) ? ast : [];
  const [statement] = statements;
  if (!success || statements.length !== 1) {
    const [, line] = /line (\d+)/.exec(error ?? '') ?? [];
    throw new Untranslatable(
      `something that does not parse (${error ?? 'several statements'})`,
      line === undefined ? undefined : Number(line),
    );
  }
  const reader = new Reader();
  const inputs = step.inputs.map(({ name, relation }) => {
    const columns = relation.columns.map((column) => ({
      name: column.name,
      value: typed('', column.type, true),
    }));
    return [name, { sql: `${INPUTS}."${name}"`, columns }] as const;
  });
  const writer = new QueryWriter(reader, new Map(inputs));
  const { sql, columns } = writer.statement(statement);
  const given = columns.map(({ name }) => name ?? '(no name)');
  const declared = step.columns.map(({ name }) => name);
  if (given.join() !== declared.join()) throw new ColumnMismatch(given);
  const list = columns.map((column, index) => {
    const type = step.columns[index]?.type;
    return type ? `${writer.converted(column, type)} AS "${column.name ?? ''}"` : '';
  });
  return `SELECT ${list.join(', ')} FROM (${sql}) AS result`;
}

/** Says that SQL gives other columns than its table declares. */
export class ColumnMismatch extends Error {
  /** @param given the names of the columns, in order. */
  constructor(readonly given: readonly string[]) {
    super(given.join(', '));
    this.name = 'ColumnMismatch';
  }
}

/** The value of a parameter for DuckDB; the preview knows no windows. */
export function duckDbConstant(parameters: readonly SqlParameter[], name: string): string {
  const { type, value } = parameterNamed(parameters, name);
  return `CAST(${duckDbText(typeof value === 'string' ? value : value.preview)} AS ${duckDbType(type)})`;
}

function tsqlConstant(parameters: readonly SqlParameter[], name: string): string {
  const { type, value } = parameterNamed(parameters, name);
  if (typeof value === 'string' && type.kind === 'string') return tsqlText(value);
  const written = typeof value === 'string' ? value : value.preview;
  return type.kind === 'boolean'
    ? `CAST(${written === 'true' ? 1 : 0} AS BIT)`
    : `CAST(${tsqlText(written)} AS ${tsqlType(type)})`;
}

function parameterNamed(parameters: readonly SqlParameter[], name: string): SqlParameter {
  const found = parameters.find((parameter) => parameter.name === name);
  if (!found) throw new Error(`not validated: @${name} is no parameter`);
  return found;
}
