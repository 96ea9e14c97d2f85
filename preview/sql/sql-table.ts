import type * as sqlSdk from '@polyglot-sql/sdk';
import { type Issue, LakehouseError, listed, type Readable, type SqlRows, type Table } from '../../model';
import { compileDuckDb, duckDbType, identifier, parameterizedOverride } from '../../compilers/internal';
import { optionalPackage } from '../../packages/optional-package';
import { type DuckDb } from '../duckdb';
import { Untranslatable } from './syntax-tree';
import { ColumnMismatch, duckDbConstant, INPUTS, type SqlParser, translateSql } from './translate';
import { DIVIDE_MACRO } from './values';

/** Where a preview keeps the result of a department's SQL until it is written. */
const RESULT = 'sql_result';

/** A table that a department's own SQL computes, in the preview. */
export interface SqlTableRun {
  /** Owner and table, for errors. */
  readonly at: string;
  /** The table. */
  readonly table: Table;
  /** Its SQL. */
  readonly step: SqlRows;
  /** The relation that holds what an input reads, quoted. */
  readonly relation: (readable: Readable) => string;
  /** Stands in for the pepper. */
  readonly pepper: string;
}

/**
 * Computes a table by its DuckDB override, or else by its translated text, and holds the result against its declaration.
 *
 * @param engine where it runs; call {@link dropSqlTable} when the result is written.
 * @param run what is computed.
 * @returns the query of the result, and how many rows its inputs have.
 * @throws LakehouseError when the text cannot be translated, or when the result is not what is declared.
 */
export async function runSqlTable(
  engine: DuckDb,
  run: SqlTableRun,
): Promise<{ query: string; read: number }> {
  const { table, step } = run;
  await dropSqlTable(engine);
  await engine.run(`CREATE SCHEMA ${INPUTS}`);
  await engine.run(DIVIDE_MACRO);
  let read = 0;
  for (const input of step.inputs) {
    const { query } = compileDuckDb(Object.assign({}, table, { relation: input.relation }), {
      pepper: run.pepper,
      prefix: table.name,
      relation: run.relation,
    });
    // The same in Azure: T-SQL leaves trailing spaces out of comparisons, so that none get into it.
    const columns = input.relation.columns.map(({ name, type }) =>
      type.kind === 'string' ? `rtrim(${identifier(name)}, ' ') AS ${identifier(name)}` : identifier(name),
    );
    const view = `${INPUTS}.${identifier(input.name)}`;
    await engine.run(`CREATE TABLE ${view} AS SELECT ${columns.join(', ')} FROM (${query})`);
    read += await engine.number(`SELECT count(*) FROM ${view}`);
  }
  try {
    const sql =
      step.duckDbOverride === undefined
        ? translateSql(step, await loadParser(run))
        : await overrideSql(engine, run, step.duckDbOverride);
    await engine.run(`CREATE TEMP TABLE ${RESULT} AS ${sql}`);
  } catch (error) {
    throw asIssue(run, error);
  }
  await checkResult(engine, run);
  return {
    query: `SELECT ${table.columns.map(({ name }) => identifier(name)).join(', ')} FROM ${RESULT}`,
    read,
  };
}

/** Removes what {@link runSqlTable} left in the engine. */
export async function dropSqlTable(engine: DuckDb): Promise<void> {
  await engine.run(`DROP TABLE IF EXISTS ${RESULT}`);
  await engine.run(`DROP SCHEMA IF EXISTS ${INPUTS} CASCADE`);
}

async function overrideSql(engine: DuckDb, { step }: SqlTableRun, duckDbOverride: string): Promise<string> {
  const sql = parameterizedOverride(duckDbOverride, step.parameters, (name) =>
    duckDbConstant(step.parameters, name),
  );
  const given = await engine.rows(`DESCRIBE SELECT * FROM (${sql}\n) AS result`);
  const names = given.map((column) => String(column['column_name']));
  if (names.join() !== step.columns.map(({ name }) => name).join()) throw new ColumnMismatch(names);
  const list = step.columns.map(
    ({ name, type }) => `CAST(${identifier(name)} AS ${duckDbType(type)}) AS ${identifier(name)}`,
  );
  return `SELECT ${list.join(', ')} FROM (${sql}\n) AS result`;
}

