import { type Schema } from '../columns';
import { bronzeRows, type DataContract, keyOf } from '../contracts/data-contract';
import { type Column } from '../contracts/column';
import { type Expr, invalid, parse } from '../expressions';
import { type Kind } from '../types';
import { Flow } from './flow';
import { type Table } from './relation';
import * as steps from './steps';
import { type Publication, silverTable } from './tables';

/** How a mapping departs from the contract alone. */
export interface MappingOptions<S extends Schema, R extends Schema> {
  /** Name of the silver table. @default the contract's name, with underscores for dashes */
  readonly name?: string;
  /** What the rows tell. @default the contract's description */
  readonly description?: string;
  /** Further steps on the typed, checked rows, before they are deduplicated. They must keep the key and the event time. */
  readonly then?: (rows: Flow<S>) => Flow<R>;
  /** Whether other departments may read it; `true` is version 1 without personal columns. @default false */
  readonly published?: boolean | Publication;
}

/** Column that holds a value while its text is still needed for quarantine. */
const typed = (name: string): string => `${name}__typed`;

/**
 * The silver table of a source: its raw rows typed, checked against the contract, personal columns pseudonymised,
 * one row of each key (the newest by event time).
 *
 * A row that breaks the contract goes to quarantine as the text that arrived. Rules are tried in this order: `type`
 * (not readable as its type, or longer than it), `missing` (required, but not there), `allowed`, `range`, `pattern`; a
 * rule's name is `<rule>:<column>`.
 */
export function mapping<S extends Schema, R extends Schema = S>(
  contract: DataContract<S>,
  options: MappingOptions<S, R> = {},
): Table<R> {
  const columns = Object.entries<Column>(contract.columns);
  const bronze = bronzeRows(contract);
  const raw = new Flow<Record<string, Kind>>(steps.readRows(bronze));
  const typedRows = raw.derive((row) =>
    Object.fromEntries(columns.map(([name, { type }]) => [typed(name), parse(text(row, name), type)])),
  );
  const checked = typedRows.check(
    'contract',
    (row) => contractRules(columns, row),
    bronze.columns.map(({ name }) => name),
  );
  const named = new Flow<Record<string, Kind>>(
    steps.project(
      checked.relation,
      columns.map(([name]) => ({ name, from: typed(name) })),
      'mapping',
    ),
  );
  const required = new Flow<Record<string, Kind>>(withContractNullability(named.relation, contract));
  const secret = columns
    .filter(([, { personal }]) => personal?.treatment === 'pseudonymise')
    .map(([name]) => name);
  const safe =
    secret.length > 0
      ? required.derive((row) =>
          Object.fromEntries(secret.map((name) => [name, pseudonymOf(row[name], name)])),
        )
      : required;
  const key = keyOf(contract);
  const shaped = options.then?.(safe as unknown as Flow<S>) ?? (safe as unknown as Flow<R>);
  const deduped = new Flow<R>(steps.dedupe(shaped.relation, key, [contract.eventTime]));
  return silverTable<R>(options.name ?? contract.name.replaceAll('-', '_'), {
    description: options.description ?? contract.description,
    flow: deduped,
    key: key as Extract<keyof R, string>[],
    write: 'upsert',
    newestBy: contract.eventTime as string as Extract<keyof R, string>,
    ...(options.published !== undefined && { published: options.published }),
  });
}

function contractRules(
  columns: readonly (readonly [string, Column])[],
  row: Readonly<Record<string, Expr<Kind>>>,
): Record<string, Expr<'boolean'>> {
  const rules: Record<string, Expr<'boolean'>> = {};
  const value = (name: string): Expr<Kind> =>
    row[typed(name)] ?? invalid(`there is no column "${name}"`, { kind: 'integer' });
  for (const [name] of columns)
    rules[`type:${name}`] = value(name)
      .isNotNull()
      .or(isBlank(text(row, name)));
  for (const [name, { nullable }] of columns)
    if (!nullable) rules[`missing:${name}`] = value(name).isNotNull();
  for (const [name, { allowed }] of columns)
    if (allowed) rules[`allowed:${name}`] = value(name).isIn(allowed);
  for (const [name, { range }] of columns) {
    const number = value(name) as Expr<'decimal'>;
    if (range?.low !== undefined) rules[`range:${name}`] = number.atLeast(range.low);
    if (range?.high !== undefined) {
      const below = number.atMost(range.high);
      rules[`range:${name}`] = rules[`range:${name}`]?.and(below) ?? below;
    }
  }
  for (const [name, { pattern }] of columns)
    if (pattern) rules[`pattern:${name}`] = (value(name) as Expr<'string'>).matches(pattern);
  return rules;
}

function isBlank(value: Expr<'string'>): Expr<'boolean'> {
  return value.isNull().or(value.trim().equals(''));
}

function text(row: Readonly<Record<string, Expr<Kind>>>, name: string): Expr<'string'> {
  return (row[name] ??
    invalid(`there is no column "${name}"`, { kind: 'string', length: 1 })) as Expr<'string'>;
}

function pseudonymOf(value: Expr<Kind> | undefined, name: string): Expr<'string'> {
  if (value?.node.type.kind === 'string') return (value as Expr<'string'>).pseudonym();
  return invalid(
    `"${name}" is personal but no text, and only text can be pseudonymised; declare it as t.string(), or keep it with a reason`,
    { kind: 'integer' },
  );
}

/** The check has sent rows with missing values away: from here on the compilers may rely on it. */
function withContractNullability(
  relation: ReturnType<typeof steps.project>,
  contract: DataContract,
): ReturnType<typeof steps.project> {
  const columns = relation.columns.map((column) =>
    Object.assign({}, column, { nullable: contract.columns[column.name]?.nullable ?? true }),
  );
  return Object.assign({}, relation, { columns });
}
