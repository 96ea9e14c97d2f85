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
import {
  type ElementRows,
  elementsInside,
  elementsOfRows,
  HOLDER,
  objectValues,
  singleValues,
} from './element-rows';
import { type Field, isArray } from './forms/field';
import { findKey, isNamedKey, keyCandidate, type KeyProposal } from './keys';
import { type ColumnProposal, type Omitted } from './proposal';
import { countColumns, type RowsToCount } from './row-counts';
import { masked, personalReading } from './values/personal';

/** What is known of the rows that hold arrays. */
export interface RowsOfElements {
  /** Their Parquet file. */
  readonly bronze: string;
  /** Names of all their columns: rows of elements repeat some of these. */
  readonly names: ReadonlySet<string>;
  /** Whether one of these identifies a person: what is about one in an element is erased by it. */
  readonly hasSubject: boolean;
}

/** An array as it is proposed, if it can be, and what no column is made of. */
export interface ArrayProposal {
  /** The column. */
  readonly column?: ColumnProposal;
  /** What is left out of it. */
  readonly omitted: readonly Omitted[];
}

/** Proposes an array: the columns of its objects, or its single values, and the arrays inside of these. */
export async function proposeArray(
  engine: DuckDb,
  array: NamedField,
  rows: RowsOfElements,
  options: ReadingOptions,
): Promise<ArrayProposal> {
  const proposer = new ArrayProposer(engine, rows.hasSubject, options);
  const place = array.field.path.join('.');
  const column = await proposer.propose(array, place, elementsOfRows(rows.bronze, array.name), rows.names);
  return { ...(column && { column }), omitted: proposer.omitted };
}

class ArrayProposer {
  readonly omitted: Omitted[] = [];

  constructor(
    private readonly engine: DuckDb,
    private readonly hasSubject: boolean,
    private readonly options: ReadingOptions,
  ) {}

  async propose(
    array: NamedField,
    place: string,
    rows: ElementRows,
    around: ReadonlySet<string>,
  ): Promise<ColumnProposal | undefined> {
    const { elements } = array.field;
    const presence = (await countColumns(this.engine, rows.presence)).get('held');
    const isMissing = presence !== undefined && presence.present < presence.rows;
    const column = {
      name: array.name,
      place,
      type: { kind: 'array' as const },
      format: {},
      calls: [...(isMissing ? [call('nullable')] : []), ...placeCalls(array)],
      examples: [],
      exceptions: [],
    };
    if (elements === undefined) return this.single(column, array, place, rows, around);
    const { columns, key } = await this.objects(array, elements, place, rows, around);
    const inside = elements.filter(isArray);
    const names = new Set([...around, ...columns.map(({ name }) => name)]);
    const arrays = namesOf(inside, array.name, names);
    const nested: ColumnProposal[] = [];
    for (const one of arrays) {
      const found = await this.propose(
        one,
        `${place}[].${one.field.path.join('.')}`,
        elementsInside(rows, one.field.path),
        new Set([...names, ...arrays.map(({ name }) => name)]),
      );
      if (found) nested.push(found);
    }
    if (columns.length + nested.length === 0) return undefined;
    return {
      ...column,
      elements: [...columns, ...nested],
      evidence: key.evidence.map((text) => `elements: ${text}`),
      doubts: key.doubts,
    };
  }

  /** The columns of objects, with what tells these apart among their siblings. */
  private async objects(
    array: NamedField,
    elements: readonly Field[],
    place: string,
    rows: ElementRows,
    around: ReadonlySet<string>,
  ): Promise<{ readonly columns: readonly ColumnProposal[]; readonly key: KeyProposal }> {
    for (const { path, omitted } of elements)
      if (omitted !== undefined) this.omitted.push({ place: `${place}[].${path.join('.')}`, why: omitted });
    const scalar = elements.filter((field) => field.omitted === undefined && !isArray(field));
    const fields = namesOf(scalar, array.name, around);
    const paths = Object.fromEntries(fields.map((one) => [one.name, one.field.path]));
    const values = objectValues(rows, paths);
    const found = readColumns(fields, await countColumns(this.engine, values), this.options);
    const open = this.withPersons(found, array.name, place);
    const key = await this.keyOf(values, array.name, open);
    const names = key.columns.length > 0 ? key.columns : [];
    const columns = open.map(({ proposal }) =>
      names.includes(proposal.name)
        ? {
            ...proposal,
            calls: [call('key'), ...proposal.calls.filter(({ method }) => method !== 'nullable')],
          }
        : proposal,
    );
    if (names.length > 0) return { columns, key };
    const taken = new Set([...around, ...open.map(({ proposal }) => proposal.name)]);
    return { columns: [position(columnName(`${singular(array.name)}_position`, taken)), ...columns], key };
  }

