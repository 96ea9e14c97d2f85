import { type Mistake } from '../errors';
import { type ColumnInfo, type Schema } from '../columns';
import { type Column } from '../contracts/column';
import { type Aggregate, type Expression, type WindowCall } from '../expressions';
import { type ModelRun } from '../machine-learning/model-run';
import { type Interval } from '../schedule';
import { type TimeRange } from './lookback';
import { type Order } from './order';
import { type Product } from './product';
import { type SqlParameter } from './sql/parameter';
import {
  type BronzeRows,
  type ErasureList,
  type PlatformEstimate,
  type TableReference,
} from './unfilled-rows';

// A relation reads tables, and a table is filled by a relation: their types share this file, so that imports go one way.

/** How the rows of a run change a table. */
export type WriteMode = 'upsert' | 'append' | 'overwrite';

/** A silver or gold table and the flow that fills it. */
export interface Table<S extends Schema = Schema> {
  /** Silver is Delta, filled by a mapping data flow; gold is computed by serverless SQL. */
  readonly zone: 'silver' | 'gold';
  /** Name in files, SQL and Data Factory; no two tables of a company share one. */
  readonly name: string;
  /** What its rows hold; the pipeline that fills it repeats this. */
  readonly description: string;
  /** The columns that the flow yields, in order. */
  readonly columns: readonly ColumnInfo[];
  /** Names of the columns that identify a row. */
  readonly key: readonly string[];
  /** What a run does to the rows that are there; gold is always overwritten. */
  readonly write: WriteMode;
  /** For upserts: of two versions of a row, the one with the greater value stays. */
  readonly newestBy?: string;
  /** For rows that are children of another row, such as the lines of an order: only those of its newest version stay. */
  readonly parentVersions?: ParentVersions;
  /** For silver that is derived: how often it is computed, where that is less often than what it reads. */
  readonly every?: Interval;
  /** For silver: days that what a write replaced stays readable, where that is not as the settings say. */
  readonly timeTravelDays?: number;
  /** For gold: computed at each query, or stored by a procedure. */
  readonly materialized: boolean;
  /** Whether other departments may read it. */
  readonly published: boolean;
  /** What other departments may rely on; there where the table is published. */
  readonly product?: Product;
  /** The last step of the flow; the others are reached through it. */
  readonly relation: Relation;
  /** Carries the column types for the compiler; never set. */
  readonly schema?: S;
}

/** The versions of the parents of a table's rows. */
export interface ParentVersions {
  /** Columns of the table that identify a parent. */
  readonly key: readonly string[];
  /** The parents that arrive, also those without children: their key and the column that orders versions, under the names that they have in the table. Its input is a step of the table's flow. */
  readonly relation: Select;
}

/** What a flow can read. */
export type Readable = BronzeRows | Table | TableReference | ErasureList | PlatformEstimate;

interface Yields {
  /** The columns, in order. */
  readonly columns: readonly ColumnInfo[];
  /** Columns that together are different in every row, where that is known. */
  readonly key?: readonly string[];
  /** Mistakes made at this step. */
  readonly mistakes: readonly Mistake[];
}

/** Reads a table, or the raw rows of a source. */
export interface Read extends Yields {
  readonly step: 'read';
  /** Where the rows come from. */
  readonly from: Readable;
  /** Which rows are read, where not all are. */
  readonly timeRange?: TimeRange;
}

/** Adds columns, or replaces them. */
export interface Derive extends Yields {
  readonly step: 'derive';
  /** The rows that get the columns. */
  readonly input: Relation;
  /** The new columns; every expression sees the input's values, never another new one. */
  readonly values: readonly NamedExpression[];
}

/** Keeps and renames columns. */
export interface Select extends Yields {
  readonly step: 'select';
  /** The rows whose columns are picked. */
  readonly input: Relation;
  /** The columns kept, in order: the new name, and the input's column it comes from. */
  readonly picks: readonly { readonly name: string; readonly from: string }[];
}

/** Keeps rows whose condition is true (not false, not null). */
export interface Filter extends Yields {
  readonly step: 'filter';
  /** The rows that are looked at. */
  readonly input: Relation;
  /** A boolean expression of one row. */
  readonly condition: Expression;
}

