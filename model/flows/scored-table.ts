import { metadataColumns, type Schema } from '../columns';
import { isColumn } from '../contracts/column';
import { type ColumnBuilder, columnsMade } from '../contracts/column-builder';
import { PERSONAL_RETENTION_DAYS } from '../contracts/data-contract';
import { type ModelRun } from '../machine-learning/model-run';
import { notOf, said, textsOf, unused } from '../said';
import { type Interval } from '../schedule';
import { type ExactNumber, type Kind } from '../types';
import { contractRules, typed, typedRows } from './contract-rules';
import { Flow, read, relationOf } from './flow';
import { type Table } from './relation';
import * as steps from './steps';
import { type Publication, silverTable } from './tables';

type Name<S> = Extract<keyof S, string>;
type Builders = Readonly<Record<string, ColumnBuilder<Kind>>>;
/** The columns of a scored table: its key as the features have it, and its scores. */
export type ScoredColumns<F extends Schema, K extends Name<F>, B extends Builders> = {
  readonly [C in K | Name<B>]: C extends K ? F[C] : B[C] extends ColumnBuilder<infer T> ? T : never;
};

/** The columns that a fallback yields: an exact number does for a floating-point one, which no expression gives. */
export type FallbackColumns<F extends Schema, K extends Name<F>, B extends Builders> = {
  readonly [C in keyof ScoredColumns<F, K, B>]: ScoredColumns<F, K, B>[C] extends 'double'
    ? 'double' | ExactNumber
    : ScoredColumns<F, K, B>[C];
};

/** What a department says of a table that a model fills. */
export interface ScoredTableProps<F extends Schema, K extends Name<F>, B extends Builders> {
  /** What its rows hold. @default the table's name */
  readonly description?: string;
  /** A silver table of the same department: what the model reads. */
  readonly features: Table<F>;
  /** What the model adds, by column, made with `t`; checked like the columns of a contract. */
  readonly scores: B;
  /** Columns of the features that identify a row of the result; the model carries them through. */
  readonly key: readonly K[];
  /** How the model is run: `batchEndpoint(…)` or `publishedPipeline(…)`. */
  readonly run: ModelRun;
  /**
   * What is computed where there is no model: in previews, and in environments that say so. Simple and honest, such as
   * last week's value; it yields the key and the scores. Every report says that it was no model.
   */
  readonly fallback: (features: Flow<F>) => Flow<FallbackColumns<F, K, B>>;
  /** How often the model runs; not more often than its features are filled. @default as often as its features are filled */
  readonly every?: Interval;
  /** `upsert` keeps scores that the model no longer gives, `overwrite` keeps the last result only. @default 'upsert' */
  readonly write?: 'upsert' | 'overwrite';
  /** Of two scores of one key, the one with the greater value here stays. @default the later run's */
  readonly newestBy?: K | Name<B>;
  /** Days that what a write replaced stays readable, 7 to 30. @default `delta.timeTravelDays` of the settings */
  readonly timeTravelDays?: number;
  /** Days that bronze keeps what the model wrote. @default 730 */
  readonly retentionDays?: number;
  /** Whether other departments may read it; `true` is version 1 without personal columns. @default false */
  readonly published?: boolean | Publication;
}

/** Name of the check, and so of the quarantine, of what models give. */
const CHECK = 'scores';

/**
 * Declares a silver table that a model fills: features in, scores out.
 *
 * What the model writes is text until it is read by the one grammar. A row that breaks a type, a rule or the key goes to
 * quarantine as the text that the model wrote, by the rules of a {@link mapping}.
 */
export function scoredTable<F extends Schema, const K extends Name<F>, B extends Builders>(
  name: string,
  props: ScoredTableProps<F, K, B>,
): Table<ScoredColumns<F, K, B>> {
  const {
    description,
    features,
    key,
    scores,
    run,
    fallback,
    every,
    write,
    newestBy,
    timeTravelDays,
    retentionDays,
    published,
    ...further
  } = said(props);
  const scored = steps.score(
    typeof fallback === 'function' ? relationOf(fallback(read(features))) : steps.readRows(features),
    {
      features,
      key: textsOf(key),
      scores: columnsMade(scores),
      run,
      retentionDays: retentionDays ?? PERSONAL_RETENTION_DAYS,
      ...(every !== undefined && { every }),
    },
  );
  const columns = Object.entries(scored.contractColumns).filter(([, column]) => isColumn(column));
  const checked = typedRows(new Flow<Record<string, Kind>>(scored), columns).check(
    CHECK,
    (row) => contractRules(columns, row),
    scored.columns.map((column) => column.name),
  );
  const named = steps.project(
    checked.relation,
    [
      ...columns.map(([column]) => ({ name: column, from: typed(column) })),
      ...metadataColumns(scored.columns).map((column) => ({ name: column.name, from: column.name })),
    ],
    'scores',
  );
  const required = steps.nullableAsPromised(named, new Map(columns));
  const flow = new Flow<ScoredColumns<F, K, B>>(
    steps.dedupe(required, textsOf(key), newestBy === undefined ? [] : [newestBy]),
  );
  const table = silverTable<ScoredColumns<F, K, B>>(name, {
    description: description ?? name,
    flow,
    key: key as readonly Name<ScoredColumns<F, K, B>>[],
    write: write ?? 'upsert',
    ...(newestBy !== undefined && { newestBy: newestBy as Name<ScoredColumns<F, K, B>> }),
    ...(timeTravelDays !== undefined && { timeTravelDays }),
    published: published ?? false,
  });
  return Object.freeze({ ...table, ...unused(further, notOf('function', { fallback })) });
}
