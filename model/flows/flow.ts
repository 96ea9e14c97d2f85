import { type Schema } from '../columns';
import { type Expr, type AggregateExpr, type WindowFunction } from '../expressions';
import { isObject, isText, itemsOf, notOf, notTexts, said, textsOf, unused } from '../said';
import { type Kind } from '../types';
import { type Order } from './order';
import { type Readable, type Relation, type Table } from './relation';
import { type PlatformEstimate, type TableReference } from './unfilled-rows';
import * as steps from './steps';

/** The columns of a row, by name. */
export type Row<S extends Schema> = { readonly [C in keyof S]: Expr<S[C]> };

type Values = Readonly<Record<string, Expr<Kind>>>;
type WindowFunctions = Readonly<Record<string, WindowFunction<Kind>>>;
type Aggregates = Readonly<Record<string, AggregateExpr<Kind>>>;
type KindsOf<V> = {
  readonly [C in keyof V]: V[C] extends Expr<infer K>
    ? K
    : V[C] extends AggregateExpr<infer K>
      ? K
      : V[C] extends WindowFunction<infer K>
        ? K
        : never;
};
type Flat<S> = { readonly [C in keyof S]: S[C] };
type Name<S> = Extract<keyof S, string>;
type Renamed<S, R> = { readonly [C in keyof S as C extends keyof R ? Extract<R[C], string> : C]: S[C] };
/** Lets the compiler see that a computed type holds nothing but kinds. */
type AsSchema<T> = T extends Schema ? T : never;

/** How {@link Flow.join} matches rows. */
export interface JoinOptions<On extends string> {
  /** Columns that both sides have and that must be equal; rows with a null among them match nothing. */
  readonly on: readonly On[];
  /** Keep rows without a match (`left`), or not (`inner`). */
  readonly how: 'inner' | 'left';
  /** Names the join in the report that its relation is broken. @default the columns of `on`, with dashes */
  readonly name?: string;
  /**
   * How many rows may share a match. Nothing is computed for what the flows prove. What they cannot prove is held at each
   * run once it is said here: a broken relation fails the pipeline, and is an error of the preview. Silver only.
   * @default 'many-to-one', proven
   */
  readonly relation?: JoinRelation;
}

const RELATIONS: readonly JoinRelation[] = ['one-to-one', 'many-to-one'];

/** `many-to-one`: at most one match for each row; `one-to-one`: and no two rows with the same match. */
export type JoinRelation = 'one-to-one' | 'many-to-one';

/** How {@link Flow.asOfJoin} matches rows. */
export interface AsOfJoinOptions<On extends string, Day extends string, OtherDay extends string> {
  /** Columns that both sides have and that must be equal. */
  readonly on: readonly On[];
  /** The date of these rows. */
  readonly day: Day;
  /** The date from which a row of the other side holds. */
  readonly otherDay: OtherDay;
  /** How old a row of the other side may be, in days; older ones count as missing. */
  readonly maxAgeDays: number;
}

/**
 * A transformation of rows, one step at a time; every step gives a new flow.
 *
 * Misspelt columns and kinds that do not fit do not compile. What only shows later (JavaScript, two columns with one
 * name, a join that could multiply rows) is collected and reported at synth, all at once.
 */
export class Flow<S extends Schema> {
  /** Carries the column types for the compiler; never set. */
  declare readonly schema?: S;

  /** @param relation the steps so far. */
  constructor(readonly relation: Relation) {}

