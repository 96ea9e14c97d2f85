import { runDataFlowScript } from './data-flow-script';
import type { TextTable } from './text-table';

/** A sink as the service writes it. */
export const SINK =
  'sink(allowSchemaDrift: true, validateSchema: false, skipDuplicateMapInputs: true, skipDuplicateMapOutputs: true)';

/** A table from a heading such as `id integer, name string` and rows. */
export function table(heading: string, ...rows: (string | null)[][]): TextTable {
  const columns = heading.split(', ').map((text) => {
    const [name = '', type = ''] = text.split(' ');
    return { name, type };
  });
  return { columns, rows };
}

/** A source that declares all columns of a table. */
export const sourceOf = (name: string, { columns }: TextTable): string =>
  `source(output(${columns.map((column) => `${column.name} as ${column.type}`).join(', ')}), allowSchemaDrift: true, validateSchema: false) ~> ${name}`;

/** Runs transformations between sources, which declare their inputs, and the sink `out`, which reads `last`. */
export function run(inputs: Record<string, TextTable>, last: string, ...statements: string[]): TextTable {
  const sources = Object.entries(inputs).map(([name, input]) => sourceOf(name, input));
  const script = [...sources, ...statements, `${last} ${SINK} ~> out`].join('\n');
  return runDataFlowScript(script, inputs).out ?? { columns: [], rows: [] };
}

export const rowsOf = (result: TextTable): readonly (readonly (string | null)[])[] => result.rows;

export const namesOf = (result: TextTable): readonly string[] => result.columns.map(({ name }) => name);
