import { type DataType, decimalType, isExactNumber, MAX_STRING_LENGTH } from '../../model';
import { duckDbText, identifier } from '../../compilers';
import { aggregate, isAggregate, overWindow } from './aggregates';
import { callFunction, isFunction } from './functions';
import { type Scope, type WrittenQuery } from './scope';
import { type Fields, isFields, type Reader, type Tree } from './syntax-tree';
import { type ValueWriter } from './value-writer';
import { as, type Comparison, Meaning, typed, type TypedValue, type Value } from './values';

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  eq: '=',
  neq: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
};
const ARITHMETIC = { add: '+', sub: '-', mul: '*', div: '/', mod: '%' } as const;
const PREDICATES = new Set([
  'and',
  'or',
  'not',
  'is_null',
  'in',
  'exists',
  'between',
  'like',
  ...Object.keys(COMPARISONS),
]);

/** Writes T-SQL expressions for DuckDB, where each construct in them is known to mean the same. */
export class ExpressionWriter implements ValueWriter {
  /** What operators and conversions mean. */
  readonly meaning: Meaning;

  constructor(
    readonly reader: Reader,
    private readonly subquery: (tree: Tree, scope: Scope) => WrittenQuery,
  ) {
    this.meaning = new Meaning(reader);
  }

  /** A value; a condition is refused, as T-SQL does. */
  value(tree: Tree, scope: Scope): Value {
    const { kind, fields } = this.reader.node(tree);
    if (kind in ARITHMETIC) {
      this.reader.only(kind, fields, ['left', 'right']);
      const operator = ARITHMETIC[kind as keyof typeof ARITHMETIC];
      return this.meaning.arithmetic(
        operator,
        this.value(fields['left'], scope),
        this.value(fields['right'], scope),
      );
    }
    if (PREDICATES.has(kind)) return this.reader.refuse('a condition where a value is expected', 'use CASE');
    if (isAggregate(kind, fields)) return aggregate(this, kind, fields, scope);
    if (isFunction(kind)) return callFunction(this, kind, fields, scope);
    switch (kind) {
      case 'column':
        this.reader.only('a column', fields, ['name', 'table']);
        return this.column(fields, scope);
      case 'literal':
        return this.literal(fields);
      case 'null':
        return { sql: 'NULL', type: undefined, trimmed: true };
      case 'paren':
        this.reader.only('parentheses', fields, ['this']);
        return this.value(fields['this'], scope);
      case 'neg':
        return this.negation(fields, scope);
      case 'case':
        return this.caseWhen(fields, scope);
      case 'if_func':
        this.reader.only('IIF', fields, ['condition', 'true_value', 'false_value']);
        return this.choice(
          [[this.condition(fields['condition'], scope), fields['true_value']]],
          fields['false_value'],
          scope,
        );
      case 'cast':
      case 'try_cast':
        this.reader.only(kind === 'cast' ? 'CAST' : 'TRY_CAST', fields, ['this', 'to']);
        return this.meaning.cast(
          this.value(fields['this'], scope),
          this.type(fields['to']),
          kind === 'try_cast',
        );
      case 'window_function':
        return overWindow(this, fields, scope);
      default:
        return this.reader.refuse(spelt(kind, fields));
    }
  }

  /** A value that is no bare NULL. */
  typed(tree: Tree, scope: Scope, where: string): TypedValue {
    return this.meaning.known(this.value(tree, scope), where);
  }

  /** A condition; a value, even a bit, is refused, as T-SQL does. */
  condition(tree: Tree, scope: Scope): string {
    const { kind, fields } = this.reader.node(tree);
    const comparison = COMPARISONS[kind];
    if (comparison) {
      this.reader.only(comparison, fields, ['left', 'right']);
      return this.meaning.compared(
        comparison,
        this.value(fields['left'], scope),
        this.value(fields['right'], scope),
      );
    }
    switch (kind) {
      case 'and':
      case 'or':
        this.reader.only(kind, fields, ['left', 'right']);
        return `(${this.condition(fields['left'], scope)} ${kind.toUpperCase()} ${this.condition(fields['right'], scope)})`;
      case 'not':
        this.reader.only('NOT', fields, ['this']);
        return `(NOT ${this.condition(fields['this'], scope)})`;
      case 'paren':
        this.reader.only('parentheses', fields, ['this']);
        return this.condition(fields['this'], scope);
      case 'is_null':
        this.reader.only('IS NULL', fields, ['this', 'not']);
        return `(${this.typed(fields['this'], scope, 'IS NULL').sql} IS ${fields['not'] === true ? 'NOT ' : ''}NULL)`;
      case 'between':
        return this.between(fields, scope);
      case 'in':
        return this.isIn(fields, scope);
      case 'exists':
        this.reader.only('EXISTS', fields, ['this', 'not']);
        return `(${fields['not'] === true ? 'NOT ' : ''}EXISTS (${this.subquery(fields['this'], scope).sql}))`;
      case 'like':
        return this.like(fields, scope);
      default:
        return this.reader.refuse(`${spelt(kind, fields)} as a condition`, 'compare it: a bit is = 1');
    }
  }

