import { businessColumns, type Schema } from '../columns';
import { columnInfo, isColumn } from '../contracts/column';
import { type ColumnBuilder, columnsMade } from '../contracts/column-builder';
import { isObject, said, unused } from '../said';
import { type Interval } from '../schedule';
import { type Kind } from '../types';
import { type Flow, relationOf } from './flow';
import { type ExposedColumn, type Product } from './product';
import { type Table, type WriteMode } from './relation';
import { type TableReference } from './unfilled-rows';

type Name<S> = Extract<keyof S, string>;

/** How a table is published to other departments. */
export interface Publication {
  /** Whole number from 1 on; raise it with every change that breaks readers. @default 1 */
  readonly version?: number;
  /** Personal columns that readers get, each with its reason; without one a personal column is refused. @default none */
  readonly exposes?: readonly ExposedColumn[];
}

/** The first version of every product, and what a reference counts on that says nothing. */
const FIRST_VERSION = 1;

/** The part of the lake that a table lies in: silver that other departments may read lies apart from what they may not. */
export function zoneOf(table: Table): 'silver' | 'products' | 'gold' {
  return table.zone === 'silver' && table.published ? 'products' : table.zone;
}

/** What a department says of a silver table. */
export interface SilverTableProps<S extends Schema> {
  /** What its rows hold; the pipeline that fills it repeats this. @default the table's name */
  readonly description?: string;
  /** The rows, from silver tables; for the rows of a source, `mapping` declares the table. */
  readonly flow: Flow<S>;
  /** Columns that identify a row; never null, and unique by the flow itself. */
  readonly key: readonly Name<S>[];
  /** `upsert` replaces rows by key, `overwrite` replaces the table, `append` adds rows. @default 'upsert' */
  readonly write?: WriteMode;
  /** For upserts: the column of which the greater value wins. */
  readonly newestBy?: Name<S>;
  /** How often people need it: a whole multiple of the longest interval among what it reads. @default as often as that is filled */
  readonly every?: Interval;
  /** Days that what a write replaced stays readable, 7 to 30. @default `delta.timeTravelDays` of the settings */
  readonly timeTravelDays?: number;
  /** Whether other departments may read it; `true` is version 1 without personal columns. @default false */
  readonly published?: boolean | Publication;
}

/** What a department says of a gold table. */
export interface GoldTableProps<S extends Schema> {
  /** What its rows hold. @default the table's name */
  readonly description?: string;
  /** The rows, from silver and gold tables; without checks, which belong into silver. */
  readonly flow: Flow<S>;
  /** Columns that identify a row; empty for a total of a single row. */
  readonly key: readonly Name<S>[];
  /** Whether other departments may read it; `true` is version 1 without personal columns. @default false */
  readonly published?: boolean | Publication;
}

/** Declares a silver table: typed, keyed Delta, filled by a mapping data flow. */
export function silverTable<S extends Schema>(name: string, props: SilverTableProps<S>): Table<S> {
  const { description, flow, key, write, newestBy, every, timeTravelDays, published, ...further } =
    said(props);
  const relation = relationOf(flow);
  return Object.freeze({
    ...unused(further),
    zone: 'silver' as const,
    name,
    description: description ?? name,
    columns: businessColumns(relation.columns),
    key,
    write: write ?? 'upsert',
    ...(newestBy !== undefined && { newestBy }),
    ...(every !== undefined && { every }),
    ...(timeTravelDays !== undefined && { timeTravelDays }),
    materialized: true,
    ...publication(published),
    relation,
  });
}

/** Declares a gold table computed at each query: a T-SQL view. */
export function goldView<S extends Schema>(name: string, props: GoldTableProps<S>): Table<S> {
  return gold(name, props, false);
}

/** Declares a gold table stored by a procedure once a day, behind a view that always shows the last whole result. */
export function goldTable<S extends Schema>(name: string, props: GoldTableProps<S>): Table<S> {
  return gold(name, props, true);
}

/**
 * Refers to a table that another department declares, by owner and name.
 *
 * Checked at synth: the owner publishes it, with these columns, in this version.
 *
 * @param owner the department that declares the table.
 * @param name the table's name.
 * @param columns those that the reader counts on; the owner's table may have more.
 * @param options the version that the reader counts on, 1 where it does not say.
 */
export function tableReference<B extends Readonly<Record<string, ColumnBuilder<Kind>>>>(
  owner: string,
  name: string,
  columns: B,
  options: { readonly version?: number } = {},
): TableReference<{ readonly [C in keyof B]: B[C] extends ColumnBuilder<infer K> ? K : never }> {
  const { version, ...further } = said(options);
  const promises = Object.entries(columnsMade(columns));
  return Object.freeze({
    ...unused(further),
    zone: 'reference' as const,
    name: `${owner}.${name}`,
    columns: promises.map(([column, promise]) => columnInfo(column, promise, [`${owner}.${name}.${column}`])),
    key: promises.flatMap(([column, promise]) => (isColumn(promise) && promise.key ? [column] : [])),
    version: version ?? FIRST_VERSION,
  });
}

function gold<S extends Schema>(name: string, props: GoldTableProps<S>, materialized: boolean): Table<S> {
  const { description, flow, key, published, ...further } = said(props);
  const relation = relationOf(flow);
  return Object.freeze({
    ...unused(further),
    zone: 'gold' as const,
    name,
    description: description ?? name,
    columns: relation.columns,
    key,
    write: 'overwrite' as const,
    materialized,
    ...publication(published),
    relation,
  });
}

function publication(published: boolean | Publication | undefined): {
  readonly published: boolean;
  readonly product?: Product;
} {
  if (published === undefined || published === false) return { published: false };
  if (published !== true && !isObject(published)) return { published };
  const { version = FIRST_VERSION, exposes = [], ...further } = published === true ? {} : published;
  return { published: true, product: { ...unused(further), version, exposes } };
}
