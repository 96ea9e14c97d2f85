import { type ColumnInfo, type Schema } from '../columns';
import { AZURE_LIMITS } from '../limits';
import { isObject, said, unused } from '../said';
import { type Interval } from '../schedule';
import { type Kind, MAX_STRING_LENGTH, stringType } from '../types';
import { type Column, isColumn } from './column';
import {
  type ArrayAt,
  type ArrayPaths,
  type ArrayShape,
  type ColumnBuilder,
  columnsMade,
} from './column-builder';
import { type Producer, type ProducersElsewhere } from './producer';
import { DEFAULT_LEAST_PERCENT, type Snapshot, type SnapshotProps } from './snapshot';
import { type SourceConnector } from './source-connector';
import { type ValueFormats } from './value-format';

/** Events that arrive one by one on Event Hubs. */
export interface StreamDelivery {
  readonly kind: 'stream';
  /** Partitions of the hub, 1 to 32; they can never be fewer, and on Standard never more. */
  readonly partitions: number;
  /**
   * Days that the hub keeps events, 3 to 7: what is not landed by then is lost. Standard keeps 7 days, and 84 GB a throughput unit,
   * without a price of its own. Source: "Event Hubs pricing". @default 7
   */
  readonly retentionDays?: number;
  /** Lets `retentionDays` be less than 3, which a stop over a weekend would outlast. */
  readonly shortRetention?: { readonly reason: string };
  /** Who may send. @default nobody, which a synthesis warns of */
  readonly producers?: readonly Producer[] | ProducersElsewhere;
  /** How often landed events are compacted into bronze. */
  readonly every: Interval;
}

/** A time on the clocks of a place. */
export interface ClockTime {
  /** Hours and minutes, `HH:MM`, 00:00 to 23:59. */
  readonly at: string;
  /** The place, by its IANA name, e.g. `Europe/Berlin`; or `UTC`. */
  readonly timeZone: string;
}

/** Longest time after a window's end, in days: what waits for the trigger has one more, for the run and its repetitions. */
export const MAX_READY_DAYS = AZURE_LIMITS.triggerWaitDays.most - 1;

/** Rows that a triggered pipeline brings, window by window. */
export interface BatchDelivery {
  readonly kind: 'batch';
  /** How often rows are brought, and the length of the window they cover. */
  readonly every: Interval;
  /** Where they come from. */
  readonly from: SourceConnector;
  /**
   * When a window's rows are there: so long after its end, up to 6 days, or, for windows of days, when the clocks of a place show
   * a time on the day that begins in UTC with the window's end. Summer time does not move a trigger: the later hour counts all
   * year. @default at the end of the window
   */
  readonly readyAfter?: Interval | ClockTime;
}

/** What the compiler knows of a contract beside the kinds of its columns. */
export interface ContractShape {
  /** What each array holds, by the way to it: `lines`, `lines.taxes`. */
  readonly elements: ArrayShape;
  /** Names of the key columns and of the event time: every row that is made of the source's has them. */
  readonly kept: string;
}

/** What a source promises: written once, used by every layer. */
export interface DataContract<S extends Schema = Schema, N extends ContractShape = ContractShape> {
  readonly kind: 'contract';
  /** Dashed name of 2 to 20 characters, unique in the company; also the folder of its rows. */
  readonly name: string;
  /** What a row holds, in words. */
  readonly description: string;
  /** Promises by column name; bronze keeps the columns in this order. */
  readonly columns: { readonly [C in keyof S]: Column<S[C]> };
  /** The column that says when something happened; of two versions of a row the later one holds. A source has it, or is a {@link snapshot}. */
  readonly eventTime?: Extract<keyof S, string>;
  /** Set where the source has no time: each delivery holds all rows that there are, and the later delivery holds. */
  readonly snapshot?: Snapshot;
  /** How the rows arrive: event by event, or window by window. */
  readonly delivery: StreamDelivery | BatchDelivery;
  /** Rows expected in a day. */
  readonly expectedRowsPerDay: number;
  /** Rows made up for a day, where it is not as many as are expected, up to the preview's limit. */
  readonly sampleRowsPerDay?: number;
  /** How old the newest row may be before the source counts as late, in minutes. */
  readonly freshnessMinutes: number;
  /** Days that bronze keeps the raw rows. */
  readonly retentionDays: number;
  /** Why rows about persons are kept longer than {@link PERSONAL_RETENTION_DAYS}. */
  readonly retentionReason?: string;
  /** Why erasure empties the columns about a person and keeps the row. @default the row is deleted */
  readonly anonymise?: { readonly reason: string };
  /** How values are written, in all columns that do not say otherwise. */
  readonly writtenAs?: ValueFormats;
  /** Names of columns in the source's files that are of no interest. */
  readonly ignoredColumns?: readonly string[];
  /** Carries what else the compiler knows; never set. */
  readonly shape?: N;
}

type Builders = Readonly<Record<string, ColumnBuilder<Kind>>>;
type SchemaOf<B extends Builders> = {
  readonly [C in keyof B]: B[C] extends ColumnBuilder<infer K> ? K : never;
};

