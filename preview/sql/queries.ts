import { identifier } from '../../compilers/internal';
import { ExpressionWriter } from './expressions';
import { type OutputColumn, type Scope, type ScopeColumn, type WrittenQuery } from './scope';
import { type Fields, holds, isFields, type Reader, type Tree } from './syntax-tree';
import { type TypedValue } from './values';

const JOINS: Readonly<Record<string, string>> = {
  Inner: 'INNER JOIN',
  Left: 'LEFT JOIN',
  Right: 'RIGHT JOIN',
  Full: 'FULL JOIN',
  Cross: 'CROSS JOIN',
};

/** A table in reach of FROM: an input, or a common table expression. */
interface KnownTable {
  readonly sql: string;
  readonly columns: readonly { readonly name: string; readonly value: TypedValue }[];
}

/** Writes T-SQL queries for DuckDB. */
export class QueryWriter {
  private readonly expressions: ExpressionWriter;
  private readonly commonTables = new Map<string, KnownTable>();

  /**
   * @param reader walks the statement.
   * @param inputs the tables of the schema `input`, by name.
   */
  constructor(
    private readonly reader: Reader,
    private readonly inputs: ReadonlyMap<string, KnownTable>,
  ) {
    this.expressions = new ExpressionWriter(reader, (tree, scope) => this.query(tree, scope));
  }

  /** A whole statement: common table expressions, then a query. */
  statement(tree: Tree): WrittenQuery {
    const { fields } = this.reader.node(tree);
    const commonTables = isFields(fields['with']) ? this.with(fields['with']) : [];
    const { sql, columns } = this.query(tree);
    return { sql: commonTables.length > 0 ? `WITH ${commonTables.join(', ')} ${sql}` : sql, columns };
  }

  /** The value of an output column in its declared type, as T-SQL converts it. */
  converted(column: OutputColumn, type: Parameters<ExpressionWriter['meaning']['cast']>[1]): string {
    const value = {
      sql: identifier(column.name ?? ''),
      type: column.value.type,
      trimmed: column.value.trimmed,
    };
    // The length of text is looked at in the result: it fails there, and is not cut.
    const longest = value.type.kind === 'string' && type.kind === 'string';
    return longest ? value.sql : this.expressions.meaning.cast(value, type).sql;
  }

  private with(fields: Fields): string[] {
    this.reader.only('WITH', fields, ['ctes']);
    return this.reader.list(fields['ctes']).map((tree) => {
      const table = isFields(tree) ? tree : {};
      this.reader.only('a common table expression', table, ['alias', 'this', 'columns']);
      const name = this.reader.name(table['alias']) ?? '';
      const query = this.query(table['this']);
      const names = this.reader.list(table['columns']).map((column) => this.reader.name(column));
      if (names.length > 0 && names.length !== query.columns.length)
        return this.reader.refuse(`${names.length} names for the ${query.columns.length} columns of ${name}`);
      const columns = query.columns.map((column, index) => this.named(column, names[index], name));
      const sql = identifier(name);
      this.commonTables.set(name, { sql, columns });
      return `${sql} (${columns.map((column) => identifier(column.name)).join(', ')}) AS (${query.sql})`;
    });
  }

  private query(tree: Tree, outer?: Scope): WrittenQuery {
    const { kind, fields } = this.reader.node(tree);
    if (kind === 'select') return this.select(fields, outer);
    if (kind === 'union') return this.union(fields, outer);
    if (kind === 'paren' || kind === 'subquery') {
      this.reader.only('a query in parentheses', fields, ['this']);
      return this.query(fields['this'], outer);
    }
    return this.reader.refuse(kind.replaceAll('_', ' ').toUpperCase());
  }

  private union(fields: Fields, outer: Scope | undefined): WrittenQuery {
    this.reader.only('UNION', fields, ['left', 'right', 'all', 'with']);
    const all = fields['all'] === true;
    const [left, right] = [this.query(fields['left'], outer), this.query(fields['right'], outer)];
    if (left.columns.length !== right.columns.length)
      return this.reader.refuse(`UNION of ${left.columns.length} and ${right.columns.length} columns`);
    const columns = left.columns.map((column, index): OutputColumn => {
      const other = right.columns[index] ?? column;
      const value = this.expressions.unified([column.value, other.value], 'UNION');
      if (!all) this.expressions.meaning.grouped(value, 'UNION');
      return { name: column.name, value };
    });
    const side = (query: WrittenQuery): string => {
      const names = query.columns.map((_, index) => `c${index}`);
      const list = columns.map(({ name, value }, index) => {
        const from = { ...(query.columns[index] ?? { value }).value, sql: names[index] ?? '' };
        return `${this.expressions.meaning.widened(from, value.type)} AS ${identifier(name ?? `_${index}`)}`;
      });
      return `SELECT ${list.join(', ')} FROM (${query.sql}) AS u(${names.join(', ')})`;
    };
    return { sql: `${side(left)} UNION${all ? ' ALL' : ''} ${side(right)}`, columns };
  }

