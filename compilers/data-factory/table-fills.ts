import { type DataContract, type Interval, type Table } from '../../model';
import { type DataFlow } from '../data-flow-script/flow';
import { type Activity } from './activities';
import { type DepartmentPlan } from './department-plan';
import { flowValues, isPeppered, readPepper, runFlow, runForWindow } from './fill';
import { ONE_TABLE, switchOnTable } from './one-table';
import { MAX_ACTIVITIES, MAX_CASES } from './pipeline';
import { DAY } from './upstream';
import { copyOf } from './waves';

/** A table alone is not tried again by itself: its gate does so, and in between the wave of the next window goes on. */
const ALONE_RETRIES = 0;
/** The activities of a pipeline besides those of cases: the choice, its refusal, and what records failures. */
const OTHER_ACTIVITIES = 4;

/** A table, with what fills it. */
export interface AloneFill {
  /** The table. */
  readonly table: Table;
  /** Sources that are copied before. */
  readonly sources: readonly DataContract[];
  /** Length of its windows. */
  readonly interval: Interval;
  /** Name of its own data flow. */
  readonly flowName: string;
  /** What that does. */
  readonly flow: DataFlow;
}

/** Tables that one pipeline fills, each alone. */
interface Chunk {
  readonly name: string;
  readonly cases: { readonly table: string; readonly activities: readonly Activity[] }[];
}

/**
 * The pipeline `<dept>_fill`, which fills any table of the department alone, by its name; where that is full, `<dept>_fill_2` and so on follow.
 *
 * Pipelines bill when they are idle, and these run only after a failure. Waves alone run them, after what they wait for themselves.
 */
export class TableFills {
  private readonly chunks: Chunk[] = [];

  /** @param plan the plan of the department. */
  constructor(private readonly plan: DepartmentPlan) {}

  /** Adds a table. Returns the name of the pipeline that fills it. */
  add(fill: AloneFill): string {
    const activities = this.activitiesOf(fill);
    const last = this.chunks.at(-1);
    const chunk = last && hasRoom(last, activities.length) ? last : this.open();
    chunk.cases.push({ table: fill.table.name, activities });
    return chunk.name;
  }

  /** Adds the pipelines to the plan, after all tables. */
  addPipelines(): void {
    for (const { name, cases } of this.chunks)
      this.plan.addPipeline({
        name,
        description: 'Fills the silver table that it is asked for, alone: for waves, where they fail',
        parameters: { [ONE_TABLE]: '' },
        // A table has one writer by its wave, of which one run goes at a time; others need not wait for it.
        atOnce: true,
        activities: [switchOnTable('FillTable', cases)],
        interval: DAY,
        upstream: { awaited: [] },
      });
  }

  private open(): Chunk {
    const number = this.chunks.length + 1;
    const chunk = {
      name: `${this.plan.datasets.prefix}_fill${number === 1 ? '' : `_${number}`}`,
      cases: [],
    };
    this.chunks.push(chunk);
    return chunk;
  }

  /** Names of activities are unique in a pipeline, so each has that of its table. */
  private activitiesOf({ table, sources, interval, flowName, flow }: AloneFill): Activity[] {
    const { datasets, target } = this.plan;
    const pepper = `ReadPepper_${table.name}`;
    const copies = sources.map((contract, index) =>
      runForWindow(`Copy${index + 1}_${table.name}`, copyOf(target.department, contract)),
    );
    const run = runFlow({
      name: aloneFlow(table),
      flow: flowName,
      values: flowValues(table, flow, interval, pepper),
      after: copies.map(({ name }) => name),
      retries: ALONE_RETRIES,
      integrationRuntime: target.integrationRuntime,
      pepper,
    });
    return [...copies, ...(isPeppered(flow) ? [readPepper(datasets, pepper)] : []), run];
  }
}

/** Name of the activity that runs the data flow of a table alone; an alert takes the table from it. */
function aloneFlow({ name }: Table): string {
  return `${ALONE}${name}`;
}

/** Begins the name of an activity that fills one table alone; the table's name ends it. */
export const ALONE = 'Fill_';

function hasRoom({ cases }: Chunk, more: number): boolean {
  const taken = cases.reduce((sum, { activities }) => sum + activities.length, OTHER_ACTIVITIES);
  return cases.length < MAX_CASES && taken + more <= MAX_ACTIVITIES;
}