async function loadParser(run: SqlTableRun): Promise<SqlParser> {
  const missing = (): LakehouseError =>
    problem(run, 'text', {
      code: 'LH8105',
      got: 'cannot be translated, because @polyglot-sql/sdk is not installed or does not load',
      allowed: 'the package, or a DuckDB override',
      change:
        'install it with npm install --save-dev @polyglot-sql/sdk, or write the statement for DuckDB as "duckDbOverride"',
    });
  const sdk = optionalPackage('@polyglot-sql/sdk', missing) as typeof sqlSdk;
  try {
    await sdk.init();
  } catch {
    throw missing();
  }
  return { parse: (sql) => sdk.parse(sql, sdk.Dialect.TSQL) };
}

function asIssue(run: SqlTableRun, error: unknown): unknown {
  if (error instanceof LakehouseError) return error;
  const prop = run.step.duckDbOverride === undefined ? 'text' : 'duckDbOverride';
  if (error instanceof ColumnMismatch)
    return problem(run, prop, {
      code: 'LH8102',
      got: `gives the columns ${error.given.join(', ')}`,
      allowed: `${run.step.columns.map(({ name }) => name).join(', ')}, in this order`,
      change: 'select the declared columns, or declare the selected ones',
    });
  if (error instanceof Untranslatable) {
    const { construct, line, hint } = error;
    return problem(run, prop, {
      code: 'LH8101',
      got: `uses ${construct}${line === undefined ? '' : ` on line ${line}`}`,
      allowed: 'what the preview translates without changing its meaning',
      change: `${hint === undefined ? '' : `${hint}; or `}write the statement for DuckDB as "duckDbOverride", usually in a file <name>.duckdb.sql`,
    });
  }
  return problem(run, prop, {
    code: 'LH8103',
    got: `fails in DuckDB: ${firstLine(error)}`,
    change: 'correct the statement, or the data it reads',
  });
}

/** The engine goes on with the statement that it was given, which nobody wrote. */
function firstLine(error: unknown): string {
  const [first = ''] = String(error).split('\n');
  return first.replace(/^(?:Error: )+/, '').trim();
}

async function checkResult(engine: DuckDb, run: SqlTableRun): Promise<void> {
  const { table, step } = run;
  const rows = (where: string): Promise<number> =>
    engine.number(`SELECT count(*) FROM ${RESULT} WHERE ${where}`);
  const issues: Omit<Issue, 'at' | 'prop'>[] = [];
  for (const { name, type, nullable } of step.columns) {
    const column = identifier(name);
    const missing = nullable ? 0 : await rows(`${column} IS NULL`);
    if (missing > 0)
      issues.push({
        code: 'LH8104',
        got: `gives ${counted(missing)} without "${name}"`,
        allowed: 'a value in every row',
        change: 'declare the column as .nullable(), or give it a value in the SQL',
      });
    const long = type.kind === 'string' ? await rows(`length(${column}) > ${type.length}`) : 0;
    if (type.kind === 'string' && long > 0)
      issues.push({
        code: 'LH8104',
        got: `gives ${counted(long)} with a longer "${name}"`,
        allowed: `${type.length} characters at most`,
        change: 'declare the column longer, or cut the text in the SQL',
      });
  }
  const keys = step.columns
    .filter(({ name }) => table.key.includes(name))
    .map(({ name, type }) => (type.kind === 'string' ? `rtrim(${identifier(name)}, ' ')` : identifier(name)));
  const repeated = await engine.number(
    `SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM ${RESULT} GROUP BY ${keys.join(', ')}) WHERE n > 1`,
  );
  if (repeated > 0)
    issues.push({
      code: 'LH8104',
      got: `gives ${counted(repeated)} that share a key with another`,
      allowed: `each ${listed(table.key)} once`,
      change: 'aggregate by the key in the SQL, or declare another key',
    });
  const [first] = issues;
  const prop = step.duckDbOverride === undefined ? 'text' : 'duckDbOverride';
  if (first)
    throw new LakehouseError(
      'preview',
      issues.map((issue) => Object.assign({ at: run.at, prop }, issue)),
    );
}

function counted(rows: number): string {
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
}

function problem({ at }: SqlTableRun, prop: string, issue: Omit<Issue, 'at' | 'prop'>): LakehouseError {
  return new LakehouseError('preview', [Object.assign({ at, prop }, issue)]);
}
