import { type Aggregate, type Expression } from '../expressions';
import { type DataType } from '../types';
import { type Readable } from './readable';

/** How widely a value may be seen. */
export type Classification = 'public' | 'internal' | 'personal';

/** A column of the rows that a relation yields. */
export interface ColumnInfo {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  /** The strictest classification of what the value was computed from. */
  readonly classification: Classification;
  /** The contract columns the value was computed from, as `source.column`, sorted. */
  readonly lineage: readonly string[];
}

interface Yields {
  /** The columns, in order. */
  readonly columns: readonly ColumnInfo[];
  /** Columns that together are different in every row, where that is known. */
  readonly key?: readonly string[];
  /** Mistakes made at this step. */
  readonly problems: readonly string[];
}

/** Reads a table, or the raw rows of a source. */
export interface Read extends Yields {
  readonly step: 'read';
  readonly from: Readable;
}

/** Adds columns, or replaces them. */
export interface Derive extends Yields {
  readonly step: 'derive';
  readonly input: Relation;
  readonly values: readonly NamedExpression[];
}

/** Keeps and renames columns. */
export interface Select extends Yields {
  readonly step: 'select';
  readonly input: Relation;
  readonly picks: readonly { readonly name: string; readonly from: string }[];
}

/** Keeps rows whose condition is true (not false, not null). */
export interface Filter extends Yields {
  readonly step: 'filter';
  readonly input: Relation;
  readonly condition: Expression;
}

/** Splits off rows that break a rule; a rule is broken when it is false. */
export interface Check extends Yields {
  readonly step: 'check';
  readonly input: Relation;
  readonly name: string;
  readonly rules: readonly NamedExpression[];
  /** The columns kept of a quarantined row. */
  readonly quarantined: readonly string[];
}

/** Keeps one row of each key: the newest, ties broken by all other columns, smallest first, nulls first. */
export interface Dedupe extends Yields {
  readonly step: 'dedupe';
  readonly input: Relation;
  readonly by: readonly string[];
  readonly newest: readonly string[];
}

/** Adds the columns of the one matching row of another relation. */
export interface Join extends Yields {
  readonly step: 'join';
  readonly input: Relation;
  readonly other: Relation;
  readonly how: 'inner' | 'left';
  readonly on: readonly string[];
}

/** Adds the columns of the latest matching row that is not later; null where none is within `maxAgeDays`. */
export interface AsOfJoin extends Yields {
  readonly step: 'asOfJoin';
  readonly input: Relation;
  readonly other: Relation;
  readonly on: readonly string[];
  /** The day of the left rows. */
  readonly day: string;
  /** The day of the right rows; it is not added. */
  readonly otherDay: string;
  readonly maxAgeDays: number;
}

/** One row for each group. */
export interface AggregateRows extends Yields {
  readonly step: 'aggregate';
  readonly input: Relation;
  readonly groups: readonly NamedExpression[];
  readonly summaries: readonly { readonly name: string; readonly aggregate: Aggregate }[];
}

/** The rows of both, matched by column name. */
export interface Union extends Yields {
  readonly step: 'union';
  readonly input: Relation;
  readonly other: Relation;
}

/** A value with the column name it gets. */
export interface NamedExpression {
  readonly name: string;
  readonly expression: Expression;
}

/** One step of a flow, with the steps before it: plain data that every target compiles from. */
export type Relation =
  Read | Derive | Select | Filter | Check | Dedupe | Join | AsOfJoin | AggregateRows | Union;

/** The relations that a relation is computed from. */
export function inputsOf(relation: Relation): readonly Relation[] {
  if (relation.step === 'read') return [];
  return 'other' in relation ? [relation.input, relation.other] : [relation.input];
}

/** All steps of a flow, each once, inputs before what uses them. */
export function stepsOf(relation: Relation): Relation[] {
  const seen = new Set<Relation>();
  const visit = (step: Relation): void => {
    if (seen.has(step)) return;
    inputsOf(step).forEach(visit);
    seen.add(step);
  };
  visit(relation);
  return [...seen];
}

/** What a flow reads, each once, in the order it is read. */
export function readsOf(relation: Relation): Readable[] {
  return [...new Set(stepsOf(relation).flatMap((step) => (step.step === 'read' ? [step.from] : [])))];
}

/** The expressions that a step evaluates for each row. */
export function expressionsOf(step: Relation): Expression[] {
  switch (step.step) {
    case 'derive':
      return step.values.map(({ expression }) => expression);
    case 'filter':
      return [step.condition];
    case 'check':
      return step.rules.map(({ expression }) => expression);
    case 'aggregate':
      return [
        ...step.groups.map(({ expression }) => expression),
        ...step.summaries.flatMap(({ aggregate }) => aggregate.argument ?? []),
      ];
    default:
      return [];
  }
}