type ShapeOf<B extends Builders, T extends string> = {
  readonly elements: { readonly [P in ArrayPaths<B>]: ArrayAt<B, P> };
  readonly kept:
    T | { [C in keyof B]: B[C] extends ColumnBuilder<Kind, true> ? Extract<C, string> : never }[keyof B];
};

/** What a department says of every source; see {@link DataContract} for the fields. */
export interface CommonContractProps<B extends Builders> {
  /** What a row holds, in words. */
  readonly description: string;
  /** Promises by column name, made with `t`. */
  readonly columns: B;
  /** How the rows arrive: event by event, or window by window. */
  readonly delivery: StreamDelivery | BatchDelivery;
  /** Rows expected in a day, above 0; generated samples follow it, up to a limit. */
  readonly expectedRowsPerDay: number;
  /** Rows made up for a day, above 0. @default as many as are expected, 400 at most */
  readonly sampleRowsPerDay?: number;
  /** How values are written, in all columns that do not say otherwise. @default the library's own form, `docs/semantics.md` */
  readonly writtenAs?: ValueFormats;
  /**
   * Names of columns in the source's files that are known and of no interest: reports of columns that the contract does not name leave
   * these out. @default none
   */
  readonly ignoredColumns?: readonly string[];
  /** How old the newest row may be before the source counts as late, in minutes. @default twice the delivery's interval, and `readyAfter` (a day, where a clock says it) */
  readonly freshnessMinutes?: number;
  /** Days that bronze keeps the raw rows. @default 730; 30 where they are about persons */
  readonly retentionDays?: number;
  /** Why rows about persons are kept longer than 30 days; asked for only then. */
  readonly retentionReason?: string;
  /**
   * Erasure empties the personal columns, and those that identify a person, and keeps the row, because others need it: the
   * reason says why. All of these columns are nullable. @default the row is deleted
   */
  readonly anonymise?: { readonly reason: string };
}

/** What a department says of a source whose rows have a time. */
export interface DataContractProps<
  B extends Builders,
  T extends Extract<keyof B, string> = Extract<keyof B, string>,
> extends CommonContractProps<B> {
  /** The column that says when something happened: a date or timestamp that is never missing. */
  readonly eventTime: T;
}

/** What a department says of a source without a time, such as a dimension or a lookup: each delivery is a whole snapshot. */
export interface SnapshotContractProps<B extends Builders> extends CommonContractProps<B> {
  /** How much smaller a delivery may be than the one before it, and how rows are deleted; `{}` for the defaults. Batches only. */
  readonly snapshot: SnapshotProps<Extract<keyof B, string>>;
}

/** Days that bronze keeps raw rows when a contract does not say. */
export const DEFAULT_RETENTION_DAYS = 730;
/** Days that zones with raw values keep rows about persons when nobody gives a reason for more. */
export const PERSONAL_RETENTION_DAYS = 30;

/** Declares a source whose rows have a time. Mistakes are reported when the company is validated, all at once. */
export function dataContract<
  B extends Builders,
  T extends Extract<keyof B, string> = Extract<keyof B, string>,
>(name: string, props: DataContractProps<B, T>): DataContract<SchemaOf<B>, ShapeOf<B, T>>;
/** Declares a source without a time: each delivery holds all rows that there are, and replaces the table. */
export function dataContract<B extends Builders>(
  name: string,
  props: SnapshotContractProps<B>,
): DataContract<SchemaOf<B>, ShapeOf<B, never>>;
export function dataContract<B extends Builders>(
  name: string,
  props: Partial<DataContractProps<B> & SnapshotContractProps<B>> & CommonContractProps<B>,
): DataContract<SchemaOf<B>, ShapeOf<B, never>> {
  const {
    description,
    columns,
    eventTime,
    snapshot,
    delivery,
    expectedRowsPerDay,
    sampleRowsPerDay,
    freshnessMinutes,
    retentionDays,
    retentionReason,
    anonymise,
    writtenAs,
    ignoredColumns,
    ...further
  } = said(props);
  const made: unknown = isObject(columns) ? columnsMade(columns) : columns;
  const contract = {
    ...unused(further),
    kind: 'contract' as const,
    name,
    description,
    columns: made as DataContract<SchemaOf<B>>['columns'],
    ...(eventTime !== undefined && { eventTime }),
    ...(snapshot !== undefined && { snapshot: snapshotOf(snapshot) }),
    delivery,
    expectedRowsPerDay,
    ...(sampleRowsPerDay !== undefined && { sampleRowsPerDay }),
    freshnessMinutes: freshnessMinutes ?? 2 * intervalOf(delivery) + waitOf(delivery),
    ...(retentionReason !== undefined && { retentionReason }),
    ...(anonymise !== undefined && { anonymise }),
    ...(writtenAs !== undefined && { writtenAs }),
    ...(ignoredColumns !== undefined && { ignoredColumns }),
  };
  const usual = isAboutPersons(contract) ? PERSONAL_RETENTION_DAYS : DEFAULT_RETENTION_DAYS;
  return Object.freeze({ ...contract, retentionDays: retentionDays ?? usual });
}

