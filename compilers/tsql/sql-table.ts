import {
  type ColumnInfo,
  type DataType,
  MAX_STRING_LENGTH,
  type Readable,
  type SqlParameter,
  type SqlRows,
  stringType,
  type Table,
} from '../../model';
import { bracketed, COLLATION, groupKeys, tsqlText, tsqlType } from './literals';
import { compileTsqlQuery } from './query';
import { renamedSql } from './sql-text';

/** Schema of the views that a department's own SQL reads: one for each input of each table. */
export const INPUT_SCHEMA = 'input';
/** Number of the errors that a procedure raises when a result breaks its declaration. */
const BROKEN_RESULT = 50001;
/** Yesterday is the window of the run that comes next. */
const YESTERDAY = 'CAST(DATEADD(DAY, -1, SYSUTCDATETIME()) AS DATE)';

/** Column of what is stored that says whether a row belongs to the result; no column of a table begins so. */
export const STORED_COLUMN: Pick<ColumnInfo, 'name' | 'type'> = {
  name: '_stored',
  type: { kind: 'boolean' },
};
/** Its name in T-SQL. */
export const STORED = bracketed(STORED_COLUMN.name);

/** What is particular to a table that a department's own SQL computes. */
export interface SqlTableParts {
  /** The views of its inputs, then the one that holds the department's SQL. */
  readonly views: readonly { readonly name: string; readonly sql: string }[];
  /** The declared columns of the definition, in their declared types. */
  readonly shown: string;
  /** The same to be stored: text as it is, so that a text that is too long is noticed and not cut. */
  readonly stored: string;
  /** Declares the procedure's parameters, each after a comma; empty without any. */
  readonly parameters: string;
  /** Statements before the result is stored. */
  readonly before: readonly string[];
  /** Statements after it: they stop the run when the result breaks its declaration. */
  readonly after: readonly string[];
}

/**
 * Compiles a table that a department's own SQL computes.
 *
 * Its definition is a view and no inline function: views can be altered in place, and the text of a view is known to be
 * accepted with common table expressions. The procedure writes the values of its parameters into the view, as typed
 * constants, before it stores what the view gives.
 *
 * @param table the table; its flow is the SQL.
 * @param step the SQL with its inputs.
 * @param definition the quoted name of the view that holds the SQL.
 * @param build the quoted name of the external table of a run.
 * @param source what stands behind FROM for something that an input reads.
 */
export function sqlTableParts(
  table: Table,
  step: SqlRows,
  definition: string,
  build: string,
  source: (readable: Readable) => string,
): SqlTableParts {
  const view = (value: (parameter: SqlParameter) => string): string =>
    `CREATE OR ALTER VIEW ${definition} AS\n${sqlWith(table, step, value)}`;
  const run = step.parameters.map((parameter) => `, @${parameter.name} ${tsqlType(parameter.type)}`);
  return {
    views: [
      ...step.inputs.map(({ name, relation }) => ({
        name: `view ${INPUT_SCHEMA}.${inputView(table, name)}`,
        sql: `CREATE OR ALTER VIEW ${quotedInput(table, name)} AS\n${compileTsqlQuery(relation, source, relation.columns.map(inputColumn).join(', '))}`,
      })),
      { name: `view definition.${table.name}`, sql: view(constant) },
    ],
    shown: table.columns.map((column) => cast(column, tsqlType(column.type))).join(', '),
    stored: table.columns.map((column) => cast(column, storedType(column.type))).join(', '),
    parameters: run.join(''),
    before: run.length === 0 ? [] : definitionOfRun(view, step),
    after: resultChecks(table, build),
  };
}

/** Texts are stored longer than they are declared, so that those which are too long are found. */
function storedType(type: DataType): string {
  if (type.kind !== 'string') return tsqlType(type);
  return tsqlType(stringType(Math.max(type.length, MAX_STRING_LENGTH)));
}

/** Comparisons in T-SQL leave trailing spaces out; without any, all engines compare the same. */
function inputColumn({ name, type }: ColumnInfo): string {
  return type.kind === 'string' ? `RTRIM(${bracketed(name)}) AS ${bracketed(name)}` : bracketed(name);
}

function inputView(table: Table, input: string): string {
  // Neither name has two underscores in a row, so no two inputs share a view.
  return `${table.name}__${input}`;
}

function quotedInput(table: Table, input: string): string {
  return `${bracketed(INPUT_SCHEMA)}.${bracketed(inputView(table, input))}`;
}

