import { type CompanyGraph, type Department } from '../../model';
import { type PipelineZone, underscored } from './department-datasets';
import { departmentPipelines } from './department-pipelines';

/** A pipeline that a trigger starts again and again, and when it is late. */
export interface ExpectedRuns {
  /** Its name. */
  readonly pipeline: string;
  /** Minutes between two runs. */
  readonly everyMinutes: number;
  /** Minutes without a successful run after which it is late: the freshness of the source it copies, otherwise two runs. */
  readonly lateAfterMinutes: number;
  /** Rows a day that the source it copies promises; absent where it copies none. */
  readonly rowsADay?: number;
}

/** The pipelines of a department that have to run, in the order they are planned. */
export function expectedRuns(
  graph: CompanyGraph,
  department: Department,
  container: (department: string, zone: PipelineZone) => string,
): ExpectedRuns[] {
  // When a pipeline runs depends neither on what deploys gold, nor on the day that windows begin at.
  const { triggers } = departmentPipelines({
    graph,
    department,
    container,
    deployment: [],
    sameFactory: ({ hosting }) => hosting === 'shared' && department.hosting === 'shared',
  });
  const prefix = underscored(department.name);
  const copies = new Map(
    graph.sourcesOf(department).map((contract) => [`${prefix}_copy_${underscored(contract.name)}`, contract]),
  );
  // Gates, which only wait, have no window.
  return triggers
    .filter(({ passesWindow }) => passesWindow)
    .map(({ pipeline, interval }) => {
      const contract = copies.get(pipeline);
      return {
        pipeline,
        everyMinutes: interval.minutes,
        lateAfterMinutes: contract?.freshnessMinutes ?? 2 * interval.minutes,
        ...(contract && { rowsADay: contract.expectedRowsPerDay }),
      };
    });
}