  /** What identifies an element; its place where that takes more than two columns. */
  private async keyOf(rows: RowsToCount, array: string, found: readonly ColumnFound[]): Promise<KeyProposal> {
    const candidates = found.map(keyCandidate);
    const key = await findKey(this.engine, { rows, beside: [HOLDER], of: array }, candidates);
    const isNamed = candidates.every((one) => !key.columns.includes(one.name) || isNamedKey(one, array));
    // Of arrays of one element any column is unique, until there are two.
    const isSeen = key.isAlone !== true || isNamed;
    if (key.columns.length > 0 && key.columns.length < 3 && !key.isLossy && isSeen) return key;
    const doubts = [
      isSeen
        ? 'nothing identifies an element but its place, which changes when one before it goes'
        : 'no array holds two elements, so that nothing shows what identifies one: its place does, which changes when one before it goes',
    ];
    return { columns: [], evidence: [], doubts, isLossy: false };
  }

  /** An array of single values: each has its place. */
  private async single(
    column: Omit<ColumnProposal, 'evidence' | 'doubts'>,
    array: NamedField,
    place: string,
    rows: ElementRows,
    around: ReadonlySet<string>,
  ): Promise<ColumnProposal | undefined> {
    const own = singular(array.name);
    const value = columnName(own === array.name ? `${own}_value` : own, around);
    const fields = [{ name: value, field: { path: [value] } }];
    const counts = await countColumns(this.engine, singleValues(rows, value));
    const [found] = this.withPersons(readColumns(fields, counts, this.options), array.name, place);
    if (found === undefined) return undefined;
    const { evidence, doubts, examples } = found.proposal;
    const names = { position: columnName(`${own}_position`, new Set([...around, value])), value };
    return { ...column, single: { value: found.proposal, names }, evidence, doubts, examples };
  }

  /** Marks what is about persons; where no row identifies them, these columns are left out. */
  private withPersons(found: readonly ColumnFound[], array: string, place: string): ColumnFound[] {
    return found.flatMap((column): ColumnFound[] => {
      const personal = personalReading(column.proposal.name, array, column.counts.values);
      if (personal === undefined) return [column];
      if (!this.hasSubject) {
        const why = 'about a person, whom no column of the row identifies, so that it could not be erased';
        this.omitted.push({ place: `${place}[].${column.proposal.place}`, why });
        return [];
      }
      const text = column.proposal.type.kind === 'string' ? column : asText(column);
      const { calls, evidence, examples } = text.proposal;
      const proposal = {
        ...text.proposal,
        calls: [
          ...calls.filter(({ method }) => method !== 'matching' && method !== 'oneOf'),
          call('personal'),
        ],
        evidence: [...evidence, `${personal.kind}: ${personal.why}`],
        examples: examples.map(masked),
      };
      return [{ ...text, proposal }];
    });
  }
}

function position(name: string): ColumnProposal {
  return {
    name,
    place: '',
    type: { kind: 'integer' },
    isPosition: true,
    format: {},
    calls: [],
    evidence: ['the place in the array, from 1'],
    examples: [],
    doubts: [],
    exceptions: [],
  };
}

function singular(name: string): string {
  return name
    .replace(/ies$/, 'y')
    .replace(/(?<=x|ss)es$/, '')
    .replace(/(?<!s)s$/, '');
}

/** Names of the columns of elements: none that what holds them has, because rows of elements repeat some of theirs. */
function namesOf(fields: readonly Field[], array: string, around: ReadonlySet<string>): NamedField[] {
  const taken = new Set(around);
  return fields.map((field) => {
    const plain = columnName(field.path.slice(-2).join('_'), new Set());
    const name = taken.has(plain) ? columnName(`${singular(array)}_${plain}`, taken) : plain;
    taken.add(name);
    return { name, field };
  });
}