  /** Keeps the named columns, in that order. */
  select<C extends Name<S>>(...names: readonly C[]): Flow<Flat<Pick<S, C>>> {
    return flowOf(steps.select(this.relation, textsOf(names)), notTexts({ names }));
  }
  /** Gives columns new names: `{ old: 'new' }`. */
  rename<const R extends { readonly [C in Name<S>]?: string }>(
    names: R & { readonly [C in Exclude<keyof R, Name<S>>]: never },
  ): Flow<AsSchema<Renamed<S, R>>> {
    const entries = Object.entries<unknown>(said(names)).filter(([, name]) => name !== undefined);
    const renamings = entries.flatMap(([name, to]): [string, string][] => (isText(to) ? [[name, to]] : []));
    const isSound = isObject(names) && renamings.length === entries.length;
    return flowOf(steps.rename(this.relation, Object.fromEntries(renamings)), isSound ? {} : { names });
  }
  /** Adds columns computed from each row, or replaces those of the same name. */
  derive<V extends Values>(values: (row: Row<S>) => V): Flow<Flat<Omit<S, keyof V> & KindsOf<V>>> {
    return flowOf(steps.derive(this.relation, values), notOf('function', { values }));
  }
  /** Keeps rows whose condition is true; false and null drop out. */
  filter(condition: (row: Row<S>) => Expr<'boolean'>): Flow<S> {
    return flowOf(steps.filter(this.relation, condition), notOf('function', { condition }));
  }
  /**
   * Sends rows that break a rule to quarantine, with the first rule they break; null breaks no rule.
   *
   * @param name names the quarantine table, together with the table that the flow fills.
   * @param rules conditions by rule name, tried in the order in which they are given.
   * @param quarantined columns kept of a quarantined row; all by default.
   */
  check(
    name: string,
    rules: (row: Row<S>) => Readonly<Record<string, Expr<'boolean'>>>,
    quarantined?: readonly Name<S>[],
  ): Flow<S> {
    const kept = quarantined === undefined ? undefined : textsOf(quarantined);
    return flowOf(
      steps.check(this.relation, name, rules, kept),
      notOf('function', { rules }),
      kept ? notTexts({ quarantined }) : {},
    );
  }
  /** Sends rows to quarantine that share the values of these columns with another row, rule `unique:<columns>`. Null repeats nothing. */
  checkUnique(name: string, ...columns: readonly Name<S>[]): Flow<S> {
    return flowOf(
      steps.checkUnique(this.relation, name, textsOf(columns)),
      notOf('string', { name }),
      notTexts({ columns }),
    );
  }
  /** Sends rows to quarantine whose values no row of the other side has, rule `reference:<columns>`. Null refers to nothing. */
  checkReference<O extends Schema>(
    name: string,
    other: Flow<O>,
    options: { readonly on: readonly (Name<S> & Name<O>)[] },
  ): Flow<S> {
    const { on, ...further } = said(options);
    return flowOf(
      steps.checkReference(this.relation, name, relationOf(other), textsOf(on)),
      further,
      notOf('string', { name }),
      notTexts({ on }),
    );
  }
  /**
   * Keeps one row of each key: the one with the greatest values of `newest`, nulls last; ties go to the smallest other
   * columns, compared left to right, so that every engine keeps the same row.
   */
  dedupe(options: { readonly by: readonly Name<S>[]; readonly newest: readonly Name<S>[] }): Flow<S> {
    const { by, newest, ...further } = said(options);
    return flowOf(
      steps.dedupe(this.relation, textsOf(by), textsOf(newest)),
      further,
      notTexts({ by, newest }),
    );
  }
  /** Adds the columns of the other side; `on` must identify a row there, so no row is ever multiplied: see {@link JoinOptions}. */
  join<O extends Schema, On extends Name<S> & Name<O>>(
    other: Flow<O>,
    options: JoinOptions<On>,
  ): Flow<Flat<S & Omit<O, On>>> {
    const { on, how, name, relation, ...further } = said(options);
    const joined = steps.namedJoin(this.relation, relationOf(other), {
      on: textsOf(on),
      how,
      name,
      relation,
    });
    return flowOf(
      joined,
      further,
      notTexts({ on }),
      name === undefined ? {} : notOf('string', { name }),
      relation === undefined || RELATIONS.includes(relation) ? {} : { relation },
    );
  }
  /** Keeps rows that have a match on the other side, each once; adds nothing. Null matches nothing. */
  semiJoin<O extends Schema>(
    other: Flow<O>,
    options: { readonly on: readonly (Name<S> & Name<O>)[] },
  ): Flow<S> {
    const { on, ...further } = said(options);
    const matched = steps.semiJoin(this.relation, relationOf(other), 'matched', textsOf(on));
    return flowOf(matched, further, notTexts({ on }));
  }
  /** Keeps rows that have no match on the other side. Null matches nothing, so rows with a null in `on` stay. */
  antiJoin<O extends Schema>(
    other: Flow<O>,
    options: { readonly on: readonly (Name<S> & Name<O>)[] },
  ): Flow<S> {
    const { on, ...further } = said(options);
    const unmatched = steps.semiJoin(this.relation, relationOf(other), 'unmatched', textsOf(on));
    return flowOf(unmatched, further, notTexts({ on }));
  }
  /** Adds the columns of the other side's latest row that is not later than `day`, null where there is none in time. */
  asOfJoin<O extends Schema, On extends Name<S> & Name<O>, D extends DateName<S>, OD extends DateName<O>>(
    other: Flow<O>,
    options: AsOfJoinOptions<On, D, OD>,
  ): Flow<Flat<S & Omit<O, On | OD>>> {
    const { on, day, otherDay, maxAgeDays, ...further } = said(options);
    const joined = { on: textsOf(on), day, otherDay, maxAgeDays };
    return flowOf(steps.asOfJoin(this.relation, relationOf(other), joined), further, notTexts({ on }));
  }
  /** One row for each group; nulls form one group. Without groups, one row for all, even when there are no rows. */
  aggregate<G extends Values, V extends Aggregates>(
    groups: (row: Row<S>) => G,
    aggregates: (row: Row<S>) => V,
  ): Flow<Flat<KindsOf<G> & KindsOf<V>>> {
    return flowOf(
      steps.aggregate(this.relation, groups, aggregates),
      notOf('function', { groups, aggregates }),
    );
  }
  /**
   * One row for each group, with a column for each of some values of a text column: an aggregate of the group's rows that have
   * the value. Rows with other values, or none, are in no column.
   *
   * @param options `by`: the groups; `column`: whose values become columns; `values`: `{ column_name: 'value' }`.
   * @param aggregate e.g. `(row) => sum(row.quantity)`; null where a group has no such row, for `count` 0.
   */
  pivot<G extends Name<S>, const V extends Readonly<Record<string, string>>, K extends Kind>(
    options: { readonly by: readonly G[]; readonly column: Name<S>; readonly values: V },
    aggregate: (row: Row<S>) => AggregateExpr<K>,
  ): Flow<Flat<Pick<S, G> & { readonly [C in keyof V]: K }>> {
    const { by, column, values, ...further } = said(options);
    return flowOf(
      steps.pivot(this.relation, textsOf(by), column, said(values), aggregate),
      further,
      notTexts({ by }),
      notOf('string', { column }),
      isObject(values) ? {} : { values },
      notOf('function', { aggregate }),
    );
  }
  /**
   * Adds columns computed from the rows around a row: `rowNumber()`, `rank()`, `lag(value)`, `lead(value)`,
   * `runningSum(value)`.
   *
   * @param options `by`: rows with the same values are looked at together, all rows by default; `order`: columns smallest
   * first with nulls first, or `descending('column')`, greatest first with nulls last. Rows that the order leaves equal are
   * told apart by their other columns, smallest first, so that every engine gives the same; only `rank` lets them share.
   */
  window<V extends WindowFunctions>(
    options: { readonly by?: readonly Name<S>[]; readonly order: readonly (Name<S> | Descending<Name<S>>)[] },
    values: (row: Row<S>) => V,
  ): Flow<Flat<S & KindsOf<V>>> {
    const { by = [], order, ...further } = said(options);
    const ordered = itemsOf(order).map((each): Order =>
      typeof each === 'string' ? { column: each, descending: false } : each,
    );
    return flowOf(
      steps.window(this.relation, textsOf(by), ordered.filter(isObject), values),
      further,
      notTexts({ by }),
      Array.isArray(order) && ordered.every(isObject) ? {} : { order },
      notOf('function', { values }),
    );
  }
  /** The rows of both flows, duplicates kept; both have the same columns, in any order. */
  union(other: Flow<S>): Flow<S> {
    return flowOf(steps.union(this.relation, relationOf(other)));
  }
}

