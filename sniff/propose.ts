import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ColumnBuilder,
  dataContract,
  type DataContract,
  days,
  type Issue,
  type Kind,
  t,
} from '../model';
import { type DuckDb } from '../preview/duckdb';
import { loadSource } from '../preview/sources';
import { type LoadedSource } from '../preview/sources/loaded-source';
import { brokenRows } from './broken-rows';
import { call } from './column-builder';
import { columnName } from './column-names';
import { readColumns, type NamedField } from './column-proposals';
import { checkContract } from './check';
import { withCommonFormats } from './common-format';
import { amended } from './amendments';
import { type ArrayProposal, proposeArray } from './element-proposals';
import { eventTimeOf } from './event-time';
import { type Field, isArray } from './forms/field';
import { type SourceForm, sourceForm, type SourceToSniff } from './forms/source-form';
import { findKey, keyCandidate } from './keys';
import { describePersons } from './persons';
import { type ColumnProposal, type ContractProposal, type Omitted } from './proposal';
import { bronzeQuery, countColumns } from './row-counts';
import { rowsPerDay } from './rows-per-day';

/** How a proposal is made. */
export interface ProposeOptions {
  /** The place whose clock timestamps without an offset show. */
  readonly clock?: string | undefined;
}

/** Characters of a text column before its texts are known. */
const ANY_LENGTH = 250_000;

/** How often a proposal is amended after a preview, at most. */
const MOST_ROUNDS = 4;

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
  const form = await sourceForm(source, engine, join(folder, 'form'));
  const named = namedFields(form.fields);
  if (named.length === 0) return [nothingFound(source, form.unread[0] ?? 'no column was found in them')];
  const draft = draftContract(source.name, form, named);
  const bronze = join(folder, 'draft.parquet');
  const paths = {
    home: source.home,
    names: source.files,
    bronze,
    quarantine: join(folder, 'rejected.parquet'),
  };
  const loaded = await loadSource(draft, 'sniff', paths, engine);
  if (loaded.written === 0) return [nothingFound(source, reasonOf(loaded))];
  const rows = bronzeQuery(
    bronze,
    named.map(({ name }) => name),
  );
  const scalar = named.filter(({ field }) => !isArray(field));
  const counts = await countColumns(engine, { ...rows, columns: scalar.map(({ name }) => name) });
  const columns = readColumns(scalar, counts, {
    ...options,
    delimiter: form.format === 'csv' ? (form.options.delimiter ?? ',') : undefined,
  });
  const time = eventTimeOf(
    columns.map(({ proposal, reading }) => [proposal.name, reading]),
    loaded.written,
  );
  if (time.column === undefined)
    return [
      withoutTime(source, [...time.doubts, ...columns.flatMap(({ proposal }) => mixedTimes(proposal))]),
    ];
  const eventTime = time.column;
  const key = await findKey(engine, { rows, of: source.name, eventTime }, columns.map(keyCandidate));
  if (key.columns.length === 0) return [withoutKey(source)];
  const persons = describePersons(source.name, columns, key.columns);
  const hasSubject = persons.columns.some(({ proposal }) =>
    proposal.calls.some(({ method }) => method === 'subject'),
  );
  const arrays: ArrayProposal[] = [];
  for (const array of named.filter(({ field }) => isArray(field)))
    arrays.push(
      await proposeArray(
        engine,
        array,
        { bronze, names: new Set(named.map(({ name }) => name)), hasSubject },
        options,
      ),
    );
  const perDay = await rowsPerDay(
    engine,
    rows,
    loaded.written,
    columns.find(({ proposal }) => proposal.name === eventTime)?.reading,
    eventTime,
  );
  const byName = new Map<string, ColumnProposal>(
    [
      ...persons.columns.map(({ proposal }) => required(proposal, key.columns, eventTime)),
      ...arrays.flatMap(({ column }) => column ?? []),
    ].map((column) => [column.name, column]),
  );
  const ordered = named.flatMap(({ name }) => byName.get(name) ?? []);
  const omitted: Omitted[] = [
    ...form.fields.flatMap(({ path, omitted: why }) =>
      why === undefined ? [] : [{ place: path.join('.'), why }],
    ),
    ...arrays.flatMap(({ omitted }) => omitted),
  ];
  const common = withCommonFormats(ordered);
  const proposal: ContractProposal = {
    name: source.name,
    files: filesText(source),
    rows: loaded.written,
    format: form.format,
    options: form.options,
    ...common,
    eventTime,
    expectedRowsPerDay: perDay.rows,
    evidence: [...key.evidence, ...perDay.evidence],
    doubts: [
      ...form.doubts,
      ...key.doubts,
      ...time.doubts,
      ...persons.doubts,
      ...perDay.doubts,
      ...unknownColumns(loaded, omitted),
    ],
    omitted,
    broken: [],
  };
  return checked(proposal, source, engine, folder);
}

