import type { TextTable } from '../text-table';
import { interpret } from './interpreter';
import type { SinkResult } from './transforms/sink';

export { DataFlowScriptError } from './errors';
export type { RowAction } from './streams';
export type { SinkResult } from './transforms/sink';

/**
 * Runs a mapping data flow script over rows in memory.
 *
 * @param script - the script's lines, joined with line ends
 * @param inputs - a table for each source, by stream name; a declared column that the table lacks is null
 * @param parameters - a data flow expression for each parameter, such as `'abc'` (with its quotes) or `5`
 * @returns the rows that each sink writes, by stream name
 * @throws DataFlowScriptError for what the service would refuse, and for what its documentation leaves open
 */
export function runDataFlowScript(
  script: string,
  inputs: Readonly<Record<string, TextTable>>,
  parameters: Readonly<Record<string, string>> = {},
): Record<string, TextTable> {
  const results = interpret(script, inputs, parameters);
  return Object.fromEntries([...results].map(([name, { table }]) => [name, table]));
}

/** As `runDataFlowScript`, with what is done with each row: inserted, updated, upserted or deleted. */
export function runDataFlowScriptWithActions(
  script: string,
  inputs: Readonly<Record<string, TextTable>>,
  parameters: Readonly<Record<string, string>> = {},
): Record<string, SinkResult> {
  return Object.fromEntries(interpret(script, inputs, parameters));
}