/** A flow of these steps; what was said of the last one and cannot be used is kept in it, for the validation to tell. */
function flowOf<S extends Schema>(relation: Relation, ...wrong: readonly object[]): Flow<S> {
  const kept = unused(Object.assign({}, ...wrong) as object);
  return new Flow(kept.further ? Object.assign({}, relation, kept) : relation);
}

/** The steps of a flow; of a table that stands in its place those that read it. What is neither, the validation tells. */
export function relationOf<S extends Schema>(flow: Flow<S> | Flow<never> | undefined): Relation {
  return flow instanceof Flow ? flow.relation : steps.readRows(flow as unknown as Readable);
}

type DateName<S extends Schema> = Extract<
  { [C in keyof S]: S[C] extends 'date' ? C : never }[keyof S],
  string
>;

/** A column to order by, greatest first. */
export interface Descending<C extends string> {
  /** Name of the column. */
  readonly column: C;
  /** Always true. */
  readonly descending: true;
}

/** Orders by a column with the greatest value first and nulls last. */
export function descending<C extends string>(column: C): Descending<C> {
  return { column, descending: true };
}

/** Begins a flow with the rows of a table; in gold, also with what the platform is estimated to cost. */
export function read<S extends Schema>(table: Table<S> | TableReference<S> | PlatformEstimate<S>): Flow<S> {
  return new Flow(steps.readRows(table));
}