  private select(fields: Fields, outer: Scope | undefined): WrittenQuery {
    this.reader.only('SELECT', fields, [
      'expressions',
      'from',
      'joins',
      'where_clause',
      'group_by',
      'having',
      'distinct',
      'with',
    ]);
    const columns: ScopeColumn[] = [];
    const scope: Scope = { columns, ...(outer && { outer }) };
    const from = this.from(fields, columns, scope);
    const items = this.reader.list(fields['expressions']).map((item) => this.item(item, scope));
    if (items.length === 0) return this.reader.refuse('SELECT of nothing');
    const distinct = fields['distinct'] === true;
    if (distinct) items.forEach(({ value }) => this.expressions.meaning.grouped(value, 'DISTINCT'));
    const list = items.map(({ name, value }, index) => `${value.sql} AS ${identifier(name ?? `_${index}`)}`);
    const clause = (word: string, tree: Tree): string =>
      isFields(tree) ? ` ${word} ${this.expressions.condition(this.this(word, tree), scope)}` : '';
    return {
      sql: `SELECT ${distinct ? 'DISTINCT ' : ''}${list.join(', ')}${from}${clause('WHERE', fields['where_clause'])}${this.groups(fields['group_by'], scope)}${clause('HAVING', fields['having'])}`,
      columns: items,
    };
  }

  private this(word: string, fields: Fields): Tree {
    this.reader.only(word, fields, ['this']);
    return fields['this'];
  }

  private item(tree: Tree, scope: Scope): OutputColumn {
    const { kind, fields } = this.reader.node(tree);
    if (kind === 'star') return this.reader.refuse('*');
    if (kind !== 'alias') {
      const name = kind === 'column' ? this.reader.name(fields['name']) : undefined;
      return { name, value: this.expressions.typed(tree, scope, 'SELECT') };
    }
    this.reader.only('AS', fields, ['this', 'alias']);
    return {
      name: this.reader.name(fields['alias']),
      value: this.expressions.typed(fields['this'], scope, 'SELECT'),
    };
  }

  private groups(tree: Tree, scope: Scope): string {
    if (!isFields(tree)) return '';
    this.reader.only('GROUP BY', tree, ['expressions']);
    const groups = this.reader.list(tree['expressions']).map((group) => {
      // A constant would be the number of a column in DuckDB; T-SQL refuses it, and queries.
      if (!holds(group, ['column']) || holds(group, ['select', 'union']))
        return this.reader.refuse('GROUP BY of a constant or a query, which T-SQL refuses');
      return this.expressions.meaning.grouped(this.expressions.typed(group, scope, 'GROUP BY'), 'GROUP BY');
    });
    return ` GROUP BY ${groups.join(', ')}`;
  }

  /** FROM with its joins; the columns come into reach one table after the other. */
  private from(fields: Fields, columns: ScopeColumn[], scope: Scope): string {
    if (!isFields(fields['from'])) return '';
    this.reader.only('FROM', fields['from'], ['expressions']);
    const tables = this.reader.list(fields['from']['expressions']).map((tree) => this.table(tree, columns));
    const joins = this.reader.list(fields['joins']).map((tree) => {
      const join = isFields(tree) ? tree : {};
      this.reader.only('JOIN', join, ['this', 'on', 'kind']);
      const word = JOINS[String(join['kind'])];
      if (word === undefined)
        return this.reader.refuse(
          String(join['kind'])
            .replace(/([a-z])([A-Z])/g, '$1 $2')
            .toUpperCase(),
        );
      const table = this.table(join['this'], columns);
      const on = isFields(join['on']) ? ` ON ${this.expressions.condition(join['on'], scope)}` : '';
      if ((on === '') !== (word === 'CROSS JOIN'))
        return this.reader.refuse(`${word} ${on === '' ? 'without' : 'with'} ON`);
      return ` ${word} ${table}${on}`;
    });
    if (tables.length > 1 && joins.length > 0)
      return this.reader.refuse('a comma beside JOIN in FROM', 'write CROSS JOIN');
    return ` FROM ${tables.join(' CROSS JOIN ')}${joins.join('')}`;
  }

  private table(tree: Tree, columns: ScopeColumn[]): string {
    const { kind, fields } = this.reader.node(tree);
    if (kind === 'subquery') {
      this.reader.only('a query in FROM', fields, ['this', 'alias', 'column_aliases']);
      const query = this.query(fields['this']);
      const names = this.reader.list(fields['column_aliases']).map((column) => this.reader.name(column));
      const alias = this.reader.name(fields['alias']) ?? '';
      const given = query.columns.map((column, index) => this.named(column, names[index], alias));
      this.reach(columns, alias, given);
      return `(${query.sql}) AS ${identifier(alias)} (${given.map(({ name }) => identifier(name)).join(', ')})`;
    }
    if (kind !== 'table') return this.reader.refuse(`${kind.replaceAll('_', ' ').toUpperCase()} in FROM`);
    this.reader.only('a table', fields, ['name', 'schema', 'alias']);
    const name = this.reader.name(fields['name']) ?? '';
    const schema = this.reader.name(fields['schema']);
    const found = schema === undefined ? this.commonTables.get(name) : this.inputs.get(name);
    if (!found)
      return this.reader.refuse(`the table ${name}, which is not there`, 'correct its name; case counts');
    const alias = this.reader.name(fields['alias']) ?? name;
    this.reach(columns, alias, found.columns);
    return `${found.sql} AS ${identifier(alias)}`;
  }

  private reach(columns: ScopeColumn[], table: string, added: KnownTable['columns']): void {
    if (columns.some((column) => column.table === table))
      this.reader.refuse(`two tables named ${table} in FROM`);
    columns.push(
      ...added.map(({ name, value }) => ({ table, name, value: { ...value, sql: '', text: undefined } })),
    );
  }

  private named(
    column: OutputColumn,
    name: string | undefined,
    table: string,
  ): { name: string; value: TypedValue } {
    const known = name ?? column.name;
    if (known === undefined)
      return this.reader.refuse(`a column of ${table} without a name`, 'name it with AS');
    // A constant is none to those who read it as a column.
    const { sql, type, trimmed } = column.value;
    return { name: known, value: { sql, type, trimmed } };
  }
}
