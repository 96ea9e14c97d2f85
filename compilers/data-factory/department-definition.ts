import { type DataContract, type Department, type Interval } from '../../model';
import { type DataFlow } from '../data-flow-script/flow';
import { type Dataset } from './datasets';
import { type LinkedService } from './linked-service';
import { type Pipeline } from './pipeline';
import { type SmokeChain } from './smoke-chain';
import { type TumblingWindow } from './trigger';

/** Everything a department has in its data factory, as plain data. */
export interface DepartmentPipelines {
  /** Names of the connections: to the lake, to serverless SQL, and to each batch source that is elsewhere. */
  readonly linkedServices: {
    readonly lake: string;
    /** Lakes of other departments that lie in another account. */
    readonly otherLakes: ReadonlyMap<Department, string>;
    readonly sql: string;
    /** To the key vault; made where a source needs a secret. */
    readonly vault: string;
    readonly sources: ReadonlyMap<DataContract, string>;
  };
  /** The connections to models and to what they write, and to what starts landing, whole. */
  readonly modelServices: readonly LinkedService[];
  /** What pipelines read and write. */
  readonly datasets: readonly Dataset[];
  /** Mapping data flows, each after those whose tables it reads. */
  readonly dataFlows: readonly {
    readonly name: string;
    readonly description: string;
    readonly flow: DataFlow;
  }[];
  /** Pipelines, each after those it waits for or runs. */
  readonly pipelines: readonly Pipeline[];
  /** What takes one row through every layer, and the pipeline that does it. @default none: nobody asked for it, or no row can go through alone */
  readonly smokeTest?: SmokeChain & { readonly pipeline: string };
  /** A tumbling window for each pipeline, besides those that are run by hand. */
  readonly triggers: readonly TumblingWindow[];
  /** Triggers of other departments that these wait for, with their windows. */
  readonly otherTriggers: ReadonlyMap<string, Interval>;
}
