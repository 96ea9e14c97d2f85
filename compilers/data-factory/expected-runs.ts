import { type CompanyGraph, type Department } from '../../model';
import { type PipelineZone } from './department-datasets';
import { departmentPipelines } from './department-pipelines';
import { type ScoringTarget } from './scoring';
import { copyOf } from './waves';

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

/** When a model runs does not depend on where it is. */
const NOWHERE: Omit<ScoringTarget, 'bindings'> = {
  location: '',
  workspace: { id: '', name: '', resourceGroup: '', subscriptionId: '' },
  datastores: { features: { silver: '', products: '' }, scores: '' },
  storage: { blobEndpoint: '', container: '' },
  credential: '',
};

/** The pipelines of a department that have to run, in the order they are planned. */
export function expectedRuns(
  graph: CompanyGraph,
  department: Department,
  container: (department: string, zone: PipelineZone) => string,
  models: ScoringTarget['bindings'] = {},
): ExpectedRuns[] {
  // When a pipeline runs depends neither on what deploys gold, nor on the day that windows begin at.
  const { triggers } = departmentPipelines({
    graph,
    department,
    container,
    deployment: [],
    sameFactory: ({ hosting }) => hosting === 'shared' && department.hosting === 'shared',
    scoring: { ...NOWHERE, bindings: models },
  });
  const sources = new Map(department.sources.map((contract) => [copyOf(department, contract), contract]));
  // Gates, which only wait, have no window.
  return triggers
    .filter(({ passesWindow }) => passesWindow)
    .flatMap(({ pipeline, interval, copies = [] }) =>
      [...copies.map((copy) => copy.pipeline), pipeline].map((name) => {
        const contract = sources.get(name);
        return {
          pipeline: name,
          everyMinutes: interval.minutes,
          lateAfterMinutes: contract?.freshnessMinutes ?? 2 * interval.minutes,
          ...(contract && { rowsADay: contract.expectedRowsPerDay }),
        };
      }),
    );
}
