import { type Issue, listed, type Mistake, mistakeIf, suggestion } from '../errors';
import { type SqlRows, type Table } from '../flows/relation';
import { type SqlParameter } from '../flows/sql/parameter';
import { inputOf, isSymbol, readSql, type SqlReading } from '../flows/sql/statement';
import { sqlTokens, type SqlToken } from '../flows/sql/tokens';
import { describeType, typeFlaw } from '../types';
import { COLUMN_NAME, nameIssues } from './names';
import { valueProblem } from './sql-values';

/** Names that the generated procedure has for itself. */
const RESERVED_PARAMETERS = ['run', 'folder', 'store', 'show'];

/** Words that begin or belong to statements other than a select, or that reach outside of the declared inputs. */
const REFUSED_WORDS: ReadonlySet<string> = new Set(
  (
    'ALTER BACKUP BULK CREATE DBCC DECLARE DELETE DENY DROP EXEC EXECUTE GRANT INSERT INTO KILL MERGE OPENDATASOURCE ' +
    'OPENQUERY OPENROWSET PRINT RAISERROR RESTORE REVOKE SET SHUTDOWN THROW TRUNCATE UPDATE USE WAITFOR'
  ).split(' '),
);
/** Functions that make rows of their arguments alone. */
const ROW_FUNCTIONS: ReadonlySet<string> = new Set(['OPENJSON', 'STRING_SPLIT']);

/** Everything wrong with a table that a department's own SQL computes; nothing for other tables. */
export function sqlIssues(at: string, table: Table): Issue[] {
  const { relation } = table;
  if (relation.step !== 'sql') return [];
  const reading = readSql(relation.text);
  return [
    ...declarationIssues(at, relation),
    ...personalIssues(at, relation),
    ...relation.parameters.flatMap((parameter) => parameterIssues(at, parameter)),
    ...statementIssues(reading).map((issue) => Object.assign({ at }, issue)),
    ...inputIssues(at, relation, reading),
    ...variableIssues(at, relation, 'text', reading.variables),
    ...overrideIssues(at, relation),
  ];
}

function declarationIssues(at: string, { inputs, columns, parameters }: SqlRows): Issue[] {
  return [
    ...inputs.flatMap(({ name }) => nameIssues(at, 'reads', name, COLUMN_NAME)),
    ...columns.flatMap(({ name }) => nameIssues(at, 'columns', name, COLUMN_NAME)),
    ...columns.flatMap(({ name, type }): Issue[] => {
      const flaw = typeFlaw(type);
      return flaw ? [Object.assign({ at, prop: `columns.${name}` }, flaw)] : [];
    }),
    ...parameters.flatMap(({ name }) => nameIssues(at, 'parameters', name, COLUMN_NAME)),
    ...mistakeIf(inputs.length === 0, {
      code: 'LH0004',
      at,
      prop: 'reads',
      got: 'is empty',
      allowed: 'one input or more',
      change: 'name what the SQL reads',
    }),
  ];
}

/** What becomes of a column inside of SQL is not followed: what could be personal has to be called so. */
function personalIssues(at: string, { inputs, columns }: SqlRows): Issue[] {
  if (columns.every(({ classification }) => classification === 'personal')) return [];
  return inputs.flatMap(({ name, relation }): Issue[] => {
    const personal = relation.columns.filter(({ classification }) => classification === 'personal');
    if (personal.length === 0) return [];
    return [
      {
        code: 'LH3411',
        at,
        prop: 'reads',
        got: `gives the SQL the personal ${personal.length === 1 ? 'column' : 'columns'} ${listed(personal.map((column) => column.name))} of "${name}"`,
        allowed: 'inputs without personal columns, for what SQL makes of them is not followed',
        change: 'select the columns that are needed, or declare every column of the result as .personal()',
      },
    ];
  });
}

