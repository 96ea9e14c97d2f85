import { type DuckDb } from '../preview/duckdb';
import { call } from './column-builder';
import { columnName } from './column-names';
import {
  asText,
  type ColumnFound,
  type NamedField,
  placeCalls,
  readColumns,
  type ReadingOptions,
} from './column-proposals';
import { type Field } from './forms/field';
import { findKey, keyCandidate } from './keys';
import { type ColumnProposal, type Omitted } from './proposal';
import { countColumns, elementQuery, presenceQuery } from './row-counts';
import { masked, personalReading } from './values/personal';

/** What is known of the rows that hold arrays. */
export interface RowsOfElements {
  /** Their Parquet file. */
  readonly bronze: string;
  /** Names of all their columns. */
  readonly names: ReadonlySet<string>;
  /** Whether one of these identifies a person: what is about one in an element is erased by it. */
  readonly hasSubject: boolean;
}

/** An array as it is proposed, if it can be, and what no column is made of. */
export interface ArrayProposal {
  /** The column; nothing where nothing identifies its elements. */
  readonly column?: ColumnProposal;
  /** What is left out of it. */
  readonly omitted: readonly Omitted[];
}

/** Proposes an array: the columns of its objects, with what tells these apart among their siblings. */
export async function proposeArray(
  engine: DuckDb,
  array: NamedField,
  rows: RowsOfElements,
  options: ReadingOptions,
): Promise<ArrayProposal> {
  const { name, field } = array;
  const place = field.path.join('.');
  const isUsable = ({ omitted, elements, path }: Field): boolean =>
    omitted === undefined && elements === undefined && path.length === 1;
  const all = field.elements ?? [];
  const omitted = all
    .filter((one) => !isUsable(one))
    .map((one) => ({
      place: `${place}[].${one.path.join('.')}`,
      why: one.omitted ?? 'inside an object or array of an element',
    }));
  const fields = elementNames(all.filter(isUsable), name, rows.names);
  const paths = Object.fromEntries(fields.map((one) => [one.name, one.field.path]));
  const query = elementQuery(rows.bronze, name, paths);
  const found = readColumns(fields, await countColumns(engine, query), { ...options, inArray: true });
  const { secret, open } = withPersons(found, name, rows.hasSubject);
  const key = await findKey(engine, { rows: query, beside: [' row'], of: name }, open.map(keyCandidate));
  if (key.columns.length === 0)
    return { omitted: [{ place, why: 'an array of objects that nothing identifies' }] };
  const presence = (await countColumns(engine, presenceQuery(rows.bronze, name))).get(name);
  const isMissing = presence !== undefined && presence.present < presence.rows;
  return {
    column: {
      name,
      place,
      type: { kind: 'array' },
      format: {},
      calls: [...(isMissing ? [call('nullable')] : []), ...placeCalls(array, false)],
      elements: open.map(({ proposal }) =>
        key.columns.includes(proposal.name)
          ? {
              ...proposal,
              calls: [call('key'), ...proposal.calls.filter(({ method }) => method !== 'nullable')],
            }
          : proposal,
      ),
      evidence: key.evidence.map((text) => `elements: ${text}`),
      examples: [],
      doubts: key.doubts,
      exceptions: [],
    },
    omitted: [
      ...omitted,
      ...secret.map(({ proposal }) => ({
        place: `${place}[].${proposal.place}`,
        why: 'about a person, whom no column of the row identifies, so that it could not be erased',
      })),
    ],
  };
}

/** Marks what is about persons; where no row identifies them, these columns are kept apart. */
function withPersons(
  found: readonly ColumnFound[],
  array: string,
  hasSubject: boolean,
): { readonly open: readonly ColumnFound[]; readonly secret: readonly ColumnFound[] } {
  const read = found.map((column) => ({
    column,
    personal: personalReading(column.proposal.name, array, column.counts.values),
  }));
  const marked = read.map(({ column, personal }): ColumnFound => {
    if (personal === undefined) return column;
    const text = column.proposal.type.kind === 'string' ? column : asText(column);
    const { calls, evidence, examples } = text.proposal;
    const proposal = {
      ...text.proposal,
      calls: [...calls.filter(({ method }) => method !== 'matching' && method !== 'oneOf'), call('personal')],
      evidence: [...evidence, `${personal.kind}: ${personal.why}`],
      examples: examples.map(masked),
    };
    return { ...text, proposal };
  });
  const isSecret = ({ proposal }: ColumnFound): boolean =>
    !hasSubject && proposal.calls.some(({ method }) => method === 'personal');
  return { open: marked.filter((one) => !isSecret(one)), secret: marked.filter(isSecret) };
}

/** Names of the columns of elements: none that rows have, because rows of elements repeat some of theirs. */
function elementNames(fields: readonly Field[], array: string, rows: ReadonlySet<string>): NamedField[] {
  const taken = new Set(rows);
  const own = array.replace(/s$/, '');
  return fields.map((field) => {
    const [first = ''] = field.path;
    const plain = columnName(first, new Set());
    const name = columnName(taken.has(plain) ? `${own}_${first}` : first, taken);
    taken.add(name);
    return { name, field };
  });
}
