import { type CheckResult, type QuarantinedRow } from './check';
import { allColumns, columnsInside, hasCall } from './columns-inside';
import { LineFinder } from './line-finder';
import { type BrokenRows, type ColumnProposal, type ContractProposal } from './proposal';
import { type SampledSource } from './sample/sample';
import { masked } from './values/personal';

/** Lines of rows that are looked for, at most: each costs a reading of its file. */
const MOST_LINES = 20;

/** A proposal with the rows that a preview of it sends to quarantine, and where they are. */
export async function brokenRows(
  proposal: ContractProposal,
  { broken }: CheckResult,
  sample: SampledSource,
  folder: string,
): Promise<ContractProposal> {
  const lines = new LineFinder(proposal, sample.source, folder);
  let looked = 0;
  const rows: BrokenRows[] = [];
  const found = new Map<string, string>();
  for (const { rule, rows: count, examples } of broken) {
    const texts: string[] = [];
    for (const row of examples) {
      const place = placeOf(proposal.columns, row.column);
      const isSought = row.line === undefined && place !== undefined && looked < MOST_LINES;
      if (isSought) looked += 1;
      const read = isSought ? await lines.find(row.file, place, row.text ?? '') : row.line;
      const line = read !== undefined && sample.hasLine(row.file, read) ? read : undefined;
      if (line !== undefined) found.set(`${row.column ?? ''} ${row.text ?? ''}`, `${row.file} line ${line}`);
      texts.push(exampleText(row, line, isPersonal(proposal.columns, row.column)));
    }
    rows.push({ rule, rows: count, examples: texts });
  }
  return { ...proposal, columns: withPlaces(proposal.columns, found), broken: rows };
}

/** Exceptions with the line of the first, where it is known. */
function withPlaces(
  columns: readonly ColumnProposal[],
  found: ReadonlyMap<string, string>,
): ColumnProposal[] {
  return columns.map((column) => ({
    ...column,
    exceptions: column.exceptions.map((exception) => {
      const at = found.get(`${column.name} ${exception.text}`);
      return at === undefined ? exception : { ...exception, at };
    }),
  }));
}

function exampleText(
  { file, reason, text }: QuarantinedRow,
  line: number | undefined,
  personal: boolean,
): string {
  const where = line === undefined ? file : `${file} line ${line}`;
  if (reason !== undefined) return `${where}: ${reason}`;
  if (text === undefined) return where;
  return `${where}: ${JSON.stringify(personal ? masked(text) : text)}`;
}

function placeOf(columns: readonly ColumnProposal[], name: string | undefined): string | undefined {
  const column = columns.find((one) => one.name === name);
  return column !== undefined && columnsInside(column).length === 0 ? column.place : undefined;
}

function isPersonal(columns: readonly ColumnProposal[], name: string | undefined): boolean {
  return allColumns(columns).some((column) => column.name === name && hasCall(column, 'personal'));
}