function parameterIssues(at: string, { name, type, value }: SqlParameter): Issue[] {
  const prop = 'parameters';
  if (RESERVED_PARAMETERS.includes(name)) {
    const change = 'choose another name';
    return [
      { code: 'LH3409', at, prop, got: `has "${name}", a name that the procedure has for itself`, change },
    ];
  }
  if (type.kind === 'double') {
    const change = 'declare it as t.decimal()';
    return [
      { code: 'LH3409', at, prop, got: `has "${name}" of type double`, allowed: 'every other type', change },
    ];
  }
  if (typeof value !== 'string' && type.kind !== 'date') {
    const got = `passes the day of the window as "${name}" of type ${describeType(type)}`;
    return [
      {
        code: 'LH3409',
        at,
        prop,
        got,
        allowed: 'a parameter of type date',
        change: 'declare it as t.date()',
      },
    ];
  }
  const wrong = valueProblem(type, typeof value === 'string' ? value : value.preview);
  if (wrong === undefined) return [];
  const shown = typeof value === 'string' ? value : value.preview;
  return [
    {
      code: 'LH3410',
      at,
      prop,
      got: `has "${name}" with the value "${shown}"`,
      allowed: wrong,
      change: 'change the value',
    },
  ];
}

function statementIssues({ tokens, selects, ordered }: SqlReading): Mistake[] {
  const allowed = 'one SELECT, with common table expressions before it where needed';
  const [first] = tokens;
  if (!first)
    return [{ code: 'LH3401', prop: 'text', got: 'is empty', allowed, change: 'write the statement' }];
  const last = tokens[tokens.length - 1];
  if (last?.kind === 'broken') {
    const change = 'close the text, the name or the comment';
    return [
      {
        code: 'LH3405',
        prop: 'text',
        got: `has something on line ${last.line} that is opened and never closed`,
        change,
      },
    ];
  }
  const refused = tokens.filter(({ upper }) => REFUSED_WORDS.has(upper));
  const go = tokens.filter((token, index) => token.upper === 'GO' && aloneOnLine(tokens, index));
  const change = 'leave the select alone; the library writes what makes, stores and deploys';
  if (first.upper !== 'SELECT' && first.upper !== 'WITH')
    return [
      {
        code: 'LH3401',
        prop: 'text',
        got: `begins with ${first.text} on line ${first.line}`,
        allowed,
        change,
      },
    ];
  const inner = tokens.findIndex((token, index) => isSymbol(token, ';') && !onlySemicolons(tokens, index));
  return [
    ...[...refused, ...go].map((token): Mistake => ({
      code: 'LH3402',
      prop: 'text',
      got: `uses ${token.upper} on line ${token.line}`,
      allowed,
      change,
    })),
    ...mistakeIf(inner >= 0 || (selects !== 1 && refused.length + go.length === 0), {
      code: 'LH3401',
      prop: 'text',
      got: selects === 0 ? 'has no select of its own' : 'has more than one statement',
      allowed,
      change,
    }),
    ...tokens.flatMap((token, index) =>
      mistakeIf(isAllColumns(tokens, index), {
        code: 'LH3403',
        prop: 'text',
        got: `selects * on line ${token.line}`,
        allowed: 'columns by name, so that a new column of an input changes nothing',
        change: 'name the columns (in EXISTS, select 1)',
      }),
    ),
    ...mistakeIf(ordered, {
      code: 'LH3404',
      prop: 'text',
      got: 'ends with ORDER BY',
      allowed: 'rows without an order: a table has none',
      change: 'take it out, or number the rows with ROW_NUMBER()',
    }),
  ];
}

function aloneOnLine(tokens: readonly SqlToken[], index: number): boolean {
  const line = tokens[index]?.line;
  return tokens[index - 1]?.line !== line && tokens[index + 1]?.line !== line;
}

function onlySemicolons(tokens: readonly SqlToken[], from: number): boolean {
  return tokens.slice(from).every((token) => isSymbol(token, ';'));
}

