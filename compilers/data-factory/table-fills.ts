import { type DataContract, type Interval, type Table } from '../../model';
import { type DataFlow } from '../data-flow-script/flow';
import { type Activity, succeeded } from './activities';
import { type DepartmentPlan } from './department-plan';
import { flowValues, isPeppered, readPepper, runFlow, runForWindow } from './fill';
import { fetchFor, ONE_TABLE_PARAMETERS, switchOnTable } from './one-table';
import { MAX_ACTIVITIES, MAX_CASES } from './pipeline';
import { DAY } from './upstream';
import { copyOf } from './waves';

/** A table alone is not tried again by itself: its gate does so, and in between the wave of the next window goes on. */
const ALONE_RETRIES = 0;
/** The activities of a pipeline besides those of cases: the choices, their check and what else they do, and what records failures. */
const OTHER_ACTIVITIES = 8;

/** A table, with what fills it. */
export interface AloneFill {
  /** The table. */
  readonly table: Table;
  /** Sources that are copied before, where that is wanted. */
  readonly sources: readonly DataContract[];
  /** Length of its windows. */
  readonly interval: Interval;
  /** Name of its own data flow. */
  readonly flowName: string;
  /** What that does. */
  readonly flow: DataFlow;
}

interface AloneCase {
  readonly table: string;
  /** What brings the window's bronze again. */
  readonly fetching: readonly Activity[];
  /** What fills the table from it. */
  readonly filling: readonly Activity[];
}

/** Tables that one pipeline fills, each alone. */
interface Chunk {
  readonly name: string;
  readonly cases: AloneCase[];
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
    const own = this.caseOf(fill);
    const last = this.chunks.at(-1);
    const chunk = last && hasRoom(last, own) ? last : this.open();
    chunk.cases.push(own);
    return chunk.name;
  }

  /** Adds the pipelines to the plan, after all tables. */
  addPipelines(): void {
    for (const { name, cases } of this.chunks)
      this.plan.addPipeline({
        name,
        description: 'Fills the silver table that it is asked for, alone: for waves, where they fail',
        parameters: ONE_TABLE_PARAMETERS,
        // A table has one writer by its wave, of which one run goes at a time; others need not wait for it.
        atOnce: true,
        activities: fetchAndFill(cases),
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
  private caseOf({ table, sources, interval, flowName, flow }: AloneFill): AloneCase {
    const { datasets, target } = this.plan;
    const pepper = `ReadPepper_${table.name}`;
    const fetching = sources.map((contract, index) =>
      runForWindow(`Copy${index + 1}_${table.name}`, copyOf(target.department, contract)),
    );
    const run = runFlow({
      name: aloneFlow(table),
      flow: flowName,
      values: flowValues(table, flow, interval, pepper),
      after: [],
      retries: ALONE_RETRIES,
      integrationRuntime: target.integrationRuntime,
      pepper,
    });
    const filling = [...(isPeppered(flow) ? [readPepper(datasets, pepper)] : []), run];
    return { table: table.name, fetching, filling };
  }
}

/** Fills the table that is asked for, after its sources are copied where that is wanted. */
function fetchAndFill(cases: readonly AloneCase[]): Activity[] {
  const before = fetchFor(
    cases
      .filter(({ fetching }) => fetching.length > 0)
      .map(({ table, fetching }) => ({ table, activities: fetching })),
  );
  const fill = switchOnTable(
    'FillTable',
    cases.map(({ table, filling }) => ({ table, activities: filling })),
  );
  return [...before, { ...fill, dependsOn: succeeded(before.slice(-1).map(({ name }) => name)) }];
}

/** Name of the activity that runs the data flow of a table alone; an alert takes the table from it. */
function aloneFlow({ name }: Table): string {
  return `${ALONE}${name}`;
}

/** Begins the name of an activity that fills one table alone; the table's name ends it. */
export const ALONE = 'Fill_';

function hasRoom({ cases }: Chunk, more: AloneCase): boolean {
  const size = ({ fetching, filling }: AloneCase): number => fetching.length + filling.length;
  const taken = [...cases, more].reduce((sum, each) => sum + size(each), OTHER_ACTIVITIES);
  return cases.length < MAX_CASES && taken <= MAX_ACTIVITIES;
}