function sqlWith(table: Table, step: SqlRows, value: (parameter: SqlParameter) => string): string {
  return renamedSql(step, {
    input: (name) => quotedInput(table, name),
    alias: bracketed,
    parameter: (name) => {
      const parameter = step.parameters.find((known) => known.name === name);
      if (!parameter) throw new Error(`not validated: @${name} is no parameter`);
      return value(parameter);
    },
  });
}

/** A parameter's declared value; people see the table computed with it until the first run. */
function constant({ type, value }: SqlParameter): string {
  if (typeof value !== 'string') return YESTERDAY;
  if (type.kind === 'string') return tsqlText(value);
  if (type.kind === 'boolean') return `CAST(${value === 'true' ? 1 : 0} AS BIT)`;
  return `CAST(${tsqlText(value)} AS ${tsqlType(type)})`;
}

function cast({ name, type }: ColumnInfo, to: string): string {
  return `CAST(${bracketed(name)} AS ${to})${type.kind === 'string' ? ` COLLATE ${COLLATION}` : ''} AS ${bracketed(name)}`;
}

/** Alters the definition to hold the values of the run; nothing but typed values gets between the fixed parts. */
function definitionOfRun(
  view: (value: (parameter: SqlParameter) => string) => string,
  { parameters }: SqlRows,
): string[] {
  const marks = new Map(parameters.map((parameter) => [`{@${parameter.name}}`, parameter]));
  // A procedure parameter cannot be mistaken for text of the department: the fixed parts come from positions in it.
  const parts: string[] = [];
  let fixed = '';
  const mark = '\u0000';
  const text = view(({ name }) => `${mark}{@${name}}${mark}`);
  for (const part of text.split(mark)) {
    const parameter = marks.get(part);
    if (parameter === undefined) fixed += part;
    else {
      parts.push(`N${tsqlText(fixed)}`, `COALESCE(${valueOfRun(parameter.name, parameter.type)}, N'NULL')`);
      fixed = '';
    }
  }
  parts.push(`N${tsqlText(fixed)}`);
  // Without the cast, the sum of short texts would be cut after 4,000 characters.
  const [first = "N''", ...rest] = parts;
  return [
    `  DECLARE @_definition NVARCHAR(MAX) = CAST(${first} AS NVARCHAR(MAX)) + ${rest.join(' + ')};`,
    '  EXEC(@_definition);',
  ];
}

/** The text of a constant with the value of a procedure's parameter. */
function valueOfRun(name: string, type: DataType): string {
  const quoted = (value: string): string => `N'CAST(''' + ${value} + N''' AS ${tsqlType(type)})'`;
  switch (type.kind) {
    case 'string':
      return `N'''' + REPLACE(@${name}, N'''', N'''''') + N''''`;
    case 'date':
      return quoted(`CONVERT(VARCHAR(10), @${name}, 23)`);
    case 'timestamp':
      return quoted(`CONVERT(VARCHAR(30), @${name}, 121)`);
    default:
      return quoted(`CAST(@${name} AS VARCHAR(50))`);
  }
}

function resultChecks(table: Table, build: string): string[] {
  const stored = `FROM ${build} WHERE ${STORED} = 1`;
  const required = table.columns.filter(({ nullable }) => !nullable).map(({ name }) => name);
  const texts = table.columns.flatMap(({ name, type }) =>
    type.kind === 'string' ? [`LEN(REPLACE(${bracketed(name)}, ' ', '.')) > ${type.length}`] : [],
  );
  const keys = table.columns
    .filter(({ name }) => table.key.includes(name))
    .flatMap(({ name, type }) => groupKeys(bracketed(name), type));
  return [
    ...(required.length > 0
      ? [
          refuse(
            table,
            `SELECT 1 ${stored} AND (${required.map((name) => `${bracketed(name)} IS NULL`).join(' OR ')})`,
            `a value is missing in a column that is not nullable: ${required.join(', ')}`,
          ),
        ]
      : []),
    ...(texts.length > 0
      ? [refuse(table, `SELECT 1 ${stored} AND (${texts.join(' OR ')})`, 'a text is longer than its column')]
      : []),
    refuse(
      table,
      `SELECT 1 ${stored} GROUP BY ${keys.join(', ')} HAVING COUNT_BIG(*) > 1`,
      `a key is there more than once: ${table.key.join(', ')}`,
    ),
  ];
}

/** In a statement of its own: the external table is not there yet when the procedure begins. */
function refuse({ name }: Table, rows: string, what: string): string {
  const statement = `IF EXISTS (${rows}) THROW ${BROKEN_RESULT}, ${tsqlText(`${name}: ${what}`)}, 1;`;
  return `  EXEC(N${tsqlText(statement)});`;
}