/** A star that is no multiplication, and not the one of COUNT(*). */
function isAllColumns(tokens: readonly SqlToken[], index: number): boolean {
  if (!isSymbol(tokens[index], '*')) return false;
  const [before, after] = [tokens[index - 1], tokens[index + 1]];
  if (isSymbol(before, '(')) return false;
  return (
    isSymbol(before, ',') ||
    isSymbol(before, '.') ||
    ['SELECT', 'DISTINCT', 'ALL'].includes(before?.upper ?? '') ||
    after?.upper === 'FROM' ||
    isSymbol(after, ',')
  );
}

function inputIssues(at: string, { inputs }: SqlRows, { tables, commonTables }: SqlReading): Issue[] {
  const names = inputs.map(({ name }) => name);
  const allowed = [...names.map((name) => `input.${name}`), ...commonTables];
  const issue = (got: string, change: string): Issue => ({
    code: 'LH3406',
    at,
    prop: 'text',
    got,
    allowed: listed(allowed),
    change,
  });
  const read = new Set<string>();
  const issues = tables.flatMap((table): Issue[] => {
    const { parts, line, called } = table;
    const written = parts.join('.');
    if (called && parts.length === 1 && ROW_FUNCTIONS.has(written.toUpperCase())) return [];
    if (parts.length > 2)
      return [
        issue(`reads ${written} on line ${line}, a name of ${parts.length} parts`, 'read a declared input'),
      ];
    const input = inputOf(table, names);
    if (input !== undefined) {
      read.add(input);
      return [];
    }
    if (parts.length === 1 && !called && commonTables.includes(written)) return [];
    const near = suggestion(written, allowed);
    return [
      issue(
        `reads ${written} on line ${line}, which is no input${near}`,
        'add it to "reads", or correct its name',
      ),
    ];
  });
  const unused = names.filter((name) => !read.has(name));
  return [
    ...issues,
    ...unused.map((name): Issue => ({
      code: 'LH3407',
      at,
      prop: 'reads',
      got: `has "${name}", which the text never reads`,
      change: `take it out, or read input.${name}`,
    })),
  ];
}

function variableIssues(
  at: string,
  { parameters }: SqlRows,
  prop: 'text' | 'duckDbOverride',
  variables: readonly SqlToken[],
): Issue[] {
  const names = parameters.map(({ name }) => `@${name}`);
  const used = new Set(variables.map(({ text }) => text.toLowerCase()));
  const unknown = variables.filter(({ text }) => !names.includes(text.toLowerCase()));
  return [
    ...unknown.map(({ text, line }): Issue => ({
      code: 'LH3408',
      at,
      prop,
      got: `uses ${text} on line ${line}, which is no parameter${suggestion(text, names)}`,
      allowed: listed(names),
      change: 'add it to "parameters", or correct its name',
    })),
    ...(prop === 'duckDbOverride' ? [] : names.filter((name) => !used.has(name))).map((name): Issue => ({
      code: 'LH3407',
      at,
      prop: 'parameters',
      got: `has "${name.slice(1)}", which the text never uses`,
      change: `take it out, or use ${name}`,
    })),
  ];
}

function overrideIssues(at: string, relation: SqlRows): Issue[] {
  if (relation.duckDbOverride === undefined) return [];
  const tokens = sqlTokens(relation.duckDbOverride, 'duckdb');
  const [first] = tokens;
  const begins = ['SELECT', 'WITH', 'FROM'].includes(first?.upper ?? '');
  const inner = tokens.findIndex((token, index) => isSymbol(token, ';') && !onlySemicolons(tokens, index));
  return [
    ...mistakeIf(!(begins && inner < 0 && tokens[tokens.length - 1]?.kind !== 'broken'), {
      code: 'LH3401',
      at,
      prop: 'duckDbOverride',
      got: first ? `begins with ${first.text}, or is no single whole statement` : 'is empty',
      allowed: 'one SELECT of DuckDB',
      change: 'write the same select as in "text"',
    }),
    ...variableIssues(
      at,
      relation,
      'duckDbOverride',
      tokens.filter(({ kind }) => kind === 'variable'),
    ),
  ];
}
