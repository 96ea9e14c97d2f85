import { type CompanyGraph, type Department } from '../../model';
import { type SqlBatch } from '../tsql/sql-batch';
import { type PipelineZone } from './department-datasets';
import { type LandingTarget } from './landing';
import { type ScoringTarget } from './scoring';

/** Where a department's pipelines run and what they find there. */
export interface PipelineTarget {
  /** Finds owners and order of tables. */
  readonly graph: CompanyGraph;
  /** Whose pipelines they are. */
  readonly department: Department;
  /** The container of a department's zone. */
  readonly container: (department: string, zone: PipelineZone) => string;
  /** Whether another department's zones lie in the same account. @default every one's do */
  readonly sameLake?: ((owner: Department) => boolean) | undefined;
  /** Runtime inside the managed network. @default the factory's own */
  readonly integrationRuntime?: string;
  /** What deploys the department's gold, in order. */
  readonly deployment: readonly SqlBatch[];
  /** Days that files which a write of a silver table replaced stay readable. @default {@link DEFAULT_SETTINGS} */
  readonly timeTravelDays?: number;
  /** The day, `YYYY-MM-DD`, with which the first window of every trigger begins that is not in `since`. @default none: triggers are stopped */
  readonly from?: string | undefined;
  /** Later first days, by `<department>.<source or table>` or name of a trigger. @default every trigger begins with `from` */
  readonly since?: Readonly<Record<string, string>> | undefined;
  /** Whether another department's pipelines are in the same factory, where triggers can wait for them. @default all are */
  readonly sameFactory?: ((owner: Department) => boolean) | undefined;
  /** Whether there is a pipeline that takes one row through every layer. @default false: it bills a little by being there */
  readonly smokeTest?: boolean | undefined;
  /** Where the department's models are. @default nowhere: all of them are stood in for */
  readonly scoring?: ScoringTarget;
  /** The job that lands the department's streams, where a pipeline starts and stops it. @default nowhere: only when it runs is known */
  readonly landing?: LandingTarget;
}