/** Splits off rows that break a rule; a rule is broken when it is false. */
export interface Check extends Yields {
  readonly step: 'check';
  /** The rows that are checked. */
  readonly input: Relation;
  /** Names the quarantine, together with the table that the flow fills. */
  readonly name: string;
  /** Boolean expressions, tried in order; a quarantined row names the first it breaks. */
  readonly rules: readonly NamedExpression[];
  /** The columns kept of a quarantined row. */
  readonly quarantined: readonly string[];
}

/** Keeps one row of each key: the newest, ties broken by all other columns, smallest first, nulls first. */
export interface Dedupe extends Yields {
  readonly step: 'dedupe';
  /** The rows, with their repetitions and older versions. */
  readonly input: Relation;
  /** The key: columns of which each combination is left once. */
  readonly by: readonly string[];
  /** Columns compared in order, greatest first, nulls last. */
  readonly newest: readonly string[];
  /** Keeps all rows that are newest instead of one of them. */
  readonly all?: true;
}

/** Adds the columns of the one matching row of another relation. */
export interface Join extends Yields {
  readonly step: 'join';
  /** The rows that get the columns; none is ever multiplied. */
  readonly input: Relation;
  /** The rows looked up, at most one for each row of the input. */
  readonly other: Relation;
  /** `left` keeps rows without a match, with nulls; `inner` leaves them out. */
  readonly how: 'inner' | 'left';
  /** Columns that both sides have and that must be equal; null matches nothing. */
  readonly on: readonly string[];
}

/** A semi join, or an anti join: keeps rows by whether another relation has a matching row; adds nothing. */
export interface SemiJoin extends Yields {
  readonly step: 'semiJoin';
  /** The rows that are kept or not; none is ever multiplied. */
  readonly input: Relation;
  /** The rows that are looked for. */
  readonly other: Relation;
  /** Columns that both sides have and that must be equal; null matches nothing. */
  readonly on: readonly string[];
  /** `matched` keeps rows with a match (semi join), `unmatched` those without (anti join). */
  readonly keep: 'matched' | 'unmatched';
}

/** Adds columns computed from the rows around a row. */
export interface WindowRows extends Yields {
  readonly step: 'window';
  /** The rows; all of them stay. */
  readonly input: Relation;
  /** Rows with the same values here are looked at together; empty: all rows are. */
  readonly by: readonly string[];
  /** The order in which rows are looked at; what it leaves equal is ordered by the other columns, smallest first. */
  readonly order: readonly Order[];
  /** The columns computed, with their names. */
  readonly values: readonly { readonly name: string; readonly call: WindowCall }[];
}

/** Adds the columns of the latest matching row that is not later; null where none is within `maxAgeDays`. */
export interface AsOfJoin extends Yields {
  readonly step: 'asOfJoin';
  /** The rows that get the columns; all of them stay. */
  readonly input: Relation;
  /** The dated rows looked up. */
  readonly other: Relation;
  /** Columns that both sides have and that must be equal. */
  readonly on: readonly string[];
  /** The day of the left rows. */
  readonly day: string;
  /** The day of the right rows; it is not added. */
  readonly otherDay: string;
  /** Greatest distance between the two days, in days; 0 asks for the same day. */
  readonly maxAgeDays: number;
}

/** One row for each group. */
export interface AggregateRows extends Yields {
  readonly step: 'aggregate';
  /** The rows that are grouped. */
  readonly input: Relation;
  /** What rows of one group share; nulls form one group. Empty: all rows are one group. */
  readonly groups: readonly NamedExpression[];
  /** The columns computed from the rows of a group, with their names. */
  readonly aggregates: readonly { readonly name: string; readonly aggregate: Aggregate }[];
}

/** Rows that must not share values; the run fails when two do. */
export interface AssertUnique extends Yields {
  readonly step: 'assertUnique';
  /** The rows; all of them stay. */
  readonly input: Relation;
  /** The join that relies on it; a failure names it. */
  readonly name: string;
  /** Columns of which each combination comes once; rows with a null among them are left alone. */
  readonly by: readonly string[];
}

/** The rows of both, matched by column name. */
export interface Union extends Yields {
  readonly step: 'union';
  /** Gives the order of the columns. */
  readonly input: Relation;
  /** Has the same columns, in any order. */
  readonly other: Relation;
}

/** What is read of an element of an array. */
export interface ElementField {
  /** The column that it becomes. */
  readonly name: string;
  /** Names of the objects around the value, outermost first, and its own; none where the element is the value itself. */
  readonly path: readonly string[];
  /** Whether it is the place of the element in the array, from 1, and nothing in it. */
  readonly position?: true;
  /** Whether a text is promised, which no object and no array is. */
  readonly text?: true;
}

