import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isTypedFormat, type Issue } from '../model';
import { type DuckDb } from '../preview/duckdb';
import { type LoadedSource } from '../preview/sources/loaded-source';
import { amended } from './amendments';
import { brokenRows } from './broken-rows';
import { checkContract } from './check';
import { call } from './column-builder';
import { type ColumnFound, readColumns } from './column-proposals';
import { withCommonFormats } from './common-format';
import { type Draft, readDraft } from './draft';
import { type ArrayProposal, proposeArray } from './element-proposals';
import { isArray } from './forms/field';
import { type SourceToSniff } from './forms/source-form';
import { findKey, type KeyProposal, keyCandidate } from './keys';
import { withoutKey, withoutTime } from './look-issues';
import { minorUnits } from './minor-units';
import { describePersons } from './persons';
import { type ColumnProposal, type ContractProposal, type Omitted } from './proposal';
import { countColumns } from './row-counts';
import { type RowTime, rowTimeOf } from './row-time';
import { rowsPerDay } from './rows-per-day';
import { sampled, type SampledSource } from './sample/sample';

/** How a proposal is made. */
export interface ProposeOptions {
  /** The place whose clock timestamps without an offset show. */
  readonly clock?: string | undefined;
  /** Rows of large files that are looked at, about; all without. */
  readonly sampleRows?: number | undefined;
}

/** How often a proposal is amended after a preview, at most. */
const MOST_ROUNDS = 4;

/** What was found of a source, from which its proposal is put together. */
interface Findings {
  readonly draft: Draft;
  readonly columns: readonly ColumnFound[];
  readonly time: RowTime;
  readonly key: KeyProposal;
}

/**
 * Proposes a contract for the files of a source, and previews these by it.
 *
 * @param source the files.
 * @param engine counts values.
 * @param folder for copies; nobody else's.
 */
export async function proposeContract(
  source: SourceToSniff,
  engine: DuckDb,
  folder: string,
  options: ProposeOptions = {},
): Promise<ContractProposal | readonly Issue[]> {
  mkdirSync(folder, { recursive: true });
  const sample = await sampled(source, engine, join(folder, 'sample'), options.sampleRows);
  const draft = await readDraft(sample.source, engine, folder);
  if ('code' in draft) return [draft];
  const columns = await columnsOf(engine, draft, options);
  const time = rowTimeOf(draft, columns);
  if ('unreadable' in time) return [withoutTime(source, time.unreadable)];
  const search = { rows: time.rows, beside: time.beside, of: source.name, eventTime: time.eventTime };
  const key = await findKey(engine, search, columns.map(keyCandidate));
  if (key.columns.length === 0) return [withoutKey(source)];
  const proposal = await proposalOf(engine, { draft, columns, time, key }, sample, options);
  return checked(proposal, sample, engine, folder);
}

/** What each column that holds single values is read as. */
async function columnsOf(
  engine: DuckDb,
  { form, named, rows }: Draft,
  { clock }: ProposeOptions,
): Promise<readonly ColumnFound[]> {
  const scalar = named.filter(({ field }) => !isArray(field));
  const counts = await countColumns(engine, { ...rows, columns: scalar.map(({ name }) => name) });
  return readColumns(scalar, counts, {
    clock,
    delimiter: form.format === 'csv' ? (form.options.delimiter ?? ',') : undefined,
    hasTypes: isTypedFormat(form.format),
  });
}