/** Previews a proposal, and amends what only the rows in its way show. */
async function checked(
  first: ContractProposal,
  source: SourceToSniff,
  engine: DuckDb,
  folder: string,
): Promise<ContractProposal> {
  let proposal = first;
  for (let round = 0; ; round++) {
    const result = await checkContract(proposal, source, engine, join(folder, `check${round}`));
    const better = round < MOST_ROUNDS ? amended(proposal, result) : undefined;
    if (better === undefined) return brokenRows(proposal, result, source, join(folder, 'lines'));
    proposal = better;
  }
}

/** Fields that become columns, with their names. */
function namedFields(fields: readonly Field[]): NamedField[] {
  const taken = new Set<string>();
  return fields
    .filter(({ omitted }) => omitted === undefined)
    .map((field) => {
      const short = columnName(field.path.slice(-2).join('_'), new Set());
      const name = columnName(taken.has(short) ? field.path.join('_') : short, taken);
      taken.add(name);
      return { name, field };
    });
}

/** A contract that takes every value as it is. */
function draftContract(name: string, form: SourceForm, named: readonly NamedField[]): DataContract {
  const columns = named.map(({ name: column, field }) => {
    if (isArray(field)) {
      const array = (field.isSingle ? t.array(t.string()) : t.array({ element: t.string() })).nullable();
      return [
        column,
        field.path.length > 1 ? array.path(...field.path) : array.physicalName(field.path[0] ?? ''),
      ] as const;
    }
    const text = t.string(ANY_LENGTH).nullable();
    const [first = ''] = field.path;
    if (field.isFolder) return [column, text.fromFolder(first)] as const;
    return [column, field.path.length > 1 ? text.path(...field.path) : text.physicalName(first)] as const;
  });
  return dataContract(name, {
    description: name,
    columns: Object.fromEntries<ColumnBuilder<Kind>>(columns),
    eventTime: named[0]?.name ?? '',
    delivery: {
      kind: 'batch',
      every: days(1),
      from: { kind: 'files', format: form.format, options: form.options },
    },
    expectedRowsPerDay: 1,
  });
}

/** A column of the key, or the event time, is required: rows without it go to quarantine. */
function required(column: ColumnProposal, key: readonly string[], eventTime: string): ColumnProposal {
  const isKey = key.includes(column.name);
  if (!isKey && column.name !== eventTime) return column;
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

/** Numbers that count different units since 1970 are no time that can be read. */
function mixedTimes({ name, doubts }: ColumnProposal): string[] {
  return doubts.filter((doubt) => doubt.includes('at once')).map((doubt) => `${name} ${doubt}`);
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

function reasonOf({ files }: LoadedSource): string {
  const [first] = files;
  return first === undefined ? 'there are no rows in them' : `${first.file} ${first.reason}`;
}

function nothingFound({ name, home, files }: SourceToSniff, why: string): Issue {
  return {
    code: 'LH7202',
    at: name,
    prop: 'files',
    got:
      files.length === 0
        ? `are none in "${home}"`
        : `are ${files.length === 1 ? `"${files[0] ?? ''}"` : `${files.length} files in "${home}"`}: ${why}`,
    allowed: 'files of CSV, JSON or Parquet with one row or more',
    change: 'mend the files, or name others',
  };
}

function withoutTime({ name }: SourceToSniff, found: readonly string[]): Issue {
  return {
    code: 'LH7203',
    at: name,
    prop: 'eventTime',
    got: `has no column to be: no day or timestamp is there in every row${found.length > 0 ? ` (${found.join(', ')})` : ''}`,
    allowed: 'a source whose rows say when they happened or changed; a snapshot is declared by hand',
    change:
      'declare a snapshot, if each delivery is the whole of it, or let the source deliver when a row last changed, or lay its files into folders of their days, day=2026-01-31',
  };
}

function withoutKey({ name }: SourceToSniff): Issue {
  return {
    code: 'LH7204',
    at: name,
    prop: 'columns',
    got: 'have no key: no column is there in every row, but for numbers with fractions',
    allowed: 'a source whose rows can be told apart',
    change: 'let the source deliver what identifies a row',
  };
}