function snapshotOf<C extends string>(props: SnapshotProps<C>): Snapshot {
  // What is no object is kept for the validation to tell.
  return isObject(props) ? { ...props, leastPercent: props.leastPercent ?? DEFAULT_LEAST_PERCENT } : props;
}

/** Days that a hub keeps events when a contract does not say: the most that Standard has. */
export const DEFAULT_HUB_RETENTION_DAYS = 7;

/** Days that a job may stand still before events are lost: over a weekend. */
export const STREAM_STOP_DAYS = 3;

/** Days that the hub of a stream keeps events. */
export function hubRetentionDays({ retentionDays }: StreamDelivery): number {
  return retentionDays ?? DEFAULT_HUB_RETENTION_DAYS;
}

/** Who may send to a stream; none where that is granted elsewhere. */
export function producersOf({ producers = [] }: StreamDelivery): readonly Producer[] {
  return 'kind' in producers ? [] : producers;
}

/** Minutes between deliveries; none, where the delivery itself is wrong. */
function intervalOf(delivery: StreamDelivery | BatchDelivery | undefined): number {
  const length: unknown = delivery?.every?.minutes;
  return typeof length === 'number' ? length : 0;
}

/** Minutes that a window's rows come after its end, at most; none, where the delivery itself is wrong. */
export function waitOf(delivery: StreamDelivery | BatchDelivery | undefined): number {
  const { readyAfter } = (delivery ?? {}) as Partial<BatchDelivery>;
  if (readyAfter === undefined || !isObject(readyAfter)) return 0;
  const length: unknown = 'minutes' in readyAfter ? readyAfter.minutes : 24 * 60;
  return typeof length === 'number' ? length : 0;
}

/** The columns of a contract that are columns: what else a definition has in their place, the validation tells. */
export function contractColumns(contract: DataContract): (readonly [name: string, column: Column])[] {
  return columnsOf(contract);
}

function columnsOf(contract: Pick<DataContract, 'columns'>): (readonly [name: string, column: Column])[] {
  return Object.entries<Column>(said(said(contract).columns)).filter(([, column]) => isColumn(column));
}

/** Whether rows of a source are about persons: a column is personal, or identifies one. */
export function isAboutPersons(contract: Pick<DataContract, 'columns'>): boolean {
  return personalColumns(contract).length > 0;
}

/** Names of the columns of a source that are personal, or that identify a person. */
export function personalColumns(contract: Pick<DataContract, 'columns'>): string[] {
  return columnsOf(contract).flatMap(([name, { classification, subject }]) =>
    classification === 'personal' || subject !== undefined ? [name] : [],
  );
}

/** A column that identifies persons, and their kind. */
export interface SubjectColumn {
  /** Name of the column. */
  readonly column: string;
  /** The kind of person. */
  readonly subject: string;
}

/** The columns of a source that identify persons. */
export function subjectColumns(contract: Pick<DataContract, 'columns'>): SubjectColumn[] {
  return columnsOf(contract).flatMap(([column, { subject }]) =>
    subject === undefined ? [] : [{ column, subject }],
  );
}

/**
 * The column that says when the rows of a source happened.
 *
 * @throws Error where the source is a snapshot: those who ask have refused it.
 */
export function eventTimeOf({ name, eventTime }: DataContract): string {
  if (eventTime === undefined) throw new Error(`not validated: "${name}" has no event time`);
  return eventTime;
}

/** Metadata column of the raw rows: the file that each came from. */
export const SOURCE_FILE = '_source_file';

/** Metadata columns of the raw rows: the file that each came from, and the run. */
export const METADATA_COLUMNS = [SOURCE_FILE, '_run_id'] as const;

/** Metadata column of the rows of snapshots: the start of the window in which they were delivered. */
export const WINDOW_START_COLUMN = '_window_start';

/** Metadata column of the rows of all snapshots: the start of the window of the next one; null in the newest. */
export const NEXT_WINDOW_COLUMN = '_next_window_start';

/** The metadata columns of bronze, as text. */
export function metadataColumnInfos(): ColumnInfo[] {
  return METADATA_COLUMNS.map((name) => ({
    name,
    type: stringType(MAX_STRING_LENGTH),
    nullable: true,
    classification: 'internal',
    lineage: [],
    metadata: true,
  }));
}

/** Names of the columns that identify a row of a source. */
export function keyOf(contract: DataContract): string[] {
  return contractColumns(contract).flatMap(([name, { key }]) => (key ? [name] : []));
}

/** The name a column has in the source's files; of a value inside objects, that of the outermost, and of one in a folder's name, what it begins with. */
export function physicalNameOf(contract: DataContract, column: string): string {
  return pathOf(contract, column)[0] ?? column;
}

/** Where a column's value is in a document of the source: the names of the objects around it, then its own. */
export function pathOf({ columns }: DataContract, column: string): readonly string[] {
  const { path, physicalName, folder } = columns[column] ?? {};
  return path ?? [folder ?? physicalName ?? column];
}