async function proposalOf(
  engine: DuckDb,
  { draft, columns, time, key }: Findings,
  sample: SampledSource,
  options: ProposeOptions,
): Promise<ContractProposal> {
  const { form, named, loaded, source } = draft;
  const persons = describePersons(source.name, columns, key.columns);
  const arrays = await arraysOf(engine, draft, persons.columns, options);
  const perDay = await rowsPerDay(engine, draft, time, columns, sample);
  const fixed = [...key.columns, ...(time.eventTime === undefined ? [] : [time.eventTime])];
  const byName = new Map<string, ColumnProposal>(
    [
      ...persons.columns.map(({ proposal }) => required(proposal, key.columns, fixed)),
      ...arrays.flatMap(({ column }) => column ?? []),
    ].map((column) => [column.name, column]),
  );
  const omitted = omittedOf(draft, arrays);
  const sampleOf = sample.sampleOf(loaded.written);
  return {
    name: source.name,
    files: filesText(source),
    rows: loaded.written,
    ...(sampleOf !== undefined && { sampleOf }),
    format: form.format,
    options: form.options,
    ...withCommonFormats(named.flatMap(({ name }) => byName.get(name) ?? [])),
    ...(time.eventTime !== undefined && { eventTime: time.eventTime }),
    expectedRowsPerDay: perDay.rows,
    evidence: [...key.evidence, ...perDay.evidence],
    doubts: [
      ...sample.doubts(),
      ...form.doubts,
      ...key.doubts,
      ...time.doubts,
      ...persons.doubts,
      ...minorUnits(columns),
      ...perDay.doubts,
      ...unknownColumns(loaded, omitted),
    ],
    omitted,
    broken: [],
  };
}

/** The arrays of a source, with what their elements hold. */
async function arraysOf(
  engine: DuckDb,
  { named, bronze }: Draft,
  persons: readonly ColumnFound[],
  options: ProposeOptions,
): Promise<ArrayProposal[]> {
  const hasSubject = persons.some(({ proposal }) =>
    proposal.calls.some(({ method }) => method === 'subject'),
  );
  const rows = { bronze, names: new Set(named.map(({ name }) => name)), hasSubject };
  const arrays: ArrayProposal[] = [];
  for (const array of named.filter(({ field }) => isArray(field)))
    arrays.push(await proposeArray(engine, array, rows, options));
  return arrays;
}

function omittedOf({ form }: Draft, arrays: readonly ArrayProposal[]): Omitted[] {
  const ofFiles = form.fields.flatMap(({ path, omitted: why }) =>
    why === undefined ? [] : [{ place: path.join('.'), why }],
  );
  return [...ofFiles, ...arrays.flatMap(({ omitted }) => omitted)];
}

/** Previews a proposal, and amends what only the rows in its way show. */
async function checked(
  first: ContractProposal,
  sample: SampledSource,
  engine: DuckDb,
  folder: string,
): Promise<ContractProposal> {
  let proposal = first;
  for (let round = 0; ; round++) {
    const result = await checkContract(proposal, sample.source, engine, join(folder, `check${round}`));
    const better = round < MOST_ROUNDS ? amended(proposal, result) : undefined;
    if (better === undefined) return brokenRows(proposal, result, sample, join(folder, 'lines'));
    proposal = better;
  }
}

/** A column of the key, or the event time, is required: rows without it go to quarantine. */
function required(column: ColumnProposal, key: readonly string[], fixed: readonly string[]): ColumnProposal {
  const isKey = key.includes(column.name);
  if (!fixed.includes(column.name)) return column;
  const calls = column.calls.filter(({ method }) => method !== 'nullable');
  const isMissing = calls.length < column.calls.length;
  return {
    ...column,
    calls: [...(isKey ? [call('key')] : []), ...calls],
    doubts: [
      ...(isMissing
        ? [`required, as ${isKey ? 'part of the key' : 'the event time'}: rows without it are quarantined`]
        : []),
      ...column.doubts,
    ],
  };
}

function filesText({ files }: SourceToSniff): string {
  const [first = ''] = files;
  return files.length === 1 ? first : `${files.length} files, ${first} to ${files.at(-1) ?? ''}`;
}

function unknownColumns({ ignored }: LoadedSource, omitted: readonly Omitted[]): string[] {
  const known = new Set(omitted.map(({ place }) => place.split('.')[0]));
  const found = new Map<string, string>();
  for (const [file, names] of Object.entries(ignored))
    for (const name of names)
      if (name.trim() !== '' && !known.has(name) && !found.has(name)) found.set(name, file);
  return [...found].map(
    ([name, file]) =>
      `"${name}" is in ${file} and in none of the files whose columns were looked at: it is left out`,
  );
}
