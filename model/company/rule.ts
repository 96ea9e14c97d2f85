import { type ColumnInfo, type Schema } from '../columns';
import { contractColumns, type DataContract } from '../contracts/data-contract';
import { type Expr } from '../expressions';
import { type Row } from '../flows/flow';
import { type Relation } from '../flows/relation';
import * as steps from '../flows/steps';
import { said } from '../said';

/** Where the alerts of a rule go: to whoever listens to the hub of alerts, or into files of the landing zone. */
export type RuleOutput = 'alerts-hub' | 'lake';

/**
 * A push dataset of Power BI, beside the other outputs. It ends: "Beginning October 31, 2027, […] existing jobs that use
 * this connector stop running" ("Use managed identity to authenticate your Azure Stream Analytics job to Power BI").
 */
export interface PowerBiOutput {
  /** Why it is wanted although it ends; a synth warns of it. */
  readonly reason: string;
  /** The dataset, which the job makes; each rule has one of its own. */
  readonly dataset: string;
  /** Its only table. */
  readonly table: string;
  /** The workspace by environment, with its id; an environment that is not listed has no such output. */
  readonly workspaces: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
}

/** What may be said of every rule. */
export interface RuleOptions {
  /** What it means when it fires, in words. */
  readonly description: string;
  /** Where its alerts go. @default alerts-hub; for sessions, lake */
  readonly to?: readonly RuleOutput[];
  /** Also into a push dataset of Power BI, for good reason. @default nowhere */
  readonly powerBi?: PowerBiOutput;
}

/** What every rule on a stream has. */
export interface RuleBase {
  /** Unique in its department; it names the output, and the folder in the lake. */
  readonly name: string;
  /** What it means when it fires, in words. */
  readonly description: string;
  /** Name of the streamed source. */
  readonly source: string;
  /** Reads the typed events, keeps those that the rule looks at, and names the columns that it needs of them. */
  readonly relation: Relation;
  /** Columns of the relation that leave the job as they are; never personal ones. */
  readonly payload: readonly string[];
  /** Where its alerts go. */
  readonly to: readonly RuleOutput[];
  /** The dataset of Power BI, where there is one. */
  readonly powerBi?: PowerBiOutput;
}

/** Chooses among the events of a stream. */
export type Condition<S extends Schema> = (event: Row<S>) => Expr<'boolean'>;

/** The events of a source as a rule sees them: every column typed and possibly null. */
export function eventsOf(source: DataContract): Relation {
  const { name } = said(source);
  const columns = contractColumns(source).map(([column, promise]): ColumnInfo => ({
    name: column,
    type: promise.type,
    nullable: true,
    classification: promise.classification,
    lineage: [`${name}.${column}`],
  }));
  return steps.readRows({ zone: 'bronze', name, contract: source, columns });
}

/** The events that a condition keeps, with the columns that are needed, each once. */
export function neededOf(
  events: Relation,
  when: ((row: never) => Expr<'boolean'>) | undefined,
  columns: readonly string[],
): Relation {
  const kept = when === undefined ? events : steps.filter(events, when);
  return steps.select(kept, [...new Set(columns)]);
}

/** What all rules take over from their options. */
export function commonOf(
  name: string,
  source: DataContract,
  { description, to, powerBi }: RuleOptions,
  usually: RuleOutput = 'alerts-hub',
): Omit<RuleBase, 'relation' | 'payload'> {
  return {
    name,
    description,
    source: said(source).name,
    to: to ?? [usually],
    ...(powerBi !== undefined && { powerBi }),
  };
}