  /** Values one of which is shown, in the type that holds them all. */
  unified(values: readonly Value[], where: string): TypedValue {
    const [first, ...rest] = values.flatMap(({ type }) => type ?? []);
    if (!first) return this.reader.refuse(`only NULL in ${where}`, 'write CAST(NULL AS <type>)');
    const type = rest.reduce((held, next) => this.meaning.common(held, next, where), first);
    return {
      ...typed(
        where,
        type,
        values.every(({ trimmed }) => trimmed),
      ),
    };
  }

  /** A number of characters, days or places: a constant. */
  constant(tree: Tree, what: string, low: number, high: number): number {
    const { kind, fields } = this.reader.node(tree);
    const inner = kind === 'neg' ? this.reader.node(fields['this']) : { kind, fields };
    const written =
      inner.kind === 'literal' && inner.fields['literal_type'] === 'number'
        ? String(inner.fields['value'])
        : '';
    const number = /^\d{1,9}$/.test(written) ? Number(written) * (kind === 'neg' ? -1 : 1) : NaN;
    if (number >= low && number <= high) return number;
    return this.reader.refuse(`${what} that is no constant from ${low} to ${high}`);
  }

  private column(fields: Fields, scope: Scope): TypedValue {
    const name = this.reader.name(fields['name']) ?? '';
    const table = this.reader.name(fields['table']);
    for (let reach: Scope | undefined = scope; reach; reach = reach.outer) {
      const found = reach.columns.filter(
        (column) => column.name === name && (table ?? column.table) === column.table,
      );
      const [column] = found;
      if (found.length > 1)
        return this.reader.refuse(`the column ${name}, which several tables have`, 'put the table before it');
      if (column)
        return Object.assign({}, column.value, { sql: `${identifier(column.table)}.${identifier(name)}` });
    }
    const shown = table === undefined ? name : `${table}.${name}`;
    return this.reader.refuse(`the column ${shown}, which is not there`, 'correct its name; case counts');
  }

  private literal(fields: Fields): Value {
    const written = String(fields['value']);
    if (fields['literal_type'] === 'string')
      return {
        sql: duckDbText(written),
        type: { kind: 'string', length: Math.max(1, [...written].length) },
        trimmed: !written.endsWith(' '),
        text: written,
      };
    if (fields['literal_type'] !== 'number')
      return this.reader.refuse(
        `a constant of type ${String(fields['literal_type']).replaceAll('_', ' ')}`,
        "write text as '…'",
      );
    const [, whole = '', point, fraction = ''] = /^0*(\d*)(\.(\d*))?$/.exec(written) ?? [];
    const digits = whole.length + fraction.length;
    if (whole + (point ?? '') === '' && !/^0+$/.test(written))
      return this.reader.refuse(`the number ${written}`, 'write it with digits and a point');
    if (digits > 38) return this.reader.refuse(`the number ${written}, which has more than 38 digits`);
    const type: DataType =
      point === undefined && Number(written) <= 2147483647
        ? { kind: 'integer' }
        : decimalType(Math.max(1, digits), fraction.length);
    return {
      ...typed(as(`'${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}'`, type), type),
      nonZero: Number(written) !== 0,
      ...(type.kind === 'integer' && { digits: Math.max(1, digits) }),
    };
  }

  private negation(fields: Fields, scope: Scope): Value {
    this.reader.only('a sign', fields, ['this']);
    const value = this.typed(fields['this'], scope, 'a sign');
    if (!isExactNumber(value.type.kind)) return this.reader.refuse(`- before ${value.type.kind}`);
    return Object.assign({}, value, { sql: `(-${value.sql})` });
  }

  private caseWhen(fields: Fields, scope: Scope): TypedValue {
    this.reader.only('CASE', fields, ['operand', 'whens', 'else_']);
    const operand = isFields(fields['operand']) ? this.value(fields['operand'], scope) : undefined;
    const branches = this.reader.list(fields['whens']).map((when): readonly [string, Tree] => {
      const [test, result] = this.reader.list(when);
      return [
        operand ? this.meaning.compared('=', operand, this.value(test, scope)) : this.condition(test, scope),
        result,
      ];
    });
    return this.choice(branches, fields['else_'], scope);
  }

