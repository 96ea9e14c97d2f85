import { type DuckDb } from '../preview/duckdb';
import { call } from './column-builder';
import { columnName } from './column-names';
import { type NamedField, readColumns, type ReadingOptions } from './column-proposals';
import { findKey } from './keys';
import { type ColumnProposal, type Omitted } from './proposal';
import { countColumns, elementQuery } from './row-counts';
import { masked, personalReading } from './values/personal';

/** Proposes arrays: the columns of their objects, with what tells these apart among their siblings. */
export async function proposeElements(
  engine: DuckDb,
  bronze: string,
  named: readonly NamedField[],
  options: ReadingOptions,
): Promise<{ readonly columns: readonly ColumnProposal[]; readonly omitted: readonly Omitted[] }> {
  const columns: ColumnProposal[] = [];
  const omitted: Omitted[] = [];
  const taken = new Set(named.map(({ name }) => name));
  for (const array of named) {
    const { elements } = array.field;
    if (elements === undefined) continue;
    const place = array.field.path.join('.');
    const usable = elements.filter(
      (field) => field.omitted === undefined && field.elements === undefined && field.path.length === 1,
    );
    for (const field of elements.filter((one) => !usable.includes(one)))
      omitted.push({
        place: `${place}[].${field.path.join('.')}`,
        why: field.omitted ?? 'inside an object or array of an element',
      });
    const fields = namesOf(usable, array.name, taken);
    const rows = elementQuery(
      bronze,
      array.name,
      Object.fromEntries(fields.map(({ name, field }) => [name, field.path])),
    );
    const counts = await countColumns(engine, rows);
    const found = readColumns(fields, counts, { ...options, delimiter: undefined, inArray: true });
    const key = await findKey(
      engine,
      { rows, beside: [' row'], of: array.name },
      found.map(({ proposal, reading, counts: { distinct, longest } }) => ({
        name: proposal.name,
        reading,
        distinct,
        longest,
      })),
    );
    if (key.columns.length === 0) {
      omitted.push({ place, why: 'an array of objects that nothing identifies' });
      continue;
    }
    const missing = (await countColumns(engine, arrayQuery(bronze, array.name))).get(array.name);
    const isMissing = missing !== undefined && missing.present < missing.rows;
    columns.push({
      name: array.name,
      place,
      type: { kind: 'array' },
      format: {},
      calls: [...(isMissing ? [call('nullable')] : []), ...placeOf(array)],
      elements: found.map(({ proposal, counts: { values } }) => {
        const keys = key.columns.includes(proposal.name) ? [call('key')] : [];
        const personal = personalReading(proposal.name, array.name, values);
        const isText = proposal.type.kind === 'string' && personal !== undefined;
        return {
          ...proposal,
          calls: [...keys, ...proposal.calls, ...(isText ? [call('personal')] : [])],
          examples: personal ? proposal.examples.map(masked) : proposal.examples,
          doubts: personal ? [`${personal.kind}: ${personal.why}`, ...proposal.doubts] : proposal.doubts,
        };
      }),
      evidence: key.evidence.map((text) => `elements: ${text}`),
      examples: [],
      doubts: key.doubts,
      exceptions: [],
    });
  }
  return { columns, omitted };
}

/** Names of the columns of elements: none that rows have, because rows of elements repeat some of theirs. */
function namesOf(fields: NamedField['field'][], array: string, rows: ReadonlySet<string>): NamedField[] {
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

function placeOf({ name, field: { path } }: NamedField): ReturnType<typeof call>[] {
  const [first = ''] = path;
  if (path.length > 1) return [call('path', ...path)];
  return first === name ? [] : [call('physicalName', first)];
}

function arrayQuery(bronze: string, name: string): Parameters<typeof countColumns>[1] {
  return {
    query: `SELECT left("${name}", 1) AS "${name}" FROM read_parquet('${bronze.replaceAll("'", "''")}')`,
    columns: [name],
  };
}
