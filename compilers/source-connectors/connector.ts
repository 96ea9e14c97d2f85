import {
  type DataContract,
  type FileFormat,
  type FileOptions,
  type Mistake,
  type SourceConnector,
} from '../../model';
import { type ManualStep } from '../core/manual-step';
import { type Activity } from '../data-factory/activities';
import { type DepartmentDatasets } from '../data-factory/department-datasets';
import { type Connection, type CredentialReference } from '../data-factory/linked-service';

/**
 * All that the library knows of where one batch source comes from. Validation, pipelines, stacks and the preview ask this
 * object, whatever its kind.
 */
export interface Connector {
  /**
   * What a sample of its rows is written in; of a database, which has no files, CSV, which holds any text. Objects and arrays
   * come with JSON Lines alone.
   */
  readonly format: FileFormat;
  /** How its files are written. @default UTF-8; CSV with commas and a header */
  readonly options?: FileOptions | undefined;
  /** Names that lead to the array of records in what it answers. @default a document is a row */
  readonly records?: readonly string[] | undefined;
  /** Whether its values have types of their own, so that nothing is to be said of how they are written. @default false: text */
  readonly hasTypes?: boolean;
  /** Whether its folders are its producer's, whose names may hold values. @default false: they are the windows' */
  readonly partitioned?: boolean;
  /** Whether its rows lie in landing on their way to bronze. */
  readonly lands: boolean;
  /** Whether it needs a secret of the department's key vault. @default false */
  readonly needsSecret?: boolean;
  /**
   * Where it leads and as whom, made from the department's credential and the name of the connection to its key vault; nothing for
   * what lies in the lake already.
   */
  readonly connection: ((credential: CredentialReference, vault: string) => Connection) | undefined;
  /** Resource id of the Azure service that it leads to, for a private endpoint. @default it is reached over a public endpoint */
  readonly privateLinkTarget?: string | undefined;
  /** Everything wrong with its definition; properties are named as below `delivery.from`. */
  issues(): Mistake[];
  /** Brings its window into bronze. */
  copy(site: CopySite): SourceCopy;
  /** What its owner does once, outside of Terraform, so that the department's pipelines can read it. */
  manualSteps(reader: SourceReader): ManualStep[];
  /** What its owner's scripts, which are among the manual steps, let the department's pipelines do. */
  externalGrants(): ExternalGrant[];
}

/** Makes the {@link Connector} of a source from its definition. It can be wrong: only `issues()` is called before that is known. */
export type ConnectorKind<C extends SourceConnector> = (from: C, contract: DataContract) => Connector;

/** What the activities of a copy use. */
export interface CopySite {
  /** Name of the connection to the source; of no meaning where it has none. */
  readonly connection: string;
  /** The department's datasets, to which those of the copy are added. */
  readonly datasets: DepartmentDatasets;
}

/** How a source's window gets into bronze. */
export interface SourceCopy {
  /** What is done, in words. */
  readonly what: string;
  /** One after the other. */
  readonly activities: readonly Activity[];
  /** Parameters of the pipeline with their values, besides the window. @default none */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Who reads a source, and where it lands. */
export interface SourceReader {
  /** Whether the environment is private: the lake is reached from its network only, and pipelines run in a managed one. */
  readonly privateNetwork: boolean;
  /** Name of the department's stack, which begins the names of files. */
  readonly stack: string;
  /** Name of the department. */
  readonly department: string;
  /** Name of the identity that its pipelines act as. */
  readonly identity: string;
  /** Name of the department's key vault. */
  readonly vault: string;
  /** Name of the account that holds landing. */
  readonly lake: string;
  /** Name of the container that is landing. */
  readonly landing: string;
}

/** A right outside of the platform. */
export interface ExternalGrant {
  /** What it holds on. */
  readonly scope: string;
  /** What may be done there. */
  readonly right: string;
  /** How it is given. */
  readonly mechanism: 'SQL user' | 'SQL grant' | 'role assignment';
}
