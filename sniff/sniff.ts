import { join } from 'node:path';
import { clockIssue } from '../compilers/internal';
import { type Issue, LakehouseError } from '../model';
import { DuckDb } from '../preview/duckdb';
import { DEFAULT_MEMORY_MIB, type SkippedFile } from '../preview';
import { type ContractProposal } from './proposal';
import { proposeContract } from './propose';
import { SAMPLE_ROWS } from './sample/sample';
import { findSources } from './sources';
import { counted, rowsText } from './words';
import { moduleText } from './writing/module-text';

/** What a first look looks at. */
export interface SniffOptions {
  /** Files of one source, or a folder of files or of one sub-folder for each source. */
  readonly paths: readonly string[];
  /** Name of the source, where there is one. @default that of the folder, or of the file without days and numbers */
  readonly name?: string;
  /** The place whose clock timestamps without an offset show, by its IANA name. @default UTC, with a doubt */
  readonly clock?: string;
  /** Whether the module has a company around the contracts. @default where there are several sources */
  readonly withCompany?: boolean;
  /** Rows of large files that are looked at, about; of files of 64 MiB and less together all are. @default 200,000 */
  readonly sampleRows?: number;
  /** Whether all rows are looked at, however large files are. @default no */
  readonly full?: boolean;
  /** Most memory of the engine, in MiB; beyond it, the engine spills to disk. @default {@link DEFAULT_MEMORY_MIB} */
  readonly memoryMiB?: number;
  /** Called as the look goes on, with a line for people. */
  readonly progress?: (line: string) => void;
}

/** What a first look came to. */
export interface SniffResult {
  /** A proposal for each source of which one can be made. */
  readonly proposals: readonly ContractProposal[];
  /** The proposals as one module of TypeScript; empty where there are none. */
  readonly module: string;
  /** Why no contract can be proposed for some sources. */
  readonly issues: readonly Issue[];
  /** What else has to be done before a preview. */
  readonly notes: readonly string[];
  /** What is not read. */
  readonly skipped: readonly SkippedFile[];
}

/**
 * Looks at files, and proposes a contract for each source, with the evidence and its doubts.
 *
 * Every proposal was previewed over the same files: the rows that it does not take are named in it.
 *
 * @throws LakehouseError when a path is not there, or no engine knows the clock.
 */
export async function sniff({
  paths,
  name,
  clock,
  withCompany,
  sampleRows = SAMPLE_ROWS,
  full = false,
  memoryMiB = DEFAULT_MEMORY_MIB,
  progress,
}: SniffOptions): Promise<SniffResult> {
  const wrong = clock === undefined ? [] : clockIssue(clock, { at: 'sniff', prop: 'clock' });
  if (wrong.length > 0) throw new LakehouseError('sniff', wrong);
  const { sources, isDataFolder, renamed, skipped } = findSources(paths, name);
  const engine = await DuckDb.open({ memoryMiB });
  const proposals: ContractProposal[] = [];
  const issues: Issue[] = [];
  try {
    for (const source of sources) {
      const found = await proposeContract(source, engine, join(engine.temporary, source.name), {
        clock,
        ...(!full && { sampleRows }),
      });
      if ('columns' in found) proposals.push(found);
      else issues.push(...found);
      progress?.(
        `${source.name}: ${'columns' in found ? `${rowsText(found.rows, found.sampleOf)}, ${counted(found.columns.length, 'column')}` : 'no contract'}`,
      );
    }
  } finally {
    engine.close();
  }
  return {
    proposals,
    module: proposals.length === 0 ? '' : moduleText(proposals, withCompany ?? isDataFolder),
    issues,
    notes: renamed.map(
      ([folder, given]) => `rename the folder "${folder}" to "${given}", which a source can be named`,
    ),
    skipped,
  };
}