  private choice(branches: readonly (readonly [string, Tree])[], otherwise: Tree, scope: Scope): TypedValue {
    const values = branches.map(([, result]) => this.value(result, scope));
    const last = isFields(otherwise) ? [this.value(otherwise, scope)] : [];
    const { type, trimmed } = this.unified([...values, ...last], 'CASE');
    const whens = branches.map(([test], index) => {
      const value = values[index];
      return `WHEN ${test} THEN ${value ? this.meaning.widened(value, type) : 'NULL'}`;
    });
    const rest = last.map((value) => ` ELSE ${this.meaning.widened(value, type)}`).join('');
    return typed(`CASE ${whens.join(' ')}${rest} END`, type, trimmed);
  }

  private between(fields: Fields, scope: Scope): string {
    this.reader.only('BETWEEN', fields, ['this', 'low', 'high', 'not']);
    const [value, low, high] = ['this', 'low', 'high'].map((name) => this.value(fields[name], scope)) as [
      Value,
      Value,
      Value,
    ];
    const inside = `(${this.meaning.compared('>=', value, low)} AND ${this.meaning.compared('<=', value, high)})`;
    return fields['not'] === true ? `(NOT ${inside})` : inside;
  }

  private isIn(fields: Fields, scope: Scope): string {
    this.reader.only('IN', fields, ['this', 'expressions', 'query', 'not']);
    const value = this.typed(fields['this'], scope, 'IN');
    const not = fields['not'] === true ? 'NOT ' : '';
    if (!isFields(fields['query'])) {
      const tests = this.reader
        .list(fields['expressions'])
        .map((item) => this.meaning.compared('=', value, this.value(item, scope)));
      return `(${not}(${tests.join(' OR ')}))`;
    }
    const { sql, columns } = this.subquery(fields['query'], scope);
    const [column] = columns;
    if (!column || columns.length > 1) return this.reader.refuse('IN with a query of several columns');
    const [left, right] = [value, column.value].map((side) => ({ ...side, sql: 'v', text: undefined })) as [
      TypedValue,
      TypedValue,
    ];
    this.meaning.compared('=', left, right);
    if (!column.value.trimmed && column.value.type.kind === 'string')
      return this.reader.refuse('IN with texts that can end with spaces', 'put RTRIM(…) around them');
    return `(${this.meaning.withoutEnd(value)} ${not}IN (${sql}))`;
  }

  private like(fields: Fields, scope: Scope): string {
    this.reader.only('LIKE', fields, ['left', 'right']);
    const value = this.typed(fields['left'], scope, 'LIKE');
    const pattern = this.value(fields['right'], scope).text;
    if (value.type.kind !== 'string' || !value.trimmed)
      return this.reader.refuse('LIKE of what can end with spaces, or is no text', 'put RTRIM(…) around it');
    if (pattern === undefined || /[[\]^\\]/.test(pattern) || pattern.endsWith(' '))
      return this.reader.refuse(
        'LIKE with a pattern that is no constant, has brackets, or ends with a space',
      );
    return `(${value.sql} LIKE ${duckDbText(pattern)})`;
  }

  /** A T-SQL type. */
  type(tree: Tree): DataType {
    const fields = isFields(tree) ? tree : {};
    const name = String(fields['data_type']);
    switch (name) {
      case 'int':
        return { kind: 'integer' };
      case 'big_int':
        return { kind: 'long' };
      case 'decimal': {
        const [precision, scale] = [Number(fields['precision'] ?? 18), Number(fields['scale'] ?? 0)];
        if (precision <= 38 && scale <= precision) return decimalType(precision, scale);
        return this.reader.refuse(`DECIMAL(${precision},${scale})`);
      }
      case 'bit':
        return { kind: 'boolean' };
      case 'date':
        return { kind: 'date' };
      case 'var_char': {
        const bytes = Number(fields['length'] ?? 30);
        // A character takes up to four bytes; what is no text takes one.
        return { kind: 'string', length: Math.min(bytes, MAX_STRING_LENGTH * 4) };
      }
      case 'custom':
        if (/^DATETIME2(\([67]\))?$/i.test(String(fields['name']))) return { kind: 'timestamp' };
        return this.reader.refuse(`the type ${String(fields['name'])}`);
      default:
        return this.reader.refuse(`the type ${name.toUpperCase().replaceAll('_', '')}`);
    }
  }
}

function spelt(kind: string, fields: Fields): string {
  return kind === 'function' || kind === 'aggregate_function'
    ? `${String(fields['name']).toUpperCase()}()`
    : kind === 'subquery'
      ? 'a query as a value'
      : kind.replaceAll('_', ' ').toUpperCase();
}
