import { type Column } from '../contracts/column';
import { type Flaw } from '../errors';
import { Expr, invalid, parse, when } from '../expressions';
import { instantOf, sinceEpoch } from '../expressions/written';
import { type Kind } from '../types';
import { type Flow } from './flow';
import { isRewritten, rewritten } from './written-text';

/** Columns with what the contract promises of them. */
export type ContractColumns = readonly (readonly [name: string, column: Column])[];

type RawRow = Readonly<Record<string, Expr<Kind>>>;

const TYPED = '__typed';

/** Column that holds a value while its text is still needed for quarantine. */
export const typed = (name: string): string => `${name}${TYPED}`;
/** The column that such a value stands for. */
export const untyped = (name: string): string => (name.endsWith(TYPED) ? name.slice(0, -TYPED.length) : name);

/** Column that holds a text in the library's own form, where a contract has another. */
const inOwnForm = (name: string): string => `${name}__text`;

/** Units of an epoch in a millisecond. */
const PER_MILLISECOND = { seconds: 0.001, milliseconds: 1, microseconds: 1000 } as const;

/** A timestamp that says how far its clock is from UTC. */
const WITH_OFFSET = /[^:]*:[0-9]{2}[0-9.:]*[ ZU+-].*/;

/** Rows with a column more for each that is read: its typed value. What is written in another form is brought into the library's own first. */
export function typedRows(
  rows: Flow<Record<string, Kind>>,
  columns: ContractColumns,
): Flow<Record<string, Kind>> {
  const written = columns.filter(([, { format }]) => format !== undefined && isRewritten(format));
  const own =
    written.length === 0
      ? rows
      : rows.derive((row) =>
          Object.fromEntries(
            written.map(([name, { type, format }]) => [
              inOwnForm(name),
              rewritten(delivered(row, name), type, format ?? {}),
            ]),
          ),
        );
  const read = own.derive((row) => typedValues(columns, row));
  const clocks = columns.filter(
    ([, { type, format }]) =>
      type.kind === 'timestamp' && format?.clock !== undefined && format.epoch === undefined,
  );
  if (clocks.length === 0) return read;
  return read.derive((row) =>
    Object.fromEntries(
      clocks.map((named) => {
        const [name, { format }] = named;
        const value = row[typed(name)] as Expr<'timestamp'>;
        const isInstant = text(row, named).trim().matches(WITH_OFFSET);
        return [typed(name), when([[isInstant, value]], instantOf(value, format?.clock ?? 'UTC'))];
      }),
    ),
  );
}

/** The typed values of columns by the one grammar, and what stands for a missing one; arrays are read by a step of their own. */
function typedValues(columns: ContractColumns, row: RawRow): Record<string, Expr<Kind>> {
  const scalar = columns.filter(([, { type }]) => type.kind !== 'array');
  return Object.fromEntries(
    scalar.map((named) => {
      const [name, column] = named;
      const unit = column.format?.epoch;
      const value: Expr<Kind> =
        unit !== undefined && Object.hasOwn(PER_MILLISECOND, unit)
          ? sinceEpoch(text(row, named), PER_MILLISECOND[unit])
          : parse(text(row, named), column.type);
      if (column.default === undefined) return [typed(name), value];
      const placeholder = new Expr<Kind>({
        op: 'literal',
        value: column.type.kind === 'decimal' ? String(column.default) : column.default,
        type: column.type,
        nullable: false,
      });
      return [typed(name), when([[isBlank(text(row, named)), placeholder]], value)];
    }),
  );
}

/**
 * The rules of columns, in the order in which they are tried: `type`, `missing`, `allowed`, `range`, `pattern`.
 *
 * The row holds both the text that arrived and the typed values.
 */
export function contractRules(columns: ContractColumns, row: RawRow): Record<string, Expr<'boolean'>> {
  const rules: Record<string, Expr<'boolean'>> = {};
  const value = (name: string): Expr<Kind> =>
    row[typed(name)] ?? invalid(noColumn(name), { kind: 'integer' });
  for (const named of columns) {
    const [name] = named;
    rules[`type:${name}`] = value(name)
      .isNotNull()
      .or(isBlank(text(row, named)));
  }
  for (const [name, column] of columns)
    if (!column.nullable && column.default === undefined) rules[`missing:${name}`] = value(name).isNotNull();
  for (const [name, { allowed }] of columns)
    if (Array.isArray(allowed)) rules[`allowed:${name}`] = value(name).isIn(allowed);
  for (const [name, { range }] of columns) {
    const number = value(name) as Expr<'decimal'>;
    if (range?.low !== undefined) rules[`range:${name}`] = number.greaterThanOrEqual(range.low);
    if (range?.high !== undefined) {
      const below = number.lessThanOrEqual(range.high);
      rules[`range:${name}`] = rules[`range:${name}`]?.and(below) ?? below;
    }
  }
  for (const [name, { pattern }] of columns)
    if (pattern) rules[`pattern:${name}`] = (value(name) as Expr<'string'>).matches(pattern);
  return rules;
}

/** The pseudonyms of personal columns; `place` is the name under which a row holds the value. */
export function pseudonyms(
  columns: ContractColumns,
  row: RawRow,
  place: (name: string) => string,
): Record<string, Expr<Kind>> {
  return Object.fromEntries(
    secretNames(columns).map((name) => [place(name), pseudonymOf(row[place(name)], name)]),
  );
}

/** Names of the columns that reach silver as pseudonyms only. */
export function secretNames(columns: ContractColumns): string[] {
  return columns.filter(([, { personal }]) => personal?.treatment === 'pseudonymise').map(([name]) => name);
}

function isBlank(value: Expr<'string'>): Expr<'boolean'> {
  return value.isNull().or(value.trim().equals(''));
}

/** The text that is read: in the library's own form. */
function text(row: RawRow, [name, { format }]: ContractColumns[number]): Expr<'string'> {
  return delivered(row, format !== undefined && isRewritten(format) ? inOwnForm(name) : name);
}

function delivered(row: RawRow, name: string): Expr<'string'> {
  return (row[name] ?? invalid(noColumn(name), { kind: 'string', length: 1 })) as Expr<'string'>;
}

function pseudonymOf(value: Expr<Kind> | undefined, name: string): Expr<'string'> {
  if (value?.node.type.kind === 'string') return (value as Expr<'string'>).pseudonym();
  return invalid(
    {
      code: 'LH1004',
      got: `makes a pseudonym of "${name}", which is no text`,
      allowed: 'texts',
      change: 'declare it as t.string(), or keep it with a reason',
    },
    { kind: 'integer' },
  );
}

/** Rows of a contract have all its columns; those that a department's own steps leave may not. */
function noColumn(name: string): Flaw {
  return { code: 'LH2001', got: `names "${name}", which is no column`, change: 'keep the column' };
}