/**
 * Reads JSON text as an array of objects, or of single values: null where it is missing, blank, or anything else, and where an object or an
 * array stands in the place of a text.
 */
export interface ReadArray extends Yields {
  readonly step: 'readArray';
  /** The rows that get the array. */
  readonly input: Relation;
  /** The column of text. */
  readonly text: string;
  /** The column that is added. */
  readonly name: string;
  /** Whether its elements are objects, or single values of any JSON type. */
  readonly holds: 'objects' | 'values';
  /** What is read of each element, as text. */
  readonly fields: readonly ElementField[];
}

/** One row for each element of an array, which the fields of the element replace; none where it is null or empty. */
export interface Unnest extends Yields {
  readonly step: 'unnest';
  /** The rows with the array. */
  readonly input: Relation;
  /** The column that holds the array. */
  readonly array: string;
  /** The fields, all of them nullable text. */
  readonly fields: readonly ElementField[];
}

/** Rows that a department's own SQL computes from declared inputs; only ever the last step of a flow. */
export interface SqlRows extends Yields {
  readonly step: 'sql';
  /** What the SQL reads, as `input.<name>`. */
  readonly inputs: readonly { readonly name: string; readonly relation: Relation }[];
  /** One T-SQL select. */
  readonly text: string;
  /** The same for DuckDB, where the preview cannot translate the text. */
  readonly duckDbOverride?: string;
  /** What the SQL knows as `@<name>`. */
  readonly parameters: readonly SqlParameter[];
}

/** The rows that a model gives for the rows of its features, as the text it writes; they come from no expression. */
export interface Score extends Yields {
  readonly step: 'score';
  /** The fallback: the same columns, typed, computed from the features where there is no model. */
  readonly input: Relation;
  /** What the model reads. */
  readonly features: Readable;
  /** What every row must hold: the key, then the scores. */
  readonly contractColumns: Readonly<Record<string, Column>>;
  /** How the model is run. */
  readonly run: ModelRun;
  /** How often, where that is not as often as the features are filled. */
  readonly every?: Interval;
  /** Days that bronze keeps what the model wrote. */
  readonly retentionDays: number;
}

/** Adds the start of the window in which a row was delivered, as `_window_start`. */
export interface WindowStart extends Yields {
  readonly step: 'windowStart';
  /** Raw rows, with the file of each. */
  readonly input: Relation;
  /** Name of the source. */
  readonly source: string;
}

/** Keeps the rows of whole snapshots; one that shrinks too much fails its window, and none of its rows stays. */
export interface AcceptSnapshots extends Yields {
  readonly step: 'acceptSnapshots';
  /** One row of each key in a window, with the window's start. */
  readonly input: Relation;
  /** Name of the source. */
  readonly source: string;
  /** The least number of rows of a snapshot, in percent of those of the snapshot before it. */
  readonly leastPercent: number;
  /** Whether a window without rows is one in which nothing was delivered. */
  readonly mayBeMissing: boolean;
  /** The rows of the newest snapshot; or those of all that are known, each with the start of the next one. */
  readonly keep: 'newest' | 'all';
}

/** Says until when a row holds, null where that is not known: until the next row of its key, or until the next snapshot. */
export interface Validity extends Yields {
  readonly step: 'validity';
  /** One row of each key and time. */
  readonly input: Relation;
  /** What identifies the thing whose versions the rows are. */
  readonly by: readonly string[];
  /** The column from which on a row holds. */
  readonly from: string;
  /** The time from which on it no longer does: a column that is added, or that of the next snapshot. */
  readonly to: string;
  /** Whether the rows are whole snapshots, which have that column: what the next one lacks ends with it. */
  readonly snapshots: boolean;
}

/** A value with the column name it gets. */
export interface NamedExpression {
  /** The column, or for a check the rule. */
  readonly name: string;
  /** How the value is computed from one row. */
  readonly expression: Expression;
}

/** One step of a flow, with the steps before it: plain data that every target compiles from. */
export type Relation =
  | Read
  | Derive
  | Select
  | Filter
  | Check
  | Dedupe
  | Join
  | SemiJoin
  | AsOfJoin
  | AggregateRows
  | WindowRows
  | AssertUnique
  | Union
  | ReadArray
  | Unnest
  | WindowStart
  | AcceptSnapshots
  | Validity
  | SqlRows
  | Score;
