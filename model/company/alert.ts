import { type ColumnInfo, type Schema } from '../columns';
import { type Expr } from '../expressions';
import { type DataContract } from '../contracts/data-contract';
import { type Row } from '../flows/flow';
import { type Relation } from '../flows/relation';
import * as steps from '../flows/steps';

/** A rule on a stream that raises an event the moment it is true. */
export interface Alert {
  /** Unique in its department; it names the output that the event leaves by. */
  readonly name: string;
  /** What has happened when it is raised, in words. */
  readonly description: string;
  /** Name of the streamed source. */
  readonly source: string;
  /** Reads the typed events, keeps those that raise the alert, and names what the alert tells. */
  readonly relation: Relation;
}

/** What a department says of an alert. */
export interface AlertProps<S extends Schema> {
  /** What has happened when the alert is raised, in words. */
  readonly description: string;
  /** The rule on one event, every column typed and possibly null; raised when it is true, not when it is null. */
  readonly when: (event: Row<S>) => Expr<'boolean'>;
  /** The columns that the alert tells; personal ones are refused. */
  readonly tells: readonly Extract<keyof S, string>[];
}

/** Declares an alert on a streamed source: seconds after the event, without waiting for a pipeline. */
export function alert<S extends Schema>(name: string, source: DataContract<S>, props: AlertProps<S>): Alert {
  const columns = Object.entries<DataContract['columns'][string]>(source.columns).map(
    ([column, promise]): ColumnInfo => ({
      name: column,
      type: promise.type,
      nullable: true,
      classification: promise.classification,
      lineage: [`${source.name}.${column}`],
    }),
  );
  const events = steps.readRows({ zone: 'bronze', name: source.name, columns });
  const raised = steps.filter(events, props.when);
  return Object.freeze({
    name,
    description: props.description,
    source: source.name,
    relation: steps.select(raised, props.tells),
  });
}
